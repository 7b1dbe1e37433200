use launchdarkly_server_sdk::Client;

pub fn price(client: &Client, user: &Context) -> u32 {
    if user.vip {
        1
    } else {
        // The usual one.
        let base = 3;
        base + 1
    }
}
