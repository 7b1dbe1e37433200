use launchdarkly_server_sdk::Client;

pub fn show(client: &Client, user: &Context) {
    fresh();
    done();
}
