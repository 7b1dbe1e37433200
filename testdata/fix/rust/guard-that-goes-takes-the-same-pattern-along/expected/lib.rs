use launchdarkly_server_sdk::{Client, Context};

pub fn price(client: &Client, user: &Context, size: i32) -> i32 {
    match size {
        1 => 4,
        2 => 6,
        _ => 7,
    }
}
