use launchdarkly_server_sdk::Client;

pub fn show(client: &Client, user: &Context) {
    assert!(client.bool_variation(user, "beta", false), "off");
}
