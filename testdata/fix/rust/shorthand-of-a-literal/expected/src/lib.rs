use launchdarkly_server_sdk::Client;

pub struct Page {
}

impl Page {
    pub fn new(client: &Client, user: &Context) -> Self {
        Self {}
    }
}
