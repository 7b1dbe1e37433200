use launchdarkly_server_sdk::Client;
use crate::old::legacy;

pub fn price(client: &Client, user: &Context) -> u32 {
    let on = client.bool_variation(user, "beta", false);
    let rate = if on { 2 } else { 3 };
    if !on {
        return legacy(user);
    }
    match on {
        true => fresh(rate),
        false => legacy(user),
    }
}
