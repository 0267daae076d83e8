//! `honeycomb auth`.

use clap::Args;
use serde_json::Value;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::honeycomb_session::Session;
use crate::ui::Report;

/// Say whose the key is, and what it may do
#[derive(Args, Debug)]
pub(crate) struct HoneycombAuthArgs {}

pub(super) async fn run(
    context: &Context,
    _args: HoneycombAuthArgs,
) -> Result<Outcome, CommandError> {
    let session = Session::open(context).await?;
    let answer = session.client.auth().await;
    let answer = session.conclude(answer).await?;
    let text =
        |path: &str| answer.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    let access = answer.get("api_key_access").and_then(Value::as_object);
    let may: Vec<&str> = access
        .into_iter()
        .flatten()
        .filter(|(_, allowed)| **allowed == Value::Bool(true))
        .map(|(name, _)| name.as_str())
        .collect();
    let fields = [
        ("team", text("/team/slug")),
        ("environment", text("/environment/slug")),
        ("key", text("/id")),
        ("kind", text("/type")),
        ("may", may.join(", ")),
    ];
    context.ui.print(&Report::fields(answer.clone(), fields))?;
    Ok(Outcome::Done)
}
