//! What is wrong with a specification, and where in its JSON.

use std::fmt;

use crate::base::Hint;
use crate::base::Kind;

/// A way into a JSON value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpecPath(Vec<PathPart>);

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// A member of an object.
    Key(String),
    /// An element of a list, counted from 0.
    Index(usize),
}

impl SpecPath {
    /// Returns the steps from the whole value.
    #[must_use]
    pub fn parts(&self) -> &[PathPart] {
        &self.0
    }

    pub(super) fn key(&self, key: &str) -> Self {
        self.with(PathPart::Key(key.to_owned()))
    }

    pub(super) fn index(&self, index: usize) -> Self {
        self.with(PathPart::Index(index))
    }

    fn with(&self, part: PathPart) -> Self {
        Self(self.0.iter().cloned().chain([part]).collect())
    }
}

impl fmt::Display for SpecPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("$")?;
        for part in &self.0 {
            match part {
                PathPart::Index(index) => write!(formatter, "[{index}]")?,
                PathPart::Key(key) => write!(formatter, ".{key}")?,
            }
        }
        Ok(())
    }
}

/// One thing that is wrong with a specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecProblem {
    /// Where.
    pub path: SpecPath,
    /// What; it reads on from the name of the place.
    pub message: String,
    /// The next step.
    pub hint: Option<String>,
    /// Which part of a text is meant: its column from 1 and its length, in characters.
    pub part: Option<(usize, usize)>,
}

impl fmt::Display for SpecProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.path, self.message)
    }
}

/// Why a specification is refused: everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct SpecError {
    problems: Vec<SpecProblem>,
}

impl SpecError {
    pub(super) const fn new(problems: Vec<SpecProblem>) -> Self {
        Self { problems }
    }

    /// Returns what is wrong; never empty.
    #[must_use]
    pub fn problems(&self) -> &[SpecProblem] {
        &self.problems
    }
}

impl Hint for SpecError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }

    fn hints(&self) -> Vec<String> {
        self.problems.iter().filter_map(|problem| problem.hint.clone()).collect()
    }
}
