use launchdarkly_server_sdk::{Client, Context};

pub fn page(client: &Client, context: &Context) -> &'static str {
    if client.bool_variation(context, "new-checkout", false) {
        return "checkout";
    }
    if client.bool_variation(context, "new-cart", false) { // ~ conflicting-dependency ~ conflicting-dependency
        return "cart";
    }
    "home"
}
