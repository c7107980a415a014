//! The layers of `src/lib.rs`, enforced: every `crate::x` path in a module leads to its own layer's module or below.

use std::fs;
use std::path::Path;

/// The layers from the top; a module may name itself and modules of the layers below its own.
const LAYERS: [&[&str]; 7] = [
    &["ui", "worker"],
    &["app"],
    &["store", "platform", "flow"],
    &["exchange", "insight", "sample"],
    &["replica", "i18n"],
    &["model"],
    &["planted"],
];

/// Modules that do no input or output: they may name no crate that reaches the browser.
const PURE: [&str; 7] = ["exchange", "flow", "insight", "sample", "replica", "i18n", "model"];
const BROWSER_CRATES: [&str; 6] = ["web_sys", "js_sys", "wasm_bindgen", "gloo_storage", "leptos", "getrandom"];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// The modules that a source text names by `crate::x`, in code; comments and documentation are not imports.
fn named(source: &str) -> Vec<String> {
    let code = source.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut modules = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let names = rest.strip_prefix('{').map_or_else(
            || vec![rest],
            |group| group.split('}').next().unwrap_or_default().split(',').map(str::trim).collect(),
        );
        let end = |name: &str| name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        modules.extend(names.into_iter().map(end).filter(|name| !name.is_empty()));
    }
    modules
}

/// Says what in a module's source breaks the layering.
fn violations(module: &str, source: &str) -> Vec<String> {
    let Some(own) = layer(module) else { return vec![format!("{module} is in no layer")] };
    let mut found: Vec<String> = named(source)
        .into_iter()
        .filter(|name| name != module)
        .filter_map(|name| match layer(&name) {
            Some(other) if other > own => None,
            Some(_) => Some(format!("{module} names {name}, which is not below it")),
            None => Some(format!("{module} names {name}, which is in no layer")),
        })
        .collect();
    if PURE.contains(&module) {
        let code = source.lines().map(|line| line.split("//").next().unwrap_or_default());
        let reaches = |line: &str| BROWSER_CRATES.iter().find(|name| line.contains(&format!("{name}::")));
        found.extend(code.filter_map(reaches).map(|name| format!("{module} does no input or output but names {name}")));
    }
    found
}

/// All source files of a module with their texts; its unit tests may look across.
fn sources(folder: &Path, module: &str) -> Vec<(String, String)> {
    let mut files = vec![folder.join(format!("{module}.rs"))];
    let mut folders = vec![folder.join(module)];
    while let Some(open) = folders.pop() {
        for entry in fs::read_dir(open).into_iter().flatten() {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let is_tests = |path: &Path| path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests"));
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.display().to_string(), text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned())
    };
    let below = |path: &std::path::PathBuf| !is_tests(path.strip_prefix(folder).expect("it is inside"));
    files.into_iter().filter(below).map(read).collect()
}

#[test]
fn imports_go_down_only() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut files = 0;
    for module in LAYERS.concat() {
        for (path, source) in sources(&folder, module) {
            files += 1;
            found.extend(violations(module, &source).into_iter().map(|violation| format!("{path}: {violation}")));
        }
    }
    assert!(files > 40, "only {files} source files were read");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_module_has_a_layer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(["lib", "main", "bin"].contains(&name.as_str()) || layer(&name).is_some(), "{name} is in no layer");
    }
}

#[test]
fn planted_violations_are_caught() {
    for (module, source, expected) in [
        ("model", "use crate::replica::Save;", "model names replica, which is not below it"),
        ("replica", "use crate::{model::Name, i18n::Lang};", "replica names i18n, which is not below it"),
        ("store", "fn f() { crate::app::app() }", "store names app, which is not below it"),
        ("insight", "use crate::utils::x;", "insight names utils, which is in no layer"),
        ("exchange", "let now = js_sys::Date::now();", "exchange does no input or output but names js_sys"),
    ] {
        assert_eq!(violations(module, source), [expected], "{source}");
    }
    assert!(violations("ui", "use crate::app::app; // crate::nothing").is_empty());
    assert!(violations("store", "use crate::store::entry;").is_empty());
}
