//! Honeycomb as its kinds call it: the saved queries of a dataset, and the boards that show them.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;
use tokio::sync::Mutex as AsyncMutex;

use super::call_error::CallError;
use super::call_error::FailureCause;
use super::caller::Caller;
use super::marks::Marks;
use super::parallel;
use crate::base::Milliseconds;
use crate::clients::honeycomb::HoneycombClient;
use crate::dialect::honeycomb::canonical;
use crate::wire::honeycomb::QueryAnnotation;

/// A client, the limits of its calls, and what is known of queries; clones share it.
#[derive(Clone, Debug)]
pub struct HoneycombService {
    pub(super) client: HoneycombClient,
    pub(super) caller: Caller,
    /// Boards are written whole, so that two of our own writes must not overtake each other.
    pub(super) board_writes: Arc<AsyncMutex<()>>,
    /// Specifications by dataset and id; a query never changes.
    specifications: Arc<Mutex<HashMap<(String, String), Value>>>,
}

/// An annotation with what its query says.
#[derive(Clone, Debug)]
pub(super) struct SavedQuery {
    pub(super) annotation: QueryAnnotation,
    /// In canonical form.
    pub(super) specification: Value,
}

impl HoneycombService {
    /// Creates the service over a client.
    #[must_use]
    pub fn new(client: HoneycombClient, caller: Caller) -> Self {
        let (board_writes, specifications) = (Arc::default(), Arc::default());
        Self { client, caller, board_writes, specifications }
    }

    /// Lists the annotations of a dataset that were not made by a board for itself; nothing where
    /// there is no such dataset.
    pub(super) async fn annotations(
        &self,
        dataset: &str,
    ) -> Result<Option<Vec<QueryAnnotation>>, CallError> {
        let call = || self.client.annotations(dataset);
        match self.caller.read("ListQueryAnnotations", call).await {
            Ok(mut found) => {
                found.retain(|annotation| annotation.source != "board");
                // The oldest of several is the one that all runs agree on.
                found.sort_by_cached_key(age);
                Ok(Some(found))
            }
            Err(error) if error.cause == FailureCause::Missing => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns the saved queries of a name, oldest first.
    pub(super) async fn saved(
        &self,
        dataset: &str,
        annotations: &[QueryAnnotation],
        name: &str,
    ) -> Result<Vec<SavedQuery>, CallError> {
        let of_name = annotations.iter().filter(|annotation| annotation.name == name);
        let calls: Vec<_> = of_name
            .map(|annotation| async {
                let specification = self.specification(dataset, &annotation.query_id).await?;
                Ok(SavedQuery { annotation: annotation.clone(), specification })
            })
            .collect();
        let mut saved = parallel::all(calls).await?;
        saved.sort_by_cached_key(|saved| age(&saved.annotation));
        Ok(saved)
    }

    /// Returns what a query says, in canonical form.
    async fn specification(&self, dataset: &str, id: &str) -> Result<Value, CallError> {
        let key = (dataset.to_owned(), id.to_owned());
        let known =
            self.specifications.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let found = self.caller.read("GetQuery", || self.client.query(dataset, id)).await?;
        let found = canonical(&found);
        self.specifications
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, found.clone());
        Ok(found)
    }

    /// Lists all boards, in an order that stays the same.
    pub(super) async fn boards(&self) -> Result<Vec<Value>, CallError> {
        let mut boards = self.caller.read("ListBoards", || self.client.boards()).await?;
        boards.sort_by(|left, right| text(left, "id").cmp(text(right, "id")));
        Ok(boards)
    }

    /// Writes a whole board; the caller holds `board_writes`.
    pub(super) async fn write_board(&self, board: &Value) -> Result<(), CallError> {
        let id = text(board, "id");
        let body = writable(board);
        self.caller.write("UpdateBoard", || self.client.update_board(id, &body)).await?;
        Ok(())
    }

    /// Makes every board that shows one of `old` show `new` instead.
    pub(super) async fn move_panels(
        &self,
        old: &[&QueryAnnotation],
        new: &QueryAnnotation,
    ) -> Result<(), CallError> {
        let _alone = self.board_writes.lock().await;
        for mut board in self.boards().await? {
            let mut is_changed = false;
            for panel in panels_mut(&mut board) {
                let shown = annotation_of(panel).map(ToOwned::to_owned);
                if old.iter().any(|old| shown.as_deref() == Some(&old.id)) {
                    is_changed = true;
                    if let Some(Value::Object(query)) = panel.get_mut("query_panel") {
                        query.insert("query_id".to_owned(), json!(new.query_id));
                        query.insert("query_annotation_id".to_owned(), json!(new.id));
                    }
                }
            }
            if is_changed {
                self.write_board(&board).await?;
            }
        }
        Ok(())
    }
}

/// Returns the description of the annotations that we make, by which they are known as ours.
pub(super) fn description_of(marks: &Marks) -> String {
    format!("Declared by project {}.", marks.project())
}

/// Returns what puts annotations in the order in which they were made.
fn age(annotation: &QueryAnnotation) -> (Milliseconds, String) {
    let time: Option<Timestamp> = annotation.created_at.parse().ok();
    (time.map_or(Milliseconds::MAX, Timestamp::as_millisecond), annotation.id.clone())
}

/// Returns a text of an object.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Lists the panels of a board.
pub(super) fn panels(board: &Value) -> &[Value] {
    board.get("panels").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn panels_mut(board: &mut Value) -> &mut [Value] {
    board.get_mut("panels").and_then(Value::as_array_mut).map(Vec::as_mut_slice).unwrap_or_default()
}

/// Returns the annotation that a panel shows; none if it shows no query.
pub(super) fn annotation_of(panel: &Value) -> Option<&str> {
    panel.pointer("/query_panel/query_annotation_id").and_then(Value::as_str)
}

/// Returns a board as it is written: without what the service sets itself.
fn writable(board: &Value) -> Value {
    let mut board = board.clone();
    if let Some(members) = board.as_object_mut() {
        for key in ["id", "links", "created_at", "updated_at"] {
            members.remove(key);
        }
    }
    for panel in panels_mut(&mut board) {
        if let Some(Value::Object(query)) = panel.get_mut("query_panel") {
            query.remove("dataset");
        }
    }
    board
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_comes_first_whatever_its_time_looks_like() {
        let made = |id: &str, created_at: &str| QueryAnnotation {
            id: id.to_owned(),
            created_at: created_at.to_owned(),
            ..QueryAnnotation::default()
        };
        let mut all = [
            made("d", "soon"),
            made("c", "2026-11-26T10:00:00.12Z"),
            made("b", "2026-11-26T10:00:00.1Z"),
            made("a", "2026-11-26T10:00:00.1+00:00"),
        ];
        all.sort_by_cached_key(age);
        assert_eq!(all.map(|annotation| annotation.id), ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_board_is_written_without_what_the_service_sets() {
        let board = json!({
            "id": "b", "name": "n", "links": {}, "colour": "kept",
            "panels": [{ "query_panel": { "query_id": "q", "dataset": "d" } }, { "text_panel": {} }],
        });
        assert_eq!(
            writable(&board),
            json!({
                "name": "n", "colour": "kept",
                "panels": [{ "query_panel": { "query_id": "q" } }, { "text_panel": {} }],
            })
        );
    }
}
