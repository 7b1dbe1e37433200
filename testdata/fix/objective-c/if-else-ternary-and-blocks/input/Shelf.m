#import <LaunchDarkly/LaunchDarkly-Swift.h>
#import "Shelf.h"

static NSString *const kNewShelf = @"dark-shelf";

@interface Shelf ()
@property (nonatomic, strong) LDClient *client;
@end

@implementation Shelf

- (BOOL)isNew {
    return [self.client boolVariationForKey:kNewShelf defaultValue:NO];
}

- (NSInteger)one {
    // the new shelf is faster
    if ([self.client boolVariationForKey:@"dark-shelf" defaultValue:NO]) {
        // at once
        return 1;
    } else {
        return 2;
    }
}

- (void)two:(BOOL)odd {
    BOOL enabled = [self.client boolVariationForKey:kNewShelf defaultValue:NO];
    if (!enabled) {
        return;
    }
    NSString *label = enabled ? @"new" : @"old";
    if (odd) {
        [self a];
    } else if (enabled) {
        [self b:label];
    } else {
        [self c];
    }
    for (NSString *name in self.names) {
        if (!enabled) continue;
        NSLog(@"%@", name);
    }
    if (enabled && odd) {
        [self d];
    }
    if (enabled == NO) {
        [self e];
    }
    [self run:^{
        if (enabled) {
            [self f];
        }
    }];
}

- (void)three {
    NSString *plan = [self.client stringVariationForKey:@"plan" defaultValue:@"a"];
    if ([plan isEqualToString:@"b"]) {
        [self b:nil];
    }
}

@end
