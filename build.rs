//! Turns `rules/*.toml` into one JSON text, so that adding a definition is adding a file and reading all of them at run
//! time takes no time. Examples stay behind: tests/examples.rs runs them.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    let mut files: Vec<PathBuf> = fs::read_dir("rules")?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    let mut definitions = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        let read: Result<serde_json::Map<String, serde_json::Value>, _> = toml::from_str(&text);
        let mut definition = read.map_err(|error| format!("{}: {error}", file.display()))?;
        definition.remove("example");
        definitions.push(definition);
    }
    let folder = env::var_os("OUT_DIR").ok_or("cargo names a folder for what is built")?;
    fs::write(
        PathBuf::from(folder).join("rules.json"),
        serde_json::to_string(&definitions)?,
    )?;
    Ok(())
}
