//! What occurred most, and how often something occurred.

use serde_json::Value;
use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::call::show;
use super::items::shown;
use crate::backend::front::message::Answer;
use crate::backend::store::catalog::items;
use crate::backend::store::catalog::occurrence_reports;
use crate::wire::rollbar::Problem;

/// Seconds of an hour.
const HOUR: i64 = 60 * 60;

/// Hours that a report looks back, where nothing is said, and at most.
const HOURS: i64 = 24;
const MAXIMUM_HOURS: i64 = 30 * 24;

/// Items of a report.
const TOP_ITEMS: usize = 10;

/// `GET /api/1/reports/top_active_items`.
pub(super) fn top_active_items(call: &Call<'_>) -> Result<Answer, Failure> {
    match call.parameters.get("sort") {
        None | Some("occurrences") => {}
        Some(_) => return Err(Problem::new(422, "sort must be occurrences").into()),
    }
    let (first, end) = hours(call)?;
    let environments = environments(call);
    let rows = call.read(|connection, project| {
        let mut rows: Vec<Value> = Vec::new();
        let most = occurrence_reports::most_frequent(
            connection,
            project,
            first..end,
            &environments,
            TOP_ITEMS,
        )?;
        let ids: Vec<i64> = most.iter().map(|frequency| frequency.item_id).collect();
        let counted =
            occurrence_reports::counts_of_items(connection, project, &ids, first..end, HOUR)?;
        for frequency in most {
            let Some(item) = items::find(connection, project, frequency.item_id)? else { continue };
            let counts: Vec<(i64, u64)> = counted
                .iter()
                .filter(|count| count.item_id == frequency.item_id)
                .map(|count| (count.start, count.count))
                .collect();
            let counts = by_hour(&counts, first, end);
            let item = shown(project, item);
            rows.push(json!({
                "item": {
                    "id": item.id,
                    "counter": item.counter,
                    "environment": item.environment,
                    "title": item.title,
                    "level": item.level,
                    "framework": item.framework,
                    "last_occurrence_timestamp": item.last_occurrence_timestamp,
                    "project_id": item.project_id,
                    "unique_occurrences": frequency.visitors,
                    "occurrences": frequency.occurrences,
                    "group_status": item.group_status,
                },
                "counts": counts.into_iter().map(|(_, count)| count).collect::<Vec<_>>(),
            }));
        }
        Ok(rows)
    })?;
    show(&rows)
}

/// `GET /api/1/reports/occurrence_counts`.
pub(super) fn occurrence_counts(call: &Call<'_>) -> Result<Answer, Failure> {
    let (first, end) = hours(call)?;
    let environments = environments(call);
    let item = call.parameters.whole("item_id", 0)?;
    let counts = call.read(|connection, project| {
        let times = first..end;
        Ok(occurrence_reports::counts(connection, project, item, times, HOUR, &environments)?)
    })?;
    show(&by_hour(&counts, first, end))
}

/// Returns the first second of the hours that are asked for, and the end of the last one, which is
/// not over yet.
fn hours(call: &Call<'_>) -> Result<(i64, i64), Failure> {
    let hours = call.parameters.whole("hours", 1)?.unwrap_or(HOURS).min(MAXIMUM_HOURS);
    let end = (call.now_seconds().div_euclid(HOUR) + 1) * HOUR;
    Ok((end - hours * HOUR, end))
}

/// Returns the environments that are asked for, joined by commas or not.
fn environments(call: &Call<'_>) -> Vec<String> {
    let named = call.parameters.all("environments").chain(call.parameters.all("environment"));
    named.flat_map(|names| names.split(',')).map(str::to_owned).collect()
}

/// Fills in the hours in which nothing occurred.
fn by_hour(counts: &[(i64, u64)], first: i64, end: i64) -> Vec<(i64, u64)> {
    let mut counts = counts.iter().peekable();
    let mut hours = Vec::new();
    let mut start = first;
    while start < end {
        let count = counts.next_if(|(time, _)| *time == start).map_or(0, |(_, count)| *count);
        hours.push((start, count));
        start += HOUR;
    }
    hours
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hour_has_a_count() {
        let hour = |number: i64| number * HOUR;
        let counts = [(hour(11), 2), (hour(13), 5)];
        assert_eq!(
            by_hour(&counts, hour(10), hour(14)),
            [(hour(10), 0), (hour(11), 2), (hour(12), 0), (hour(13), 5)]
        );
        assert!(by_hour(&[], 0, 0).is_empty());
    }
}
