//! `honeycomb open`.

use std::process::Stdio;
use std::time::Duration;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use super::asking::AskError;
use super::asking::failed;
use super::dataset_choice::Choice;
use super::dataset_choice::choose;
use super::limits::Limits;
use super::query;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::honeycomb_pages::Pages;
use crate::commands::honeycomb_session::Session;
use crate::dialect::honeycomb::Spec;
use crate::ui::Report;

/// Programs that open a page in the browser, most likely first.
const OPENERS: [&str; 2] = ["xdg-open", "open"];

/// How long a program may take before it is taken for a browser that stays open.
const PATIENCE: Duration = Duration::from_secs(3);

/// Print the address of the page that runs a saved query, on every plan
///
/// The page needs a login in the browser; the address holds the query and no key. A local backend
/// has no pages: there, honeycomb query shows the result.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs honeycomb open latency-by-user --profile prod
  cruddur-obs honeycomb open latency-by-user --profile prod --browser")]
pub(crate) struct HoneycombOpenArgs {
    /// Name of a saved query
    name: Option<String>,
    /// Ask this dataset; __all__ is the whole environment
    #[arg(long, value_name = "DATASET")]
    dataset: Option<String>,
    /// Open it in the browser too, at a terminal
    #[arg(long)]
    browser: bool,
}

pub(super) async fn run(
    context: &Context,
    args: HoneycombOpenArgs,
) -> Result<Outcome, CommandError> {
    let (specification, choice) = query::saved(context, args.name.as_deref(), args.dataset)?;
    Spec::read(&specification)?;
    let session = Session::open(context).await?;
    let found = find(context, &session, &specification, &choice).await;
    session.close().await;
    let (dataset, url) = found?;
    let value = json!({ "dataset": dataset, "ui_url": url });
    context.ui.print(&Report::text(value, url.as_str()))?;
    if args.browser {
        context.ui.flush()?;
        browse(context, &url).await;
    }
    Ok(Outcome::Done)
}

async fn find(
    context: &Context,
    session: &Session,
    specification: &Value,
    choice: &Choice,
) -> Result<(String, String), CommandError> {
    if session.is_local() {
        return Err(CommandError::usage("the embedded backend has no pages")
            .hint("cruddur-obs honeycomb query shows the result here")
            .hint(
                "with --profile NAME of an account this prints the address of Honeycomb's page",
            ));
    }
    let limits = Limits::of(context, session);
    let asked = match choose(session, &limits, specification, choice).await {
        Ok(asked) => asked,
        Err(AskError::Told(told)) => return Err(told),
        Err(AskError::Call(error)) => return Err(failed(session, error, None).await),
    };
    let auth = match session.client.auth().await {
        Ok(auth) => auth,
        Err(error) => return Err(failed(session, error, None).await),
    };
    let pages = Pages::of_auth(session.client.base(), &auth).ok_or_else(|| {
        let base = session.client.base();
        if base.contains("://api.") {
            CommandError::failed(format!("{base} does not say whose the key is"))
        } else {
            CommandError::usage(format!("{base} has no pages that are known"))
                .hint("cruddur-obs honeycomb query shows the result here")
        }
    })?;
    let url = pages.query(&asked.dataset, &asked.specification);
    Ok((asked.dataset, url))
}

/// Opens a page where there is somebody to see it. A program that is a browser itself runs on.
async fn browse(context: &Context, url: &str) {
    let options = context.ui.options();
    if !options.stderr_is_terminal || !options.stdin_is_terminal {
        context.ui.hint("--browser opens pages at a terminal only");
        return;
    }
    for program in OPENERS {
        if opens(program, url).await {
            return;
        }
    }
    context.ui.warning(&format!("no browser could be opened; tried {}", OPENERS.join(", ")));
}

/// Starts a program; says whether it took the page.
async fn opens(program: &str, url: &str) -> bool {
    let mut command = tokio::process::Command::new(program);
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    match tokio::time::timeout(PATIENCE, child.wait()).await {
        Ok(ended) => ended.is_ok_and(|status| status.success()),
        Err(_) => true,
    }
}
