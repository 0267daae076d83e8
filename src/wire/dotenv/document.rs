//! A dotenv file that can be read and changed.

use std::collections::BTreeMap;

use super::expand::REFERENCED_BYTES;
use super::expand::expanded;
use super::expand::single_quoted;
use super::expand::unescaped;
use super::scan::Assignment;
use super::scan::Quote;
use super::scan::scan;
use crate::model::variable::DotenvForm;

/// Largest file that is read, in bytes.
pub const MAXIMUM_BYTES: usize = 1024 * 1024;

/// Why a file or a value cannot be handled. Holds nothing of either.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DotenvError {
    /// A quote is not closed.
    #[error("the quote that opens in line {line} is not closed")]
    Unclosed {
        /// The line, counted from 1.
        line: usize,
    },
    /// Something that is no comment follows a quoted value.
    #[error("text stands behind the quoted value of line {line}")]
    TextBehindQuote {
        /// The line, counted from 1.
        line: usize,
    },
    /// One `export` gives values to several names, as only a shell takes it.
    #[error("line {line} gives values to several names")]
    SeveralOnLine {
        /// The line, counted from 1.
        line: usize,
    },
    /// Readers disagree on every form of the value.
    #[error("it holds {held}, and dotenv readers disagree on every form of that")]
    NoForm {
        /// What it holds.
        held: &'static str,
    },
}

/// The text of a dotenv file, and its assignments.
#[derive(Clone)]
pub struct Document {
    text: String,
    assignments: Vec<Assignment>,
}

// Values may be secrets.
impl std::fmt::Debug for Document {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.names()).finish()
    }
}

impl Document {
    /// Reads a file.
    ///
    /// # Errors
    /// A quote is not closed.
    pub fn parse(text: impl Into<String>) -> Result<Self, DotenvError> {
        let text = text.into();
        let assignments = scan(&text)?;
        Ok(Self { text, assignments })
    }

    /// Returns the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Lists the names in the order of the file; one that is assigned twice comes twice.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.assignments.iter().map(|assignment| self.name(assignment))
    }

    /// Returns the values as Compose reads them from this file alone: the last one of a name
    /// holds. A name without a value takes it from the environment, so that the file holds none.
    #[must_use]
    pub fn values(&self) -> BTreeMap<String, String> {
        let (mut values, mut budget) = (BTreeMap::new(), REFERENCED_BYTES);
        for assignment in &self.assignments {
            let Some(value) = &assignment.value else { continue };
            let text = &self.text[value.text.clone()];
            let value = match value.quote {
                Quote::None => expanded(text, &values, &mut budget),
                Quote::Single => single_quoted(text),
                Quote::Double => expanded(&unescaped(text), &values, &mut budget),
            };
            values.insert(self.name(assignment).to_owned(), value);
        }
        values
    }

    /// Gives a variable its value: in place of its last assignment, whose comment moves to a line
    /// of its own, or at the end. Earlier assignments of it go, everything else stays.
    ///
    /// # Errors
    /// Readers disagree on every form of the value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), DotenvError> {
        let line = assignment(name, value)?;
        let mut places: Vec<Assignment> = self.of_name(name).cloned().collect();
        let last = places.pop();
        for earlier in places.iter().rev() {
            self.text.replace_range(earlier.lines.clone(), "");
        }
        match last {
            Some(last) => {
                let removed: usize = places.iter().map(|earlier| earlier.lines.len()).sum();
                let begin = last.lines.start - removed;
                let at =
                    |place: &std::ops::Range<usize>| place.start - removed..place.end - removed;
                let lead = self.text[at(&last.lead)].to_owned();
                let comment = last.comment.as_ref().map_or_else(String::new, |comment| {
                    format!("{}\n", self.text[at(comment)].trim_end())
                });
                let range = begin..begin + last.lines.len();
                self.text.replace_range(range, &format!("{comment}{lead}{line}\n"));
            }
            None => {
                if !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push('\n');
                }
                self.text.push_str(&line);
                self.text.push('\n');
            }
        }
        self.assignments = scan(&self.text)?;
        Ok(())
    }

    /// Takes a variable away; says whether it was there.
    ///
    /// # Errors
    /// As [`Self::parse`]: what is left no longer reads as it did.
    pub fn remove(&mut self, name: &str) -> Result<bool, DotenvError> {
        let places: Vec<Assignment> = self.of_name(name).cloned().collect();
        for place in places.iter().rev() {
            self.text.replace_range(place.lines.clone(), "");
        }
        self.assignments = scan(&self.text)?;
        Ok(!places.is_empty())
    }

    fn of_name<'d>(&'d self, name: &'d str) -> impl Iterator<Item = &'d Assignment> {
        self.assignments.iter().filter(move |assignment| self.name(assignment) == name)
    }

    fn name(&self, assignment: &Assignment) -> &str {
        &self.text[assignment.name.clone()]
    }
}

/// Returns the line that assigns a value, without a line break.
///
/// # Errors
/// Readers disagree on every form of the value.
pub fn assignment(name: &str, value: &str) -> Result<String, DotenvError> {
    Ok(match DotenvForm::of(value).map_err(|held| DotenvError::NoForm { held })? {
        DotenvForm::Bare => format!("{name}={value}"),
        DotenvForm::SingleQuoted => format!("{name}='{value}'"),
        DotenvForm::DoubleQuoted => format!("{name}=\"{value}\""),
    })
}
