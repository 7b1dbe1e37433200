use open_feature::Client;

pub async fn show(client: &Client) -> i32 {
    if let Ok(true) = client.get_bool_value("beta", None, None).await {
        return 1;
    }
    2
}
