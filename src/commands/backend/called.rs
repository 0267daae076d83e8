//! The backend that a verb calls: the one that is named, or that of the data directory.

use crate::backend::Home;
use crate::clients::backend::BackendClient;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::backend_slot::backend_token;
use crate::commands::backend_slot::data_directory;
use crate::commands::local_backend;
use crate::commands::local_backend::LocalBackend;

/// The backend that a verb calls.
pub(super) struct CalledBackend {
    url: String,
    local: Option<LocalBackend>,
}

impl CalledBackend {
    /// Takes the one that `--endpoint-url` names, else finds or embeds that of the data directory.
    pub(super) async fn find(context: &Context) -> Result<Self, CommandError> {
        let settings = context.settings()?;
        if let Some(url) = settings.endpoint_flag()? {
            return Ok(Self { url, local: None });
        }
        let home = Home { region: settings.local_region()?.value, ..Home::default() };
        let directory = data_directory(context)?;
        let local = local_backend::reach(&context.clock, directory, home).await?;
        Ok(Self { url: local.url().to_owned(), local: Some(local) })
    }

    /// Returns a client of its control routes.
    pub(super) fn client(&self, context: &Context) -> Result<BackendClient, CommandError> {
        Ok(BackendClient::new(self.url.clone(), backend_token(context))?)
    }

    /// Returns its URL, unless it runs in this process.
    pub(super) fn served_url(&self) -> Option<&str> {
        let is_embedded = self.local.as_ref().is_some_and(LocalBackend::is_embedded);
        (!is_embedded).then_some(self.url.as_str())
    }

    /// Ends it if it runs in this process.
    pub(super) async fn close(self) {
        if let Some(local) = self.local {
            local.close().await;
        }
    }
}
