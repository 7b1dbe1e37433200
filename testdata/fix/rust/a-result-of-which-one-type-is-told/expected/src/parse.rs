use open_feature::Client;

pub async fn is_fine(client: &Client, name: String) -> bool {
    let found = Err(name.len());
    found.is_ok()
}
