use launchdarkly_server_sdk::Client;

pub struct Page {
    fresh: bool,
}

impl Page {
    pub fn new(client: &Client, user: &Context) -> Self {
        Self { fresh: true }
    }
}
