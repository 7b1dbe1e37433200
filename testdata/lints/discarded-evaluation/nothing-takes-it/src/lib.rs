use launchdarkly_server_sdk::{Client, Context};

pub fn quote(client: &Client, context: &Context) -> u32 {
    client.bool_variation(context, "quotes-rs", false); // ~ discarded-evaluation
    1
}
