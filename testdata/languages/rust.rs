use acme_client::Client;

const EXPORTS: &str = "export-csv"; // ~ declares export-csv

struct Page {
    client: Client,
    door: Door,
}

impl Page {
    fn show(&self) -> bool {
        if !self.client.is_on("checkout", false) { // ~ !checkout
            return self.door.is_on("front");
        }
        let text = "client.is_on(\"text\")"; // client.is_on("comment")
        assert!(self.client.is_on("asserted", false)); // ~ asserted
        for key in ["one", "two"] {
            self.client.is_on(key); // ~ one two
        }
        (self.client.is_on("short")) && self.client.is_on(EXPORTS) // ~ short export-csv
    }
}
