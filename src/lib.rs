//! Sanyou (三有), the record book of a neighbourhood community.
//!
//! It runs wholly in the browser, keeps its data on the device, and shares it as files that merge. The modules stand in
//! layers, and imports go down only; `tests/layers.rs` reads every path and enforces it:
//!
//! ```text
//! { ui, worker }  →  app  →  { store, platform, flow }  →  { exchange, insight, sample }  →  { replica, i18n }  →  model  →  planted
//! ```
//!
//! Three invariants carry the product:
//! - A record is the set of its saves, and merging is the union of sets ([`replica`]): whatever arrives, in whatever
//!   order and however often, nothing that anybody saved is lost, and all devices see the same.
//! - What is shown as saved is on disk ([`store`]); a write that fails changes nothing in memory ([`app`]).
//! - `model`, `replica`, `exchange`, `insight`, `flow` and `sample` do no input or output and read no clock, so they are tested
//!   natively, and time and randomness are arguments.
//!
//! Without the feature `browser` the crate is its core alone: what the command-line tool, the simulator and the
//! benchmarks need, and nothing of a page.

#[cfg(feature = "browser")]
pub mod app;
pub mod exchange;
pub mod flow;
pub mod i18n;
pub mod insight;
pub mod model;
pub mod planted;
#[cfg(feature = "browser")]
pub mod platform;
pub mod replica;
pub mod sample;
pub mod store;
#[cfg(feature = "browser")]
pub mod ui;
#[cfg(feature = "browser")]
pub mod worker;
