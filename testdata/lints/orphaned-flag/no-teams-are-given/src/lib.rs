use launchdarkly_server_sdk::{Client, Context};

pub fn flags(client: &Client, context: &Context) -> bool {
    client.bool_variation(context, "new-checkout", false)
}
