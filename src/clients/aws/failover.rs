//! Goes on with another process when the local backend that was called has gone.
//!
//! A command that uses another command's backend must not fail because that one ended: what was
//! not acknowledged is sent again to whoever serves the data directory now.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use aws_smithy_runtime_api::client::http::HttpClient;
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::http::HttpConnectorFuture;
use aws_smithy_runtime_api::client::http::HttpConnectorSettings;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::http::SharedHttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

use crate::clients::Relocator;

/// An HTTP client that asks a relocator when nobody answers.
#[derive(Clone, Debug)]
pub(super) struct Failover {
    inner: SharedHttpClient,
    relocator: Relocator,
    moved: Arc<Mutex<Option<String>>>,
}

impl Failover {
    /// Creates a client over `inner`.
    pub(super) fn new(inner: SharedHttpClient, relocator: Relocator) -> Self {
        Self { inner, relocator, moved: Arc::default() }
    }
}

impl HttpClient for Failover {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(FailoverConnector {
            inner: self.inner.http_connector(settings, components),
            relocator: self.relocator.clone(),
            moved: Arc::clone(&self.moved),
        })
    }
}

#[derive(Clone, Debug)]
struct FailoverConnector {
    inner: SharedHttpConnector,
    relocator: Relocator,
    moved: Arc<Mutex<Option<String>>>,
}

impl HttpConnector for FailoverConnector {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(base) = moved {
            rebase(&mut request, &base);
        }
        let again = request.try_clone();
        let sent = self.inner.call(request);
        let connector = self.clone();
        HttpConnectorFuture::new(async move {
            let error = match sent.await {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            let Some(mut request) = again.filter(|_| error.is_io()) else { return Err(error) };
            let Some(base) = connector.relocator.find().await else { return Err(error) };
            rebase(&mut request, &base);
            *connector.moved.lock().unwrap_or_else(PoisonError::into_inner) = Some(base);
            connector.inner.call(request).await
        })
    }
}

/// Replaces scheme and authority; a URL that makes no sense leaves the request as it is.
fn rebase(request: &mut HttpRequest, base: &str) {
    let uri = request.uri();
    let path = uri
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').map(|slash| rest[slash..].to_owned()))
        .unwrap_or_else(|| "/".to_owned());
    let _ = request.set_uri(format!("{}{path}", base.trim_end_matches('/')));
}
