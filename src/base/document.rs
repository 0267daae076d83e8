//! A TOML file in memory, whose every value knows its line and column.
//!
//! Owns the reading (capped, UTF-8, byte order mark and CRLF tolerated) and the collecting of
//! problems; what the keys mean is known by the rooms that use it.

use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use toml::de::DeTable;

use super::Hint;
use super::Kind;
use super::duplicate_key;
use super::place::Place;
use super::table_reader::TableReader;

/// How large a file may be.
const MAXIMUM_FILE_BYTES: u64 = 1024 * 1024;

/// How many duplicate keys are looked up; each costs another reading of the text.
const MAXIMUM_EXPLAINED_DUPLICATES: usize = 20;

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

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// A file that was named, or found, cannot be read.
    #[error("cannot read {name}: {reason}")]
    Unreadable {
        /// The path as people know it.
        name: String,
        /// Why.
        reason: String,
    },
    /// The content of one or more files is wrong; all problems at once.
    #[error("{}", summary(.0))]
    Wrong(Vec<WrongFile>),
}

/// A file whose content is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongFile {
    /// The path as people know it.
    pub name: String,
    /// The content.
    pub text: String,
    /// What is wrong, in the order of the file; never empty.
    pub problems: Vec<Problem>,
}

fn summary(files: &[WrongFile]) -> String {
    let count: usize = files.iter().map(|file| file.problems.len()).sum();
    match files {
        [WrongFile { name, problems, .. }] => match problems.as_slice() {
            [only] => format!("{name}:{}:{}: {}", only.line, only.column, only.message),
            _ => format!("{name} has {count} problems"),
        },
        _ => {
            let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            format!("{} have {count} problems", names.join(" and "))
        }
    }
}

impl Hint for DocumentError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Unreadable { .. } => Vec::new(),
            Self::Wrong(files) => match files.as_slice() {
                [WrongFile { problems, .. }] if problems.len() == 1 => {
                    problems.iter().filter_map(|only| only.hint.clone()).collect()
                }
                // With several problems each says what to do about itself.
                _ => Vec::new(),
            },
        }
    }
}

/// A file in memory.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) text: Arc<str>,
    line_starts: Vec<usize>,
}

impl Document {
    /// Reads a file; `Ok(None)` if there is none.
    pub(crate) fn read(path: &Path, name: String) -> Result<Option<Self>, DocumentError> {
        let unreadable = |reason: String| DocumentError::Unreadable { name: name.clone(), reason };
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
        let text: Arc<str> = text.strip_prefix('\u{feff}').unwrap_or(text).into();
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        Self { name, text, line_starts }
    }

    /// Returns the place of a byte.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let (line, column) = self.line_and_column(offset);
        Place { name: self.name.clone(), line, column }
    }

    fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let line_start = self.line_starts[line - 1];
        (line, self.text[line_start..offset].chars().count() + 1)
    }

    /// Makes a problem of a range of bytes.
    pub(crate) fn problem_at(
        &self,
        range: Range<usize>,
        message: String,
        hint: Option<String>,
    ) -> Problem {
        let (line, column) = self.line_and_column(range.start);
        Problem { message, hint, range, line, column, may_show_line: true }
    }

    /// Parses the text and lets `read` take what it knows from the top-level table.
    pub(crate) fn parse<T>(
        &self,
        read: impl FnOnce(&mut TableReader<'_, '_>) -> T,
    ) -> Result<T, DocumentError> {
        let (root, errors) = DeTable::parse_recoverable(&self.text);
        let mut problems: Vec<Problem> = errors
            .iter()
            .enumerate()
            .map(|(index, error)| self.syntax_problem(error, index < MAXIMUM_EXPLAINED_DUPLICATES))
            .collect();
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
        Err(DocumentError::Wrong(vec![self.wrong(problems)]))
    }

    /// Makes the error of this file.
    ///
    /// Lines that must not be shown are made unreadable, because another problem of the same line
    /// or of a line beside it would show them too.
    pub(crate) fn wrong(&self, mut problems: Vec<Problem>) -> WrongFile {
        problems.sort_by_key(|problem| problem.range.start);
        let hidden: Vec<Range<usize>> = problems
            .iter()
            .filter(|problem| !problem.may_show_line)
            .map(|problem| self.whole_lines(&problem.range))
            .collect();
        for problem in &mut problems {
            let start = problem.range.start;
            problem.may_show_line &= !hidden.iter().any(|lines| lines.contains(&start));
        }
        let mut text = self.text.to_string();
        for lines in hidden {
            let stars: String = self.text[lines.clone()]
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { '*' })
                .collect();
            text.replace_range(lines, &stars);
        }
        WrongFile { name: self.name.clone(), text, problems }
    }

    fn whole_lines(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = self.text[range.end..].find('\n').map_or(self.text.len(), |at| range.end + at);
        start..end
    }

    /// Returns the byte at a line and a column of bytes, both counted from 1.
    pub(crate) fn offset_of(&self, line: usize, byte_column: usize) -> usize {
        let start = self.line_starts.get(line.saturating_sub(1)).copied();
        let wanted = start.unwrap_or(self.text.len()) + byte_column.saturating_sub(1);
        self.text.floor_char_boundary(wanted)
    }

    fn syntax_problem(&self, error: &toml::de::Error, explain: bool) -> Problem {
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        let range = error.span().unwrap_or(self.text.len()..self.text.len());
        if explain
            && message == "duplicate key"
            && let Some(first) = duplicate_key::find_first(&self.text, &range)
        {
            let (line, column) = self.line_and_column(first.range.start);
            let message = format!("`{}` is given twice", first.path);
            let hint = format!("the first stands at {}:{line}:{column}", self.name);
            return self.problem_at(range, message, Some(hint));
        }
        self.problem_at(range, message, None)
    }
}

/// Returns a path as people know it: seen from the working directory if it is below.
pub(crate) fn display_name(path: &Path, working_directory: &Path) -> String {
    let shown: PathBuf =
        path.strip_prefix(working_directory).map_or_else(|_| path.to_owned(), Path::to_owned);
    shown.display().to_string()
}
