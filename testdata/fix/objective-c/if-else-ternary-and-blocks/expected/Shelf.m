#import <LaunchDarkly/LaunchDarkly-Swift.h>
#import "Shelf.h"

@interface Shelf ()
@property (nonatomic, strong) LDClient *client;
@end

@implementation Shelf

- (BOOL)isNew {
    return YES;
}

- (NSInteger)one {
    // the new shelf is faster
    // at once
    return 1;
}

- (void)two:(BOOL)odd {
    NSString *label = @"new";
    if (odd) {
        [self a];
    } else {
        [self b:label];
    }
    for (NSString *name in self.names) {
        NSLog(@"%@", name);
    }
    if (odd) {
        [self d];
    }
    [self run:^{
        [self f];
    }];
}

- (void)three {
    NSString *plan = [self.client stringVariationForKey:@"plan" defaultValue:@"a"];
    if ([plan isEqualToString:@"b"]) {
        [self b:nil];
    }
}

@end
