use launchdarkly_server_sdk::{Client, Context};

pub fn show(client: &Client, context: &Context, wide: bool) {
    let on = client.bool_variation(context, "beta", false);
    if wide {
        draw(if on { 1 } else { 2 });
        let on = on && wide_enough();
        save(on);
    }
}
