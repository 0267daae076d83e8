//! Queries and their results; the specification itself stays opaque.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

/// Rows and buckets: names of calculations and breakdowns with their values.
pub type Row = Map<String, Value>;

/// Most rows of a result without series.
pub const MAXIMUM_RESULT_LIMIT: u64 = 10_000;

/// Answer of `POST` and `GET /1/queries`: the specification with its id.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Query {
    #[serde(default)]
    pub id: String,
    #[serde(flatten)]
    pub specification: Map<String, Value>,
}

/// Body of `POST /1/query_results`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct CreateQueryResult {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
    pub disable_series: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_total_by_aggregate: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_other_by_aggregate: Option<bool>,
}

impl CreateQueryResult {
    /// Says whether the row of totals is asked for; it is not unless the sender says so.
    #[must_use]
    pub fn wants_total(&self) -> bool {
        !self.disable_total_by_aggregate.unwrap_or(true)
    }

    /// Says whether the row of all others is asked for; it is not unless the sender says so.
    #[must_use]
    pub fn wants_other(&self) -> bool {
        !self.disable_other_by_aggregate.unwrap_or(true)
    }
}

/// Answer of `POST` and `GET /1/query_results`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct QueryResult {
    #[serde(default)]
    pub query: Value,
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<QueryResultData>,
    #[serde(default)]
    pub links: QueryResultLinks,
}

/// The rows of a result.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct QueryResultData {
    pub series: Vec<SeriesPoint>,
    pub results: Vec<ResultRow>,
    #[serde(deserialize_with = "aggregate", skip_serializing_if = "Option::is_none")]
    pub total_by_aggregate: Option<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_by_aggregate_series: Option<Vec<SeriesPoint>>,
    #[serde(deserialize_with = "aggregate", skip_serializing_if = "Option::is_none")]
    pub other_by_aggregate: Option<Row>,
}

/// One row of one bucket.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct SeriesPoint {
    pub time: String,
    pub data: Row,
}

/// One row of a result.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct ResultRow {
    pub data: Row,
}

/// Where a result is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct QueryResultLinks {
    pub query_url: String,
    pub graph_image_url: String,
}

impl QueryResultLinks {
    /// Returns the links of a result; `ui` is scheme and host of the pages.
    #[must_use]
    pub fn new(ui: &str, team: &str, environment: &str, dataset: &str, id: &str) -> Self {
        let query_url = if environment.is_empty() {
            format!("{ui}/{team}/datasets/{dataset}/result/{id}")
        } else {
            format!("{ui}/{team}/environments/{environment}/datasets/{dataset}/result/{id}")
        };
        let graph_image_url = format!("{query_url}/snapshot");
        Self { query_url, graph_image_url }
    }
}

/// The published description nests another `data`, answers do not: both are read.
fn aggregate<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Row>, D::Error> {
    let row = Option::<Row>::deserialize(deserializer)?;
    Ok(row.map(|mut row| {
        let is_nested = row.len() == 1 && row.get("data").is_some_and(Value::is_object);
        match row.get_mut("data") {
            Some(Value::Object(inner)) if is_nested => std::mem::take(inner),
            _ => row,
        }
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_result_reads_as_it_is_documented() {
        let text = json!({
            "query": { "id": "q", "breakdowns": ["a"] },
            "id": "HprJhV1fYy",
            "complete": true,
            "data": {
                "series": [{ "time": "2026-11-20T10:00:00Z", "data": { "COUNT": 3 } }],
                "results": [{ "data": { "COUNT": 9, "P90(duration_ms)": 44.1 } }],
                "total_by_aggregate": { "data": { "COUNT": 9 } },
                "other_by_aggregate": { "COUNT": 0 },
            },
            "links": { "query_url": "u", "graph_image_url": "g" },
        });
        let result: QueryResult = serde_json::from_value(text).unwrap();
        let data = result.data.unwrap();
        assert_eq!(data.results[0].data["P90(duration_ms)"], 44.1);
        assert_eq!(data.total_by_aggregate.unwrap()["COUNT"], 9);
        assert_eq!(data.other_by_aggregate.unwrap()["COUNT"], 0);
        let waiting: QueryResult =
            serde_json::from_value(json!({ "id": "x", "complete": false })).unwrap();
        assert!(waiting.data.is_none() && !waiting.complete);
    }

    #[test]
    fn a_query_keeps_its_specification() {
        let query: Query =
            serde_json::from_value(json!({ "id": "q", "limit": 5, "filters": [] })).unwrap();
        assert_eq!(query.specification["limit"], 5);
        assert_eq!(
            serde_json::to_value(&query).unwrap(),
            json!({ "id": "q", "limit": 5, "filters": [] })
        );
    }

    #[test]
    fn links_follow_the_kind_of_team() {
        let links = QueryResultLinks::new("http://x", "t", "e", "d", "1");
        assert_eq!(links.query_url, "http://x/t/environments/e/datasets/d/result/1");
        let links = QueryResultLinks::new("http://x", "t", "", "d", "1");
        assert_eq!(links.graph_image_url, "http://x/t/datasets/d/result/1/snapshot");
    }

    #[test]
    fn totals_are_asked_for() {
        let asked: CreateQueryResult =
            serde_json::from_value(json!({ "query_id": "q", "disable_other_by_aggregate": false }))
                .unwrap();
        assert!(asked.wants_other() && !asked.wants_total() && !asked.disable_series);
    }
}
