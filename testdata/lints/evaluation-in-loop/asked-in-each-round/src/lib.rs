use launchdarkly_server_sdk::{Client, Context};

pub fn ship(client: &Client, context: &Context) {
    loop {
        if client.bool_variation(context, "ship-rs", false) { // ~ evaluation-in-loop
            break;
        }
    }
}
