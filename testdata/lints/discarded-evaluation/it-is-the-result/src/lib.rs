use launchdarkly_server_sdk::{Client, Context};

pub fn quote(client: &Client, context: &Context) -> bool {
    client.bool_variation(context, "quotes-rs", false)
}
