//! `client.bool_variation(&ctx, "in docs", false)` is prose.
use launchdarkly_server_sdk::{Client, Context};
use open_feature::Client as FeatureClient;
use serde::{Deserialize, Serialize};
use unleash_api_client::client::Client as UnleashClient;

const NEAR: &str = "near-search"; // ~ declares near-search

#[derive(Deserialize, Serialize, Clone, Copy)]
enum Toggles {
    rank_lift, // ~ declares rank_lift
    #[serde(rename = "rank.trace")] // ~ declares rank.trace
    Trace,
}

struct Shelf;

impl Shelf {
    fn bool_variation(&self, _row: usize, _name: &str, or: bool) -> bool {
        or
    }
}

fn flag(client: &Client, context: &Context, key: &str) -> bool {
    client.bool_variation(context, key, false)
}

async fn rank(client: &Client, unleash: &UnleashClient<Toggles, Http>, features: &FeatureClient, shelf: &Shelf, user: &str) -> i64 {
    let context = context(user);
    if client.bool_variation(&context, NEAR, false) { // ~ near-search
        return 1;
    }
    if !flag(client, &context, "old-rank") { // ~ !old-rank
        return 2;
    }
    let model = client.str_variation(&context, "rank-model", "plain".to_string()); // ~ rank-model
    if unleash.is_enabled(Toggles::rank_lift, None, false) { // ~ rank_lift
        return 3;
    }
    let typed = features.get_bool_value("typed-shelves", None, None).await.unwrap_or(false); // ~ typed-shelves
    if client.bool_variation(&context, &format!("rank-{user}"), false) && typed { // ~ rank-*
        return 4;
    }
    if cfg!(feature = "explain") { // ~ explain
        println!("{model} bool_variation(&ctx, \"printed\", false)");
    }
    i64::from(shelf.bool_variation(1, "near-search", true))
}
