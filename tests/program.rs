//! The program as users run it.

use std::path::Path;
use std::process::Command;

/// Keeps its facts apart from those of the user who runs the tests.
pub(crate) fn flagdebt() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flagdebt"));
    command.env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"));
    command
}
