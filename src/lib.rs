//! flagdebt finds feature-flag debt and gets it removed.
//!
//! Data flows one way: walk → facts → resolve → join with the registry → lint → gate → render or fix.

pub mod app;
pub mod baseline;
pub mod cache;
pub mod cli;
pub mod config;
mod conventions;
pub mod diagnostic;
mod document;
pub mod escape;
pub mod evidence;
mod export;
pub mod facts;
pub mod failure;
pub mod fix;
pub mod gate;
pub mod git;
pub mod graph;
pub mod history;
pub mod init;
pub mod join;
pub mod keys;
pub mod language;
pub mod lints;
pub mod nearest;
pub mod owners;
mod parsing;
pub mod propose;
pub mod registry;
pub mod removal;
pub mod render;
pub mod report;
mod resolve;
pub mod scan;
pub mod sdk;
pub mod serves;
mod sorted;
pub mod source;
pub mod suppress;
pub mod template;
pub mod tickets;
pub mod usage;
pub mod vocabulary;
pub mod worktree;
