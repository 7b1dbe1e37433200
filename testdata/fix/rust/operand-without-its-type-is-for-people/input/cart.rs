use launchdarkly_server_sdk::{Client, Context};

pub fn show(client: &Client, context: &Context) {
    let list = if client.bool_variation(context, "beta", false) {
        vec![1u8]
    } else {
        Vec::new()
    };
    println!("{}", list.len());
    print(if client.bool_variation(context, "beta", false) {
        Some(1)
    } else {
        None
    });
}
