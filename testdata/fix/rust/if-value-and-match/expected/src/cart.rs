use launchdarkly_server_sdk::Client;

pub fn price(client: &Client, user: &Context) -> u32 {
    let rate = 2;
    fresh(rate)
}
