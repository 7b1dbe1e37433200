use launchdarkly_server_sdk::{Client, Context};

fn one(client: &Client, context: &Context, n: i64) -> i64 {
    let a = n * if client.bool_variation(context, "beta", false) { n + 1 } else { 2 };
    let b = if client.bool_variation(context, "beta", false) { n + 1 } else { 2 };
    a - match client.bool_variation(context, "beta", false) {
        true => b + 1,
        false => 2,
    }
}
