//! Real SDKs, several in one file as large code bases have them, one sample a language. What stands behind ` ~ ` must be
//! found in its line, and nothing else: tests/languages.rs explains the marks.

use std::path::Path;

use flagdebt::sdk::Sdks;

use crate::languages::check;

#[test]
fn every_sample_of_real_sdks_gives_what_its_lines_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/sdks");
    check(&folder, &Sdks::new(Vec::new()));
}
