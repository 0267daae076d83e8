//! Saved queries of Honeycomb.
//!
//! A query never changes and cannot be deleted; an annotation gives one query a name for ever. So
//! another specification is another query and another annotation, to which boards are turned
//! before the old annotation goes. The old query stays, without a name.

use std::collections::BTreeSet;

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::call_error::CallError;
use super::call_error::FailureCause;
use super::honeycomb_service::HoneycombService;
use super::honeycomb_service::SavedQuery;
use super::honeycomb_service::description_of;
use super::marks::Marks;
use super::parallel;
use super::resource::BoxFuture;
use super::resource::Reading;
use super::resource::Resource;
use crate::base::did_you_mean;
use crate::base::parse_json;
use crate::dialect::honeycomb::DEFAULT_LIMIT;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldChange;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Observed;
use crate::model::change_set::Ownership;
use crate::model::change_set::ResourceKind;
use crate::model::saved_query::SURPLUS_FIELD;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::QueryAnnotation;
use crate::wire::honeycomb::SaveQueryAnnotation;

/// Saved queries of one environment. They carry no tags.
#[derive(Clone, Debug)]
pub struct HoneycombQueries {
    service: HoneycombService,
    marks: Marks,
}

impl HoneycombQueries {
    /// Creates the kind over a service.
    #[must_use]
    pub const fn new(service: HoneycombService, marks: Marks) -> Self {
        Self { service, marks }
    }

    /// Returns the saved queries of an address, ours first, then by age.
    async fn of_address(&self, address: &Address) -> Result<Vec<SavedQuery>, CallError> {
        let annotations = self.service.annotations(&address.parent).await?.unwrap_or_default();
        self.saved(&address.parent, &annotations, &address.name).await
    }

    async fn saved(
        &self,
        dataset: &str,
        annotations: &[QueryAnnotation],
        name: &str,
    ) -> Result<Vec<SavedQuery>, CallError> {
        let mut saved = self.service.saved(dataset, annotations, name).await?;
        saved.sort_by_key(|saved| !self.is_ours(&saved.annotation));
        Ok(saved)
    }

    /// Says whether we made an annotation: it carries no tags, but our description. Others may
    /// save a query of the same name, which is theirs.
    fn is_ours(&self, annotation: &QueryAnnotation) -> bool {
        annotation.description == description_of(&self.marks)
    }

    /// Returns the datasets that saved queries can be about.
    async fn datasets(&self) -> Result<BTreeSet<String>, CallError> {
        let call = || self.service.client.datasets();
        let found = self.service.caller.read("ListDatasets", call).await?;
        let slugs = found.into_iter().map(|dataset| dataset.slug);
        Ok(slugs.chain([ALL_DATASETS.to_owned()]).collect())
    }

    /// Makes one saved query of the name, which says what `specification` says.
    async fn ensure(&self, address: &Address, specification: &Value) -> Result<(), CallError> {
        let says_so = |saved: &SavedQuery| saved.specification == *specification;
        let mut saved = self.of_address(address).await?;
        if !saved.iter().any(says_so) {
            self.save(address, specification).await?;
            // Another run may have done the same; the oldest is the one to keep.
            saved = self.of_address(address).await?;
        }
        let Some(kept) = saved.iter().find(|saved| says_so(saved)) else {
            return Err(CallError::new(FailureCause::Missing, "it does not show yet"));
        };
        self.remove_others(address, &kept.annotation, &saved).await
    }

    async fn save(&self, address: &Address, specification: &Value) -> Result<(), CallError> {
        let Address { parent: dataset, name, .. } = address;
        let sent = sendable(specification);
        let client = &self.service.client;
        let create = || client.create_query(dataset, &sent);
        let query_id = match self.service.caller.write("CreateQuery", create).await {
            // A query needs its dataset, which the first event would make.
            Err(error) if error.cause == FailureCause::Missing && dataset != ALL_DATASETS => {
                let create_dataset = || client.create_dataset(dataset);
                self.service.caller.write("CreateDataset", create_dataset).await?;
                self.service.caller.write("CreateQuery", create).await?
            }
            other => other?,
        };
        let annotation = SaveQueryAnnotation {
            name: Some(name.clone()),
            description: Some(description_of(&self.marks)),
            query_id: Some(query_id),
        };
        let create = || client.create_annotation(dataset, &annotation);
        self.service.caller.write("CreateQueryAnnotation", create).await?;
        Ok(())
    }

    /// Deletes all of our annotations of the name but one, to which boards are turned before.
    async fn remove_others(
        &self,
        address: &Address,
        kept: &QueryAnnotation,
        saved: &[SavedQuery],
    ) -> Result<(), CallError> {
        let others: Vec<&QueryAnnotation> = saved
            .iter()
            .map(|saved| &saved.annotation)
            .filter(|other| other.id != kept.id && self.is_ours(other))
            .collect();
        if others.is_empty() {
            return Ok(());
        }
        self.service.move_panels(&others, kept).await?;
        for other in others {
            self.delete_annotation(&address.parent, &other.id).await?;
        }
        Ok(())
    }

    async fn delete_annotation(&self, dataset: &str, id: &str) -> Result<(), CallError> {
        let call = || self.service.client.delete_annotation(dataset, id);
        match self.service.caller.write("DeleteQueryAnnotation", call).await {
            // Another run was quicker.
            Err(error) if error.cause == FailureCause::Missing => Ok(()),
            other => other,
        }
    }

    /// Shows what is there of a name: the one that says what is declared, else one of ours.
    fn observe(&self, declared: &Desired, saved: &[SavedQuery]) -> Option<Observed> {
        // Of a probe nothing is declared, so that only what is ours is found.
        let wanted = Some(&declared.fields).filter(|fields| !fields.is_empty());
        let wanted = wanted.and_then(|fields| specification(fields.iter()).ok());
        let says_so = |saved: &&SavedQuery| Some(&saved.specification) == wanted.as_ref();
        let is_ours = |saved: &&SavedQuery| self.is_ours(&saved.annotation);
        let shown = saved.iter().find(says_so).or_else(|| saved.iter().find(is_ours))?;
        let member = |(key, value): (&String, &Value)| {
            Field::new(key.as_str(), FieldValue::Text(value.to_string()))
        };
        let mut fields: Vec<Field> =
            shown.specification.as_object().into_iter().flatten().map(member).collect();
        let is_other = |saved: &&SavedQuery| saved.annotation.id != shown.annotation.id;
        let surplus = saved.iter().filter(is_ours).filter(is_other).count();
        if surplus > 0 {
            let surplus = i64::try_from(surplus).unwrap_or(i64::MAX);
            fields.push(Field::new(SURPLUS_FIELD, FieldValue::Integer(surplus)));
        }
        let ownership = if is_ours(&shown) { Ownership::ByName } else { Ownership::Unmarked };
        Some(Observed {
            address: declared.address.clone(),
            fields,
            ownership,
            arn: shown.annotation.id.clone(),
            created: None,
            holds_data: false,
            is_protected: false,
            is_shared: false,
            unmarkable: None,
            remark: None,
        })
    }

    /// Tells of saved queries of the name that somebody else made.
    fn note_of_others(
        &self,
        declared: &Desired,
        found: Option<&Observed>,
        saved: &[SavedQuery],
    ) -> Option<String> {
        let shown = found.map(|found| found.arn.as_str());
        let others = saved
            .iter()
            .map(|saved| &saved.annotation)
            .filter(|other| !self.is_ours(other) && shown != Some(other.id.as_str()))
            .count();
        let title = declared.address.title();
        (others > 0).then(|| {
            format!("{title}: {others} more of this name, which this project did not make; left")
        })
    }
}

impl Resource for HoneycombQueries {
    fn kind(&self) -> ResourceKind {
        ResourceKind::HoneycombQuery
    }

    fn read<'a>(&'a self, declared: &'a [Desired]) -> BoxFuture<'a, Result<Reading, CallError>> {
        Box::pin(async move {
            let datasets: BTreeSet<&str> =
                declared.iter().map(|declared| declared.address.parent.as_str()).collect();
            if datasets.is_empty() {
                return Ok(Reading::default());
            }
            let known = self.datasets().await?;
            let (there, missing): (Vec<&str>, Vec<&str>) =
                datasets.into_iter().partition(|dataset| known.contains(*dataset));
            let calls: Vec<_> = there
                .into_iter()
                .map(|dataset| async move {
                    let annotations = self.service.annotations(dataset).await?.unwrap_or_default();
                    let (mut observed, mut notes) = (Vec::new(), Vec::new());
                    for declared in declared.iter().filter(|d| d.address.parent == dataset) {
                        let name = &declared.address.name;
                        let saved = self.saved(dataset, &annotations, name).await?;
                        let found = self.observe(declared, &saved);
                        notes.extend(self.note_of_others(declared, found.as_ref(), &saved));
                        observed.extend(found);
                    }
                    Ok(Reading { observed, notes })
                })
                .collect();
            let mut whole = Reading::default();
            for reading in parallel::all(calls).await? {
                whole.observed.extend(reading.observed);
                whole.notes.extend(reading.notes);
            }
            whole.notes.extend(missing.into_iter().map(|dataset| missing_note(dataset, &known)));
            Ok(whole)
        })
    }

    fn find<'a>(
        &'a self,
        declared: &'a Desired,
    ) -> BoxFuture<'a, Result<Option<Observed>, CallError>> {
        Box::pin(async {
            let saved = self.of_address(&declared.address).await?;
            Ok(self.observe(declared, &saved))
        })
    }

    fn create<'a>(&'a self, declared: &'a Desired) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            // One of the name that appeared since the plan is looked at first.
            if self.find(declared).await?.is_some() {
                return Err(CallError::new(FailureCause::Exists, "it exists"));
            }
            let specification = specification(declared.fields.iter())?;
            self.ensure(&declared.address, &specification).await
        })
    }

    fn update<'a>(
        &'a self,
        observed: &'a Observed,
        fields: &'a [FieldChange],
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async move {
            let mut whole = observed.fields.clone();
            for change in fields {
                whole.retain(|field| field.name != change.field);
                whole.push(Field::new(change.field.as_str(), change.after.clone()));
            }
            let specification = specification(whole.iter())?;
            self.ensure(&observed.address, &specification).await
        })
    }

    fn delete<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let annotations = self.service.annotations(&address.parent).await?.unwrap_or_default();
            let is_meant =
                |found: &&QueryAnnotation| found.name == address.name && self.is_ours(found);
            for annotation in annotations.iter().filter(is_meant) {
                self.delete_annotation(&address.parent, &annotation.id).await?;
            }
            Ok(())
        })
    }
}

fn missing_note(dataset: &str, known: &BTreeSet<String>) -> String {
    let meant = did_you_mean(dataset, known.iter().map(String::as_str))
        .map_or_else(String::new, |nearest| format!("; did you mean `{nearest}`?"));
    format!("there is no dataset {dataset} yet; apply makes it for its saved queries{meant}")
}

/// Puts a specification together from fields, each of which is the JSON text of a member.
fn specification<'f>(fields: impl Iterator<Item = &'f Field>) -> Result<Value, CallError> {
    let mut members = Map::new();
    for field in fields {
        if let FieldValue::Text(text) = &field.value {
            let value: Value = parse_json(text.as_bytes()).map_err(|error| {
                let reason = format!("its member {} cannot be read: {error}", field.name);
                CallError::new(FailureCause::Refused, reason)
            })?;
            members.insert(field.name.clone(), value);
        }
    }
    members.sort_keys();
    Ok(Value::Object(members))
}

/// Says what the service should not have to guess: the number of rows, about whose default its
/// documentation and its answers do not agree.
fn sendable(specification: &Value) -> Value {
    let mut specification = specification.clone();
    if let Some(members) = specification.as_object_mut() {
        members.entry("limit").or_insert_with(|| json!(DEFAULT_LIMIT));
    }
    specification
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_make_the_specification_that_they_came_from() {
        let fields = [
            Field::new("limit", FieldValue::Text("5".to_owned())),
            Field::new("breakdowns", FieldValue::Text("[\"name\"]".to_owned())),
            Field::new("filters", FieldValue::Absent),
            Field::new(SURPLUS_FIELD, FieldValue::Integer(2)),
        ];
        let whole = specification(fields.iter()).unwrap();
        assert_eq!(whole, json!({ "breakdowns": ["name"], "limit": 5 }));
        assert_eq!(sendable(&whole)["limit"], 5);
        assert_eq!(sendable(&json!({}))["limit"], DEFAULT_LIMIT);
        let broken = [Field::new("limit", FieldValue::Text("{".to_owned()))];
        assert!(specification(broken.iter()).is_err());
    }
}
