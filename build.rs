//! Lists `rules/*.toml`, so that adding a definition is adding a file.

use std::fmt::Write as _;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=rules");
    let mut names: Vec<_> = fs::read_dir("rules")?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    names.sort();
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let mut list = String::from("&[\n");
    for name in names {
        let path = format!("{root}/rules/{name}");
        let _ = writeln!(list, "    ({name:?}, include_str!({path:?})),");
    }
    list.push(']');
    fs::write(format!("{}/rules.rs", env::var("OUT_DIR").unwrap_or_default()), list)
}
