use launchdarkly_server_sdk::{Client, Context};

pub fn show(client: &Client, context: &Context) -> i32 {
    let beta = true;
    println!("beta: {beta}");
    if beta { 1 } else { 2 }
}

pub fn log(client: &Client, context: &Context) -> i32 {
    let beta = true;
    tracing::debug!(beta, "weight");
    if beta { 1 } else { 2 }
}

pub fn print(client: &Client, context: &Context) -> i32 {
    println!("beta: {}", true);
    1
}
