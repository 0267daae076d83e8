//! `/1/query_results/{dataset}`: a query is run, and its result fetched when it is complete.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use serde::Serialize;
use serde_json::Value;
use serde_json::json;
use tokio::runtime::Handle;

use super::call::Call;
use super::call::ENVIRONMENT;
use super::call::Failure;
use super::call::TEAM;
use super::queries;
use super::query_columns;
use super::result_rows;
use super::rows::new_identifier;
use super::rows::parent_of;
use super::rows::resolve;
use crate::backend::HoneycombPlan;
use crate::backend::engine::events::DatasetSource;
use crate::backend::engine::events::EventQueryError;
use crate::backend::engine::events::EventRun;
use crate::backend::engine::events::execute;
use crate::backend::front::message::Answer;
use crate::backend::jobs::JobState;
use crate::base::parse_json_object;
use crate::dialect::honeycomb;
use crate::dialect::honeycomb::Spec;
use crate::model::event;
use crate::wire::honeycomb::CreateQueryResult;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::MAXIMUM_RESULT_LIMIT;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;
use crate::wire::honeycomb::QueryResultData;
use crate::wire::honeycomb::QueryResultLinks;

/// How long a query may run; the service allows as much.
const QUERY_TIME: Duration = Duration::from_secs(10);

/// How long the answer about a result waits for it.
const PATIENCE: Duration = Duration::from_millis(100);

/// Most values of a result, over all rows and buckets; as rows of names and values they take some
/// hundred bytes each.
const MAXIMUM_VALUES: usize = 1_000_000;

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// What is kept of a query that was run.
#[derive(Debug)]
pub(in crate::backend) struct KeptResult {
    /// Slug of the dataset.
    dataset: String,
    query: Value,
    data: Result<QueryResultData, EventQueryError>,
}

/// Begins to run a query.
pub(super) fn create(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    check_plan(call)?;
    let asked: CreateQueryResult = parse_json_object(&call.request.body)
        .map_err(|_| Problem::new(ProblemKind::Unparseable, "could not parse request body"))?;
    let limit = limit_of(&asked)?;
    let query_id = asked.query_id.clone().unwrap_or_default();
    if query_id.is_empty() {
        return Err(wrong("query_id", FieldCode::Missing, "is missing"));
    }
    let stored = queries::find(call, dataset, &query_id)?;
    let spec = Spec::read(&stored).map_err(|error| queries::refused(&error))?;
    let answer = honeycomb::Answer {
        series: !asked.disable_series,
        total: asked.wants_total(),
        other: asked.wants_other(),
        limit,
    };
    let now = call.now();
    let mut plan = spec.lower(now.saturating_mul(1_000_000), &answer);
    let found = call.read(|connection, scope| {
        let parent = parent_of(connection, scope, dataset)?;
        let found = resolve(connection, scope, &parent)?;
        query_columns::complete(connection, scope, &parent, &found, &spec, &mut plan)?;
        Ok(found)
    })?;
    let sources = found.iter().map(|dataset| DatasetSource {
        id: dataset.id,
        oldest_ingestion_ms: dataset.retention_days.map(|days| now - i64::from(days) * DAY),
    });
    let run = EventRun {
        datasets: sources.collect(),
        deadline: Some(Instant::now() + QUERY_TIME),
        ..EventRun::default()
    };
    if call.front.configuration.honeycomb.limits_results {
        call.front.result_limits.begin(now, spec.is_relational())?;
    }
    let id = new_identifier();
    if !call.front.results.begin(id.clone()) {
        let text = "too many queries run at once";
        return Err(Problem::new(ProblemKind::RateLimited, text).into());
    }
    let query = queries::with_id(stored, &query_id);
    let answered = shown(call, 201, dataset, &id, &query, None);
    // What was sent before the question is seen by it.
    let snapshot = call.front.store.snapshot();
    let (pool, results) = (Arc::clone(&call.front.pool), Arc::clone(&call.front.results));
    let (job, dataset) = (id.clone(), event::slug(dataset));
    Handle::current().spawn_blocking(move || {
        let work = || {
            let result = execute(&snapshot, &plan, &run, &pool)?;
            if result_rows::values(&plan, &result) > MAXIMUM_VALUES {
                return Err(EventQueryError::Unsupported("results of more than a million values"));
            }
            Ok(result_rows::data(&plan, &result))
        };
        // A query that breaks off must not keep its place among the running ones.
        let data = catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(EventQueryError::Broke));
        let bytes = data.as_ref().map_or(0, result_rows::estimated_bytes);
        results.finish(&job, KeptResult { dataset, query, data }, bytes);
    });
    let location = format!("{}/{id}", call.request.path);
    Ok(answered.with_header("location", location))
}

/// Shows a result, complete or not.
pub(super) fn get(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    check_plan(call)?;
    let kept = match call.front.results.find(id, PATIENCE) {
        None => return Err(Failure::not_found("Query result")),
        Some(JobState::Running) => {
            return Ok(shown(call, 200, dataset, id, &Value::Null, None));
        }
        Some(JobState::Done(kept)) => kept,
    };
    if kept.dataset != event::slug(dataset) {
        return Err(Failure::not_found("Query result"));
    }
    match &kept.data {
        Ok(data) => Ok(shown(call, 200, dataset, id, &kept.query, Some(data))),
        Err(EventQueryError::Store(error)) => Err(Failure::Store(error.clone())),
        Err(error) => {
            let (status, text) = match error {
                EventQueryError::Unsupported(_) | EventQueryError::Memory { .. } => {
                    let problem = Problem::new(ProblemKind::ValidationFailed, error.to_string());
                    return Err(problem.into());
                }
                EventQueryError::TimedOut => {
                    (504, format!("the query did not end within {} s", QUERY_TIME.as_secs()))
                }
                _ => (500, error.to_string()),
            };
            Ok(Answer::json(status, &json!({ "error": text })))
        }
    }
}

/// Refuses where the team's plan has no results by the API.
fn check_plan(call: &Call<'_>) -> Result<(), Failure> {
    match call.front.configuration.honeycomb.plan {
        HoneycombPlan::Enterprise => Ok(()),
        HoneycombPlan::Free => {
            let text = "query results are not part of this team's plan, they need Enterprise";
            Err(Problem::new(ProblemKind::Forbidden, text).into())
        }
    }
}

/// A [`QueryResult`](crate::wire::honeycomb::QueryResult) whose rows stay where they are: there can
/// be many.
#[derive(Serialize)]
struct Shown<'a> {
    query: &'a Value,
    id: &'a str,
    complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a QueryResultData>,
    links: QueryResultLinks,
}

fn shown(
    call: &Call<'_>,
    status: u16,
    dataset: &str,
    id: &str,
    query: &Value,
    data: Option<&QueryResultData>,
) -> Answer {
    let links = QueryResultLinks::new(&call.base(), TEAM.1, ENVIRONMENT.1, dataset, id);
    let shown = Shown { query, id, complete: data.is_some(), data, links };
    // Names are texts and numbers finite, so that nothing here can fail to be written.
    let body = serde_json::to_vec(&shown).unwrap_or_default();
    Answer::new(status, "application/json", body)
}

fn limit_of(asked: &CreateQueryResult) -> Result<Option<usize>, Failure> {
    let Some(limit) = asked.limit else { return Ok(None) };
    if !asked.disable_series {
        return Err(wrong("limit", FieldCode::Invalid, "needs disable_series"));
    }
    if limit == 0 || limit > MAXIMUM_RESULT_LIMIT {
        let text = format!("must lie between 1 and {MAXIMUM_RESULT_LIMIT}");
        return Err(wrong("limit", FieldCode::Invalid, &text));
    }
    Ok(usize::try_from(limit).ok())
}

fn wrong(field: &str, code: FieldCode, description: &str) -> Failure {
    Problem::of_field(field, code, description).into()
}
