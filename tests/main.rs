//! All tests of the program from outside, as one binary: every grammar is linked once and not once per file.

mod build;
mod cli;
mod config;
mod docs;
mod e2e;
mod examples;
mod found;
mod grammars;
mod hostile;
mod house;
mod kotlin;
mod languages;
mod lints;
mod lints_unit;
mod registry;
mod render;
mod resolve;
mod sample;
mod serves;
mod svg;
mod walk;
