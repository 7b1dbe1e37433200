use launchdarkly_server_sdk::{Client, Context};

pub fn show(client: &Client, context: &Context) -> i32 {
    let beta = client.bool_variation(context, "beta", false);
    println!("beta: {beta}");
    if beta { 1 } else { 2 }
}

pub fn log(client: &Client, context: &Context) -> i32 {
    let beta = client.bool_variation(context, "beta", false);
    tracing::debug!(beta, "weight");
    if beta { 1 } else { 2 }
}

pub fn print(client: &Client, context: &Context) -> i32 {
    let beta = client.bool_variation(context, "beta", false);
    println!("beta: {}", beta);
    if beta { 1 } else { 2 }
}
