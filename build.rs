//! Tells the linker of the page to leave its relocations: by them the program is split into parts (`.ci/bin/wasm-bindgen`).

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_page = std::env::var_os("CARGO_FEATURE_BROWSER").is_some();
    if is_page && std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-bin=sanyou=--emit-relocs");
    }
}
