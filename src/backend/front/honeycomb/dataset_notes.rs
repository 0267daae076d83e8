//! What is kept of a dataset beside its events.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Deserialize;
use serde::Serialize;

use super::call::Failure;
use super::kept::Kept;
use crate::backend::store::Scope;
use crate::backend::store::catalog::documents;
use crate::base::Milliseconds;

/// Notes by the slug of the dataset.
const KIND: &str = "honeycomb-dataset";
const NOTES: Kept = Kept::new(KIND, "Dataset");

/// What is kept of a dataset beside its events.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct DatasetNote {
    pub(super) description: String,
    /// How deep nested objects of events become columns.
    pub(super) expand_json_depth: u8,
    pub(super) delete_protected: bool,
    /// The columns of definitions that are not the default's.
    pub(super) definitions: BTreeMap<String, String>,
}

impl Default for DatasetNote {
    fn default() -> Self {
        Self {
            description: String::new(),
            expand_json_depth: 0,
            delete_protected: true,
            definitions: BTreeMap::new(),
        }
    }
}

impl DatasetNote {
    /// Returns what is kept of a dataset; of most there is nothing.
    pub(super) fn find(
        connection: &Connection,
        scope: &Scope,
        slug: &str,
    ) -> Result<Self, Failure> {
        Ok(NOTES.find_optional(connection, scope, "", slug)?.unwrap_or_default())
    }

    /// Keeps it.
    pub(super) fn keep(
        &self,
        connection: &Connection,
        scope: &Scope,
        slug: &str,
        now: Milliseconds,
    ) -> Result<(), Failure> {
        // There are as many as there are datasets.
        NOTES.replace(connection, scope, "", slug, self, now)
    }

    /// Forgets it.
    pub(super) fn delete(
        connection: &Connection,
        scope: &Scope,
        slug: &str,
    ) -> Result<(), Failure> {
        documents::delete(connection, scope, KIND, "", slug)?;
        Ok(())
    }
}
