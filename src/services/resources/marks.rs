//! The tags that say whose a thing is.

use std::collections::BTreeMap;

use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldChange;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Origin;
use crate::model::change_set::Ownership;

/// The tag that holds the project's name.
pub(super) const PROJECT_TAG: &str = "cruddur-obs:project";

/// The tag that says whether a thing was created or adopted.
pub(super) const ORIGIN_TAG: &str = "cruddur-obs:origin";

/// What fields that are tags begin with.
const TAG_FIELD: &str = "tags.";

/// The marks of one project.
#[derive(Clone, Debug)]
pub struct Marks {
    project: String,
}

impl Marks {
    /// Creates the marks of a project.
    #[must_use]
    pub fn new(project: impl Into<String>) -> Self {
        Self { project: project.into() }
    }

    /// Returns the project's name.
    pub(super) fn project(&self) -> &str {
        &self.project
    }

    /// Returns the tags that mark a thing.
    pub(super) fn tags(&self, origin: Origin) -> BTreeMap<String, String> {
        BTreeMap::from([
            (PROJECT_TAG.to_owned(), self.project.clone()),
            (ORIGIN_TAG.to_owned(), origin.name().to_owned()),
        ])
    }

    /// Returns the tags of a new thing: our marks and those that the file names.
    pub(super) fn tags_of_new(&self, declared: &Desired) -> BTreeMap<String, String> {
        let mut tags = self.tags(Origin::Created);
        tags.extend(declared.fields.iter().filter_map(|field| tag(&field.name, &field.value)));
        tags
    }

    /// Returns whose a thing with these tags is.
    pub(super) fn ownership(&self, tags: &BTreeMap<String, String>) -> Ownership {
        let of = |key| tags.get(key).map(String::as_str);
        Ownership::of_tags(&self.project, of(PROJECT_TAG), of(ORIGIN_TAG))
    }
}

/// Returns the keys of both marks.
pub(super) fn keys() -> Vec<String> {
    vec![PROJECT_TAG.to_owned(), ORIGIN_TAG.to_owned()]
}

/// Returns tags as fields.
pub(super) fn fields(tags: BTreeMap<String, String>) -> impl Iterator<Item = Field> {
    tags.into_iter()
        .map(|(key, value)| Field::new(format!("{TAG_FIELD}{key}"), FieldValue::Text(value)))
}

/// Returns the tags among changed fields.
pub(super) fn changed(fields: &[FieldChange]) -> BTreeMap<String, String> {
    fields.iter().filter_map(|change| tag(&change.field, &change.after)).collect()
}

/// Says whether a field is a tag.
pub(super) fn is_tag(field: &str) -> bool {
    field.starts_with(TAG_FIELD)
}

fn tag(field: &str, value: &FieldValue) -> Option<(String, String)> {
    match (field.strip_prefix(TAG_FIELD), value) {
        (Some(key), FieldValue::Text(text)) => Some((key.to_owned(), text.clone())),
        _ => None,
    }
}
