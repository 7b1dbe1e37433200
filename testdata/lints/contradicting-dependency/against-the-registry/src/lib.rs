use launchdarkly_server_sdk::{Client, Context};

pub fn cart(client: &Client, context: &Context) -> u32 {
    if client.bool_variation(context, "kept-off", false) {
        if client.bool_variation(context, "inside", false) { 2 } else { 1 } // ~ contradicting-dependency
    } else {
        0
    }
}
