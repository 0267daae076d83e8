//! The values of a result over time, looked up by row.

use std::collections::BTreeMap;
use std::collections::HashMap;

use serde_json::Value;

use crate::wire::honeycomb::QueryResultData;
use crate::wire::honeycomb::Row;
use crate::wire::honeycomb::SeriesPoint;

/// The values of a result over time, looked up by row.
pub(super) struct Series<'d> {
    keys: &'d [String],
    /// Places of the moments.
    moments: BTreeMap<&'d str, usize>,
    /// Points by the values of their breakdowns.
    points: HashMap<Vec<String>, Vec<&'d SeriesPoint>>,
}

impl<'d> Series<'d> {
    pub(super) fn new(data: &'d QueryResultData, keys: &'d [String]) -> Self {
        let mut moments: BTreeMap<&str, usize> = BTreeMap::new();
        let mut points: HashMap<Vec<String>, Vec<&SeriesPoint>> = HashMap::new();
        for point in &data.series {
            moments.insert(&point.time, 0);
            points.entry(identity(keys, &point.data)).or_default().push(point);
        }
        for (place, moment) in moments.values_mut().enumerate() {
            *moment = place;
        }
        Self { keys, moments, points }
    }

    /// Returns the first and the last moment.
    pub(super) fn ends(&self) -> Option<(&'d str, &'d str)> {
        let (first, _) = self.moments.first_key_value()?;
        let (last, _) = self.moments.last_key_value()?;
        Some((first, last))
    }

    /// Returns the values of one row, one for each moment that the series knows.
    pub(super) fn of(&self, row: &Row, name: &str) -> Vec<Option<&'d Value>> {
        let mut values = vec![None; self.moments.len()];
        for point in self.points.get(&identity(self.keys, row)).into_iter().flatten() {
            if let Some(place) = self.moments.get(point.time.as_str()) {
                values[*place] = point.data.get(name);
            }
        }
        values
    }
}

/// Tells rows apart: by the values of their breakdowns, a missing one unlike any text.
fn identity(keys: &[String], row: &Row) -> Vec<String> {
    keys.iter().map(|key| row.get(key).map(Value::to_string).unwrap_or_default()).collect()
}
