use launchdarkly_server_sdk::{Client, Context};

pub fn flags(client: &Client, context: &Context) -> [bool; 2] {
    [
        client.bool_variation(context, "new-checkout", false), // ~ orphaned-flag
        client.bool_variation(context, "new-search", false),
    ]
}
