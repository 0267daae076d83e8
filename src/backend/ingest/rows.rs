//! Rows by dataset, within a bound.

use std::collections::BTreeMap;

use crate::backend::store::EventCollector;
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

/// The rows of a request.
#[derive(Debug, Default)]
pub struct Projection {
    /// The rows, by dataset.
    pub events: EventCollector,
    /// For the slug of each dataset that has rows its name as it was sent first.
    pub names: BTreeMap<String, String>,
    /// How many spans, records or points found no room within [`MAXIMUM_PROJECTED_BYTES`] or have
    /// a row larger than [`MAXIMUM_EVENT_BYTES`].
    pub rejected: usize,
    /// Whether one of them has a row that is too large by itself.
    pub has_too_large: bool,
    /// Whether one of them found no room beside the others of its request.
    pub has_too_many: bool,
    /// How many fields found no room in their event.
    pub refused_fields: usize,
}

/// Collects rows.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Slugs and names of the datasets by their numbers.
    datasets: Vec<(String, String)>,
    projection: Projection,
    room: Room,
}

impl Rows {
    /// Creates an empty collection for about that many rows of each dataset.
    pub(super) fn expecting(rows: usize) -> Self {
        let projection =
            Projection { events: EventCollector::expecting(rows), ..Projection::default() };
        Self { projection, ..Self::default() }
    }

    /// Returns the number of a dataset.
    pub(super) fn dataset(&mut self, name: &str) -> usize {
        let slug = slug(name);
        let number = self.projection.events.dataset(&slug);
        if number == self.datasets.len() {
            self.datasets.push((slug, name.to_owned()));
        }
        number
    }

    /// Says whether no further row fits, so that none need be made.
    pub(super) const fn is_full(&self) -> bool {
        self.room.is_used_up() || self.projection.events.is_full()
    }

    /// Adds a row unless it is too large or there is no room left.
    pub(super) fn push(
        &mut self,
        dataset: usize,
        time_ns: i64,
        sample_rate: u32,
        fields: &FieldSet<'_>,
    ) -> bool {
        self.projection.refused_fields += fields.refused();
        let (values, bytes) = (fields.as_slice(), fields.bytes());
        if bytes > MAXIMUM_EVENT_BYTES {
            self.projection.has_too_large = true;
            return false;
        }
        if self.projection.events.is_full() || !self.room.take(values.len(), bytes) {
            self.projection.has_too_many = true;
            return false;
        }
        let (slug, name) = &self.datasets[dataset];
        if !self.projection.names.contains_key(slug) {
            self.projection.names.insert(slug.clone(), name.clone());
        }
        let values = values.iter().map(|(name, value)| (&**name, value.borrowed()));
        self.projection.events.push(dataset, time_ns, sample_rate, values);
        true
    }

    /// Counts a span, record or point that found no room.
    pub(super) const fn reject(&mut self) {
        self.projection.rejected += 1;
        self.projection.has_too_many |= self.is_full();
    }

    /// Returns what was collected.
    pub(super) fn finish(self) -> Projection {
        self.projection
    }
}
