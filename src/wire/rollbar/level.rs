//! How bad an occurrence is.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;

use super::lenient;

/// A level, by its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// For developers.
    Debug,
    /// Worth knowing.
    Info,
    /// Not as it should be.
    Warning,
    /// Something failed.
    Error,
    /// Everything failed.
    Critical,
}

impl Level {
    /// All levels, the least bad first.
    pub const ALL: [Self; 5] =
        [Self::Debug, Self::Info, Self::Warning, Self::Error, Self::Critical];

    /// Returns the level's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Critical => "critical",
        }
    }

    /// Returns the level's number.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Debug => 10,
            Self::Info => 20,
            Self::Warning => 30,
            Self::Error => 40,
            Self::Critical => 50,
        }
    }

    /// Returns the level of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// Reads a level's word or number.
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    lenient::word(deserializer, |number| {
        Level::ALL.into_iter().find(|level| level.number() == number).map(Level::word)
    })
}
