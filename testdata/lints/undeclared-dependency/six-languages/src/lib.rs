use launchdarkly_server_sdk::{Client, Context};

pub fn cart(client: &Client, context: &Context) -> u32 {
    if client.bool_variation(context, "outer-rs", false) {
        if client.bool_variation(context, "inner-rs", false) { 2 } else { 1 } // ~ undeclared-dependency
    } else {
        0
    }
}
