//! The command-line tool: checks, merges, shows, compares and tabulates files without a browser.
//!
//! What a file is, how files merge and what figures mean is the library's to say; nothing here says it again. The tool
//! reads and writes only what its command line names, and never reaches the network.

#[cfg(not(target_arch = "wasm32"))]
mod tool;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    tool::run()
}

/// A page has no command line; cargo builds all binaries of the package for it all the same.
#[cfg(target_arch = "wasm32")]
fn main() {}
