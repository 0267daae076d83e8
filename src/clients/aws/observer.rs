//! Tells of each request and answer, without headers and bodies, which may carry secrets.

use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

use crate::wire::aws::NOTE_HEADER;

type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// Takes lines about requests and answers, and the notes of an embedded backend.
#[derive(Clone, Default)]
pub struct Observer {
    tell: Option<Tell>,
    notes: Arc<Mutex<Vec<String>>>,
}

impl Observer {
    /// Creates an observer that only keeps notes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells of each request and answer too.
    #[must_use]
    pub fn telling(mut self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.tell = Some(Arc::new(tell));
        self
    }

    /// Returns the notes so far, each once.
    #[must_use]
    pub fn take_notes(&self) -> Vec<String> {
        std::mem::take(&mut self.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Observer")
    }
}

#[dyn_dispatch_hint]
impl Intercept for Observer {
    fn name(&self) -> &'static str {
        "Observer"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(tell) = &self.tell else { return Ok(()) };
        let request = context.request();
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let attempt = request.headers().get("amz-sdk-request").unwrap_or_default();
        tell(&format!("> {} {} {target} {attempt}", request.method(), request.uri()));
        Ok(())
    }

    fn read_after_transmit(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        if let Some(note) = response.headers().get(NOTE_HEADER) {
            let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
            if !notes.iter().any(|known| known == note) {
                notes.push(note.to_owned());
            }
        }
        let Some(tell) = &self.tell else { return Ok(()) };
        let id = response.headers().get("x-amzn-requestid").unwrap_or_default();
        tell(&format!("< {} {id}", response.status()));
        Ok(())
    }
}
