#import <Acme/Acme.h>
#define EXPORTS @"export-csv" // ~ declares export-csv

static NSString *const kPause = @"pause"; // ~ declares pause

@interface Orders : NSObject
@property (nonatomic, strong) Door *door;
@end

@implementation Orders

ACMClient *client;

- (BOOL)on:(NSString *)key {
    return [self.client isOn:key];
}

- (void)ready:(id)user {
    if (![self.client isOn:kPause]) { // ~ !pause
        [self on:@"through"]; // ~ through
    } else if ([[ACMClient shared] isOn:@"cart" forUser:user]) { // ~ cart
        [self.door isOn:@"cart"];
    }
    NSString *text = @"[client isOn:@\"text\"]";
    BOOL shown = [self.client isOn:EXPORTS] ? YES : NO; // ~ export-csv
}

@end
