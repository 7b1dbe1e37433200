use launchdarkly_server_sdk::{Client, Context};

pub fn render(client: &Client, context: &Context) -> u32 {
    if client.bool_variation(context, "new-footer", false) { 1 } else { 2 }
}
