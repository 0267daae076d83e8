//! `backend reset`.

use clap::Args;

use crate::backend::Home;
use crate::clients::backend::BackendClient;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::backend_slot::backend_token;
use crate::commands::backend_slot::data_directory;
use crate::commands::local_backend;

/// Make the backend forget everything
///
/// Asks first; off a terminal that needs --yes.
#[derive(Args, Debug)]
pub(crate) struct BackendResetArgs {}

pub(super) async fn run(
    context: &Context,
    _args: BackendResetArgs,
) -> Result<Outcome, CommandError> {
    let settings = context.settings()?;
    let token = backend_token(context);
    let home = Home { region: settings.local_region()?.value, ..Home::default() };
    if let Some(url) = settings.endpoint_flag()? {
        confirm(context, &url)?;
        BackendClient::new(url, token)?.reset().await?;
    } else {
        let directory = data_directory(context)?;
        confirm(context, &directory.display().to_string())?;
        let backend = local_backend::reach(&context.clock, directory, home).await?;
        let reset = BackendClient::new(backend.url(), token)?.reset().await;
        backend.close().await;
        reset?;
    }
    context.ui.status("the backend has forgotten everything");
    Ok(Outcome::Done)
}

fn confirm(context: &Context, what: &str) -> Result<(), CommandError> {
    if context.ui.confirm(&format!("forget everything that the backend of {what} holds?"))? {
        return Ok(());
    }
    Err(CommandError::failed("nothing was reset"))
}
