use launchdarkly_server_sdk::{Client, Context};

pub fn rows(client: &Client, user: &Context) -> Vec<i32> {
    let mut rows = load();
    let mut kept = load();
    let mut rest = load();
    if client.bool_variation(user, "beta", false) {
        rows.push(3);
        kept.push(4);
        sort(&mut rest);
    }
    kept.clear();
    sort(&mut rest);
    rows
}

pub fn total(client: &Client, user: &Context) -> i32 {
    let total;
    if client.bool_variation(user, "beta", false) {
        total = 1;
    } else {
        total = 2;
    }
    total
}

pub fn count(client: &Client, user: &Context, rows: &[Vec<i32>]) -> i32 {
    let mut count = 0;
    'rows: for row in rows {
        for value in row {
            if client.bool_variation(user, "beta", false) {
                continue 'rows;
            }
            count += value;
        }
    }
    count
}

pub fn wait(client: &Client, user: &Context) -> i32 {
    loop {
        if client.bool_variation(user, "beta", false) {
            break;
        }
        if load().is_empty() {
            return 2;
        }
    }
    7
}

fn load() -> Vec<i32> {
    vec![1]
}

fn sort(rows: &mut Vec<i32>) {
    rows.sort();
}
