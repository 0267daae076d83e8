//! Finds the local backend again after the one that was called has gone.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

type Found = Pin<Box<dyn Future<Output = Option<String>> + Send>>;

/// Finds the URL of the backend that serves the data directory now.
#[derive(Clone)]
pub struct Relocator(Arc<dyn Fn() -> Found + Send + Sync>);

impl Relocator {
    /// Creates a relocator; `find` gives nothing where there is nobody to go to.
    #[must_use]
    pub fn new(find: impl Fn() -> Found + Send + Sync + 'static) -> Self {
        Self(Arc::new(find))
    }

    /// Looks for it.
    pub(super) async fn find(&self) -> Option<String> {
        (self.0)().await
    }
}

impl fmt::Debug for Relocator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Relocator")
    }
}
