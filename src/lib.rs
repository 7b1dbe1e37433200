//! flagdebt finds feature-flag debt and gets it removed.
//!
//! Data flows one way: walk → facts → resolve → join with the registry → lint → gate → render or fix.

pub mod config;
mod conventions;
pub mod diagnostic;
mod document;
mod export;
pub mod lints;
pub mod nearest;
pub mod registry;
pub mod report;
pub mod serves;
pub mod source;
pub mod usage;
