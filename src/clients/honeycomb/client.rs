//! One call to the API: key, limits, refusals.

use reqwest::Method;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::HoneycombCallError;
use crate::base::parse_json;
use crate::clients::HttpCall;
use crate::clients::HttpClient;
use crate::clients::HttpFailure;
use crate::clients::Relocator;
use crate::wire::honeycomb::KEY_HEADER;

/// Calls Honeycomb, or what stands in for it.
#[derive(Clone, Debug)]
pub struct HoneycombClient {
    http: HttpClient,
}

impl HoneycombClient {
    /// Creates a client of the API at `base`, for instance `https://api.honeycomb.io`.
    ///
    /// # Errors
    /// The machine has no usable network stack, or no header can carry the key.
    pub fn new(base: impl Into<String>, key: SecretString) -> Result<Self, HoneycombCallError> {
        Ok(Self { http: HttpClient::new(base, &[(KEY_HEADER, key)], &[])? })
    }

    /// Tells of each request and its answer, without headers and bodies.
    #[must_use]
    pub fn telling(self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { http: self.http.telling(tell) }
    }

    /// Asks a relocator where to go when nobody answers.
    #[must_use]
    pub fn relocating(self, relocator: Option<Relocator>) -> Self {
        Self { http: self.http.relocating(relocator) }
    }

    /// Returns the address of the API.
    #[must_use]
    pub fn base(&self) -> &str {
        self.http.base()
    }

    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T, HoneycombCallError> {
        let (url, bytes) = self.bytes(operation, method, path, body).await?;
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
        self.bytes(operation, method, path, None).await?;
        Ok(())
    }

    async fn bytes(
        &self,
        operation: &'static str,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<(String, Vec<u8>), HoneycombCallError> {
        let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
        let answer = self.http.call(&HttpCall { method, path, body }).await?;
        if !answer.is_success() {
            let message = refusal(answer.status, &answer.body);
            let (status, retry_after) = (answer.status, answer.retry_after());
            return Err(HoneycombCallError::Refused { operation, status, message, retry_after });
        }
        Ok((answer.url, answer.body))
    }
}

impl From<HttpFailure> for HoneycombCallError {
    fn from(failure: HttpFailure) -> Self {
        match failure {
            HttpFailure::Unreachable { url, reason } => Self::Unreachable { url, reason },
            HttpFailure::Endless { url } => {
                Self::Stranger { url, reason: "its answer has no end".to_owned() }
            }
            HttpFailure::Key { url } => Self::Unreachable {
                url,
                reason: "the key holds characters that no header carries".to_owned(),
            },
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
