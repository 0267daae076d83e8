//! Access tokens and what they may do.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use super::lenient::or_default;

/// Characters of a token, all of them lower-case hexadecimal digits.
pub const TOKEN_LENGTH: usize = 32;

/// Says whether a text has the shape of a token.
#[must_use]
pub fn is_token(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == TOKEN_LENGTH && text.bytes().all(digit)
}

/// What a token of a project may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Send items of servers, and deploys.
    PostServerItem,
    /// Send items of clients.
    PostClientItem,
    /// Read the project.
    Read,
    /// Change the project.
    Write,
}

impl TokenScope {
    /// All of them, in the order in which a new project's tokens are shown.
    pub const ALL: [Self; 4] =
        [Self::Read, Self::PostClientItem, Self::PostServerItem, Self::Write];

    /// Returns the scope's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::PostServerItem => "post_server_item",
            Self::PostClientItem => "post_client_item",
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// Returns the scope of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// A token as it is answered, and read by clients; times are seconds since 1970.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct AccessToken {
    #[serde(deserialize_with = "or_default")]
    pub access_token: String,
    #[serde(deserialize_with = "or_default")]
    pub project_id: i64,
    #[serde(deserialize_with = "or_default")]
    pub name: String,
    /// Words of [`TokenScope`].
    #[serde(deserialize_with = "or_default")]
    pub scopes: Vec<String>,
    /// `enabled` or `disabled`.
    pub status: Option<String>,
    /// Seconds.
    pub rate_limit_window_size: Option<i64>,
    /// Calls in a window; none means without end.
    pub rate_limit_window_count: Option<i64>,
    pub cur_rate_limit_window_count: Option<i64>,
    pub cur_rate_limit_window_start: Option<i64>,
    pub date_created: Option<i64>,
    pub date_modified: Option<i64>,
}

// A token is never shown.
impl fmt::Debug for AccessToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AccessToken")
            .field("access_token", &"(not shown)")
            .field("name", &self.name)
            .field("scopes", &self.scopes)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
