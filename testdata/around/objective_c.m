#import <UIKit/UIKit.h>

@implementation Shop

- (NSInteger)show:(User *)user other:(BOOL)other {
    IsOn(@"idle"); // ~ idle:discarded:client
    if (!IsOn(@"denied")) { one(); } else { two(); } // ~ denied:off/on:client
    if (IsOn(@"and") && other) { one(); } // ~ and:on:on:client
    if (IsOn(@"or") || other) { one(); } // ~ or:?:client
    if (IsOn(@"same")) { one(); } else { one(); } // ~ same:on/off=:client
    for (Item *item in user.items) {
        if (IsOn(@"loop")) { [item run]; } // ~ loop:on:loop:client
    }
    while (other) { other = IsOn(@"while"); } // ~ while:loop:client
    do { other = IsOn(@"do"); } while (other); // ~ do:loop:client
    [user.items enumerateObjectsUsingBlock:^(Item *item, NSUInteger at, BOOL *stop) { [item set:IsOn(@"each")]; }]; // ~ each:loop:client
    BOOL held = IsOn(@"held"); // ~ held:on/off:client
    BOOL again = IsOn(@"again"); // ~ again:client
    again = other;
    if (again) { one(); }
    return held ? 1 : 2;
}

@end
