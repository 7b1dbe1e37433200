//! All tests of the program from outside, as one binary: every grammar is linked once and not once per file.

mod build;
mod cli;
mod config;
mod docs;
mod examples;
mod fix;
mod found;
mod grammars;
mod graph;
mod hostile;
mod house;
mod kotlin;
mod languages;
mod lints;
mod lints_unit;
mod recognition;
mod registry;
mod render;
mod resolve;
mod sample;
mod sdks;
mod secrets;
mod serves;
mod svg;
mod units;
mod walk;
