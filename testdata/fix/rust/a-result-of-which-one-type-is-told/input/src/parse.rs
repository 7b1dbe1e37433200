use open_feature::Client;

pub async fn is_fine(client: &Client, name: String) -> bool {
    let on = client.get_bool_value("new-parser", None, None).await.unwrap_or(false);
    let found = if on { Ok(name) } else { Err(name.len()) };
    found.is_ok()
}
