//! `[honeycomb]` and `[honeycomb.queries.NAME]`.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;

use super::json_object::JsonObject;
use super::names::Name;
use super::names::Names;
use super::query_spec;
use super::reading::Reading;
use super::rules::Text;
use super::table::Table;
use crate::base::Fault;
use crate::base::Placed;
use crate::dialect::honeycomb::canonical;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldValue;
use crate::model::change_set::OnExists;
use crate::model::change_set::ResourceKind;
use crate::model::event;
use crate::model::saved_query::SHOWN_FIELD;
use crate::model::saved_query::SURPLUS_FIELD;
use crate::wire::honeycomb::ALL_DATASETS;

/// Longest name of a saved query, in characters.
const MAXIMUM_QUERY_NAME_LENGTH: usize = 320;

/// What the name of a dataset must be; `__all__` is the whole environment.
const DATASET: Text<'static> = Text::of_length(1, 255)
    .matching("^[^/\\x00-\\x1f\\x7f]*$", "without `/` and control characters");

/// What is declared for Honeycomb.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Honeycomb {
    /// The dataset of queries that name none.
    pub dataset: Option<Placed<String>>,
    /// The saved queries, in the order of the file.
    pub queries: Vec<Query>,
}

/// A saved query.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Its name.
    pub name: Placed<String>,
    /// The dataset that it names itself.
    pub dataset: Option<Placed<String>>,
    /// The file that holds the specification; none if it is inline.
    pub file: Option<Placed<String>>,
    /// The specification, whose top-level keys are known and have the right types.
    pub spec: Map<String, Value>,
}

impl Honeycomb {
    /// Returns what is to exist: the saved queries, and the board of the project that shows them.
    pub(super) fn desired(&self, project: Option<&str>) -> Vec<Desired> {
        let mut shown = BTreeMap::new();
        let mut desired = Vec::new();
        for query in &self.queries {
            // A query without a dataset is a mistake that is told already.
            let Some(dataset) = query.dataset.as_ref().or(self.dataset.as_ref()) else { continue };
            let dataset = slug(&dataset.value);
            shown.insert(query.name.value.clone(), dataset.clone());
            desired.push(query.desired(&dataset));
        }
        let first = self.queries.first().map(|query| query.name.place.clone());
        if let (Some(place), Some(project)) = (first, project) {
            desired.push(Desired {
                address: Address::new(ResourceKind::HoneycombBoard, project),
                place,
                fields: vec![
                    Field::new(SHOWN_FIELD, FieldValue::Map(shown)),
                    Field::new(SURPLUS_FIELD, FieldValue::Absent),
                ],
                defaults: Vec::new(),
                // What others put on a board of this name is left, so that nothing is lost.
                on_exists: OnExists::Adopt,
                is_reserved: false,
            });
        }
        desired
    }
}

impl Query {
    /// Each member of the specification is a field; one that the file leaves out is to be absent.
    fn desired(&self, dataset: &str) -> Desired {
        let canonical = canonical(&Value::Object(self.spec.clone()));
        let field = |key: &'static str| {
            let value = canonical.get(key).map(Value::to_string);
            Field::new(key, FieldValue::text(value))
        };
        let fields = query_spec::keys().map(field);
        Desired {
            address: Address::below(ResourceKind::HoneycombQuery, dataset, self.name.value.clone()),
            place: self.name.place.clone(),
            fields: fields.chain([Field::new(SURPLUS_FIELD, FieldValue::Absent)]).collect(),
            defaults: Vec::new(),
            // It carries no tags: the file's naming it is what makes it ours.
            on_exists: OnExists::Update,
            is_reserved: false,
        }
    }
}

/// Returns the name of a dataset as paths have it.
fn slug(dataset: &str) -> String {
    if dataset == ALL_DATASETS { dataset.to_owned() } else { event::slug(dataset) }
}

/// Reads `[honeycomb]`.
pub(super) fn read(root: &mut Table<'_, '_>, reading: &mut Reading) -> Honeycomb {
    let check = |name: &str| {
        let length = name.chars().count();
        let legal =
            (1..=MAXIMUM_QUERY_NAME_LENGTH).contains(&length) && !name.contains(char::is_control);
        if legal {
            return Ok(());
        }
        let message = format!(
            "the name of a query must have 1 to {MAXIMUM_QUERY_NAME_LENGTH} printable characters"
        );
        Err(Fault { message, hint: None })
    };
    let names = Names { pattern: "[^\\x00-\\x1f\\x7f]{1,320}", check: &check, reserved: None };
    let honeycomb = root.table("honeycomb", "Honeycomb.", |table| {
        let dataset = table.text("dataset", "The dataset of queries that name none.", &DATASET);
        let mut queries: Vec<Declared> = Vec::new();
        table.entries("queries", "Saved queries, by name.", &names, |name, table| {
            queries.push(read_query(name, table, reading));
        });
        let has_default = table.has("dataset");
        for query in queries.iter().filter(|query| !query.has_dataset && !has_default) {
            let message = format!("the query {} names no dataset", query.name.text);
            let hint = "add dataset to it or to [honeycomb]; __all__ is the whole environment";
            table.problem(query.name.range.clone(), message, Some(hint.to_owned()));
        }
        let queries = queries.into_iter().map(|query| query.finish(reading)).collect();
        Honeycomb { dataset: dataset.map(|dataset| reading.placed(dataset)), queries }
    });
    honeycomb.unwrap_or_default()
}

struct Declared {
    name: Name,
    dataset: Option<Placed<String>>,
    has_dataset: bool,
    file: Option<Placed<String>>,
    spec: Map<String, Value>,
}

impl Declared {
    fn finish(self, reading: &Reading) -> Query {
        Query {
            name: reading.placed_name(&self.name),
            dataset: self.dataset,
            file: self.file,
            spec: self.spec,
        }
    }
}

fn read_query(name: &Name, table: &mut Table<'_, '_>, reading: &mut Reading) -> Declared {
    let dataset = table.text("dataset", "The dataset that is queried.", &DATASET);
    let file = table.text(
        "file",
        "A JSON file with the specification, in the folder of this file or below.",
        &Text::of_length(1, 1024),
    );
    let mut spec = query_spec::read_inline(table);
    if table.has("file") {
        if let Some(key) = query_spec::keys().find(|key| table.has(key)) {
            let message = format!("`{}` stands beside `file`", table.path_of(key));
            let hint = "keep the specification either in the file or here".to_owned();
            table.problem(table.range_of(key), message, Some(hint));
        }
    } else if !query_spec::keys().any(|key| table.has(key)) {
        let message = format!("the query {} has no specification", name.text);
        let hint = "name a file that has it, or write calculations, filters, … here".to_owned();
        table.problem(table.range(), message, Some(hint));
    }
    if let Some(path) = &file
        && let Some(document) = reading.file(table, "file", path)
    {
        let mut problems = Vec::new();
        if let Some(mut object) = JsonObject::read(&document, &mut problems) {
            spec = query_spec::read_file(&mut object);
        }
        reading.wrong(&document, problems);
    }
    Declared {
        name: name.clone(),
        dataset: dataset.map(|dataset| reading.placed(dataset)),
        has_dataset: table.has("dataset"),
        file: file.map(|file| reading.placed(file)),
        spec,
    }
}
