//! All checks, over one project.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::path::Path;
use std::path::PathBuf;

use super::allowed::is_allowed;
use super::assigned;
use super::assignment::assignments;
use super::bundle;
use super::declared;
use super::finding::Finding;
use super::project_files;
use super::project_files::ProjectFile;
use super::registry::CHECKS;
use super::registry::Check;
use super::registry::NOT_ALL_FILES;
use super::services;
use super::services::Assigned;
use super::written;
use crate::base::Place;
use crate::manifest::Manifest;
use crate::manifest::ValueSource;

/// Most findings of one check in one file, and of all together.
const MAXIMUM_IN_FILE: usize = 10;
const MAXIMUM: usize = 200;

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct CheckInput<'p> {
    /// What the project file declares.
    pub manifest: &'p Manifest,
    /// Where the project file is; its folder is the project's.
    pub path: &'p Path,
    /// The project file as people know it; places of other files begin as it does.
    pub name: &'p str,
}

/// Runs all checks; errors first, each level in the order of files and lines.
#[must_use]
pub fn run(input: &CheckInput<'_>) -> Vec<Finding> {
    let folder = input.path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let shown = Path::new(input.name).parent().unwrap_or(Path::new(""));
    let read =
        project_files::read(folder.unwrap_or(Path::new(".")), shown, &left_out(input.manifest));
    let files = &read.files;
    let python = python_folders(files);
    let is_python = |folder: &str| python.iter().any(|path| is_below(path, folder));
    let assigned: Vec<Assigned<'_>> = files.iter().map(|file| (file, assignments(file))).collect();
    let mut found = declared::variables(input.manifest, is_python(""));
    found.extend(services::overwritten(&assigned));
    for (file, assignments) in &assigned {
        found.extend(assigned::values(file, assignments));
        found.extend(assigned::regions(file, assignments, is_python));
        found.extend(bundle::assigned(file, assignments));
        found.extend(bundle::read_by_scripts(file));
        found.extend(written::tokens(file));
    }
    if read.is_cut {
        let place = Place { name: input.name.to_owned(), line: 1, column: 1 };
        let message = format!("only the first {} files were looked at", files.len());
        found.push(Finding::new(&NOT_ALL_FILES, message, place));
    }
    let by_name: HashMap<&str, &ProjectFile> =
        files.iter().map(|file| (file.shown(), file)).collect();
    found.retain(|finding| !is_allowed_at(&by_name, &finding.place));
    in_order(found)
}

/// Sorts findings, and cuts what is more than anybody reads.
fn in_order(mut found: Vec<Finding>) -> Vec<Finding> {
    let order = |check: &Check| CHECKS.iter().position(|known| *known == check);
    found.sort_by_cached_key(|finding| {
        let Place { name, line, column } = finding.place.clone();
        (finding.check.level, name, line, column, order(finding.check))
    });
    found.dedup();
    let mut kept: Vec<Finding> = Vec::new();
    let mut counts: HashMap<(&str, String), (usize, usize)> = HashMap::new();
    for finding in found {
        let key = (finding.check.id, finding.place.name.clone());
        let (last, count) = counts.entry(key).or_insert((0, 0));
        *count += 1;
        if *count <= MAXIMUM_IN_FILE {
            *last = kept.len();
            kept.push(finding);
        }
    }
    for (last, count) in counts.into_values().filter(|(_, count)| *count > MAXIMUM_IN_FILE) {
        kept[last].message += &format!(", and {} more in this file", count - MAXIMUM_IN_FILE);
    }
    if kept.len() > MAXIMUM {
        let left = kept.len() - MAXIMUM;
        kept.truncate(MAXIMUM);
        if let Some(last) = kept.last_mut() {
            last.message += &format!(", and {left} findings more than are shown");
        }
    }
    kept
}

/// Files that values are taken from, or written to.
fn left_out(manifest: &Manifest) -> BTreeSet<PathBuf> {
    let sources = manifest.env.iter().filter_map(|variable| match &variable.source {
        Some(ValueSource::File(path)) => Some(path.clone()),
        _ => None,
    });
    let targets = manifest.env.iter().flat_map(|variable| &variable.targets);
    let targets = targets.filter_map(|target| target.value.file().map(PathBuf::from));
    sources.chain(targets).collect()
}

fn is_allowed_at(files: &HashMap<&str, &ProjectFile>, place: &Place) -> bool {
    let file = files.get(place.name.as_str());
    let line = |number: usize| file.and_then(|file| file.line(number));
    let above = place.line.checked_sub(1).and_then(line);
    line(place.line).is_some_and(|line| is_allowed(line, above))
}

/// Lists the folders of files that show that boto3 runs there.
fn python_folders(files: &[ProjectFile]) -> BTreeSet<String> {
    let packages = ["boto3", "watchtower"];
    let runs_boto3 = |file: &&ProjectFile| {
        let name = file.name();
        let is_list = (name.starts_with("requirements") && name.ends_with(".txt"))
            || ["pyproject.toml", "Pipfile", "setup.py", "setup.cfg"].contains(&name);
        let begins = |line: &str, package: &str| {
            let line = line.trim_start().trim_start_matches(['"', '\'']);
            let rest = line.strip_prefix(package);
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        };
        let imports = |line: &str, package: &str| {
            ["import ", "from "].iter().any(|word| {
                line.trim_start().strip_prefix(word).is_some_and(|rest| begins(rest, package))
            })
        };
        packages.iter().any(|package| {
            let mut lines = file.text.lines();
            (is_list && lines.any(|line| begins(line, package)))
                || (name.ends_with(".py") && file.text.lines().any(|line| imports(line, package)))
        })
    };
    files.iter().filter(runs_boto3).map(|file| file.folder().to_owned()).collect()
}

fn is_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
