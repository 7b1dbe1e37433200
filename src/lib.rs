//! flagdebt finds feature-flag debt and gets it removed.
//!
//! Data flows one way: walk → facts → resolve → join with the registry → lint → gate → render or fix.

pub mod config;
pub mod diagnostic;
pub mod escape;
pub mod failure;
pub mod init;
pub mod lints;
pub mod registry;
pub mod render;
pub mod report;
pub mod source;
pub mod usage;
