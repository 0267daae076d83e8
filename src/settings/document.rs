//! A TOML file in memory, whose every value knows its line and column.
//!
//! Owns the reading (capped, UTF-8, byte order mark and CRLF tolerated) and the collecting of
//! problems; what the keys mean is known by the files that use it.

use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::base::Hint;
use crate::base::Kind;

use super::origin::Origin;
use super::origin::Setting;
use super::suggestion::did_you_mean;

/// How large a settings file may be.
const MAXIMUM_FILE_BYTES: u64 = 1024 * 1024;

/// One thing that is wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// How to put it right.
    pub hint: Option<String>,
    /// Where, in bytes.
    pub range: Range<usize>,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1, in characters.
    pub column: usize,
    /// Whether the line may be shown; not if it could hold a secret.
    pub may_show_line: bool,
}

/// Why a settings file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file that was named, or found, cannot be read.
    #[error("cannot read {name}: {reason}")]
    Unreadable {
        /// The path as people know it.
        name: String,
        /// Why.
        reason: String,
    },
    /// Its content is wrong; all problems at once.
    #[error("{}", summary(name, problems))]
    Wrong {
        /// The path as people know it.
        name: String,
        /// The content.
        text: String,
        /// What is wrong, in the order of the file.
        problems: Vec<Problem>,
    },
}

fn summary(name: &str, problems: &[Problem]) -> String {
    match problems {
        [only] => format!("{name}:{}:{}: {}", only.line, only.column, only.message),
        _ => format!("{name} has {} problems", problems.len()),
    }
}

impl Hint for SettingsError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Unreadable { .. } => Vec::new(),
            // With several problems each says what to do about itself.
            Self::Wrong { problems, .. } => match problems.as_slice() {
                [only] => only.hint.iter().cloned().collect(),
                _ => Vec::new(),
            },
        }
    }
}

/// A file in memory.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Document {
    /// Reads a file; `Ok(None)` if there is none.
    pub(crate) fn read(path: &Path, name: String) -> Result<Option<Self>, SettingsError> {
        let unreadable = |reason: String| SettingsError::Unreadable { name: name.clone(), reason };
        // A named pipe would block for ever, a folder fails with an odd message.
        match std::fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(error.to_string())),
            Ok(metadata) if metadata.is_dir() => {
                return Err(unreadable("it is a folder".to_owned()));
            }
            Ok(metadata) if !metadata.is_file() && path != Path::new("/dev/null") => {
                return Err(unreadable("it is no regular file".to_owned()));
            }
            Ok(_) => {}
        }
        let file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
        let mut bytes = Vec::new();
        file.take(MAXIMUM_FILE_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(error.to_string()))?;
        if bytes.len() as u64 > MAXIMUM_FILE_BYTES {
            return Err(unreadable("it is larger than 1 MiB".to_owned()));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            unreadable(format!("it is not UTF-8 (line {line})"))
        })?;
        Ok(Some(Self::new(name, &text)))
    }

    /// Creates a document from text.
    pub(crate) fn new(name: String, text: &str) -> Self {
        // Editors on Windows put a byte order mark in front.
        Self { name, text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned() }
    }

    /// Returns the place of a byte.
    pub(crate) fn origin(&self, offset: usize) -> Origin {
        let (line, column) = self.line_and_column(offset);
        Origin::File { name: self.name.clone(), line, column }
    }

    fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..offset.min(self.text.len())];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    fn problem_at(&self, range: Range<usize>, message: String, hint: Option<String>) -> Problem {
        let (line, column) = self.line_and_column(range.start);
        Problem { message, hint, range, line, column, may_show_line: true }
    }

    /// Parses the text and lets `read` take what it knows from the top-level table.
    pub(crate) fn parse<T>(
        &self,
        read: impl FnOnce(&mut TableReader<'_, '_>) -> T,
    ) -> Result<T, SettingsError> {
        let (root, errors) = DeTable::parse_recoverable(&self.text);
        let mut problems: Vec<Problem> =
            errors.iter().map(|error| self.syntax_problem(error)).collect();
        // A table with syntax errors would give follow-up errors that are not true.
        if problems.is_empty() {
            let mut reader = TableReader {
                document: self,
                table: root.get_ref(),
                path: String::new(),
                problems: &mut problems,
            };
            let value = read(&mut reader);
            if problems.is_empty() {
                return Ok(value);
            }
        }
        problems.sort_by_key(|problem| problem.range.start);
        Err(SettingsError::Wrong { name: self.name.clone(), text: self.text.clone(), problems })
    }

    fn syntax_problem(&self, error: &toml::de::Error) -> Problem {
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        let range = error.span().unwrap_or(self.text.len()..self.text.len());
        self.problem_at(range, message, None)
    }
}

/// A table of a document, and the list that its problems go to.
#[derive(Debug)]
pub(crate) struct TableReader<'d, 'p> {
    document: &'d Document,
    table: &'d DeTable<'d>,
    path: String,
    problems: &'p mut Vec<Problem>,
}

impl<'d> TableReader<'d, '_> {
    /// Reports every key that is not in `known`, after `refuse` had a chance to say why.
    pub(crate) fn only(&mut self, known: &[&str], refuse: impl Fn(&str) -> Option<Refusal>) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let path = self.path_of(name);
            let problem = match refuse(name) {
                Some(refusal) => {
                    let message = format!("`{path}` is not legal here: {}", refusal.reason);
                    let problem = self.document.problem_at(key.span(), message, Some(refusal.hint));
                    Problem { may_show_line: false, ..problem }
                }
                None => {
                    let hint = match did_you_mean(name, known.iter().copied()) {
                        Some(nearest) => format!("did you mean `{nearest}`?"),
                        None => format!("known here: {}", known.join(", ")),
                    };
                    self.document.problem_at(
                        key.span(),
                        format!("unknown key `{path}`"),
                        Some(hint),
                    )
                }
            };
            self.problems.push(problem);
        }
    }

    /// Reads a text; `check` says what is wrong with it.
    pub(crate) fn text(
        &mut self,
        key: &str,
        check: impl Fn(&str) -> Result<(), Fault>,
    ) -> Option<Setting<String>> {
        let value = self.table.get(key)?;
        let fault = match value.get_ref() {
            DeValue::String(text) => match check(text) {
                Ok(()) => {
                    return Some(Setting::new(
                        text.to_string(),
                        self.document.origin(value.span().start),
                    ));
                }
                Err(fault) => fault,
            },
            other => Fault {
                message: format!("must be a text, not {}", kind_of(other)),
                hint: matches!(other, DeValue::Integer(_))
                    .then(|| format!("put it in quotes: {key} = \"…\"")),
            },
        };
        self.problem(
            value.span(),
            format!("`{}` {}", self.path_of(key), fault.message),
            fault.hint,
        );
        None
    }

    /// Reads a table below this one.
    pub(crate) fn table(&mut self, key: &str) -> Option<TableReader<'d, '_>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(TableReader {
                document: self.document,
                table,
                path: self.path_of(key),
                problems: self.problems,
            }),
            other => {
                let message =
                    format!("`{}` must be a table, not {}", self.path_of(key), kind_of(other));
                self.problem(value.span(), message, None);
                None
            }
        }
    }

    /// Returns the keys with their places, in the order of the file.
    pub(crate) fn keys(&self) -> Vec<(String, Range<usize>)> {
        let mut keys: Vec<_> = self
            .table
            .keys()
            .map(|key: &Spanned<_>| (key.get_ref().to_string(), key.span()))
            .collect();
        keys.sort_by_key(|(_, range)| range.start);
        keys
    }

    /// Reports a problem.
    pub(crate) fn problem(&mut self, range: Range<usize>, message: String, hint: Option<String>) {
        self.problems.push(self.document.problem_at(range, message, hint));
    }

    /// Returns the place of a byte.
    pub(crate) fn origin(&self, offset: usize) -> Origin {
        self.document.origin(offset)
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// What is wrong with a value; the message goes on after its name.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

/// Why a key that a person could expect is not legal.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) reason: &'static str,
    pub(crate) hint: String,
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Returns a path as people know it: seen from the working directory if it is below.
pub(crate) fn display_name(path: &Path, working_directory: &Path) -> String {
    let shown: PathBuf =
        path.strip_prefix(working_directory).map_or_else(|_| path.to_owned(), Path::to_owned);
    shown.display().to_string()
}
