//! The board of Honeycomb that shows the saved queries of a project.
//!
//! A board is written whole, so that everything on it that is not ours is read first and written
//! again. Its marks are tags; their keys are lower-case letters, as Honeycomb's tags must be.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use super::call_error::CallError;
use super::call_error::FailureCause;
use super::honeycomb_panels::Annotations;
use super::honeycomb_panels::Shown;
use super::honeycomb_panels::dataset_of;
use super::honeycomb_panels::missing_panels;
use super::honeycomb_panels::shows;
use super::honeycomb_service::HoneycombService;
use super::honeycomb_service::description_of;
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
use crate::wire::honeycomb::MAXIMUM_TAG_VALUE;
use crate::wire::honeycomb::MAXIMUM_TAGS;
use crate::wire::honeycomb::QueryAnnotation;

/// The tag that holds the project's name.
const PROJECT_TAG: &str = "cruddurobsproject";

/// The tag that says whether the board was created or adopted.
const ORIGIN_TAG: &str = "cruddurobsorigin";

/// The number of our tags.
const OWN_TAGS: usize = 2;

/// The boards of a project, and what they show.
#[derive(Debug, Default)]
struct Found {
    /// The one that shows the saved queries.
    board: Option<Value>,
    /// Others of its name that we made, and that nobody put anything on: one is enough.
    surplus: Vec<Value>,
    /// Others that carry our mark, such as copies that people made.
    strangers: Vec<Value>,
    annotations: Annotations,
}

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

    /// Reads the boards that are this project's, or have its name, and what they show.
    async fn look(&self, name: &str, shown: &Shown) -> Result<Found, CallError> {
        let mut boards = self.service.boards().await?;
        boards.retain(|board| self.is_marked(board) || text(board, "name") == name);
        let rank = |board: &Value| {
            let ownership = self.ownership(board);
            let is_adopted = ownership == Ownership::Ours(Origin::Adopted);
            // A copy that somebody made carries our mark, too; it has another name.
            (!self.is_marked(board), text(board, "name") != name, is_adopted)
        };
        boards.sort_by_key(rank);
        let marked = boards.iter().filter(|board| self.is_marked(board));
        let datasets = marked.flat_map(panels).filter_map(dataset_of);
        let datasets: BTreeSet<String> =
            datasets.map(ToOwned::to_owned).chain(shown.values().cloned()).collect();
        let annotations = self.annotations(datasets).await?;
        let mut boards = boards.into_iter();
        let mut found = Found { board: boards.next(), annotations, ..Found::default() };
        for board in boards.filter(|board| self.is_marked(board)) {
            let is_surplus = text(&board, "name") == name
                && self.ownership(&board) == Ownership::Ours(Origin::Created)
                && found.annotations.is_only_ours(&board);
            if is_surplus { found.surplus.push(board) } else { found.strangers.push(board) }
        }
        Ok(found)
    }

    fn is_marked(&self, board: &Value) -> bool {
        matches!(self.ownership(board), Ownership::Ours(_))
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

    async fn annotations(&self, datasets: BTreeSet<String>) -> Result<Annotations, CallError> {
        let mut annotations = Annotations::default();
        let description = description_of(&self.marks);
        for dataset in datasets {
            let found = self.service.annotations(&dataset).await?.unwrap_or_default();
            let ours = found.iter().filter(|annotation| annotation.description == description);
            annotations.ours.extend(ours.map(|annotation| annotation.id.clone()));
            annotations.by_dataset.insert(dataset, found);
        }
        Ok(annotations)
    }

    fn observe(&self, declared: &Desired, found: &Found) -> Option<Observed> {
        let board = found.board.as_ref()?;
        let wanted = shown_by(&declared.fields);
        let annotations = found.annotations.named(&wanted);
        let is_there = |name: &String| {
            let known = annotations.get(name).map(Vec::as_slice).unwrap_or_default();
            panels(board).iter().any(|panel| shows(panel, known))
        };
        let shown: Shown = wanted.into_iter().filter(|(name, _)| is_there(name)).collect();
        let mut fields = vec![Field::new(SHOWN_FIELD, FieldValue::Map(shown))];
        let surplus = found.surplus.len();
        if surplus > 0 {
            let surplus = i64::try_from(surplus).unwrap_or(i64::MAX);
            fields.push(Field::new(SURPLUS_FIELD, FieldValue::Integer(surplus)));
        }
        Some(Observed {
            address: declared.address.clone(),
            fields,
            ownership: self.ownership(board),
            arn: text(board, "id").to_owned(),
            created: None,
            holds_data: false,
            is_protected: false,
            is_shared: !found.annotations.is_only_ours(board),
            unmarkable: unmarkable(board),
            remark: None,
        })
    }

    /// Adds what a board lacks, and deletes boards that we made beside it.
    async fn complete(&self, name: &str, shown: &Shown) -> Result<(), CallError> {
        let _alone = self.service.board_writes.lock().await;
        let found = self.look(name, shown).await?;
        let Some(board) = &found.board else { return Err(gone()) };
        let missing = missing_panels(board, &found.annotations.named(shown))?;
        if !missing.is_empty() {
            let mut board = board.clone();
            let all: Vec<Value> = panels(&board).iter().cloned().chain(missing).collect();
            board["panels"] = Value::Array(all);
            self.service.write_board(&board).await?;
        }
        for board in &found.surplus {
            self.delete_one(text(board, "id")).await?;
        }
        Ok(())
    }

    /// Takes our mark off a board, and our panels away, because what they show goes too.
    async fn strip(&self, board: &Value, ours: &[QueryAnnotation]) -> Result<(), CallError> {
        let mut board = board.clone();
        let is_left = |panel: &&Value| !shows(panel, ours);
        let kept: Vec<Value> = panels(&board).iter().filter(is_left).cloned().collect();
        board["panels"] = Value::Array(kept);
        self.unmark(board).await
    }

    async fn unmark(&self, mut board: Value) -> Result<(), CallError> {
        board["tags"] = Value::Array(tags_of_others(&board));
        self.service.write_board(&board).await
    }

    /// Lets go of what stands beside the board: our own are deleted, others lose our mark.
    async fn leave(&self, found: Found) -> Result<(), CallError> {
        for board in &found.surplus {
            self.delete_one(text(board, "id")).await?;
        }
        for board in found.strangers {
            self.unmark(board).await?;
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

    fn tags(&self, origin: Origin) -> [Value; OWN_TAGS] {
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
            let found = self.look(&declared.address.name, &shown_by(&declared.fields)).await?;
            let notes = found.strangers.iter().map(note_of_stranger).collect();
            let observed = self.observe(declared, &found).into_iter().collect();
            Ok(Reading { observed, notes })
        })
    }

    fn find<'a>(
        &'a self,
        declared: &'a Desired,
    ) -> BoxFuture<'a, Result<Option<Observed>, CallError>> {
        Box::pin(async {
            let found = self.look(&declared.address.name, &shown_by(&declared.fields)).await?;
            Ok(self.observe(declared, &found))
        })
    }

    fn create<'a>(&'a self, declared: &'a Desired) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let name = &declared.address.name;
            let shown = shown_by(&declared.fields);
            {
                let _alone = self.service.board_writes.lock().await;
                let found = self.look(name, &shown).await?;
                if found.board.is_some() {
                    return Err(CallError::new(FailureCause::Exists, "it exists"));
                }
                let board = json!({
                    "name": name,
                    "type": "flexible",
                    "description": format!("The saved queries of project {name}."),
                    "layout_generation": "auto",
                    "panels": missing_panels(&Value::Null, &found.annotations.named(&shown))?,
                    "tags": self.tags(Origin::Created),
                });
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

    fn release<'a>(&'a self, observed: &'a Observed) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let _alone = self.service.board_writes.lock().await;
            let shown = shown_by(&observed.fields);
            let found = self.look(&observed.address.name, &shown).await?;
            let is_meant = |board: &&Value| text(board, "id") == observed.arn;
            let board = found.board.as_ref().filter(is_meant).ok_or_else(gone)?;
            self.strip(board, &found.annotations.taken(&shown)).await?;
            self.leave(found).await
        })
    }

    fn delete<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let _alone = self.service.board_writes.lock().await;
            let found = self.look(&address.name, &Shown::new()).await?;
            let is_made =
                |board: &&Value| self.ownership(board) == Ownership::Ours(Origin::Created);
            if let Some(board) = found.board.as_ref().filter(is_made) {
                if found.annotations.is_only_ours(board) {
                    self.delete_one(text(board, "id")).await?;
                } else {
                    // Somebody put something on it since the plan.
                    self.strip(board, &found.annotations.taken(&Shown::new())).await?;
                }
            }
            self.leave(found).await
        })
    }
}

fn gone() -> CallError {
    CallError::new(FailureCause::Missing, "it was deleted since the plan")
}

fn note_of_stranger(board: &Value) -> String {
    format!(
        "board {} ({}) carries this project's mark, but is not the project's board or holds what \
         others put there; it is left",
        text(board, "name"),
        text(board, "id"),
    )
}

/// Says why a board has no room for our tags.
fn unmarkable(board: &Value) -> Option<String> {
    let count = tags_of_others(board).len();
    (count + OWN_TAGS > MAXIMUM_TAGS).then(|| {
        format!(
            "board {} has {count} tags of {MAXIMUM_TAGS}, and {OWN_TAGS} more are needed to mark \
             it as ours",
            text(board, "name"),
        )
    })
}

/// Returns the saved queries that fields tell of.
fn shown_by(fields: &[Field]) -> Shown {
    match fields.iter().find(|field| field.name == SHOWN_FIELD).map(|field| &field.value) {
        Some(FieldValue::Map(shown)) => shown.clone(),
        _ => Shown::new(),
    }
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
