use launchdarkly_server_sdk::{Client, Context};

pub fn rank(client: &Client, context: &Context) -> u32 {
    // flagdebt: ignore[stale-flag, fully-rolled-out] -- waits for the index ~ unused-suppression
    if client.bool_variation(context, "vector-search", false) {
        return 2;
    }
    1
}
