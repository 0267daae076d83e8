//! `rollbar item`.

use clap::Args;
use serde_json::Value;
use serde_json::json;

use super::selector;
use super::selector::Selector;
use super::told::Told;
use super::words;
use crate::clients::rollbar::Exact;
use crate::clients::rollbar::Instance;
use crate::clients::rollbar::Listed;
use crate::clients::rollbar::RollbarCallError;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::rollbar_session::Need;
use crate::commands::rollbar_session::Session;
use crate::ui::Column;
use crate::ui::Report;
use crate::ui::Tone;
use crate::wire::rollbar::Item;

/// Characters of an occurrence's headline in a list.
const HEADLINE: usize = 120;

/// Show an item and its latest occurrences
///
/// An item is named by the number that `rollbar items` shows, by its id, or by the uuid of one of
/// its occurrences. A number that is both a number and an id is the number, unless --id is given.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs rollbar item 12
  cruddur-obs rollbar item 4b2f9a0e-5a52-4c4c-9d1a-0f3f3c8f5a01
  cruddur-obs rollbar item 12 --occurrences 100 --output json")]
pub(crate) struct RollbarItemArgs {
    /// Number, id, or the uuid of an occurrence
    #[arg(value_parser = selector::parse)]
    item: Selector,
    /// The number is an id
    #[arg(long)]
    id: bool,
    /// How many of its occurrences are listed, the newest first
    #[arg(long, value_name = "NUMBER", default_value_t = 10, value_parser = clap::value_parser!(u16).range(..=10_000))]
    occurrences: u16,
}

pub(super) async fn run(context: &Context, args: RollbarItemArgs) -> Result<Outcome, CommandError> {
    let session = Session::open(context, Need::Read).await?;
    let found = find(&session, &args).await;
    session.close().await;
    let (item, occurrences) = found?;
    context.ui.print(&report(context, item, occurrences))?;
    Ok(Outcome::Done)
}

async fn find(
    session: &Session,
    args: &RollbarItemArgs,
) -> Result<(Exact<Item>, Listed<Instance>), CommandError> {
    let item = match named(session, &args.item, args.id).await {
        Err(error) if error.is_not_found() => return Err(missing(&args.item)),
        other => other.map_err(|error| session.explain(error))?,
    };
    let limit = usize::from(args.occurrences);
    let occurrences = match limit {
        0 => Ok(Listed { things: Vec::new(), is_cut: true }),
        _ => session.client.occurrences(item.known.id, limit).await,
    };
    Ok((item, occurrences.map_err(|error| session.explain(error))?))
}

async fn named(
    session: &Session,
    selector: &Selector,
    is_id: bool,
) -> Result<Exact<Item>, RollbarCallError> {
    let client = &session.client;
    match selector {
        Selector::Uuid(uuid) => client.item_of_uuid(uuid).await,
        Selector::Number(id) if is_id => client.item(*id).await,
        Selector::Number(number) => match client.item_of_counter(*number).await {
            Err(error) if error.is_not_found() => client.item(*number).await,
            other => other,
        },
    }
}

/// Says that there is no such item.
pub(super) fn missing(selector: &Selector) -> CommandError {
    match selector {
        Selector::Uuid(uuid) => {
            CommandError::not_found(format!("there is no occurrence with the uuid {uuid}"))
                .hint("what was just sent can take a moment to arrive")
        }
        Selector::Number(number) => CommandError::not_found(format!("there is no item {number}"))
            .hint("cruddur-obs rollbar items lists them"),
    }
}

fn report(context: &Context, item: Exact<Item>, occurrences: Listed<Instance>) -> Report {
    let known = &item.known;
    let level = known.level.clone().unwrap_or_default();
    let time = |seconds| words::time(context, seconds);
    let count = match known.unique_occurrences {
        Some(unique) if unique > 0 => {
            let who = words::counted(unique, "person or address", "people or addresses");
            format!("{}, of {who}", known.total_occurrences)
        }
        _ => known.total_occurrences.to_string(),
    };
    let fields = [
        ("item", format!("#{} (id {})", known.counter, known.id)),
        ("status", known.status.clone().unwrap_or_default()),
        ("environment", known.environment.clone()),
        ("framework", known.framework.clone().unwrap_or_default()),
        ("platform", known.platform.clone().unwrap_or_default()),
        ("occurrences", count),
        ("first seen", time(known.first_occurrence_timestamp)),
        ("last seen", time(known.last_occurrence_timestamp)),
        ("last activated", time(known.last_activated_timestamp)),
        ("last resolved", time(known.last_resolved_timestamp)),
        ("resolved in", known.resolved_in_version.clone().unwrap_or_default()),
    ];
    let tone = words::tone(&level);
    let mut lines = vec![vec![
        (tone, level),
        (Tone::Plain, " ".to_owned()),
        (Tone::Heading, known.title.clone()),
    ]];
    lines.extend(
        fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| vec![(Tone::Faint, format!("{name:<14} ")), (Tone::Plain, value)]),
    );
    if !occurrences.things.is_empty() {
        lines.push(Vec::new());
    }
    let mut rows = Vec::new();
    for occurrence in &occurrences.things {
        let told = Told::of(occurrence);
        let (headline, person) = (told.headline(), told.person().unwrap_or_default());
        let id = occurrence.known.id.to_string();
        let seen = time(Some(occurrence.known.timestamp));
        lines.push(vec![
            (Tone::Faint, format!("{seen}  {id}  ")),
            (Tone::Plain, words::cut(&headline, HEADLINE)),
            (Tone::Faint, if person.is_empty() { String::new() } else { format!("  {person}") }),
        ]);
        rows.push(vec![
            id,
            seen,
            told.uuid().to_owned(),
            told.level().to_owned(),
            told.environment().to_owned(),
            person,
            headline,
        ]);
    }
    let columns = ["OCCURRENCE", "TIME", "UUID", "LEVEL", "ENVIRONMENT", "PERSON", "MESSAGE"];
    let values: Vec<Value> = occurrences.things.into_iter().map(|one| one.value).collect();
    let value = json!({ "item": item.value, "occurrences": values });
    Report::lines(value, lines, columns.map(Column::left).to_vec(), rows)
        .with_ndjson_of("occurrences")
}
