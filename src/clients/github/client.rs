//! One call to the API: headers, limits, pages, refusals.

use std::time::Duration;

use reqwest::Method;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use serde::de::DeserializeOwned;

use super::error::GithubCallError;
use super::error::GithubRefusal;
use crate::base::Clock as _;
use crate::base::Milliseconds;
use crate::base::SystemClock;
use crate::base::parse_json;
use crate::clients::HttpAnswer;
use crate::clients::HttpCall;
use crate::clients::HttpClient;
use crate::model::repository::RepositoryName;
use crate::wire::github::API_VERSION;
use crate::wire::github::API_VERSION_HEADER;
use crate::wire::github::MEDIA_TYPE;
use crate::wire::github::PageOf;
use crate::wire::github::REMAINING_HEADER;
use crate::wire::github::REQUEST_ID_HEADER;
use crate::wire::github::RESET_HEADER;
use crate::wire::github::RepositoryId;
use crate::wire::github::problem_text;
use crate::wire::github::repository_path;

/// Most pages of a list; its longest has a thousand entries.
const MAXIMUM_PAGES: usize = 100;

/// How long to wait where the service says that it is too much, but not until when; its
/// documentation asks for a minute at least.
const UNNAMED_WAIT: Duration = Duration::from_mins(1);

/// Calls GitHub, or an Enterprise Server.
#[derive(Clone, Debug)]
pub struct GithubClient {
    http: HttpClient,
}

impl GithubClient {
    /// Creates a client of the API at `base`, for instance `https://api.github.com`.
    ///
    /// # Errors
    /// The machine has no usable network stack, or no header can carry the token.
    pub fn new(base: impl Into<String>, token: &SecretString) -> Result<Self, GithubCallError> {
        let bearer = SecretString::from(format!("Bearer {}", token.expose_secret()));
        let headers = [("accept", MEDIA_TYPE), (API_VERSION_HEADER, API_VERSION)];
        Ok(Self { http: HttpClient::new(base, &[("authorization", bearer)], &headers)? })
    }

    /// Tells of each request and its answer, without headers and bodies.
    #[must_use]
    pub fn telling(self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { http: self.http.telling(tell) }
    }

    /// Returns the number of a repository.
    ///
    /// # Errors
    /// The call fails.
    pub async fn repository_id(&self, name: &RepositoryName) -> Result<u64, GithubCallError> {
        let path = repository_path(name);
        let repository: RepositoryId = self.get("GetRepository", &path).await?;
        Ok(repository.id)
    }

    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
    ) -> Result<T, GithubCallError> {
        let answer = self.send(operation, Method::GET, path, None).await?;
        parse_json(&answer.body).map_err(|error| GithubCallError::Stranger {
            url: answer.url,
            reason: error.to_string(),
        })
    }

    /// Makes a call whose answer has no body that matters.
    pub(super) async fn send(
        &self,
        operation: &'static str,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> Result<HttpAnswer, GithubCallError> {
        let body = body.map(|body| ("application/json", body));
        let answer = self.http.call(&HttpCall { method, path, body }).await?;
        if answer.is_success() {
            return Ok(answer);
        }
        let refusal = refusal(operation, &answer, SystemClock.now());
        Err(GithubCallError::Refused(Box::new(refusal)))
    }

    /// Deletes an entry; says whether it was there.
    ///
    /// The service says "not found" too where the whole list is hidden from the token, so `list`
    /// must be seen before that counts as an entry that is gone.
    pub(super) async fn delete(
        &self,
        operation: &'static str,
        entry: &str,
        list: &str,
    ) -> Result<bool, GithubCallError> {
        match self.send(operation, Method::DELETE, entry, None).await {
            Ok(_) => Ok(true),
            Err(error) if error.is_missing() => {
                self.send(operation, Method::GET, list, None).await.map(|_| false)
            }
            Err(error) => Err(error),
        }
    }

    /// Reads all pages of a list.
    pub(super) async fn pages<P, T>(
        &self,
        operation: &'static str,
        path: impl Fn(usize, usize) -> String,
    ) -> Result<Vec<T>, GithubCallError>
    where
        P: PageOf<T> + DeserializeOwned,
    {
        let mut all = Vec::new();
        for page in 1..=MAXIMUM_PAGES {
            let (total, entries) =
                self.get::<P>(operation, &path(P::SIZE, page)).await?.into_parts();
            let is_last = entries.is_empty();
            all.extend(entries);
            if is_last || all.len() >= total {
                return Ok(all);
            }
        }
        Err(self.stranger(&path(P::SIZE, 1), "its list has no end"))
    }

    /// Says that an answer makes no sense.
    pub(super) fn stranger(&self, path: &str, reason: &str) -> GithubCallError {
        let url = format!("{}{path}", self.http.base());
        GithubCallError::Stranger { url, reason: reason.to_owned() }
    }
}

fn refusal(operation: &'static str, answer: &HttpAnswer, now: Milliseconds) -> GithubRefusal {
    let status = answer.status;
    let told = problem_text(&answer.body);
    let has_none_left = answer.header(REMAINING_HEADER).map(str::trim) == Some("0");
    // Limits are told by 403 as well as by 429; only a full stop has a header of its own.
    let is_throttled = status == 429
        || status == 403
            && (has_none_left
                || answer.retry_after().is_some()
                || told.as_ref().is_some_and(|text| text.to_lowercase().contains("rate limit")));
    let reset = has_none_left.then(|| answer.header(RESET_HEADER)).flatten();
    let wait = answer
        .retry_after()
        .or_else(|| reset.and_then(|text| until(text, now)))
        .unwrap_or(UNNAMED_WAIT);
    GithubRefusal {
        operation,
        status,
        message: told.unwrap_or_else(|| format!("HTTP status {status}")),
        request_id: answer.header(REQUEST_ID_HEADER).map(ToOwned::to_owned),
        is_throttled,
        retry_after: is_throttled.then_some(wait),
    }
}

/// Returns the time until a moment in seconds of the epoch.
fn until(text: &str, now: Milliseconds) -> Option<Duration> {
    let seconds: i64 = text.trim().parse().ok()?;
    let wait = seconds.checked_mul(1000)?.saturating_sub(now);
    Some(Duration::from_millis(u64::try_from(wait).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;
    use reqwest::header::HeaderName;
    use reqwest::header::HeaderValue;

    use super::*;

    fn refused(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> GithubRefusal {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let url = "http://x".to_owned();
        let answer = HttpAnswer { url, status, headers, body: body.as_bytes().to_vec() };
        refusal("PutSecret", &answer, 1_000_000_000_000)
    }

    #[test]
    fn limits_are_told_from_permissions() {
        let wait = |status, headers: &[_], body| {
            let refused = refused(status, headers, body);
            assert_eq!(refused.is_throttled, refused.retry_after.is_some());
            refused.retry_after.map(|wait| wait.as_secs())
        };
        let plain = r#"{"message":"Resource not accessible by integration"}"#;
        assert_eq!(wait(403, &[(REMAINING_HEADER, "4999")], plain), None);
        assert_eq!(wait(404, &[(REMAINING_HEADER, "0")], plain), None);
        let primary = [(REMAINING_HEADER, "0"), (RESET_HEADER, "1000000017")];
        assert_eq!(wait(403, &primary, plain), Some(17));
        assert_eq!(wait(429, &primary, plain), Some(17));
        let late = [(REMAINING_HEADER, "0"), (RESET_HEADER, "999999999")];
        assert_eq!(wait(403, &late, plain), Some(0));
        assert_eq!(wait(403, &[("retry-after", "5")], plain), Some(5));
        let secondary = r#"{"message":"You have exceeded a secondary rate limit."}"#;
        assert_eq!(wait(403, &[], secondary), Some(60));
        assert_eq!(wait(429, &[(RESET_HEADER, "9223372036854775807")], ""), Some(60));
    }

    #[test]
    fn words_and_identifiers_are_kept() {
        let told = refused(422, &[(REQUEST_ID_HEADER, "AB:1")], r#"{"message":"Bad key"}"#);
        assert_eq!(told.to_string(), "PutSecret failed: Bad key");
        assert_eq!(told.request_id.as_deref(), Some("AB:1"));
        assert_eq!(refused(502, &[], "<html>").message, "HTTP status 502");
    }
}
