//! The backend that a command calls, shared by its sessions and by what finds another one when it
//! has gone.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;
use tokio::sync::Mutex;

use super::context::Context;
use super::error::CommandError;
use super::local_backend;
use super::local_backend::LocalBackend;
use crate::backend::Home;
use crate::base::Kind;
use crate::clients::Relocator;
use crate::settings::env;

/// A backend that was found or embedded.
pub(crate) struct BackendSlot {
    backend: Arc<Mutex<Option<LocalBackend>>>,
    url: String,
    is_embedded: bool,
    relocator: Option<Relocator>,
}

impl BackendSlot {
    /// Finds the backend of the data directory, or embeds it.
    pub(crate) async fn reach(context: &Context, home: Home) -> Result<Self, CommandError> {
        let directory = data_directory(context)?;
        let backend = local_backend::reach(&context.clock, directory.clone(), home.clone()).await?;
        let mut slot = Self::of(backend);
        if !slot.is_embedded {
            slot.relocator = Some(slot.relocator(context, directory, home));
        }
        Ok(slot)
    }

    /// Holds a backend that does not go before the command ends.
    pub(crate) fn of(backend: LocalBackend) -> Self {
        let (url, is_embedded) = (backend.url().to_owned(), backend.is_embedded());
        Self { backend: Arc::new(Mutex::new(Some(backend))), url, is_embedded, relocator: None }
    }

    /// Returns the address at which it was found.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Says whether this process ran it from the start.
    pub(crate) const fn is_embedded(&self) -> bool {
        self.is_embedded
    }

    /// Returns what finds it again, if it is another process's.
    pub(crate) fn found_again_by(&self) -> Option<Relocator> {
        self.relocator.clone()
    }

    /// Ends it if this process runs it.
    pub(crate) async fn close(&self) {
        let backend = self.backend.lock().await.take();
        if let Some(backend) = backend {
            backend.close().await;
        }
    }

    fn relocator(&self, context: &Context, directory: PathBuf, home: Home) -> Relocator {
        let (clock, slot) = (Arc::clone(&context.clock), Arc::clone(&self.backend));
        Relocator::new(move || {
            let (directory, clock) = (directory.clone(), Arc::clone(&clock));
            let (home, slot) = (home.clone(), Arc::clone(&slot));
            Box::pin(async move {
                let mut slot = slot.lock().await;
                if slot.as_ref().is_some_and(LocalBackend::is_embedded) {
                    // Another call was quicker.
                    return slot.as_ref().map(|backend| backend.url().to_owned());
                }
                let backend = local_backend::reach(&clock, directory, home).await.ok()?;
                let url = backend.url().to_owned();
                *slot = Some(backend);
                Some(url)
            })
        })
    }
}

/// Returns the data directory, or why there is none.
pub(crate) fn data_directory(context: &Context) -> Result<PathBuf, CommandError> {
    context.settings()?.data_directory().map(|setting| setting.value).ok_or_else(|| {
        CommandError::new(Kind::Usage, "there is no home folder for the backend's data")
            .hint("name a folder with --data-dir")
    })
}

/// Returns the token of a backend that asks for one; a CI job hides it from then on.
pub(crate) fn backend_token(context: &Context) -> Option<SecretString> {
    let token = context.environment.get(&env::BACKEND_TOKEN).map(SecretString::from)?;
    context.ui.mask(&token);
    Some(token)
}
