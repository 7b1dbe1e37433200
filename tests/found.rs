//! What the scan finds in a few texts, as short lines.

use flagdebt::scan::uses_of;
use flagdebt::sdk::Sdks;
use flagdebt::usage::Use;

/// All uses, in the order of path and place.
pub(crate) fn found(files: &[(&str, &str)]) -> Vec<Use> {
    uses_of(files, &Sdks::new(Vec::new()), &[])
}

/// `path:line role key`.
pub(crate) fn rows(uses: &[Use]) -> Vec<String> {
    uses.iter()
        .map(|found| {
            let key = found.key.as_deref().unwrap_or("null");
            format!("{}:{} {} {key}", found.path, found.name.line, found.role.name())
        })
        .collect()
}
