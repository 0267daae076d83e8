//! The board of Honeycomb that shows the saved queries of a project.
//!
//! A board is written whole, so that everything on it that is not ours is read first and written
//! again. Its marks are tags; their keys are lower-case letters, as Honeycomb's tags must be.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use super::call_error::CallError;
use super::call_error::FailureCause;
use super::honeycomb_service::HoneycombService;
use super::honeycomb_service::annotation_of;
use super::honeycomb_service::panels;
use super::honeycomb_service::text;
use super::marks::Marks;
use super::resource::BoxFuture;
use super::resource::Reading;
use super::resource::Resource;
use crate::base::hexadecimal;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldChange;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Observed;
use crate::model::change_set::Origin;
use crate::model::change_set::Ownership;
use crate::model::change_set::ResourceKind;
use crate::model::saved_query::SHOWN_FIELD;
use crate::model::saved_query::SURPLUS_FIELD;
use crate::wire::honeycomb::QueryAnnotation;

/// The tag that holds the project's name.
const PROJECT_TAG: &str = "cruddurobsproject";

/// The tag that says whether the board was created or adopted.
const ORIGIN_TAG: &str = "cruddurobsorigin";

/// Longest value of a tag.
const MAXIMUM_TAG_VALUE: usize = 128;

/// The saved queries of each name, with their dataset.
type Shown = BTreeMap<String, String>;

/// Boards of one environment.
#[derive(Clone, Debug)]
pub struct HoneycombBoards {
    service: HoneycombService,
    marks: Marks,
}

impl HoneycombBoards {
    /// Creates the kind over a service.
    #[must_use]
    pub const fn new(service: HoneycombService, marks: Marks) -> Self {
        Self { service, marks }
    }

    /// Lists the boards that are this project's, or have its name; those that we made come first.
    async fn candidates(&self, name: &str) -> Result<Vec<Value>, CallError> {
        let mut boards = self.service.boards().await?;
        boards.retain(|board| {
            matches!(self.ownership(board), Ownership::Ours(_)) || text(board, "name") == name
        });
        let rank = |board: &Value| match self.ownership(board) {
            Ownership::Ours(Origin::Created) => 0,
            Ownership::Ours(Origin::Adopted) => 1,
            _ => 2,
        };
        boards.sort_by_key(rank);
        Ok(boards)
    }

    fn ownership(&self, board: &Value) -> Ownership {
        let tag = |key: &str| {
            let tags = board.get("tags").and_then(Value::as_array);
            let found = tags.into_iter().flatten().find(|tag| text(tag, "key") == key);
            found.map(|tag| text(tag, "value"))
        };
        let marked_by = tag(PROJECT_TAG);
        Ownership::of_tags(&tag_value(self.marks.project()), marked_by, tag(ORIGIN_TAG))
    }

    /// Lists the boards that we made although one is enough.
    fn surplus<'b>(&self, candidates: &'b [Value]) -> Vec<&'b Value> {
        let is_made = |board: &&Value| self.ownership(board) == Ownership::Ours(Origin::Created);
        candidates.iter().skip(1).filter(is_made).collect()
    }

    /// Returns the saved queries that should be shown; an error where one is not there.
    async fn annotations(
        &self,
        shown: &Shown,
    ) -> Result<BTreeMap<String, Vec<QueryAnnotation>>, CallError> {
        let mut by_dataset = BTreeMap::new();
        for dataset in shown.values() {
            if !by_dataset.contains_key(dataset) {
                let found = self.service.annotations(dataset).await?.unwrap_or_default();
                by_dataset.insert(dataset.clone(), found);
            }
        }
        let of = |(name, dataset): (&String, &String)| {
            let found = by_dataset.get(dataset).into_iter().flatten();
            let found = found.filter(|annotation| annotation.name == *name).cloned().collect();
            (name.clone(), found)
        };
        Ok(shown.iter().map(of).collect())
    }

    async fn observe(
        &self,
        declared: &Desired,
        candidates: &[Value],
    ) -> Result<Option<Observed>, CallError> {
        let Some(board) = candidates.first() else { return Ok(None) };
        let wanted = shown_by(&declared.fields);
        let annotations = self.annotations(&wanted).await?;
        let is_there = |name: &String| {
            let known = annotations.get(name).map(Vec::as_slice).unwrap_or_default();
            panels(board).iter().any(|panel| shows(panel, known))
        };
        let shown: Shown = wanted.into_iter().filter(|(name, _)| is_there(name)).collect();
        let mut fields = vec![Field::new(SHOWN_FIELD, FieldValue::Map(shown))];
        let surplus = self.surplus(candidates).len();
        if surplus > 0 {
            let surplus = i64::try_from(surplus).unwrap_or(i64::MAX);
            fields.push(Field::new(SURPLUS_FIELD, FieldValue::Integer(surplus)));
        }
        Ok(Some(Observed {
            address: declared.address.clone(),
            fields,
            ownership: self.ownership(board),
            arn: text(board, "id").to_owned(),
            created: None,
            holds_data: false,
            is_protected: false,
        }))
    }

    /// Adds what a board lacks, and deletes boards that we made beside it.
    async fn complete(&self, name: &str, shown: &Shown) -> Result<(), CallError> {
        let annotations = self.annotations(shown).await?;
        let _alone = self.service.board_writes.lock().await;
        let candidates = self.candidates(name).await?;
        let Some(board) = candidates.first() else { return Err(gone()) };
        let missing = missing_panels(board, &annotations)?;
        if !missing.is_empty() {
            let mut board = board.clone();
            let all: Vec<Value> = panels(&board).iter().cloned().chain(missing).collect();
            board["panels"] = Value::Array(all);
            self.service.write_board(&board).await?;
        }
        for board in self.surplus(&candidates) {
            self.delete_one(text(board, "id")).await?;
        }
        Ok(())
    }

    async fn delete_one(&self, id: &str) -> Result<(), CallError> {
        let call = || self.service.client.delete_board(id);
        match self.service.caller.write("DeleteBoard", call).await {
            // Another run was quicker.
            Err(error) if error.cause == FailureCause::Missing => Ok(()),
            other => other,
        }
    }

    /// Reads a board again and writes it with a change.
    async fn change(
        &self,
        id: &str,
        change: impl FnOnce(&mut Value) -> Result<(), CallError>,
    ) -> Result<(), CallError> {
        let _alone = self.service.board_writes.lock().await;
        let boards = self.service.boards().await?;
        let mut board =
            boards.into_iter().find(|board| text(board, "id") == id).ok_or_else(gone)?;
        change(&mut board)?;
        self.service.write_board(&board).await
    }

    fn tags(&self, origin: Origin) -> [Value; 2] {
        [
            json!({ "key": PROJECT_TAG, "value": tag_value(self.marks.project()) }),
            json!({ "key": ORIGIN_TAG, "value": origin.name() }),
        ]
    }
}

impl Resource for HoneycombBoards {
    fn kind(&self) -> ResourceKind {
        ResourceKind::HoneycombBoard
    }

    fn read<'a>(&'a self, declared: &'a [Desired]) -> BoxFuture<'a, Result<Reading, CallError>> {
        Box::pin(async {
            // There is one a project; where no query is declared, one that is left is ours still.
            let address = Address::new(ResourceKind::HoneycombBoard, self.marks.project());
            let probe = Desired::probe(address);
            let declared = declared.first().unwrap_or(&probe);
            let observed = self.find(declared).await?;
            Ok(Reading { observed: observed.into_iter().collect(), notes: Vec::new() })
        })
    }

    fn find<'a>(
        &'a self,
        declared: &'a Desired,
    ) -> BoxFuture<'a, Result<Option<Observed>, CallError>> {
        Box::pin(async {
            let candidates = self.candidates(&declared.address.name).await?;
            self.observe(declared, &candidates).await
        })
    }

    fn create<'a>(&'a self, declared: &'a Desired) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let name = &declared.address.name;
            let shown = shown_by(&declared.fields);
            let annotations = self.annotations(&shown).await?;
            let board = json!({
                "name": name,
                "type": "flexible",
                "description": format!("The saved queries of project {name}."),
                "layout_generation": "auto",
                "panels": missing_panels(&Value::Null, &annotations)?,
                "tags": self.tags(Origin::Created),
            });
            {
                let _alone = self.service.board_writes.lock().await;
                if !self.candidates(name).await?.is_empty() {
                    return Err(CallError::new(FailureCause::Exists, "it exists"));
                }
                let call = || self.service.client.create_board(&board);
                self.service.caller.write("CreateBoard", call).await?;
            }
            // Another run may have made one at the same time.
            self.complete(name, &shown).await
        })
    }

    fn update<'a>(
        &'a self,
        observed: &'a Observed,
        fields: &'a [FieldChange],
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async move {
            let mut shown = shown_by(&observed.fields);
            for change in fields {
                if let (SHOWN_FIELD, FieldValue::Map(wanted)) =
                    (change.field.as_str(), &change.after)
                {
                    shown.extend(wanted.clone());
                }
            }
            self.complete(&observed.address.name, &shown).await
        })
    }

    fn mark<'a>(
        &'a self,
        observed: &'a Observed,
        origin: Origin,
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(self.change(&observed.arn, move |board| {
            let mut tags = tags_of_others(board);
            tags.extend(self.tags(origin));
            board["tags"] = Value::Array(tags);
            Ok(())
        }))
    }

    /// Takes our mark off and our panels away, because what they show goes too.
    fn release<'a>(&'a self, observed: &'a Observed) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let annotations = self.annotations(&shown_by(&observed.fields)).await?;
            let ours: Vec<QueryAnnotation> = annotations.into_values().flatten().collect();
            self.change(&observed.arn, |board| {
                let kept: Vec<Value> =
                    panels(board).iter().filter(|panel| !shows(panel, &ours)).cloned().collect();
                board["panels"] = Value::Array(kept);
                board["tags"] = Value::Array(tags_of_others(board));
                Ok(())
            })
            .await
        })
    }

    fn delete<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let _alone = self.service.board_writes.lock().await;
            let candidates = self.candidates(&address.name).await?;
            let made = candidates
                .iter()
                .filter(|board| self.ownership(board) == Ownership::Ours(Origin::Created));
            for board in made {
                self.delete_one(text(board, "id")).await?;
            }
            Ok(())
        })
    }
}

fn gone() -> CallError {
    CallError::new(FailureCause::Missing, "it was deleted since the plan")
}

/// Returns the saved queries that fields tell of.
fn shown_by(fields: &[Field]) -> Shown {
    match fields.iter().find(|field| field.name == SHOWN_FIELD).map(|field| &field.value) {
        Some(FieldValue::Map(shown)) => shown.clone(),
        _ => Shown::new(),
    }
}

/// Says whether a panel shows one of several annotations.
fn shows(panel: &Value, annotations: &[QueryAnnotation]) -> bool {
    annotation_of(panel).is_some_and(|id| annotations.iter().any(|known| known.id == id))
}

/// Makes the panels of saved queries that a board does not show.
fn missing_panels(
    board: &Value,
    annotations: &BTreeMap<String, Vec<QueryAnnotation>>,
) -> Result<Vec<Value>, CallError> {
    let mut missing = Vec::new();
    for (name, known) in annotations {
        let Some(annotation) = known.first() else {
            let reason = format!("the saved query {name} is not there, so that it cannot be shown");
            return Err(CallError::new(FailureCause::Refused, reason));
        };
        if !panels(board).iter().any(|panel| shows(panel, known)) {
            missing.push(json!({
                "type": "query",
                "query_panel": {
                    "query_id": annotation.query_id,
                    "query_annotation_id": annotation.id,
                    "query_style": "combo",
                },
            }));
        }
    }
    Ok(missing)
}

fn tags_of_others(board: &Value) -> Vec<Value> {
    let tags = board.get("tags").and_then(Value::as_array).into_iter().flatten();
    let is_ours = |tag: &&Value| [PROJECT_TAG, ORIGIN_TAG].contains(&text(tag, "key"));
    tags.filter(|tag| !is_ours(tag)).cloned().collect()
}

/// Returns the name of a project as the value of a tag, which begins with a lower-case letter and
/// has only those, digits, `-` and `/`. Names that differ give values that differ.
fn tag_value(project: &str) -> String {
    let legal =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-/".contains(&byte);
    let is_legal = project.len() < MAXIMUM_TAG_VALUE - 16
        && project.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
        && project.bytes().all(legal)
        && !project.starts_with("p-");
    if is_legal {
        return project.to_owned();
    }
    let digest = hexadecimal(&Sha256::digest(project));
    format!("p-{}", &digest[..32])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_projects_make_legal_tags() {
        assert_eq!(tag_value("cruddur"), "cruddur");
        let mut values: Vec<String> =
            ["Cruddur", "cruddur ", "1", "p-x", "", &"x".repeat(200)].map(tag_value).to_vec();
        assert!(values.iter().all(|value| value.starts_with("p-") && value.len() == 34));
        values.sort_unstable();
        values.dedup();
        assert_eq!(values.len(), 6);
    }

    #[test]
    fn tags_of_others_stay() {
        let board = json!({ "tags": [
            { "key": "team", "value": "obs" },
            { "key": PROJECT_TAG, "value": "x" },
            { "key": ORIGIN_TAG, "value": "created" },
        ] });
        assert_eq!(tags_of_others(&board), [json!({ "key": "team", "value": "obs" })]);
        assert!(tags_of_others(&json!({})).is_empty());
    }
}
