use launchdarkly_server_sdk::Client;

pub fn kind(client: &Client, user: &Context, kind: u8) -> &'static str {
    match kind {
        1 if client.bool_variation(user, "beta", false) => "one",
        // off
        2 if !client.bool_variation(user, "beta", false) => "two",
        3 if client.bool_variation(user, "beta", false) && user.open => "three",
        _ => "many",
    }
}
