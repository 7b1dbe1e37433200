use launchdarkly_server_sdk::{Client, Context};

fn one(client: &Client, context: &Context, n: i64) -> i64 {
    let a = n * (n + 1);
    let b = n + 1;
    a - (b + 1)
}
