//! `backend status`.

use clap::Args;
use serde_json::Value;

use crate::backend::Home;
use crate::clients::backend::BackendClient;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::backend_token;
use crate::commands::aws_session::data_directory;
use crate::commands::local_backend;
use crate::ui::Report;

/// Show what the backend holds
#[derive(Args, Debug)]
pub(crate) struct BackendStatusArgs {}

pub(super) async fn run(
    context: &Context,
    _args: BackendStatusArgs,
) -> Result<Outcome, CommandError> {
    let settings = context.settings()?;
    let token = backend_token(context);
    let home = Home { region: settings.local_region()?.value, ..Home::default() };
    let (url, backend) = match settings.endpoint_flag()? {
        Some(url) => (url, None),
        None => {
            let backend =
                local_backend::reach(&context.clock, data_directory(context)?, home).await?;
            (backend.url().to_owned(), Some(backend))
        }
    };
    let status = BackendClient::new(url.clone(), token)?.status().await;
    let is_embedded = backend.as_ref().is_some_and(|backend| backend.is_embedded());
    if let Some(backend) = backend {
        backend.close().await;
    }
    let mut status = status?;
    let address = if is_embedded { Value::Null } else { Value::String(url) };
    if let Some(members) = status.as_object_mut() {
        members.insert("address".to_owned(), address);
    }
    if is_embedded {
        context.ui.hint("no backend serves this data directory; 'cruddur-obs backend serve' does");
    }
    let fields: Vec<(String, String)> = fields("", &status);
    context.ui.print(&Report::fields(status, fields).json_when_piped())?;
    Ok(Outcome::Done)
}

/// Lists members, those of objects under their parent's name.
fn fields(prefix: &str, value: &Value) -> Vec<(String, String)> {
    let Some(members) = value.as_object() else { return Vec::new() };
    let mut found = Vec::new();
    for (name, value) in members {
        let name = format!("{prefix}{}", name.replace('_', " "));
        match value {
            Value::Object(_) => found.extend(fields(&format!("{name} "), value)),
            Value::String(text) => found.push((name, text.clone())),
            Value::Null => {}
            other => found.push((name, other.to_string())),
        }
    }
    found
}
