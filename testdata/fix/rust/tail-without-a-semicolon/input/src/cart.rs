use launchdarkly_server_sdk::Client;

pub fn show(client: &Client, user: &Context) {
    if client.bool_variation(user, "beta", false) {
        fresh()
    } else {
        stale()
    }
    done();
}
