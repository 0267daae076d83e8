//! The control routes of a running backend.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use crate::base::Hint;
use crate::base::Kind;

/// How long a control route may take to answer.
const ANSWER_TIME: Duration = Duration::from_secs(10);

/// How long an export may take: its length has no bound, and whoever waits can interrupt it.
const EXPORT_TIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Largest answer that is read, in bytes.
const MAXIMUM_ANSWER_BYTES: usize = 1024 * 1024;

/// A control route did not answer as it should.
#[derive(Debug, thiserror::Error)]
pub enum BackendCallError {
    /// Nothing answers.
    #[error("the backend at {url} cannot be reached")]
    Unreachable {
        /// The route.
        url: String,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// The answer broke off.
    #[error("the backend at {url} broke off its answer")]
    BrokeOff {
        /// The route.
        url: String,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// The backend refused.
    #[error("the backend at {url} answered {status}: {message}")]
    Refused {
        /// The route.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The backend's own words.
        message: String,
    },
    /// The answer is none of a backend's.
    #[error("what answers at {url} is no cruddur-obs backend")]
    Stranger {
        /// The route.
        url: String,
    },
}

impl Hint for BackendCallError {
    fn kind(&self) -> Kind {
        match self {
            Self::Refused { status: 401 | 403, .. } => Kind::Denied,
            _ => Kind::Failed,
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Unreachable { .. } => {
                vec!["start one with 'cruddur-obs backend serve'".to_owned()]
            }
            Self::BrokeOff { .. } => vec!["try again".to_owned()],
            Self::Refused { status: 401, .. } => {
                vec!["set CRUDDUR_OBS_BACKEND_TOKEN to the backend's token".to_owned()]
            }
            _ => Vec::new(),
        }
    }
}

/// Calls the control routes of the backend at one address.
#[derive(Clone, Debug)]
pub struct BackendClient {
    http: reqwest::Client,
    base: String,
    token: Option<secrecy::SecretString>,
}

impl BackendClient {
    /// Creates a client of the backend at `base`, for instance `http://127.0.0.1:4570`.
    ///
    /// # Errors
    /// The machine has no usable network stack.
    pub fn new(
        base: impl Into<String>,
        token: Option<secrecy::SecretString>,
    ) -> Result<Self, BackendCallError> {
        let base = base.into();
        let http = reqwest::Client::builder()
            .timeout(ANSWER_TIME)
            .no_proxy()
            // It speaks plain HTTP; reading the machine's root certificates would only take time.
            .tls_certs_only([])
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|source| BackendCallError::Unreachable { url: base.clone(), source })?;
        Ok(Self { http, base, token })
    }

    /// Returns the nonce of the running backend.
    ///
    /// # Errors
    /// Nothing answers, or it is no backend.
    pub async fn nonce(&self) -> Result<String, BackendCallError> {
        let health = self.call(reqwest::Method::GET, "/_backend/health").await?;
        health.get("nonce").and_then(Value::as_str).map(str::to_owned).ok_or_else(|| {
            BackendCallError::Stranger { url: format!("{}/_backend/health", self.base) }
        })
    }

    /// Returns what the backend says of itself.
    ///
    /// # Errors
    /// Nothing answers, it is no backend, or it refuses.
    pub async fn status(&self) -> Result<Value, BackendCallError> {
        self.call(reqwest::Method::GET, "/_backend/status").await
    }

    /// Makes the backend forget everything.
    ///
    /// # Errors
    /// Nothing answers, it is no backend, or it refuses.
    pub async fn reset(&self) -> Result<(), BackendCallError> {
        self.call(reqwest::Method::POST, "/_backend/reset").await.map(|_| ())
    }

    /// Asks for everything that the backend holds, as one file.
    ///
    /// # Errors
    /// Nothing answers, it is no backend, or it refuses.
    pub async fn export(&self) -> Result<ExportDownload, BackendCallError> {
        let url = format!("{}/_backend/export", self.base);
        let request = self.request(reqwest::Method::POST, &url).timeout(EXPORT_TIME);
        let unreachable = |source| BackendCallError::Unreachable { url: url.clone(), source };
        let response = request.send().await.map_err(unreachable)?;
        if response.status().as_u16() == 200 {
            return Ok(ExportDownload { url, response });
        }
        // An answer that is no refusal is read as one all the same.
        Self::read(url.clone(), response).await?;
        Err(BackendCallError::Stranger { url })
    }

    async fn call(&self, method: reqwest::Method, path: &str) -> Result<Value, BackendCallError> {
        let url = format!("{}{path}", self.base);
        let unreachable = |source| BackendCallError::Unreachable { url: url.clone(), source };
        let response = self.request(method, &url).send().await.map_err(unreachable)?;
        Self::read(url, response).await
    }

    fn request(&self, method: reqwest::Method, url: &str) -> reqwest::RequestBuilder {
        use secrecy::ExposeSecret as _;
        let request = self.http.request(method, url);
        match &self.token {
            Some(token) => request.bearer_auth(token.expose_secret()),
            None => request,
        }
    }

    async fn read(url: String, mut response: reqwest::Response) -> Result<Value, BackendCallError> {
        let unreachable = |source| BackendCallError::Unreachable { url: url.clone(), source };
        let status = response.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            body.extend_from_slice(&chunk);
            if body.len() > MAXIMUM_ANSWER_BYTES {
                return Err(BackendCallError::Stranger { url });
            }
        }
        let answer: Value = serde_json::from_slice(&body)
            .map_err(|_| BackendCallError::Stranger { url: url.clone() })?;
        if status == 200 {
            return Ok(answer);
        }
        let message = answer.get("error").and_then(Value::as_str).unwrap_or("no reason given");
        Err(BackendCallError::Refused { url, status, message: message.to_owned() })
    }
}

/// Everything that a backend holds, on its way here.
#[derive(Debug)]
pub struct ExportDownload {
    url: String,
    response: reqwest::Response,
}

impl ExportDownload {
    /// Returns the length of all of it.
    #[must_use]
    pub fn bytes(&self) -> Option<u64> {
        self.response.content_length()
    }

    /// Returns the next bytes; none after the last.
    ///
    /// # Errors
    /// The backend broke off.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BackendCallError> {
        let chunk = self.response.chunk().await;
        chunk.map_err(|source| BackendCallError::BrokeOff { url: self.url.clone(), source })
    }
}
