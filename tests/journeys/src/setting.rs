//! What `./test` says in the environment: where the browser, its driver, axe-core and the built app are.

use std::env;
use std::path::PathBuf;

/// The browser.
#[must_use]
pub fn chromium() -> PathBuf {
    path("CHROMIUM", "the browser")
}

/// The browser's driver.
#[must_use]
pub fn chromedriver() -> PathBuf {
    path("CHROMEDRIVER", "the browser's driver")
}

/// The accessibility checker, one script.
#[must_use]
pub fn axe_script() -> PathBuf {
    path("AXE_SCRIPT", "the script of axe-core")
}

/// The folder of the built app.
#[must_use]
pub fn dist() -> PathBuf {
    path("SANYOU_DIST", "the folder of the built app")
}

/// The built app as a single file.
#[must_use]
pub fn single() -> PathBuf {
    path("SANYOU_SINGLE", "the single file")
}

/// Whether everything is to be looked at, not only what fits into a few minutes.
#[must_use]
pub fn is_deep() -> bool {
    env::var_os("SANYOU_DEEP").is_some_and(|value| value == "1")
}

fn path(name: &str, what: &str) -> PathBuf {
    let Some(path) = env::var_os(name).map(PathBuf::from) else {
        panic!("{name} is not set. It names {what}; run ./test, which sets it.");
    };
    assert!(path.exists(), "{name} names {what}, but there is nothing at {}; run ./test.", path.display());
    path
}
