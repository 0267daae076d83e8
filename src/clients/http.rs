//! One call to an HTTP API, of whichever vendor: what every such call has in common.
//!
//! Redirects are not followed, because they would carry a key elsewhere; answers are read up to a
//! bound; keys are in headers that nothing prints.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::HeaderValue;
use reqwest::header::RETRY_AFTER;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use super::relocator::Relocator;
use super::retry_after::parse_retry_after;
use crate::base::Clock as _;
use crate::base::SystemClock;

/// How long one call may take.
const CALL_TIME: Duration = Duration::from_secs(30);

/// Largest answer that is read, in bytes.
const MAXIMUM_ANSWER_BYTES: usize = 64 * 1024 * 1024;

type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// Calls the API at one address.
#[derive(Clone)]
pub struct HttpClient {
    http: reqwest::Client,
    base: String,
    relocator: Option<Relocator>,
    moved: Arc<Mutex<Option<String>>>,
    tell: Option<Tell>,
}

/// One call.
#[derive(Clone, Debug)]
pub struct HttpCall<'a> {
    /// The method.
    pub method: Method,
    /// Path and query, from the slash on.
    pub path: &'a str,
    /// The type and the bytes of a body.
    pub body: Option<(&'static str, Vec<u8>)>,
}

/// What came back, whatever its status.
#[derive(Clone, Debug)]
pub struct HttpAnswer {
    /// Where it came from.
    pub url: String,
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Clone, Debug, thiserror::Error)]
pub enum HttpFailure {
    /// Nothing answers.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable {
        /// The address.
        url: String,
        /// Why.
        reason: String,
    },
    /// The answer has no end.
    #[error("what answers at {url} sends more than {MAXIMUM_ANSWER_BYTES} bytes")]
    Endless {
        /// The address.
        url: String,
    },
    /// A key cannot be sent.
    #[error("the key for {url} holds characters that no header carries")]
    Key {
        /// The address.
        url: String,
    },
}

impl std::fmt::Debug for HttpClient {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("HttpClient").field("base", &self.base).finish_non_exhaustive()
    }
}

impl HttpClient {
    /// Creates a client of the API at `base`, for instance `https://api.example.com`, that sends
    /// `secrets` and `headers` with every call.
    ///
    /// # Errors
    /// The machine has no usable network stack, or a secret cannot stand in a header.
    pub fn new(
        base: impl Into<String>,
        secrets: &[(&'static str, SecretString)],
        headers: &[(&'static str, &'static str)],
    ) -> Result<Self, HttpFailure> {
        let base = base.into().trim_end_matches('/').to_owned();
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        for (name, secret) in secrets {
            let mut value = HeaderValue::from_str(secret.expose_secret())
                .map_err(|_| HttpFailure::Key { url: base.clone() })?;
            value.set_sensitive(true);
            all.insert(HeaderName::from_static(name), value);
        }
        let mut builder = reqwest::Client::builder()
            .timeout(CALL_TIME)
            .user_agent(concat!("cruddur-obs/", env!("CARGO_PKG_VERSION")))
            .default_headers(all)
            .redirect(reqwest::redirect::Policy::none());
        if base.starts_with("http://") {
            // A local backend is never behind a proxy, and reading the machine's root certificates
            // takes longer than a call.
            builder = builder.no_proxy().tls_certs_only([]);
        }
        let http = builder.build().map_err(|error| HttpFailure::Unreachable {
            url: base.clone(),
            reason: error.to_string(),
        })?;
        Ok(Self { http, base, relocator: None, moved: Arc::default(), tell: None })
    }

    /// Tells of each request and its answer, without headers and bodies.
    #[must_use]
    pub fn telling(self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { tell: Some(Arc::new(tell)), ..self }
    }

    /// Asks a relocator where to go when nobody answers.
    #[must_use]
    pub fn relocating(self, relocator: Option<Relocator>) -> Self {
        Self { relocator, ..self }
    }

    /// Returns the address of the API that the client was made for.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Makes a call.
    ///
    /// Where the one that was called has gone, it goes to the one that the relocator finds: at once
    /// if nothing can have been done twice by that; otherwise with the next call.
    ///
    /// # Errors
    /// Nothing answers, or the answer has no end.
    pub async fn call(&self, call: &HttpCall<'_>) -> Result<HttpAnswer, HttpFailure> {
        let moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let base = moved.unwrap_or_else(|| self.base.clone());
        let lost = match self.attempt(&base, call).await {
            Ok(answer) => return Ok(answer),
            Err(Lost { failure, .. }) if !matches!(failure, HttpFailure::Unreachable { .. }) => {
                return Err(failure);
            }
            Err(lost) => lost,
        };
        let Some(relocator) = &self.relocator else { return Err(lost.failure) };
        let Some(base) = relocator.find().await else { return Err(lost.failure) };
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner) = Some(base.clone());
        // RFC 9110, section 9.2.2: all but POST and PATCH may be done twice.
        let may_repeat = !matches!(call.method, Method::POST | Method::PATCH);
        if !lost.before_it_was_sent && !may_repeat {
            return Err(lost.failure);
        }
        self.attempt(&base, call).await.map_err(|lost| lost.failure)
    }

    async fn attempt(&self, base: &str, call: &HttpCall<'_>) -> Result<HttpAnswer, Lost> {
        let url = format!("{base}{}", call.path);
        let mut request = self.http.request(call.method.clone(), &url);
        if let Some((content_type, body)) = &call.body {
            request = request.header("content-type", *content_type).body(body.clone());
        }
        let unreachable = |error: &reqwest::Error| Lost {
            before_it_was_sent: error.is_connect(),
            failure: HttpFailure::Unreachable { url: url.clone(), reason: last_cause(error) },
        };
        self.say(|| format!("> {} {url}", call.method));
        let mut response = request.send().await.map_err(|error| unreachable(&error))?;
        let status = response.status().as_u16();
        self.say(|| format!("< {status}"));
        let headers = std::mem::take(response.headers_mut());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&error))? {
            body.extend_from_slice(&chunk);
            if body.len() > MAXIMUM_ANSWER_BYTES {
                let failure = HttpFailure::Endless { url };
                return Err(Lost { before_it_was_sent: false, failure });
            }
        }
        Ok(HttpAnswer { url, status, headers, body })
    }

    fn say(&self, text: impl FnOnce() -> String) {
        if let Some(tell) = &self.tell {
            tell(&text());
        }
    }
}

impl HttpAnswer {
    /// Says whether the status is one of success.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// Returns a header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns how long the service asks to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.header(RETRY_AFTER.as_str())?;
        parse_retry_after(text, SystemClock.now())
    }
}

/// A call without an answer.
struct Lost {
    /// Whether the other side cannot have seen anything of it.
    before_it_was_sent: bool,
    failure: HttpFailure,
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
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering;

    use tokio::io::AsyncReadExt as _;
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::TcpListener;

    use super::*;

    /// Answers each connection once, or hangs up after it has read something.
    async fn serve(answers: bool) -> (String, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let calls: Arc<AtomicUsize> = Arc::default();
        let counted = Arc::clone(&calls);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = [0; 4096];
                let read = stream.read(&mut bytes).await.unwrap();
                assert!(read > 0);
                counted.fetch_add(1, Ordering::SeqCst);
                if answers {
                    let answer = b"HTTP/1.1 200 OK\r\nretry-after: 7\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok";
                    stream.write_all(answer).await.unwrap();
                }
            }
        });
        (url, calls)
    }

    /// Returns an address at which nobody listens.
    async fn nowhere() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    }

    fn client(base: String, to: &str) -> HttpClient {
        let to = to.to_owned();
        let relocator = Relocator::new(move || {
            let to = to.clone();
            Box::pin(async move { Some(to) })
        });
        HttpClient::new(base, &[], &[]).unwrap().relocating(Some(relocator))
    }

    const fn call(method: Method) -> HttpCall<'static> {
        HttpCall { method, path: "/x", body: None }
    }

    #[tokio::test]
    async fn what_was_never_sent_goes_to_the_next_one() {
        let (url, calls) = serve(true).await;
        let client = client(nowhere().await, &url);
        for method in [Method::POST, Method::GET] {
            let answer = client.call(&call(method)).await.unwrap();
            assert_eq!((answer.status, answer.body.as_slice()), (200, b"ok".as_slice()));
            assert_eq!(answer.retry_after(), Some(Duration::from_secs(7)));
            assert_eq!(answer.url, format!("{url}/x"));
        }
        assert_eq!(calls.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn what_may_have_been_done_is_not_repeated() {
        let (silent, heard) = serve(false).await;
        let (url, calls) = serve(true).await;
        let client = client(silent.clone(), &url);
        let error = client.call(&call(Method::POST)).await.unwrap_err();
        assert!(matches!(error, HttpFailure::Unreachable { .. }), "{error}");
        assert_eq!((heard.load(Ordering::SeqCst), calls.load(Ordering::SeqCst)), (1, 0));
        // The next call knows where to go.
        client.call(&call(Method::POST)).await.unwrap();
        assert_eq!((heard.load(Ordering::SeqCst), calls.load(Ordering::SeqCst)), (1, 1));

        let client = self::client(silent, &url);
        client.call(&call(Method::DELETE)).await.unwrap();
        assert_eq!(calls.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_key_is_in_no_message() {
        let secret = SecretString::from("abc\ndef".to_owned());
        let error = HttpClient::new("http://127.0.0.1:1", &[("x-key", secret)], &[]).unwrap_err();
        assert!(matches!(&error, HttpFailure::Key { .. }));
        assert!(!format!("{error} {error:?}").contains("abc"));
        let secret = SecretString::from("abcdef".to_owned());
        let client = HttpClient::new(nowhere().await, &[("x-key", secret)], &[]).unwrap();
        let error = client.call(&call(Method::GET)).await.unwrap_err();
        assert!(!format!("{error} {error:?} {client:?}").contains("abcdef"));
    }
}
