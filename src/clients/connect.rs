//! One call of the Connect protocol, over JSON.

use std::time::Duration;

use reqwest::Method;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::http::HttpAnswer;
use super::http::HttpCall;
use super::http::HttpClient;
use super::http::HttpFailure;
use crate::base::parse_json;
use crate::wire::connect::ConnectCode;
use crate::wire::connect::ConnectProblem;
use crate::wire::connect::VERSION;
use crate::wire::connect::VERSION_HEADER;

/// Most pages of a list.
const MAXIMUM_PAGES: usize = 200;

/// Calls the services at one address.
#[derive(Clone, Debug)]
pub(super) struct ConnectClient {
    http: HttpClient,
    vendor: &'static str,
}

/// A failed call.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ConnectCallError {
    /// Nothing came back.
    #[error(transparent)]
    Http(#[from] HttpFailure),
    /// The answer is not what the API gives.
    #[error("what answers at {url} is not {vendor}'s API: {reason}")]
    Stranger {
        /// Whose API it should be.
        vendor: &'static str,
        /// The address.
        url: String,
        /// What is odd.
        reason: String,
    },
    /// The service refused.
    #[error(transparent)]
    Refused(Box<ConnectRefusal>),
}

/// What a service says when it refuses.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{operation} failed: {message}")]
pub struct ConnectRefusal {
    /// What was asked.
    pub operation: &'static str,
    /// Why, for programs.
    pub code: ConnectCode,
    /// The service's own words.
    pub message: String,
    /// How long the service asks to wait.
    pub retry_after: Option<Duration>,
}

impl ConnectCallError {
    /// Returns why the service refused, if it did.
    #[must_use]
    pub const fn code(&self) -> Option<ConnectCode> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            _ => None,
        }
    }
}

/// One page of a list: its entries, and the token of the next page; empty after the last.
pub(super) type Page<T> = (Vec<T>, String);

impl ConnectClient {
    /// Creates a client of the services at `base`.
    ///
    /// # Errors
    /// The machine has no usable network stack, or no header can carry the token.
    pub(super) fn new(
        vendor: &'static str,
        base: impl Into<String>,
        token: &SecretString,
    ) -> Result<Self, ConnectCallError> {
        let bearer = SecretString::from(format!("Bearer {}", token.expose_secret()));
        let headers = [(VERSION_HEADER, VERSION), ("accept", "application/json")];
        let http = HttpClient::new(base, &[("authorization", bearer)], &headers)?;
        Ok(Self { http, vendor })
    }

    /// Tells of each request and its answer, without headers and bodies.
    #[must_use]
    pub(super) fn telling(self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { http: self.http.telling(tell), ..self }
    }

    /// Calls an operation of the service at a path.
    pub(super) async fn unary<T: DeserializeOwned>(
        &self,
        service: &str,
        operation: &'static str,
        body: &impl Serialize,
    ) -> Result<T, ConnectCallError> {
        let path = &format!("{service}{operation}");
        let body = Some(("application/json", json!(body).to_string().into_bytes()));
        let answer = self.http.call(&HttpCall { method: Method::POST, path, body }).await?;
        if !answer.is_success() {
            return Err(refused(operation, &answer));
        }
        parse_json(&answer.body)
            .map_err(|error| self.stranger(answer.url.clone(), error.to_string()))
    }

    /// Reads all pages of a list; `page` asks for the one of a token.
    pub(super) async fn pages<T, F>(
        &self,
        service: &str,
        page: impl Fn(String) -> F,
    ) -> Result<Vec<T>, ConnectCallError>
    where
        F: Future<Output = Result<Page<T>, ConnectCallError>>,
    {
        let (mut all, mut token) = (Vec::new(), String::new());
        for _ in 0..MAXIMUM_PAGES {
            let (entries, next) = page(token.clone()).await?;
            all.extend(entries);
            if next.is_empty() {
                return Ok(all);
            }
            token = next;
        }
        let url = format!("{}{service}", self.http.base());
        Err(self.stranger(url, "its list has no end".to_owned()))
    }

    const fn stranger(&self, url: String, reason: String) -> ConnectCallError {
        ConnectCallError::Stranger { vendor: self.vendor, url, reason }
    }
}

fn refused(operation: &'static str, answer: &HttpAnswer) -> ConnectCallError {
    let ConnectProblem { code, message } = ConnectProblem::of_answer(answer.status, &answer.body);
    let retry_after = answer.retry_after();
    ConnectCallError::Refused(Box::new(ConnectRefusal { operation, code, message, retry_after }))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use super::*;
    use crate::clients::gitpod::GitpodClient;
    use crate::clients::ona::OnaClient;
    use crate::clients::scripted::Scripted;
    use crate::wire::ona::SecretScope;

    fn token() -> SecretString {
        SecretString::from("the-token")
    }

    #[tokio::test]
    async fn lists_are_read_page_by_page() {
        let server = Scripted::start(|asked, before| {
            let token = asked.body["pagination"]["token"].as_str().unwrap_or_default();
            assert_eq!(token, ["", "x", "y"][before]);
            let next = ["x", "y", ""][before];
            let secret =
                json!({"id": before.to_string(), "name": "A", "environmentVariable": true});
            let answer = json!({"secrets": [secret], "pagination": {"nextToken": next}});
            (200, Vec::new(), answer)
        })
        .await;
        let client = OnaClient::new(format!("{}/api/", server.url), &token()).unwrap();
        let scope = SecretScope::UserId("u".to_owned());
        assert_eq!(client.secrets(&scope).await.unwrap().len(), 3);
        let asked = &server.asked()[0];
        assert_eq!(asked.line, "POST /api/gitpod.v1.SecretService/ListSecrets");
        assert_eq!(asked.authorization, "Bearer the-token");
        assert_eq!(asked.body["filter"]["scope"], json!({"userId": "u"}));
    }

    #[tokio::test]
    async fn a_list_without_an_end_is_an_error() {
        let server = Scripted::start(|_, _| {
            (200, Vec::new(), json!({"pagination": {"nextToken": "again"}}))
        })
        .await;
        let error =
            GitpodClient::new(&server.url, &token()).unwrap().variables().await.unwrap_err();
        assert!(error.to_string().ends_with("is not Gitpod's API: its list has no end"), "{error}");
    }

    #[tokio::test]
    async fn refusals_are_read_in_the_form_of_the_protocol() {
        let server = Scripted::start(|_, before| match before {
            0 => (409, Vec::new(), json!({"code": "already_exists", "message": "there is one"})),
            1 => (429, vec![("retry-after", "3".to_owned())], Value::Null),
            _ => (200, Vec::new(), json!([])),
        })
        .await;
        let client = OnaClient::new(&server.url, &token()).unwrap();
        let scope = SecretScope::ProjectId("p".to_owned());
        let value = SecretString::from("x");
        let create = || client.create("A", &value, &scope);
        let error = create().await.unwrap_err();
        assert_eq!(error.code(), Some(ConnectCode::AlreadyExists));
        assert_eq!(error.to_string(), "CreateSecret failed: there is one");
        let ConnectCallError::Refused(refusal) = create().await.unwrap_err() else { panic!() };
        assert_eq!(refusal.retry_after, Some(Duration::from_secs(3)));
        assert!(matches!(create().await, Err(ConnectCallError::Stranger { .. })));
        assert!(!format!("{client:?}").contains("the-token"));
    }
}
