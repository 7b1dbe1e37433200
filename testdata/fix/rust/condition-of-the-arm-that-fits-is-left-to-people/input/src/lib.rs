use launchdarkly_server_sdk::{Client, Context};

pub fn size(client: &Client, context: &Context, wide: bool) -> i64 {
    match client.int_variation(context, "beta", 0) {
        1 => 10,
        2 if wide => 20,
        other => other,
    }
}
