use launchdarkly_server_sdk::Client;

pub fn price(client: &Client, user: &Context) -> u32 {
    let rate = {
        let base = user.base();
        base * 2
    };
    rate + 1
}
