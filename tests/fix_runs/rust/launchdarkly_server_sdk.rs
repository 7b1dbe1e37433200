//! A stub of the real crate: the same calls.

pub struct Client;
pub struct Context;

impl Client {
    pub fn bool_variation(&self, _: &Context, key: &str, _: bool) -> bool {
        harness::served(key) == "true"
    }

    pub fn str_variation(&self, _: &Context, key: &str, _: String) -> String {
        harness::served(key)
    }

    pub fn int_variation(&self, _: &Context, key: &str, _: i64) -> i64 {
        harness::served(key).parse().unwrap_or(0)
    }
}
