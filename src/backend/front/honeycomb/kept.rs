//! Resources that are kept as one document each, whose body is what an answer shows.

use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::Failure;
use crate::backend::store::Scope;
use crate::backend::store::catalog::documents;
use crate::base::Milliseconds;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;

/// Most resources of a kind that belong to one dataset, or to the environment.
const MAXIMUM_KEPT: u64 = 10_000;

/// Most bytes of these; a list of them is one answer.
const MAXIMUM_KEPT_BYTES: u64 = 16 * 1024 * 1024;

/// A kind of resources.
///
/// `parent` is the slug of a dataset, [`ALL_DATASETS`](crate::wire::honeycomb::ALL_DATASETS), or
/// empty for what belongs to no dataset.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    /// Kind of the documents.
    kind: &'static str,
    /// What one is called in an answer.
    title: &'static str,
    /// Whether there are answers that list them, which bounds their number.
    is_listed: bool,
}

impl Kept {
    pub(super) const fn new(kind: &'static str, title: &'static str) -> Self {
        Self { kind, title, is_listed: true }
    }

    /// Creates a kind that no answer lists.
    pub(super) const fn unlisted(kind: &'static str, title: &'static str) -> Self {
        Self { kind, title, is_listed: false }
    }

    /// Returns all, in the order in which they were made.
    pub(super) fn list<T: DeserializeOwned>(
        &self,
        connection: &Connection,
        scope: &Scope,
        parent: &str,
    ) -> Result<Vec<T>, Failure> {
        let most = usize::try_from(MAXIMUM_KEPT).unwrap_or(usize::MAX);
        let mut found =
            documents::page(connection, scope, self.kind, Some(parent), None, None, most)?;
        found.sort_by(|a, b| (a.created_ms, &a.name).cmp(&(b.created_ms, &b.name)));
        found.iter().map(|document| self.read(document)).collect()
    }

    /// Returns one.
    pub(super) fn find<T: DeserializeOwned>(
        &self,
        connection: &Connection,
        scope: &Scope,
        parent: &str,
        id: &str,
    ) -> Result<T, Failure> {
        let found = self.find_optional(connection, scope, parent, id)?;
        found.ok_or_else(|| Failure::not_found(self.title))
    }

    /// Returns one, if it is there.
    pub(super) fn find_optional<T: DeserializeOwned>(
        &self,
        connection: &Connection,
        scope: &Scope,
        parent: &str,
        id: &str,
    ) -> Result<Option<T>, Failure> {
        let document = documents::find(connection, scope, self.kind, parent, id)?;
        document.map(|document| self.read(&document)).transpose()
    }

    /// Returns the first one that is wanted, whatever it belongs to.
    pub(super) fn first_of_all<T: DeserializeOwned>(
        &self,
        connection: &Connection,
        scope: &Scope,
        is_wanted: impl Fn(&T) -> bool,
    ) -> Result<Option<T>, Failure> {
        /// Documents that are in memory at a time.
        const PAGE: usize = 100;
        let mut after: Option<(String, String)> = None;
        loop {
            let past = after.as_ref().map(|(parent, name)| (parent.as_str(), name.as_str()));
            let page = documents::page(connection, scope, self.kind, None, None, past, PAGE)?;
            for document in &page {
                let resource = self.read(document)?;
                if is_wanted(&resource) {
                    return Ok(Some(resource));
                }
            }
            after = page.into_iter().nth(PAGE - 1).map(|last| (last.parent, last.name));
            if after.is_none() {
                return Ok(None);
            }
        }
    }

    /// Returns what a resource belongs to, by its identifier alone.
    pub(super) fn parent_of(
        &self,
        connection: &Connection,
        scope: &Scope,
        id: &str,
    ) -> Result<Option<String>, Failure> {
        let found = documents::page(connection, scope, self.kind, None, Some(id), None, 1)?;
        Ok(found.into_iter().find(|document| document.name == id).map(|document| document.parent))
    }

    /// Keeps a new one.
    pub(super) fn insert(
        &self,
        connection: &Connection,
        scope: &Scope,
        parent: &str,
        id: &str,
        resource: &impl Serialize,
        now: Milliseconds,
    ) -> Result<(), Failure> {
        let body = self.spelled(resource)?;
        if self.is_listed {
            self.check_room(connection, scope, parent, body.len() as u64)?;
        }
        let kept = documents::insert(connection, scope, self.kind, parent, id, &body, now)?;
        kept.map(|_| ()).ok_or_else(|| {
            let text = format!("{} {id} exists already", self.title);
            Problem::new(ProblemKind::Conflict, text).into()
        })
    }

    /// Keeps one in place of what it was.
    pub(super) fn replace(
        &self,
        connection: &Connection,
        scope: &Scope,
        parent: &str,
        id: &str,
        resource: &impl Serialize,
        now: Milliseconds,
    ) -> Result<(), Failure> {
        let body = self.spelled(resource)?;
        documents::put(connection, scope, self.kind, parent, id, &body, now)?;
        Ok(())
    }

    /// Keeps one, whether there was one or not.
    pub(super) fn put(
        &self,
        connection: &Connection,
        scope: &Scope,
        parent: &str,
        id: &str,
        resource: &impl Serialize,
        now: Milliseconds,
    ) -> Result<(), Failure> {
        match documents::find(connection, scope, self.kind, parent, id)? {
            Some(_) => self.replace(connection, scope, parent, id, resource, now),
            None => self.insert(connection, scope, parent, id, resource, now),
        }
    }

    /// Deletes one.
    pub(super) fn delete(
        &self,
        connection: &Connection,
        scope: &Scope,
        parent: &str,
        id: &str,
    ) -> Result<(), Failure> {
        if documents::delete(connection, scope, self.kind, parent, id)? {
            Ok(())
        } else {
            Err(Failure::not_found(self.title))
        }
    }

    /// Deletes all that belong to a dataset.
    pub(super) fn delete_all(
        &self,
        connection: &Connection,
        scope: &Scope,
        parent: &str,
    ) -> Result<(), Failure> {
        documents::delete_children(connection, scope, self.kind, parent)?;
        Ok(())
    }

    fn check_room(
        &self,
        connection: &Connection,
        scope: &Scope,
        parent: &str,
        wanted: u64,
    ) -> Result<(), Failure> {
        let (count, bytes) = documents::size(connection, scope, self.kind, parent)?;
        if count < MAXIMUM_KEPT && bytes.saturating_add(wanted) <= MAXIMUM_KEPT_BYTES {
            return Ok(());
        }
        let text = format!(
            "there are {count} resources of this kind with {bytes} bytes, and no room for \
             another: delete some"
        );
        Err(Problem::new(ProblemKind::ValidationFailed, text).into())
    }

    fn read<T: DeserializeOwned>(&self, document: &documents::Document) -> Result<T, Failure> {
        serde_json::from_str(&document.body).map_err(|_| self.unreadable())
    }

    fn spelled(&self, resource: &impl Serialize) -> Result<String, Failure> {
        serde_json::to_string(resource).map_err(|_| self.unreadable())
    }

    const fn unreadable(&self) -> Failure {
        Failure::Unreadable(self.title)
    }
}
