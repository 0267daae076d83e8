//! `backend status`.

use clap::Args;
use serde_json::Value;

use super::called::CalledBackend;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::ui::Report;

/// Show what the backend holds
#[derive(Args, Debug)]
pub(crate) struct BackendStatusArgs {}

pub(super) async fn run(
    context: &Context,
    _args: BackendStatusArgs,
) -> Result<Outcome, CommandError> {
    let backend = CalledBackend::find(context).await?;
    let status = match backend.client(context) {
        Ok(client) => client.status().await.map_err(CommandError::from),
        Err(error) => Err(error),
    };
    let address = backend.served_url().map(str::to_owned);
    backend.close().await;
    let mut status = status?;
    let is_embedded = address.is_none();
    if let Some(members) = status.as_object_mut() {
        members.insert("address".to_owned(), address.map_or(Value::Null, Value::String));
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
