//! Tests of the whole project file.

mod env;
mod files;
mod logs;
mod random;
mod whole;
mod xray;

use std::path::Path;

use super::Manifest;
use crate::base::DocumentError;
use crate::model::change_set::Field;

/// What the tests call the file.
const NAME: &str = "cruddur-obs.toml";

/// A folder with files for a project file to refer to.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    fn parse(&self, text: &str) -> Result<Manifest, DocumentError> {
        Manifest::parse(NAME.to_owned(), text, self.0.path())
    }

    fn problems(&self, text: &str) -> String {
        match self.parse(text) {
            Ok(_) => String::new(),
            Err(error) => told(&error),
        }
    }
}

/// Reads a file that refers to no other.
fn parse(text: &str) -> Result<Manifest, DocumentError> {
    Manifest::parse(NAME.to_owned(), text, Path::new("/nowhere"))
}

/// Lists what is wrong: `file:line:column message | hint`.
fn problems(text: &str) -> String {
    parse(text).map_or_else(|error| told(&error), |_| String::new())
}

/// The same for a file with a project's name in front, in line 1.
fn problems_of_project(text: &str) -> String {
    problems(&format!("project.name = \"cruddur\"\n{text}"))
}

fn told(error: &DocumentError) -> String {
    let DocumentError::Wrong(files) = error else { return error.to_string() };
    let lines = files.iter().flat_map(|file| {
        file.problems.iter().map(|problem| {
            let hint = problem.hint.as_deref().unwrap_or("-");
            let hidden = if problem.may_show_line { "" } else { " (hidden)" };
            format!(
                "{}:{}:{} {} | {hint}{hidden}",
                file.name, problem.line, problem.column, problem.message
            )
        })
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Lists the remarks: `file:line:column message | hint`.
fn warnings(text: &str) -> String {
    told_warnings(&parse(&format!("project.name = \"cruddur\"\n{text}")).unwrap())
}

fn told_warnings(manifest: &Manifest) -> String {
    let lines = manifest.warnings.iter().map(|finding| {
        let hint = finding.hint.as_deref().unwrap_or("-");
        format!("{} {} | {hint}", finding.place, finding.message)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Lists what is declared: `address field=value…`.
fn declared(manifest: &Manifest) -> String {
    let list = |fields: &[Field]| {
        let fields = fields.iter().map(|field| format!("{}={}", field.name, field.value));
        fields.collect::<Vec<_>>().join(" ")
    };
    let lines = manifest.resources.iter().map(|desired| {
        let defaults = match list(&desired.defaults) {
            none if none.is_empty() => none,
            some => format!(" new [{some}]"),
        };
        format!(
            "{} {} [{}]{defaults} {:?}{}",
            desired.place,
            desired.address,
            list(&desired.fields),
            desired.on_exists,
            if desired.is_reserved { " reserved" } else { "" }
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}
