//! `honeycomb query`.

use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use super::answer_cache::AnswerCache;
use super::answer_cache::Question;
use super::asking;
use super::dataset_choice::Choice;
use super::result_view;
use super::result_view::Answered;
use super::saved;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::honeycomb_session::Session;
use crate::commands::json_input;
use crate::dialect::honeycomb::Spec;

/// Run a query and show its result
///
/// The query is one of the project file, a built-in one, or a specification of Honeycomb's query
/// API. It is checked here, against the dataset's columns too, before it is sent.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs honeycomb query latency-by-user
  cruddur-obs honeycomb query slow-routes --since 2h --output csv
  cruddur-obs honeycomb query --dataset backend-flask --spec '{\"breakdowns\":[\"name\"]}'")]
pub(crate) struct HoneycombQueryArgs {
    /// Name of a saved query
    name: Option<String>,
    /// Read the specification from a JSON file
    #[arg(short = 'f', long, value_name = "FILE", conflicts_with_all = ["name", "spec"])]
    spec_file: Option<PathBuf>,
    /// The specification as JSON
    #[arg(long, value_name = "JSON", conflicts_with = "name")]
    spec: Option<String>,
    /// Ask this dataset; __all__ is the whole environment
    #[arg(long, value_name = "DATASET")]
    dataset: Option<String>,
    /// From this time on, instead of the query's own range
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Up to this time
    #[arg(long, value_name = "TIME", requires = "since")]
    until: Option<String>,
    /// Ask an account again, also if the answer is still known
    #[arg(long)]
    no_cache: bool,
}

pub(super) async fn run(
    context: &Context,
    args: HoneycombQueryArgs,
) -> Result<Outcome, CommandError> {
    let (mut specification, choice) = read(context, &args).await?;
    if let Some(since) = &args.since {
        set_range(context, &mut specification, since, args.until.as_deref())?;
    }
    let spec = check(&specification, args.spec_file.as_deref())?;
    let session = Session::open(context).await?;
    let cache = AnswerCache::open(context, &session);
    let known_by = json!([choice.given, choice.named, choice.is_built_in]);
    let question = Question::new(&specification, &spec, &known_by, context.now());
    let kept = cache.as_ref().filter(|_| !args.no_cache);
    if let Some((when, answered)) = kept.and_then(|cache| cache.find(&question, context.now())) {
        let when = context.format_time(when);
        context.ui.status(&format!("this answer is kept from {when}; --no-cache asks again"));
        return show(context, &answered);
    }
    let answered = asking::ask(context, &session, &specification, &choice).await;
    session.close().await;
    let answered = answered?;
    // What was never asked is not kept: its columns may be there in a moment.
    if let Some(cache) = cache.as_ref().filter(|_| answered.is_asked) {
        cache.keep(&question, &answered, context.now());
    }
    show(context, &answered)
}

/// Reads a specification, and says in which file it stands if it breaks a rule.
fn check(specification: &Value, file: Option<&Path>) -> Result<Spec, CommandError> {
    Spec::read(specification).map_err(|error| {
        let error = CommandError::from(error);
        match file {
            Some(file) => error.context(format!("{} breaks rules of queries", file.display())),
            None => error,
        }
    })
}

fn show(context: &Context, answered: &Answered) -> Result<Outcome, CommandError> {
    // What was asked may have been fitted to the columns that are there.
    let spec = Spec::read(&answered.specification)?;
    context.ui.print(&result_view::report(context, &spec, answered))?;
    Ok(Outcome::Done)
}

/// Returns the specification, and what is known about its dataset.
async fn read(
    context: &Context,
    args: &HoneycombQueryArgs,
) -> Result<(Value, Choice), CommandError> {
    let given = Choice { given: args.dataset.clone(), named: None, is_built_in: false };
    if let Some(path) = &args.spec_file {
        return Ok((json_input::await_file(path).await?, given));
    }
    if let Some(text) = &args.spec {
        return Ok((json_input::parse("--spec", text)?, given));
    }
    let other_ways = "or give a specification with -f FILE or --spec JSON";
    saved(context, args.name.as_deref(), args.dataset.clone())
        .map_err(|told| if args.name.is_none() { told.hint(other_ways) } else { told })
}

/// Finds a saved query, and what is known about its dataset.
pub(super) fn saved(
    context: &Context,
    name: Option<&str>,
    dataset: Option<String>,
) -> Result<(Value, Choice), CommandError> {
    let Some(name) = name else {
        let queries = saved::all(context)?;
        let names: Vec<&str> = queries.iter().map(|query| query.name.as_str()).collect();
        return Err(CommandError::usage("no query is named")
            .hint(format!("name a saved query: {}", names.join(", "))));
    };
    let query = saved::find(context, name)?;
    let choice = Choice { given: dataset, named: query.dataset, is_built_in: query.is_built_in };
    Ok((query.specification, choice))
}

fn set_range(
    context: &Context,
    specification: &mut Value,
    since: &str,
    until: Option<&str>,
) -> Result<(), CommandError> {
    let since = context.parse_time(since)?;
    let until = match until {
        Some(until) => context.parse_time(until)?,
        None => context.now(),
    };
    if until < since {
        return Err(CommandError::usage("--until lies before --since"));
    }
    let Some(members) = specification.as_object_mut() else { return Ok(()) };
    members.shift_remove("time_range");
    // Whole seconds; the last one is not cut.
    members.insert("start_time".to_owned(), json!(since.div_euclid(1000)));
    members.insert("end_time".to_owned(), json!(until.div_euclid(1000) + 1));
    Ok(())
}
