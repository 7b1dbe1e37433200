use launchdarkly_server_sdk::{Client, Context};

pub fn price(client: &Client, user: &Context, size: i32) -> i32 {
    match size {
        1 if client.bool_variation(user, "beta", false) => 4,
        1 => 5,
        2 => 6,
        _ => 7,
    }
}
