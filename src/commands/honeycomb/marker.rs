//! `honeycomb marker`.

use clap::Args;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::honeycomb_session::Session;
use crate::ui::Column;
use crate::ui::Report;
use crate::wire::honeycomb::ALL_DATASETS;

/// Put a marker on the graphs, such as a deploy, and print its id
///
/// A marker stands at one moment, or spans the time from --start to --end. Without --dataset it
/// is shown on the graphs of all datasets.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs honeycomb marker --type deploy --message 'backend-flask 1.4.2'
  cruddur-obs honeycomb marker --type outage --start 'yesterday 14:00' --end 'yesterday 14:20'
  cruddur-obs honeycomb marker --list
  cruddur-obs honeycomb marker --delete aBcD1234")]
pub(crate) struct HoneycombMarkerArgs {
    /// What is written at the marker
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["kind", "list", "delete"])]
    message: Option<String>,
    /// The type, which decides about its colour
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Where a click on it leads
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// When it begins, instead of now
    #[arg(long, value_name = "TIME")]
    start: Option<String>,
    /// When it ends; without this it is a moment
    #[arg(long, value_name = "TIME")]
    end: Option<String>,
    /// The dataset; __all__ is the whole environment
    #[arg(long, value_name = "DATASET", default_value = ALL_DATASETS)]
    dataset: String,
    /// List the markers instead
    #[arg(long, conflicts_with_all = ["message", "kind", "url", "start", "end", "delete"])]
    list: bool,
    /// Delete the marker of this id instead
    #[arg(
        long,
        value_name = "ID",
        value_parser = identifier,
        conflicts_with_all = ["message", "kind", "url", "start", "end"]
    )]
    delete: Option<String>,
}

pub(super) async fn run(
    context: &Context,
    args: HoneycombMarkerArgs,
) -> Result<Outcome, CommandError> {
    let dataset = args.dataset.as_str();
    if args.list {
        let session = Session::open(context).await?;
        let markers = session.client.markers(dataset).await;
        let markers = session.conclude(markers).await?;
        context.ui.print(&listed(context, &markers))?;
        return Ok(Outcome::Done);
    }
    if let Some(id) = &args.delete {
        let session = Session::open(context).await?;
        let deleted = session.client.delete_marker(dataset, id).await;
        session.conclude(deleted).await?;
        context.ui.status(&format!("deleted marker {id}"));
        return Ok(Outcome::Done);
    }
    let marker = body(context, &args)?;
    let session = Session::open(context).await?;
    let created = session.client.create_marker(dataset, &marker).await;
    let created = session.conclude(created).await?;
    let id = text(&created, "id").to_owned();
    context.ui.print(&Report::text(created, id))?;
    Ok(Outcome::Done)
}

fn identifier(text: &str) -> Result<String, String> {
    let is_one = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_one { Ok(text.to_owned()) } else { Err("an id has letters and digits only".to_owned()) }
}

fn body(context: &Context, args: &HoneycombMarkerArgs) -> Result<Value, CommandError> {
    let start = match &args.start {
        Some(text) => context.parse_time(text)?,
        None => context.now(),
    };
    let mut body = Map::new();
    body.insert("start_time".to_owned(), json!(start.div_euclid(1000)));
    if let Some(text) = &args.end {
        let end = context.parse_time(text)?;
        if end < start {
            return Err(CommandError::usage("--end lies before --start")
                .hint("without --start a marker begins now"));
        }
        body.insert("end_time".to_owned(), json!(end.div_euclid(1000)));
    }
    for (key, value) in [("message", &args.message), ("type", &args.kind), ("url", &args.url)] {
        if let Some(value) = value {
            body.insert(key.to_owned(), json!(value));
        }
    }
    Ok(Value::Object(body))
}

fn listed(context: &Context, markers: &[Value]) -> Report {
    let time = |marker: &Value, key: &str| {
        let seconds = marker.get(key).and_then(Value::as_i64).filter(|seconds| *seconds != 0);
        seconds.map(|seconds| context.format_time(seconds.saturating_mul(1000))).unwrap_or_default()
    };
    let rows = markers.iter().map(|marker| {
        vec![
            text(marker, "id").to_owned(),
            time(marker, "start_time"),
            time(marker, "end_time"),
            text(marker, "type").to_owned(),
            text(marker, "message").to_owned(),
            text(marker, "url").to_owned(),
        ]
    });
    let columns = ["ID", "START", "END", "TYPE", "MESSAGE", "URL"].map(Column::left).to_vec();
    Report::table(json!(markers), columns, rows.collect())
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
