//! What is gathered beside the values while a project file is read.

use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use toml::Spanned;

use super::finding::Finding;
use super::names::Name;
use super::paths;
use super::spot::Sourced;
use super::spot::Spot;
use super::table::Table;
use crate::base::Document;
use crate::base::DocumentError;
use crate::base::Place;
use crate::base::Placed;
use crate::base::Problem;
use crate::base::WrongFile;

/// A file that the project file refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferencedFile {
    /// The path below the project file's folder.
    pub name: String,
    /// The content.
    pub text: Arc<str>,
}

/// The folder, the file, and what was found besides its values.
pub(super) struct Reading {
    pub(super) document: Arc<Document>,
    pub(super) findings: Vec<Finding>,
    folder: PathBuf,
    files: Vec<(String, Arc<Document>)>,
    wrong: Vec<WrongFile>,
}

impl Reading {
    pub(super) fn new(document: Arc<Document>, folder: PathBuf) -> Self {
        Self { document, folder, findings: Vec::new(), files: Vec::new(), wrong: Vec::new() }
    }

    /// Reads over nothing, for the schema.
    pub(super) fn of_nothing() -> Self {
        Self::new(Arc::new(Document::new(String::new(), "")), PathBuf::new())
    }

    /// Returns a file that `path` names; what is wrong with the path is reported.
    pub(super) fn file(
        &mut self,
        table: &mut Table<'_, '_>,
        key: &str,
        path: &Spanned<String>,
    ) -> Option<Arc<Document>> {
        match self.open(path.get_ref()) {
            Ok(document) => Some(document),
            Err(fault) => {
                let message = format!("`{}` {}", table.path_of(key), fault.message);
                table.problem(path.span(), message, fault.hint);
                None
            }
        }
    }

    fn open(&mut self, path: &str) -> Result<Arc<Document>, crate::base::Fault> {
        let found = paths::resolve(&self.folder, path)?;
        if let Some((_, document)) = self.files.iter().find(|(name, _)| *name == found.name) {
            return Ok(Arc::clone(document));
        }
        let beside = Path::new(&self.document.name).with_file_name(&found.name);
        let document = match Document::read(&found.path, beside.display().to_string()) {
            Ok(Some(document)) => Arc::new(document),
            Ok(None) => return Err(paths::missing(&found.name)),
            Err(DocumentError::Unreadable { reason, .. }) => {
                return Err(paths::unusable(&found.name, &reason));
            }
            Err(other) => return Err(paths::unusable(&found.name, &other.to_string())),
        };
        self.files.push((found.name, Arc::clone(&document)));
        Ok(document)
    }

    /// Notes what is wrong in another file.
    pub(super) fn wrong(&mut self, document: &Document, problems: Vec<Problem>) {
        let reported = self.wrong.iter().any(|file| file.name == document.name);
        // Two entries may use one file; what is wrong in it is told once.
        if !problems.is_empty() && !reported {
            self.wrong.push(document.wrong(problems));
        }
    }

    /// Adds a remark on a part of the project file.
    pub(super) fn remark(&mut self, range: Range<usize>, message: String, hint: Option<String>) {
        self.findings.push(Finding::new(&self.spot(range), message, hint));
    }

    pub(super) fn spot(&self, range: Range<usize>) -> Spot {
        Spot { document: Arc::clone(&self.document), range }
    }

    pub(super) fn place(&self, range: &Range<usize>) -> Place {
        self.document.place(range.start)
    }

    pub(super) fn placed<T>(&self, value: Spanned<T>) -> Placed<T> {
        let place = self.place(&value.span());
        Placed::new(value.into_inner(), place)
    }

    pub(super) fn placed_name(&self, name: &Name) -> Placed<String> {
        Placed::new(name.text.clone(), self.place(&name.range))
    }

    pub(super) fn sourced<T>(&self, value: Spanned<T>) -> Sourced<T> {
        Sourced::new(&self.document, value)
    }

    /// Ends the reading: what other files are wrong, all files, all remarks in their order.
    pub(super) fn finish(mut self) -> (Vec<WrongFile>, Vec<ReferencedFile>, Vec<Finding>) {
        let files = self
            .files
            .into_iter()
            .map(|(name, document)| ReferencedFile { name, text: Arc::clone(&document.text) })
            .collect();
        let main = &self.document.name;
        self.findings.sort_by_key(|finding| {
            (finding.place.name != *main, finding.place.name.clone(), finding.range.start)
        });
        (self.wrong, files, self.findings)
    }
}
