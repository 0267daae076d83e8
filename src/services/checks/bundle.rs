//! Secrets in variables that are built into the pages of a browser.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use regex::Regex;

use super::assignment::Assignment;
use super::finding::Finding;
use super::project_files::ProjectFile;
use super::registry::KEY_IN_BROWSER_BUNDLE;
use crate::model::secret_shape;
use crate::model::variable_shape;

/// What the names of such variables begin with: Create React App, Vite, Next.js.
const PREFIXES: [&str; 3] = ["REACT_APP_", "VITE_", "NEXT_PUBLIC_"];

/// Words in the names of keys that are made for pages.
const FOR_CLIENTS: [&str; 6] = ["CLIENT", "PUBLIC", "PUBLISHABLE", "SITE_KEY", "ANON_", "FIREBASE"];

/// Returns the rest of a name whose variable is built into pages.
pub(super) fn built_in(name: &str) -> Option<&str> {
    PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix))
}

/// Says whether the name of a variable promises a secret that pages must not have.
pub(super) fn is_secret(name: &str) -> bool {
    secret_shape::is_secret_name(name) && !FOR_CLIENTS.iter().any(|word| name.contains(word))
}

/// Finds them among the assignments of a file.
pub(super) fn assigned(file: &ProjectFile, assignments: &[Assignment]) -> Vec<Finding> {
    let mut found = Vec::new();
    for assignment in assignments {
        let Some(rest) = built_in(&assignment.name) else { continue };
        let source = assignment.refers_to();
        let is_set = !assignment.value.trim().is_empty();
        let by_name = is_secret(rest) && is_set;
        let by_source = source.is_some_and(is_secret);
        let by_value = assignment.is_literal()
            && variable_shape::looks_like_token(&assignment.value)
            && !FOR_CLIENTS.iter().any(|word| rest.contains(word));
        if by_name || by_source || by_value {
            let message = format!("{} is built into the pages of the browser", assignment.name);
            found.push(Finding::new(&KEY_IN_BROWSER_BUNDLE, message, file.place(assignment.at)));
        }
    }
    found
}

/// Finds them in scripts that read them.
pub(super) fn read_by_scripts(file: &ProjectFile) -> Vec<Finding> {
    static READ: OnceLock<Option<Regex>> = OnceLock::new();
    let ends = [".js", ".jsx", ".ts", ".tsx", ".mjs", ".vue", ".svelte", ".html"];
    if !ends.iter().any(|end| file.name().ends_with(end)) {
        return Vec::new();
    }
    let read = READ.get_or_init(|| {
        let shape = r#"\benv(?:\.|\[["'])((?:REACT_APP|VITE|NEXT_PUBLIC)_[A-Z0-9_]+)"#;
        Regex::new(shape).ok()
    });
    let mut told = BTreeSet::new();
    let names = read.iter().flat_map(|read| read.captures_iter(&file.text));
    names
        .filter_map(|captures| captures.get(1))
        .filter(|name| built_in(name.as_str()).is_some_and(is_secret))
        .filter(|name| told.insert(name.as_str()))
        .map(|name| {
            let message = format!("{} is read by a script of the browser", name.as_str());
            Finding::new(&KEY_IN_BROWSER_BUNDLE, message, file.place(name.start()))
        })
        .collect()
}
