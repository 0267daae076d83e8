//! Keys, datasets, columns, queries and their results.

use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use serde_json::json;

use super::client::HoneycombClient;
use super::error::HoneycombCallError;
use crate::base::percent_encoded;
use crate::wire::honeycomb::Column;
use crate::wire::honeycomb::CreateQueryResult;
use crate::wire::honeycomb::Dataset;
use crate::wire::honeycomb::Query;
use crate::wire::honeycomb::QueryResult;
use crate::wire::honeycomb::SaveDataset;

/// How long a result is waited for; the service cuts a query at ten seconds.
const RESULT_TIME: Duration = Duration::from_secs(60);

/// The pauses between two looks at a result.
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

impl HoneycombClient {
    /// `GET /1/auth`: whose the key is and what it may do.
    ///
    /// # Errors
    /// The call fails.
    pub async fn auth(&self) -> Result<Value, HoneycombCallError> {
        self.call("GetAuth", Method::GET, "/1/auth", None).await
    }

    /// `GET /1/datasets`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn datasets(&self) -> Result<Vec<Dataset>, HoneycombCallError> {
        self.call("ListDatasets", Method::GET, "/1/datasets", None).await
    }

    /// `POST /1/datasets`; one of the name may be there already.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create_dataset(&self, name: &str) -> Result<Dataset, HoneycombCallError> {
        let body = SaveDataset { name: Some(name.to_owned()), ..SaveDataset::default() };
        self.call("CreateDataset", Method::POST, "/1/datasets", Some(&json!(body))).await
    }

    /// `GET /1/columns/{dataset}`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn columns(&self, dataset: &str) -> Result<Vec<Column>, HoneycombCallError> {
        self.call("ListColumns", Method::GET, &path("columns", dataset), None).await
    }

    /// `GET /1/derived_columns/{dataset}`: the names of calculated fields; none where they may not
    /// be read, as with many keys, or are not there.
    ///
    /// # Errors
    /// The call fails otherwise.
    pub async fn calculated_fields(
        &self,
        dataset: &str,
    ) -> Result<Vec<String>, HoneycombCallError> {
        let path = path("derived_columns", dataset);
        let found: Vec<Value> =
            match self.call("ListCalculatedFields", Method::GET, &path, None).await {
                Err(HoneycombCallError::Refused { status: 401 | 403 | 404, .. }) => Vec::new(),
                other => other?,
            };
        let aliases = found.iter().filter_map(|field| field.get("alias")?.as_str());
        Ok(aliases.map(ToOwned::to_owned).collect())
    }

    /// `POST /1/queries/{dataset}`; returns the query's id.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create_query(
        &self,
        dataset: &str,
        specification: &Value,
    ) -> Result<String, HoneycombCallError> {
        let path = path("queries", dataset);
        let query: Query =
            self.call("CreateQuery", Method::POST, &path, Some(specification)).await?;
        Ok(query.id)
    }

    /// `GET /1/queries/{dataset}/{id}`: the specification, which never changes.
    ///
    /// # Errors
    /// The call fails.
    pub async fn query(&self, dataset: &str, id: &str) -> Result<Value, HoneycombCallError> {
        self.call("GetQuery", Method::GET, &path_of("queries", dataset, id), None).await
    }

    /// `POST /1/query_results/{dataset}`: asks for a result, which is counted.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create_result(
        &self,
        dataset: &str,
        request: &CreateQueryResult,
    ) -> Result<QueryResult, HoneycombCallError> {
        let path = path("query_results", dataset);
        self.call("CreateQueryResult", Method::POST, &path, Some(&json!(request))).await
    }

    /// `GET /1/query_results/{dataset}/{id}` until the result is complete.
    ///
    /// # Errors
    /// A call fails, or the result does not come in time.
    pub async fn await_result(
        &self,
        dataset: &str,
        id: &str,
    ) -> Result<QueryResult, HoneycombCallError> {
        let path = path_of("query_results", dataset, id);
        let mut waited = Duration::ZERO;
        let mut pause = FIRST_PAUSE;
        loop {
            let result: QueryResult = self.call("GetQueryResult", Method::GET, &path, None).await?;
            if result.complete {
                return Ok(result);
            }
            if waited > RESULT_TIME {
                return Err(HoneycombCallError::Slow { seconds: RESULT_TIME.as_secs() });
            }
            tokio::time::sleep(pause).await;
            waited += pause;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

/// Returns the path of a resource of a dataset.
pub(super) fn path(resource: &str, dataset: &str) -> String {
    format!("/1/{resource}/{}", percent_encoded(dataset))
}

/// Returns the path of one thing of a resource.
pub(super) fn path_of(resource: &str, dataset: &str, id: &str) -> String {
    format!("{}/{}", path(resource, dataset), percent_encoded(id))
}
