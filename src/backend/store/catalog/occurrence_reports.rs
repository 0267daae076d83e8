//! What occurred most, how often, and with which version of the code.

use std::ops::Range;

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::params;

use super::items;
use super::numbers;
use crate::backend::store::StoreError;

/// How often an item occurred within a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// The item.
    pub item_id: i64,
    /// Occurrences.
    pub occurrences: u64,
    /// Different visitors among them.
    pub visitors: u64,
}

/// How often an item occurred within one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemCount {
    /// The item.
    pub item_id: i64,
    /// When the step begins.
    pub start: i64,
    /// Occurrences.
    pub count: u64,
}

/// When a version of the code was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The first occurrence, and when it happened.
    pub first: (i64, i64),
    /// The latest occurrence, and when it happened.
    pub last: (i64, i64),
}

/// Returns the items that occurred most often within a time.
///
/// # Errors
/// The catalog failed.
pub fn most_frequent(
    connection: &Connection,
    project: i64,
    times: Range<i64>,
    environments: &[String],
    limit: usize,
) -> Result<Vec<Frequency>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(
        "SELECT o.item_id, count(*) AS occurrences, count(DISTINCT o.visitor)
         FROM occurrences o JOIN items i ON i.id = o.item_id
         WHERE o.project_id = ?1 AND o.time >= ?2 AND o.time < ?6 AND i.status = ?3
           AND (?4 = '[]' OR i.environment IN (SELECT value FROM json_each(?4)))
         GROUP BY o.item_id ORDER BY occurrences DESC, o.item_id DESC LIMIT ?5",
    )?;
    let names = serde_json::json!(environments).to_string();
    let values = params![project, times.start, items::ACTIVE, names, limit, times.end];
    let rows = statement.query_map(values, |row| {
        Ok(Frequency {
            item_id: row.get(0)?,
            occurrences: numbers::count(row, 1)?,
            visitors: numbers::count(row, 2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Counts the occurrences of some items of a project by steps of so many seconds; the order is by
/// item, then by time.
///
/// # Errors
/// The catalog failed.
pub fn counts_of_items(
    connection: &Connection,
    project: i64,
    items: &[i64],
    times: Range<i64>,
    step: i64,
) -> Result<Vec<ItemCount>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT item_id, time / ?4 * ?4 AS start, count(*) FROM occurrences
         WHERE project_id = ?1 AND time >= ?2 AND time < ?3
           AND item_id IN (SELECT value FROM json_each(?5))
         GROUP BY item_id, start ORDER BY item_id, start",
    )?;
    let items = serde_json::json!(items).to_string();
    let values = params![project, times.start, times.end, step.max(1), items];
    let rows = statement.query_map(values, |row| {
        Ok(ItemCount { item_id: row.get(0)?, start: row.get(1)?, count: numbers::count(row, 2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Counts occurrences, of a project or of one of its items, by steps of so many seconds.
///
/// # Errors
/// The catalog failed.
pub fn counts(
    connection: &Connection,
    project: i64,
    item: Option<i64>,
    times: Range<i64>,
    step: i64,
    environments: &[String],
) -> Result<Vec<(i64, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT o.time / ?5 * ?5 AS start, count(*)
         FROM occurrences o JOIN items i ON i.id = o.item_id
         WHERE o.project_id = ?1 AND (?2 IS NULL OR o.item_id = ?2)
           AND o.time >= ?3 AND o.time < ?4
           AND (?6 = '[]' OR i.environment IN (SELECT value FROM json_each(?6)))
         GROUP BY start ORDER BY start",
    )?;
    let names = serde_json::json!(environments).to_string();
    let values = params![project, item, times.start, times.end, step.max(1), names];
    let rows = statement.query_map(values, |row| Ok((row.get(0)?, numbers::count(row, 1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Says when a version of the code was seen, in an environment.
///
/// # Errors
/// The catalog failed.
pub fn sighting(
    connection: &Connection,
    project: i64,
    code_version: &str,
    environment: &str,
) -> Result<Option<Sighting>, StoreError> {
    let end = |order: &str| -> Result<Option<(i64, i64)>, StoreError> {
        let sql = format!(
            "SELECT o.id, o.time FROM occurrences o JOIN items i ON i.id = o.item_id
             WHERE o.project_id = ?1 AND o.code_version = ?2 AND i.environment = ?3
             ORDER BY o.time {order}, o.id {order} LIMIT 1"
        );
        let values = params![project, code_version, environment];
        let mut statement = connection.prepare_cached(&sql)?;
        Ok(statement.query_row(values, |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    };
    let ends = end("ASC")?.zip(end("DESC")?);
    Ok(ends.map(|(first, last)| Sighting { first, last }))
}
