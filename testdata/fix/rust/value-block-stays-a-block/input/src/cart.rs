use launchdarkly_server_sdk::Client;

pub fn price(client: &Client, user: &Context) -> u32 {
    let rate = if client.bool_variation(user, "beta", false) {
        let base = user.base();
        base * 2
    } else {
        3
    };
    rate + 1
}
