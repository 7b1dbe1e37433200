use launchdarkly_server_sdk::{Client, Context};

pub fn size(client: &Client, user: &Context) -> usize {
    let mut rows = Vec::new();
    if client.bool_variation(user, "beta", false) {
        rows.push(1);
    }
    rows.len()
}
