use launchdarkly_server_sdk::{Client, Context};

const SPELLING: &str = "spelling-repair";

pub fn rank(client: &Client, context: &Context) -> u32 {
    if client.bool_variation(context, "vector-search", false) {
        return 2;
    }
    u32::from(client.bool_variation(context, SPELLING, false))
}
