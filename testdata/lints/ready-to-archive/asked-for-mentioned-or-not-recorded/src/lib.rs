use launchdarkly_server_sdk::{Client, Context};

pub const DOCUMENTED: &str = "see-old-cart";

pub fn total(client: &Client, context: &Context) -> u32 {
    if client.bool_variation(context, "new-total", false) { 2 } else { 1 }
}
