use launchdarkly_server_sdk::Client;

pub fn kind(client: &Client, user: &Context, kind: u8) -> &'static str {
    match kind {
        1 => "one",
        3 if user.open => "three",
        _ => "many",
    }
}
