//! One call to the API: which token, the form of answers, refusals.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::RollbarCallError;
use super::mask::Mask;
use super::rate_limits::RateLimits;
use crate::base::parse_json;
use crate::clients::HttpAnswer;
use crate::clients::HttpCall;
use crate::clients::HttpClient;
use crate::clients::Relocator;
use crate::wire::rollbar::Envelope;
use crate::wire::rollbar::TOKEN_HEADER;
use crate::wire::rollbar::TokenScope;

/// Where the API is below a host.
const VERSION: &str = "/api/1";

/// Longest message of the service that is repeated, in characters.
const LONGEST_MESSAGE: usize = 500;

/// How often a call is made that the service throttles.
const ATTEMPTS: u32 = 5;

/// The first wait where the service does not say how long; each is twice the one before.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// Longest wait that is obeyed; what is longer is a person's to decide about.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// The tokens of a project, as far as they are there.
#[derive(Clone, Debug, Default)]
pub struct RollbarTokens {
    /// The one that sends items and deploys.
    pub send: Option<SecretString>,
    /// The one that reads.
    pub read: Option<SecretString>,
    /// Others that are not sent, and that no answer may show either.
    pub hidden: Vec<SecretString>,
}

/// Calls Rollbar, or what stands in for it.
#[derive(Clone)]
pub struct RollbarClient {
    sends: Option<HttpClient>,
    reads: Option<HttpClient>,
    base: String,
    mask: Mask,
    tell_of_waits: Option<Tell>,
}

impl fmt::Debug for RollbarClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RollbarClient").field("base", &self.base).finish_non_exhaustive()
    }
}

impl RollbarClient {
    /// Creates a client of the API at `base`: a host, or with the API's path behind it as SDKs
    /// have it.
    ///
    /// # Errors
    /// The machine has no usable network stack, or no header can carry a token.
    pub fn new(base: &str, tokens: RollbarTokens) -> Result<Self, RollbarCallError> {
        let host = base.trim_end_matches('/');
        let base = host.strip_suffix(VERSION).unwrap_or(host).to_owned();
        let mask = Mask::new(tokens.send.iter().chain(&tokens.read).chain(&tokens.hidden).cloned());
        let http = |token: Option<SecretString>| {
            token.map(|token| HttpClient::new(base.as_str(), &[(TOKEN_HEADER, token)], &[]))
        };
        let (sends, reads) = (http(tokens.send).transpose()?, http(tokens.read).transpose()?);
        Ok(Self { sends, reads, base, mask, tell_of_waits: None })
    }

    /// Tells of each request and its answer, without headers and bodies.
    #[must_use]
    pub fn telling(self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        let tell: Tell = Arc::new(tell);
        let telling = |http: HttpClient| {
            let tell = Arc::clone(&tell);
            http.telling(move |text| tell(text))
        };
        Self { sends: self.sends.map(telling), reads: self.reads.map(telling), ..self }
    }

    /// Tells why it waits.
    #[must_use]
    pub fn telling_of_waits(self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { tell_of_waits: Some(Arc::new(tell)), ..self }
    }

    /// Asks a relocator where to go when nobody answers.
    #[must_use]
    pub fn relocating(self, relocator: Option<Relocator>) -> Self {
        let sends = self.sends.map(|http| http.relocating(relocator.clone()));
        Self { sends, reads: self.reads.map(|http| http.relocating(relocator)), ..self }
    }

    /// Returns the address of the API, without its path.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Says whether there is a token that reads.
    #[must_use]
    pub const fn can_read(&self) -> bool {
        self.reads.is_some()
    }

    /// Reads something of the project.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
    ) -> Result<T, RollbarCallError> {
        let answer = self.read(operation, path).await?;
        self.result(operation, TokenScope::Read, &answer)
    }

    async fn read(
        &self,
        operation: &'static str,
        path: &str,
    ) -> Result<HttpAnswer, RollbarCallError> {
        self.call(operation, TokenScope::Read, Method::GET, path, None).await
    }

    /// Reads one of many pages: where the service asks to wait it is obeyed, as far as it goes.
    pub(super) async fn get_page(
        &self,
        operation: &'static str,
        path: &str,
    ) -> Result<HttpAnswer, RollbarCallError> {
        let mut default = FIRST_WAIT;
        for _ in 1..ATTEMPTS {
            let error = match self.read(operation, path).await {
                Err(error) if error.is_throttled() => error,
                other => return other,
            };
            let wait = error.retry_after().unwrap_or(default);
            if wait > LONGEST_WAIT {
                return Err(error);
            }
            if let Some(tell) = &self.tell_of_waits {
                tell(&format!("waiting {:.0} s, as the service asks: {error}", wait.as_secs_f64()));
            }
            tokio::time::sleep(wait).await;
            default *= 2;
        }
        self.read(operation, path).await
    }

    /// Sends something with the token that sends.
    pub(super) async fn send_json(
        &self,
        operation: &'static str,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<HttpAnswer, RollbarCallError> {
        self.call(operation, TokenScope::PostServerItem, method, path, Some(body)).await
    }

    /// Returns the result of an answer, without our tokens.
    pub(super) fn result<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        scope: TokenScope,
        answer: &HttpAnswer,
    ) -> Result<T, RollbarCallError> {
        let value: Value = self.opened(operation, scope, answer)?;
        self.known(&answer.url, value)
    }

    /// Returns a value without our tokens, as what we know of it.
    pub(super) fn known<T: DeserializeOwned>(
        &self,
        url: &str,
        mut value: Value,
    ) -> Result<T, RollbarCallError> {
        self.mask.answer(&mut value);
        serde_json::from_value(value).map_err(|error| RollbarCallError::Stranger {
            url: url.to_owned(),
            reason: error.to_string(),
        })
    }

    /// Returns the result of an answer as it is; an answer may say with any status that it failed.
    pub(super) fn opened<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        scope: TokenScope,
        answer: &HttpAnswer,
    ) -> Result<T, RollbarCallError> {
        let stranger =
            |reason: String| RollbarCallError::Stranger { url: answer.url.clone(), reason };
        let envelope: Envelope<T> =
            parse_json(&answer.body).map_err(|error| stranger(error.to_string()))?;
        if envelope.err != 0 {
            return Err(self.refused(operation, scope, answer));
        }
        envelope.result.ok_or_else(|| stranger("its answer has no result".to_owned()))
    }

    async fn call(
        &self,
        operation: &'static str,
        scope: TokenScope,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<HttpAnswer, RollbarCallError> {
        let http = match scope {
            TokenScope::Read => &self.reads,
            _ => &self.sends,
        };
        let Some(http) = http else { return Err(RollbarCallError::NoToken { scope }) };
        let path = format!("{VERSION}{path}");
        let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
        let answer = http.call(&HttpCall { method, path: &path, body }).await?;
        if answer.is_success() { Ok(answer) } else { Err(self.refused(operation, scope, &answer)) }
    }

    pub(super) fn refused(
        &self,
        operation: &'static str,
        scope: TokenScope,
        answer: &HttpAnswer,
    ) -> RollbarCallError {
        RollbarCallError::Refused {
            operation,
            scope,
            status: answer.status,
            message: refusal(answer.status, &answer.body, &self.mask),
            retry_after: answer.retry_after().or_else(|| RateLimits::of(answer).wait()),
        }
    }
}

/// Returns the service's own words, without anything that could be a token.
fn refusal(status: u16, body: &[u8], mask: &Mask) -> String {
    let value: Value = parse_json(body).unwrap_or_default();
    let told = value.get("message").and_then(Value::as_str).filter(|text| !text.is_empty());
    let Some(told) = told else { return format!("HTTP status {status}") };
    let masked = mask.message(told);
    let short: String = masked.chars().take(LONGEST_MESSAGE).collect();
    if short.len() < masked.len() { short + "…" } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    fn client(base: &str) -> RollbarClient {
        let send = Some(SecretString::from(TOKEN));
        RollbarClient::new(base, RollbarTokens { send, ..RollbarTokens::default() }).unwrap()
    }

    #[test]
    fn an_address_may_have_the_path_that_sdks_write() {
        for base in ["http://h:1", "http://h:1/", "http://h:1/api/1", "http://h:1/api/1/"] {
            assert_eq!(client(base).base(), "http://h:1", "{base}");
        }
    }

    #[test]
    fn refusals_keep_the_services_words_and_no_token() {
        let mask = Mask::new([SecretString::from(TOKEN)]);
        let echo = format!(r#"{{"err":1,"message":"access token not found: {TOKEN}"}}"#);
        assert_eq!(refusal(403, echo.as_bytes(), &mask), "access token not found: ****");
        assert_eq!(refusal(502, b"<html>", &mask), "HTTP status 502");
        assert_eq!(refusal(400, br#"{"err":1,"message":null}"#, &mask), "HTTP status 400");
        let long = format!(r#"{{"message":"{}"}}"#, "é ".repeat(10_000));
        assert_eq!(refusal(400, long.as_bytes(), &mask).chars().count(), LONGEST_MESSAGE + 1);
    }

    #[test]
    fn a_client_tells_nothing_of_its_tokens() {
        assert!(!format!("{:?}", client("http://h")).contains(TOKEN));
    }

    #[tokio::test]
    async fn without_a_token_nobody_is_called() {
        let error = client("http://127.0.0.1:1").get::<Value>("GetProject", "/project").await;
        let error = error.unwrap_err();
        assert!(matches!(error, RollbarCallError::NoToken { scope: TokenScope::Read }), "{error}");
    }
}
