//! The calls that commands make.

use std::time::Duration;

use reqwest::Method;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::HoneycombCallError;
use crate::base::parse_json;
use crate::base::percent_encoded;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::Column;
use crate::wire::honeycomb::CreateQueryResult;
use crate::wire::honeycomb::Dataset;
use crate::wire::honeycomb::KEY_HEADER;
use crate::wire::honeycomb::Query;
use crate::wire::honeycomb::QueryResult;

/// How long one call may take.
const CALL_TIME: Duration = Duration::from_secs(30);

/// How long a result is waited for; the service cuts a query at ten seconds.
const RESULT_TIME: Duration = Duration::from_secs(60);

/// The pauses between two looks at a result.
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Largest answer that is read, in bytes.
const MAXIMUM_ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// Calls Honeycomb, or what stands in for it.
#[derive(Clone, Debug)]
pub struct HoneycombClient {
    http: reqwest::Client,
    base: String,
    key: SecretString,
}

impl HoneycombClient {
    /// Creates a client of the API at `base`, for instance `https://api.honeycomb.io`.
    ///
    /// # Errors
    /// The machine has no usable network stack.
    pub fn new(base: impl Into<String>, key: SecretString) -> Result<Self, HoneycombCallError> {
        let base = base.into().trim_end_matches('/').to_owned();
        let mut builder = reqwest::Client::builder()
            .timeout(CALL_TIME)
            .redirect(reqwest::redirect::Policy::none());
        if base.starts_with("http://") {
            // A local backend is never behind a proxy, and reading the machine's root certificates
            // takes longer than a call.
            builder = builder.no_proxy().tls_certs_only([]);
        }
        let http = builder.build().map_err(|error| HoneycombCallError::Unreachable {
            url: base.clone(),
            reason: error.to_string(),
        })?;
        Ok(Self { http, base, key })
    }

    /// Returns the address of the API.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

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

    /// `GET /1/columns/{dataset}`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn columns(&self, dataset: &str) -> Result<Vec<Column>, HoneycombCallError> {
        let path = format!("/1/columns/{}", percent_encoded(dataset));
        self.call("ListColumns", Method::GET, &path, None).await
    }

    /// `GET /1/derived_columns`: the names of the calculated fields of a dataset and of its
    /// environment; none where they cannot be read, because many keys may not.
    pub async fn calculated_fields(&self, dataset: &str) -> Vec<String> {
        let mut names = Vec::new();
        for dataset in [dataset, ALL_DATASETS] {
            let path = format!("/1/derived_columns/{}", percent_encoded(dataset));
            let found = self.call("ListCalculatedFields", Method::GET, &path, None).await;
            let found: Vec<Value> = found.unwrap_or_default();
            let aliases = found.iter().filter_map(|field| field.get("alias")?.as_str());
            names.extend(aliases.map(ToOwned::to_owned));
        }
        names
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
        let path = format!("/1/queries/{}", percent_encoded(dataset));
        let query: Query =
            self.call("CreateQuery", Method::POST, &path, Some(specification)).await?;
        Ok(query.id)
    }

    /// `POST /1/query_results/{dataset}`, then waits until the result is complete.
    ///
    /// # Errors
    /// A call fails, or the result does not come in time.
    pub async fn run_query(
        &self,
        dataset: &str,
        request: &CreateQueryResult,
    ) -> Result<QueryResult, HoneycombCallError> {
        let path = format!("/1/query_results/{}", percent_encoded(dataset));
        let body = serde_json::json!(request);
        let created: QueryResult =
            self.call("CreateQueryResult", Method::POST, &path, Some(&body)).await?;
        let path = format!("{path}/{}", percent_encoded(&created.id));
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

    async fn call<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T, HoneycombCallError> {
        let url = format!("{}{path}", self.base);
        let mut request = self
            .http
            .request(method, &url)
            .header(KEY_HEADER, self.key.expose_secret())
            .header("user-agent", concat!("cruddur-obs/", env!("CARGO_PKG_VERSION")));
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let unreachable = |error: &reqwest::Error| HoneycombCallError::Unreachable {
            url: url.clone(),
            reason: last_cause(error),
        };
        let mut response = request.send().await.map_err(|error| unreachable(&error))?;
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&error))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MAXIMUM_ANSWER_BYTES {
                let reason = "its answer has no end".to_owned();
                return Err(HoneycombCallError::Stranger { url, reason });
            }
        }
        if !(200..300).contains(&status) {
            return Err(HoneycombCallError::Refused {
                operation,
                status,
                message: refusal(status, &bytes),
            });
        }
        parse_json(&bytes)
            .map_err(|error| HoneycombCallError::Stranger { url, reason: error.to_string() })
    }
}

/// Returns the service's own words: the problem's detail and its fields, or the old form's error.
fn refusal(status: u16, body: &[u8]) -> String {
    let value: Value = parse_json(body).unwrap_or_default();
    let text = |key: &str| value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let told = text("detail").or_else(|| text("error")).or_else(|| text("title"));
    let mut message = told.map_or_else(|| format!("HTTP status {status}"), ToOwned::to_owned);
    for field in value.get("type_detail").and_then(Value::as_array).into_iter().flatten() {
        let part = |key: &str| field.get(key).and_then(Value::as_str).unwrap_or_default();
        message += &format!("; {}: {}", part("field"), part("description"));
    }
    message
}

fn last_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_keep_the_services_words() {
        let problem = r#"{"status":422,"title":"The provided input is invalid.","detail":"bad","type_detail":[{"field":"filters[0].op","code":"invalid","description":"unknown op"}]}"#;
        assert_eq!(refusal(422, problem.as_bytes()), "bad; filters[0].op: unknown op");
        assert_eq!(refusal(401, br#"{"error":"unknown API key"}"#), "unknown API key");
        assert_eq!(refusal(502, b"<html>"), "HTTP status 502");
    }
}
