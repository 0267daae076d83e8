//! One call to the API: key, limits, refusals.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::RETRY_AFTER;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::HoneycombCallError;
use super::retry_after::parse_retry_after;
use crate::base::Clock as _;
use crate::base::SystemClock;
use crate::base::parse_json;
use crate::wire::honeycomb::KEY_HEADER;

/// How long one call may take.
const CALL_TIME: Duration = Duration::from_secs(30);

/// Largest answer that is read, in bytes.
const MAXIMUM_ANSWER_BYTES: usize = 64 * 1024 * 1024;

type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// Calls Honeycomb, or what stands in for it.
#[derive(Clone)]
pub struct HoneycombClient {
    http: reqwest::Client,
    base: String,
    key: SecretString,
    tell: Option<Tell>,
}

impl std::fmt::Debug for HoneycombClient {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("HoneycombClient").field("base", &self.base).finish_non_exhaustive()
    }
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
        Ok(Self { http, base, key, tell: None })
    }

    /// Tells of each request and its answer, without headers and bodies.
    #[must_use]
    pub fn telling(self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { tell: Some(Arc::new(tell)), ..self }
    }

    /// Returns the address of the API.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T, HoneycombCallError> {
        let url = format!("{}{path}", self.base);
        let bytes = self.bytes(operation, method, &url, body).await?;
        parse_json(&bytes)
            .map_err(|error| HoneycombCallError::Stranger { url, reason: error.to_string() })
    }

    /// Makes a call whose answer has no body that matters.
    pub(super) async fn call_for_nothing(
        &self,
        operation: &'static str,
        method: Method,
        path: &str,
    ) -> Result<(), HoneycombCallError> {
        let url = format!("{}{path}", self.base);
        self.bytes(operation, method, &url, None).await?;
        Ok(())
    }

    async fn bytes(
        &self,
        operation: &'static str,
        method: Method,
        url: &str,
        body: Option<&Value>,
    ) -> Result<Vec<u8>, HoneycombCallError> {
        let mut request = self
            .http
            .request(method.clone(), url)
            .header(KEY_HEADER, self.key.expose_secret())
            .header("user-agent", concat!("cruddur-obs/", env!("CARGO_PKG_VERSION")));
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let unreachable = |error: &reqwest::Error| HoneycombCallError::Unreachable {
            url: url.to_owned(),
            reason: last_cause(error),
        };
        self.say(|| format!("> {method} {url}"));
        let mut response = request.send().await.map_err(|error| unreachable(&error))?;
        let status = response.status().as_u16();
        self.say(|| format!("< {status}"));
        let header = response.headers().get(RETRY_AFTER);
        let retry_after = header
            .and_then(|value| value.to_str().ok())
            .and_then(|text| parse_retry_after(text, SystemClock.now()));
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&error))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MAXIMUM_ANSWER_BYTES {
                let reason = "its answer has no end".to_owned();
                return Err(HoneycombCallError::Stranger { url: url.to_owned(), reason });
            }
        }
        if !(200..300).contains(&status) {
            let message = refusal(status, &bytes);
            return Err(HoneycombCallError::Refused { operation, status, message, retry_after });
        }
        Ok(bytes)
    }

    fn say(&self, text: impl FnOnce() -> String) {
        if let Some(tell) = &self.tell {
            tell(&text());
        }
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
