use launchdarkly_server_sdk::{Client, Context};

pub fn one(client: &Client, user: &Context) -> u32 {
    2
}

pub fn two(client: &Client, user: &Context) -> u32 {
    return 2;
}
