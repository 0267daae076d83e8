//! `rollbar items`.

use std::cmp::Reverse;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use super::environment;
use super::flags;
use super::words;
use crate::clients::rollbar::Exact;
use crate::clients::rollbar::ItemFilter;
use crate::clients::rollbar::Listed;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::rollbar_session::Need;
use crate::commands::rollbar_session::Session;
use crate::ui::Column;
use crate::ui::Report;
use crate::wire::rollbar::Item;
use crate::wire::rollbar::Level;
use crate::wire::rollbar::Status;

/// Longest text that is searched for, in characters.
const LONGEST_SEARCH: usize = 1_000;

/// List the items, the last seen first
///
/// An item is all occurrences of one kind. Where the project file names the environment, its items
/// are listed; --environment names others, --all-environments lists all. All pages are read.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs rollbar items --status active --level error --level critical
  cruddur-obs rollbar items --since 2h --output ndjson
  cruddur-obs rollbar items --search TypeError --limit 20
  cruddur-obs rollbar items --environment production --fail-on-empty")]
pub(crate) struct RollbarItemsArgs {
    /// Only items of this environment; may be repeated
    #[arg(long, value_name = "NAME", value_parser = flags::environment)]
    environment: Vec<String>,
    /// Items of all environments, whatever the project file says
    #[arg(long, conflicts_with = "environment")]
    all_environments: bool,
    /// Only items of this level; may be repeated
    #[arg(long, value_name = "LEVEL", value_parser = flags::level())]
    level: Vec<Level>,
    /// Only items of this status; may be repeated
    #[arg(long, value_name = "STATUS", value_parser = flags::status())]
    status: Vec<Status>,
    /// Only items of this framework; may be repeated
    #[arg(long, value_name = "NAME", value_parser = flags::environment)]
    framework: Vec<String>,
    /// Only items that Rollbar's own search finds by this
    #[arg(long, value_name = "TEXT", value_parser = search)]
    search: Option<String>,
    /// Only items that were seen since then
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Only items that were last seen before
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// At most this many
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Exit with code 3 when there is none
    #[arg(long)]
    fail_on_empty: bool,
}

fn search(text: &str) -> Result<String, String> {
    flags::limited(text, LONGEST_SEARCH)
}

pub(super) async fn run(
    context: &Context,
    args: RollbarItemsArgs,
) -> Result<Outcome, CommandError> {
    let time = |text: &Option<String>| text.as_deref().map(|text| context.parse_time(text));
    let (since, until) = (time(&args.since).transpose()?, time(&args.until).transpose()?);
    if since.zip(until).is_some_and(|(since, until)| until < since) {
        return Err(CommandError::usage("--until lies before --since"));
    }
    let mut environments = args.environment;
    if environments.is_empty() && !args.all_environments {
        environments.extend(environment::declared(context)?);
        if let Some(name) = environments.first() {
            context.ui.status(&format!("environment {name}; --all-environments shows the others"));
        }
    }
    let filter = ItemFilter {
        environments,
        levels: args.level,
        statuses: args.status,
        frameworks: args.framework,
        search: args.search,
    };
    let passes = |item: &Item| {
        let last = item.last_occurrence_timestamp.map(|seconds| seconds.saturating_mul(1000));
        // A time that is not known does not hide an item.
        last.is_none_or(|last| {
            since.is_none_or(|since| last >= since) && until.is_none_or(|until| last < until)
        })
    };
    let limit = args.limit.and_then(|limit| usize::try_from(limit).ok());
    let session = Session::open(context, Need::Read).await?;
    let progress = context.ui.progress("reading items");
    let listed = session.client.items(&filter, limit, passes).await;
    drop(progress);
    let listed = session.conclude(listed).await?;
    if listed.is_cut {
        context.ui.hint(&format!("there are more than these {}", listed.things.len()));
    }
    let is_empty = listed.things.is_empty();
    context.ui.print(&report(context, listed))?;
    if is_empty && args.fail_on_empty {
        return Err(CommandError::not_found("no item was found")
            .hint("look further back with --since, or at --all-environments"));
    }
    Ok(Outcome::Done)
}

fn report(context: &Context, mut listed: Listed<Exact<Item>>) -> Report {
    listed.things.sort_by_key(|item| Reverse(item.known.last_occurrence_timestamp));
    let columns = vec![
        Column::right("ITEM"),
        Column::left("LEVEL"),
        Column::left("STATUS"),
        Column::left("ENVIRONMENT"),
        Column::right("OCCURRENCES"),
        Column::left("LAST SEEN"),
        Column::left("TITLE"),
    ];
    let rows = listed.things.iter().map(|item| {
        let item = &item.known;
        vec![
            item.counter.to_string(),
            item.level.clone().unwrap_or_default(),
            item.status.clone().unwrap_or_default(),
            item.environment.clone(),
            item.total_occurrences.to_string(),
            words::time(context, item.last_occurrence_timestamp),
            item.title.clone(),
        ]
    });
    let rows = rows.collect();
    let values: Vec<Value> = listed.things.into_iter().map(|item| item.value).collect();
    let value = json!({ "items": values, "is_cut": listed.is_cut });
    Report::table(value, columns, rows).with_ndjson_of("items")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::Format;
    use crate::ui::Ui;
    use crate::ui::UiOptions;

    fn item(counter: i64, seconds: i64, title: &str) -> Exact<Item> {
        let value = json!({
            "id": counter * 100, "counter": counter, "title": title, "environment": "production",
            "level": "error", "status": "active", "total_occurrences": 3,
            "last_occurrence_timestamp": seconds, "unknown_member": 1.5,
        });
        serde_json::from_value(value).unwrap()
    }

    fn shown(format: Option<Format>) -> String {
        let context = Context::for_tests();
        let things = vec![item(1, 100, "a\u{1b}[2J\tb"), item(12, 1_795_233_600, "TypeError: x")];
        let (ui, captured) = Ui::captured(UiOptions { format, ..UiOptions::default() });
        ui.print(&report(&context, Listed { things, is_cut: false })).unwrap();
        captured.stdout()
    }

    #[test]
    fn the_last_seen_stands_first() {
        insta::assert_snapshot!(shown(None), @r"
        ITEM  LEVEL  STATUS  ENVIRONMENT  OCCURRENCES  LAST SEEN                 TITLE
          12  error  active  production             3  2026-11-21T04:00:00.000Z  TypeError: x
           1  error  active  production             3  1970-01-01T00:01:40.000Z  a\u{1b}[2J\tb
        ");
    }

    #[test]
    fn programs_get_every_member() {
        let ndjson = shown(Some(Format::Ndjson));
        assert_eq!(ndjson.lines().count(), 2);
        assert!(ndjson.contains("\"unknown_member\":1.5"), "{ndjson}");
    }
}
