use launchdarkly_server_sdk::{Client, Context};

pub fn show(client: &Client, context: &Context) {
    let list = Vec::new();
    println!("{}", list.len());
    print(None);
}
