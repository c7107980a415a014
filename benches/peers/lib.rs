//! Compares the merge with its peers: `cargo bench --bench peers`. All of it is in the benchmark itself (`main.rs` and
//! the modules beside it), so that an ordinary build of the workspace compiles none of the peers.
//!
//! A package must have a library; this one holds nothing.
