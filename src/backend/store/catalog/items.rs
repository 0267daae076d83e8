//! Items: occurrences of one kind, counted together.

use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::Row;
use rusqlite::params;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::numbers;
use super::occurrences::NewOccurrence;
use super::projects;
use crate::backend::store::StoreError;

/// Status of an item that is to be looked at.
pub const ACTIVE: i64 = 1;

/// Status of an item that was repaired; another occurrence makes it active again.
pub const RESOLVED: i64 = 2;

/// Statuses that an item may have; the last two are muted and archived.
const STATUSES: &str = "1, 2, 3, 5";

/// Levels that an item may have.
const LEVELS: &str = "10, 20, 30, 40, 50";

/// Says whether an item may have a level.
pub(super) const fn is_level(level: i64) -> bool {
    matches!(level, 10 | 20 | 30 | 40 | 50)
}

const COLUMNS: &str = "id, counter, environment, hash, title, title_locked, level, level_locked, \
                       status, platform, framework, total, visitors, first_id, first_time, \
                       last_id, last_time, activating_id, activated_time, resolved_time, \
                       resolved_in_version, assigned_user_id, team_id, snoozed";

/// An item; times are in seconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Number of the item, never reused.
    pub id: i64,
    /// Number within the project, from 1.
    pub counter: i64,
    /// Environment of all its occurrences.
    pub environment: String,
    /// What its occurrences have in common.
    pub hash: String,
    /// What it is called.
    pub title: String,
    /// Whether somebody gave it the title.
    pub is_title_locked: bool,
    /// Level of its first occurrence, or the one that somebody gave it.
    pub level: i64,
    /// Whether somebody gave it the level.
    pub is_level_locked: bool,
    /// What was decided about it.
    pub status: i64,
    /// Platform of its first occurrence.
    pub platform: Option<String>,
    /// Framework of its first occurrence.
    pub framework: Option<String>,
    /// Occurrences that were ever counted.
    pub total: u64,
    /// Different visitors: one who comes again after what they met is gone counts again.
    pub visitors: u64,
    /// The first of its occurrences that are kept.
    pub first_id: i64,
    /// When that happened.
    pub first_time: i64,
    /// The latest of its occurrences that are kept.
    pub last_id: i64,
    /// When that happened.
    pub last_time: i64,
    /// The occurrence that made it active last, while that is kept.
    pub activating_id: Option<i64>,
    /// When it became active last, by the backend's clock.
    pub activated_time: i64,
    /// When it was resolved last.
    pub resolved_time: Option<i64>,
    /// The version that is said to repair it.
    pub resolved_in_version: Option<String>,
    /// Who looks after it.
    pub assigned_user_id: Option<i64>,
    /// Which team does.
    pub team_id: Option<i64>,
    /// Whether it is not to be heard of for a while.
    pub is_snoozed: bool,
}

/// Which items a page shows; what is empty or none does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// Any of these statuses.
    pub statuses: Vec<i64>,
    /// Any of these levels.
    pub levels: Vec<i64>,
    /// Any of these environments.
    pub environments: Vec<String>,
    /// Any of these frameworks.
    pub frameworks: Vec<String>,
    /// Any of these numbers.
    pub ids: Vec<i64>,
    /// This user.
    pub assigned_user_id: Option<i64>,
    /// This team.
    pub team_id: Option<i64>,
    /// Titles that contain this, letter case of ASCII not counted.
    pub text: Option<String>,
    /// Snoozed or not.
    pub is_snoozed: Option<bool>,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Item> {
    Ok(Item {
        id: row.get(0)?,
        counter: row.get(1)?,
        environment: row.get(2)?,
        hash: row.get(3)?,
        title: row.get(4)?,
        is_title_locked: row.get(5)?,
        level: row.get(6)?,
        is_level_locked: row.get(7)?,
        status: row.get(8)?,
        platform: row.get(9)?,
        framework: row.get(10)?,
        total: numbers::count(row, 11)?,
        visitors: numbers::count(row, 12)?,
        first_id: row.get(13)?,
        first_time: row.get(14)?,
        last_id: row.get(15)?,
        last_time: row.get(16)?,
        activating_id: row.get(17)?,
        activated_time: row.get(18)?,
        resolved_time: row.get(19)?,
        resolved_in_version: row.get(20)?,
        assigned_user_id: row.get(21)?,
        team_id: row.get(22)?,
        is_snoozed: row.get(23)?,
    })
}

/// Returns the item of a number.
///
/// # Errors
/// The catalog failed.
pub fn find(connection: &Connection, project: i64, id: i64) -> Result<Option<Item>, StoreError> {
    find_where(connection, "id = ?2", params![project, id])
}

/// Returns the item of a number within its project.
///
/// # Errors
/// The catalog failed.
pub fn find_by_counter(
    connection: &Connection,
    project: i64,
    counter: i64,
) -> Result<Option<Item>, StoreError> {
    find_where(connection, "counter = ?2", params![project, counter])
}

/// Returns the item of an occurrence, by the occurrence's identifier.
///
/// # Errors
/// The catalog failed.
pub fn find_by_uuid(
    connection: &Connection,
    project: i64,
    uuid: &str,
) -> Result<Option<Item>, StoreError> {
    let of_occurrence =
        "id = (SELECT item_id FROM occurrences WHERE project_id = ?1 AND uuid = ?2)";
    find_where(connection, of_occurrence, params![project, uuid])
}

fn find_where(
    connection: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<Option<Item>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM items WHERE project_id = ?1 AND {condition}");
    Ok(connection.prepare_cached(&sql)?.query_row(values, from_row).optional()?)
}

impl ItemFilter {
    /// Returns the condition and its values.
    fn condition(&self, project: i64) -> (String, Vec<Value>) {
        let mut sql = "project_id = ?".to_owned();
        let mut values = vec![Value::Integer(project)];
        let mut one_of = |column: &str, wanted: Vec<Value>| {
            if !wanted.is_empty() {
                let marks = vec!["?"; wanted.len()].join(", ");
                sql.push_str(&format!(" AND {column} IN ({marks})"));
                values.extend(wanted);
            }
        };
        let numbers = |numbers: &[i64]| numbers.iter().copied().map(Value::Integer).collect();
        let texts = |texts: &[String]| texts.iter().cloned().map(Value::Text).collect();
        one_of("status", numbers(&self.statuses));
        one_of("level", numbers(&self.levels));
        one_of("id", numbers(&self.ids));
        one_of("environment", texts(&self.environments));
        one_of("framework", texts(&self.frameworks));
        one_of("assigned_user_id", self.assigned_user_id.map(Value::Integer).into_iter().collect());
        one_of("team_id", self.team_id.map(Value::Integer).into_iter().collect());
        one_of(
            "snoozed",
            self.is_snoozed.map(|is| Value::Integer(is.into())).into_iter().collect(),
        );
        if let Some(text) = &self.text {
            sql.push_str(" AND instr(lower(title), ?) > 0");
            values.push(Value::Text(text.to_ascii_lowercase()));
        }
        (sql, values)
    }
}

/// Returns a page of items, those that occurred latest first.
///
/// # Errors
/// The catalog failed.
pub fn page(
    connection: &Connection,
    project: i64,
    filter: &ItemFilter,
    skip: u64,
    limit: usize,
) -> Result<Vec<Item>, StoreError> {
    let (condition, mut values) = filter.condition(project);
    let sql = format!(
        "SELECT {COLUMNS} FROM items WHERE {condition}
         ORDER BY last_time DESC, id DESC LIMIT ? OFFSET ?"
    );
    values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    values.push(Value::Integer(numbers::stored(skip)));
    let mut statement = connection.prepare(&sql)?;
    let rows = statement.query_map(params_from_iter(values), from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Counts the items that a filter lets through.
///
/// # Errors
/// The catalog failed.
pub fn count(
    connection: &Connection,
    project: i64,
    filter: &ItemFilter,
) -> Result<u64, StoreError> {
    let (condition, values) = filter.condition(project);
    let sql = format!("SELECT count(*) FROM items WHERE {condition}");
    let mut statement = connection.prepare(&sql)?;
    Ok(statement.query_row(params_from_iter(values), |row| numbers::count(row, 0))?)
}

/// Writes what people decide about an item.
///
/// # Errors
/// The catalog failed.
pub fn update(connection: &Connection, item: &Item) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE items SET title = ?2, title_locked = ?3, level = ?4, level_locked = ?5,
                 status = ?6, activated_time = ?7, resolved_time = ?8, resolved_in_version = ?9,
                 assigned_user_id = ?10, team_id = ?11, snoozed = ?12
             WHERE id = ?1",
        )?
        .execute(params![
            item.id,
            item.title,
            item.is_title_locked,
            item.level,
            item.is_level_locked,
            item.status,
            item.activated_time,
            item.resolved_time,
            item.resolved_in_version,
            item.assigned_user_id,
            item.team_id,
            item.is_snoozed,
        ])?;
    Ok(())
}

/// Returns the item that an occurrence belongs to, made anew if there is none; it counts nothing
/// yet.
pub(super) fn enter(connection: &Connection, new: &NewOccurrence) -> Result<i64, StoreError> {
    let known = connection
        .prepare_cached(
            "SELECT id FROM items WHERE project_id = ?1 AND environment = ?2 AND hash = ?3",
        )?
        .query_row(params![new.project_id, new.environment, new.hash], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    projects::enter_environment(connection, new.project_id, &new.environment)?;
    let counter = projects::next_counter(connection, new.project_id)?;
    Ok(connection
        .prepare_cached(
            "INSERT INTO items (project_id, counter, environment, hash, title, title_locked, level,
                 level_locked, status, platform, framework, total, visitors, first_id, first_time,
                 last_id, last_time, activating_id, activated_time, snoozed)
             VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, 0, 1, ?7, ?8, 0, 0, 0, ?9, 0, ?9, NULL, ?10, 0)
             RETURNING id",
        )?
        .query_row(
            params![
                new.project_id,
                counter,
                new.environment,
                new.hash,
                new.title,
                new.level,
                new.platform,
                new.framework,
                new.time,
                seconds(new.received_ms),
            ],
            |row| row.get(0),
        )?)
}

/// Returns whole seconds.
const fn seconds(milliseconds: i64) -> i64 {
    milliseconds.div_euclid(1_000)
}

/// Counts an occurrence; an item that was resolved is active again, from the time at which the
/// occurrence came: the time that it says itself may be any.
pub(super) fn count_occurrence(
    connection: &Connection,
    item: i64,
    occurrence: i64,
    new: &NewOccurrence,
    is_new_visitor: bool,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE items SET
                 total = total + 1, visitors = visitors + ?4,
                 first_id = iif(total = 0, ?2, first_id),
                 last_id = iif(?3 >= last_time, ?2, last_id), last_time = max(last_time, ?3),
                 activating_id = iif(total = 0 OR status = ?6, ?2, activating_id),
                 activated_time = iif(status = ?6, ?7, activated_time),
                 status = iif(status = ?6, ?5, status)
             WHERE id = ?1",
        )?
        .execute(params![
            item,
            occurrence,
            new.time,
            is_new_visitor,
            ACTIVE,
            RESOLVED,
            seconds(new.received_ms),
        ])?;
    Ok(())
}

/// Notes that an occurrence is gone while others are left: what named it names another one, or
/// none.
pub(super) fn forget_occurrence(
    connection: &Connection,
    item: i64,
    occurrence: i64,
) -> Result<(), StoreError> {
    let at = |end: &str| {
        format!("SELECT id, time FROM occurrences WHERE item_id = ?1 ORDER BY id {end} LIMIT 1")
    };
    // The latest time of those left would be looked for among all of them; the one that came last
    // is found at once.
    for (end, order) in [("first", "ASC"), ("last", "DESC")] {
        let sql = format!(
            "UPDATE items SET ({end}_id, {end}_time) = ({})
             WHERE id = ?1 AND {end}_id = ?2",
            at(order)
        );
        connection.prepare_cached(&sql)?.execute([item, occurrence])?;
    }
    connection
        .prepare_cached(
            "UPDATE items SET activating_id = NULL WHERE id = ?1 AND activating_id = ?2",
        )?
        .execute([item, occurrence])?;
    Ok(())
}

/// Deletes an item of which no occurrence is left.
pub(super) fn delete(connection: &Connection, id: i64) -> Result<(), StoreError> {
    let gone = connection
        .prepare_cached("DELETE FROM items WHERE id = ?1 RETURNING project_id, environment")?
        .query_row([id], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    if let Some((project, environment)) = gone {
        projects::leave_environment(connection, project, &environment)?;
    }
    Ok(())
}

/// Counts what a foreign catalog says of items that makes no sense.
pub(super) fn oddities(connection: &Connection) -> Result<u64, StoreError> {
    let sql = format!(
        "SELECT (SELECT count(*) FROM items i LEFT JOIN projects p ON p.id = i.project_id
                 WHERE p.id IS NULL OR i.counter NOT BETWEEN 1 AND p.item_count)
              + (SELECT count(*) FROM items
                 WHERE status NOT IN ({STATUSES}) OR level NOT IN ({LEVELS})
                    OR total < 1 OR visitors NOT BETWEEN 0 AND total
                    OR title_locked NOT IN (0, 1) OR level_locked NOT IN (0, 1)
                    OR snoozed NOT IN (0, 1))
              + (SELECT count(*) FROM items i WHERE NOT EXISTS
                 (SELECT 1 FROM occurrences o WHERE o.item_id = i.id))"
    );
    Ok(connection.query_row(&sql, [], |row| numbers::count(row, 0))?)
}
