//! Turns `rules/*.toml` into one JSON text, so that adding a definition is adding a file and reading all of them at run
//! time takes no time. Examples stay behind: tests/examples.rs runs them.
//!
//! It also names this build by all that the program is made of, so that no other build reads what this one keeps.

use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What decides about facts.
const MADE_OF: [&str; 4] = ["Cargo.lock", "grammars", "rules", "src"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut hasher = DefaultHasher::new();
    for path in MADE_OF {
        println!("cargo::rerun-if-changed={path}");
        hash(Path::new(path), &mut hasher)?;
    }
    println!("cargo::rustc-env=FLAGDEBT_BUILD={:016x}", hasher.finish());
    let mut files: Vec<PathBuf> = fs::read_dir("rules")?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    let mut definitions = Vec::new();
    let mut local = String::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        let read: Result<serde_json::Map<String, serde_json::Value>, _> = toml::from_str(&text);
        let mut definition = read.map_err(|error| format!("{}: {error}", file.display()))?;
        definition.remove("example");
        if let (Some(serde_json::Value::Bool(true)), Some(name)) = (definition.get("local"), definition.get("name")) {
            local += &format!("{}\n", name.as_str().unwrap_or_default());
        }
        definitions.push(definition);
    }
    let folder = env::var_os("OUT_DIR").ok_or("cargo names a folder for what is built")?;
    let folder = PathBuf::from(folder);
    fs::write(folder.join("rules.json"), serde_json::to_string(&definitions)?)?;
    fs::write(folder.join("local.txt"), local)?;
    Ok(())
}

/// Adds a file, or all files of a folder in the order of their names.
fn hash(path: &Path, hasher: &mut DefaultHasher) -> std::io::Result<()> {
    if path.is_dir() {
        let mut inner: Vec<PathBuf> = fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        inner.sort();
        return inner.iter().try_for_each(|path| hash(path, hasher));
    }
    // An installed package may come without a lock file.
    if path.exists() {
        path.to_string_lossy().hash(hasher);
        fs::read(path)?.hash(hasher);
    }
    Ok(())
}
