//! What was decided about an item.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;

use super::lenient;

/// A status, by its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is to be looked at.
    Active,
    /// It was repaired; another occurrence makes it active again.
    Resolved,
    /// It is not to be heard of.
    Muted,
    /// It was put away.
    Archived,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Active, Self::Resolved, Self::Muted, Self::Archived];

    /// Returns the status's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Resolved => "resolved",
            Self::Muted => "muted",
            Self::Archived => "archived",
        }
    }

    /// Returns the status's number; that of an archived item is not documented.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Active => 1,
            Self::Resolved => 2,
            Self::Muted => 3,
            Self::Archived => 5,
        }
    }

    /// Returns the status of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }
}

/// Reads a status's word or number.
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    lenient::word(deserializer, |number| {
        Status::ALL.into_iter().find(|status| status.number() == number).map(Status::word)
    })
}
