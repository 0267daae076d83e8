//! How many occurrences a directory keeps, and for how long: as it was told last.

use std::fmt::Display;
use std::str::FromStr;

use rusqlite::Connection;

use super::catalog::meta;
use super::error::StoreError;
use super::options::StoreOptions;

/// Names of what is kept in the catalog.
const CAP: &str = "occurrence_cap_bytes";
const RETENTION: &str = "occurrence_retention_days";

/// Days for which occurrences are kept where nobody ever said how long.
const USUAL_DAYS: u32 = 90;

/// How many occurrences are kept, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OccurrenceBounds {
    /// Bytes beyond which the oldest are deleted.
    pub(crate) cap_bytes: u64,
    /// Days after they came; none means for ever.
    pub(crate) retention_days: Option<u32>,
}

impl OccurrenceBounds {
    /// Returns what the options say, and notes it for whoever opens the directory without saying
    /// anything; what they do not say is as it was noted.
    pub(super) fn settle(
        connection: &Connection,
        options: &StoreOptions,
    ) -> Result<Self, StoreError> {
        let usual = options.usual_occurrence_cap();
        let days = told(connection, RETENTION, options.occurrence_retention_days, USUAL_DAYS)?;
        Ok(Self {
            cap_bytes: told(connection, CAP, options.occurrence_cap_bytes, usual)?,
            retention_days: Some(days).filter(|days| *days > 0),
        })
    }
}

fn told<T: Display + FromStr>(
    connection: &Connection,
    key: &str,
    said: Option<T>,
    usual: T,
) -> Result<T, StoreError> {
    let noted = meta::get(connection, key)?;
    let Some(said) = said else {
        return Ok(noted.and_then(|text| text.parse().ok()).unwrap_or(usual));
    };
    let text = said.to_string();
    if noted.as_deref() != Some(&text) {
        meta::set(connection, key, &text)?;
    }
    Ok(said)
}
