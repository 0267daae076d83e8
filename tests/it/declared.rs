//! A test file that nobody declares would never run.

use std::path::Path;

#[test]
fn every_test_file_is_declared() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it"));
    let undeclared = undeclared(root, &root.join("main.rs"));
    assert!(undeclared.is_empty(), "not declared: {undeclared:?}");
}

// Every entry of a folder has to be named by a `mod` line of the file that owns the folder.
fn undeclared(folder: &Path, owner: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(owner).unwrap_or_default();
    let mut missing = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        if path == owner || !(path.is_dir() || is_source) {
            continue;
        }
        let holds_sources = path.is_dir() && path.join("mod.rs").exists();
        if path.is_dir() && !holds_sources {
            continue;
        }
        if !text.lines().any(|line| line.trim() == format!("mod {name};")) {
            missing.push(path.display().to_string());
        }
        if holds_sources {
            missing.extend(undeclared(&path, &path.join("mod.rs")));
        }
    }
    missing
}
