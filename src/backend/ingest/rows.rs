//! Rows by dataset, within a bound.

use std::collections::HashMap;

use crate::model::event::Event;
use crate::model::event::MAXIMUM_EVENT_BYTES;
use crate::model::event::slug;
use crate::model::field_set::FieldSet;

/// Most memory that the rows of one request may take, in bytes. What describes a resource is
/// repeated in each of its rows, so a small request can make many times its size.
pub const MAXIMUM_PROJECTED_BYTES: usize = 128 * 1024 * 1024;

/// What a field takes beside its name and value, in bytes.
const FIELD_OVERHEAD: usize = 64;

/// The room that is left of [`MAXIMUM_PROJECTED_BYTES`]; used up once something did not fit.
#[derive(Debug)]
pub(super) struct Room(usize);

impl Room {
    /// Takes room for `fields` fields of `bytes` bytes in all; says whether there was enough.
    pub(super) const fn take(&mut self, fields: usize, bytes: usize) -> bool {
        match self.0.checked_sub(bytes + fields * FIELD_OVERHEAD) {
            Some(left) => self.0 = left,
            None => self.0 = 0,
        }
        self.0 > 0
    }

    /// Says whether nothing more fits.
    pub(super) const fn is_used_up(&self) -> bool {
        self.0 == 0
    }
}

impl Default for Room {
    fn default() -> Self {
        Self(MAXIMUM_PROJECTED_BYTES)
    }
}

/// Rows of one dataset.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Name of the dataset as it was sent; the events carry its slug.
    pub dataset: String,
    /// The rows in the order of the request.
    pub events: Vec<Event>,
}

/// The rows of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projection {
    /// Rows by dataset, in the order in which the datasets first came.
    pub batches: Vec<Batch>,
    /// How many spans, records or points found no room within [`MAXIMUM_PROJECTED_BYTES`] or have
    /// a row larger than [`MAXIMUM_EVENT_BYTES`].
    pub rejected: usize,
    /// How many fields found no room in their event.
    pub refused_fields: usize,
}

/// Collects rows.
#[derive(Debug, Default)]
pub(super) struct Rows {
    batches: Vec<Batch>,
    /// Slugs of the datasets in the order of `batches`.
    slugs: Vec<String>,
    places: HashMap<String, usize>,
    room: Room,
    rejected: usize,
    refused_fields: usize,
}

impl Rows {
    /// Returns the place of a dataset.
    pub(super) fn dataset(&mut self, name: &str) -> usize {
        let slug = slug(name);
        if let Some(place) = self.places.get(&slug) {
            return *place;
        }
        self.slugs.push(slug.clone());
        self.places.insert(slug, self.batches.len());
        self.batches.push(Batch { dataset: name.to_owned(), events: Vec::new() });
        self.batches.len() - 1
    }

    /// Says whether no further row fits, so that none need be made.
    pub(super) const fn is_full(&self) -> bool {
        self.room.is_used_up()
    }

    /// Adds a row unless it is too large or there is no room left.
    pub(super) fn push(
        &mut self,
        dataset: usize,
        time_ns: i64,
        sample_rate: u32,
        fields: FieldSet,
    ) -> bool {
        self.refused_fields += fields.refused();
        let slug = self.slugs[dataset].clone();
        let event = Event { dataset: slug, time_ns, sample_rate, fields: fields.into_fields() };
        let bytes = event.bytes();
        if bytes > MAXIMUM_EVENT_BYTES || !self.room.take(event.fields.len(), bytes) {
            return false;
        }
        self.batches[dataset].events.push(event);
        true
    }

    /// Counts a span, record or point that found no room.
    pub(super) const fn reject(&mut self) {
        self.rejected += 1;
    }

    /// Returns what was collected.
    pub(super) fn finish(mut self) -> Projection {
        self.batches.retain(|batch| !batch.events.is_empty());
        let Self { batches, rejected, refused_fields, .. } = self;
        Projection { batches, rejected, refused_fields }
    }
}
