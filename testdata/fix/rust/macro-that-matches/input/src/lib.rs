use launchdarkly_server_sdk::{Client, Context};

pub fn one(client: &Client, user: &Context) -> u32 {
    match client.str_variation(user, "plan", "a".to_string()).as_str() {
        "a" => 1,
        "b" | "c" => 2,
        _ => 3,
    }
}

pub fn two(client: &Client, user: &Context) -> u32 {
    let plan = client.str_variation(user, "plan", "a".into());
    if plan == "a" {
        return 1;
    }
    if matches!(plan.as_str(), "b" | "c") {
        return 2;
    }
    3
}
