use launchdarkly_server_sdk::{Client, Context};

pub fn show(client: &Client, context: &Context, wide: bool) {
    if wide {
        draw(1);
        let on = wide_enough();
        save(on);
    }
}
