//! `honeycomb query`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use super::result_view;
use super::saved;
use super::session::Session;
use crate::base::did_you_mean;
use crate::base::percent_encoded;
use crate::clients::honeycomb::HoneycombCallError;
use crate::clients::honeycomb::HoneycombClient;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::json_input;
use crate::dialect::honeycomb::Spec;
use crate::dialect::honeycomb::without_unknown_columns;
use crate::model::event;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::CreateQueryResult;
use crate::wire::honeycomb::QueryResult;

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
    #[arg(required_unless_present_any = ["spec_file", "spec"])]
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
}

/// A query that is ready to be asked.
struct Asked {
    dataset: String,
    specification: Value,
}

pub(super) async fn run(
    context: &Context,
    args: HoneycombQueryArgs,
) -> Result<Outcome, CommandError> {
    let (mut specification, named_dataset, is_built_in) = read(context, &args)?;
    if let Some(since) = &args.since {
        set_range(context, &mut specification, since, args.until.as_deref())?;
    }
    Spec::read(&specification)?;
    let session = Session::open(context).await?;
    let result =
        ask(&session.client, specification, args.dataset, named_dataset, is_built_in).await;
    session.close().await;
    let (asked, result) = result?;
    context.ui.print(&result_view::report(
        context,
        &asked.dataset,
        &asked.specification,
        &result,
    ))?;
    Ok(Outcome::Done)
}

/// Returns the specification, the dataset that it names, and whether it comes with the program.
fn read(
    context: &Context,
    args: &HoneycombQueryArgs,
) -> Result<(Value, Option<String>, bool), CommandError> {
    if let Some(path) = &args.spec_file {
        return Ok((json_input::parse_file(path)?, None, false));
    }
    if let Some(text) = &args.spec {
        return Ok((json_input::parse("--spec", text)?, None, false));
    }
    let name = args.name.as_deref().unwrap_or_default();
    let query = saved::find(context, name)?;
    Ok((query.specification, query.dataset, query.is_built_in))
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

async fn ask(
    client: &HoneycombClient,
    specification: Value,
    given: Option<String>,
    named: Option<String>,
    is_built_in: bool,
) -> Result<(Asked, QueryResult), CommandError> {
    let asked = choose(client, specification, given, named, is_built_in).await?;
    let Asked { dataset, specification } = &asked;
    let sent = async {
        let query_id = client.create_query(dataset, specification).await?;
        let request = CreateQueryResult {
            query_id: Some(query_id),
            disable_total_by_aggregate: Some(false),
            disable_other_by_aggregate: Some(false),
            ..CreateQueryResult::default()
        };
        client.run_query(dataset, &request).await
    };
    match sent.await {
        Ok(result) => Ok((asked, result)),
        Err(error) if error.is_denied() => {
            let link = page_link(client, dataset, specification).await;
            let error = CommandError::from(error);
            Err(match link {
                Some(link) => error.hint(format!("it works on every plan in the browser: {link}")),
                None => error,
            })
        }
        Err(error) => Err(error.into()),
    }
}

/// Decides which dataset is asked, and checks the query against its columns.
async fn choose(
    client: &HoneycombClient,
    specification: Value,
    given: Option<String>,
    named: Option<String>,
    is_built_in: bool,
) -> Result<Asked, CommandError> {
    let slugs: Vec<String> =
        client.datasets().await?.into_iter().map(|dataset| dataset.slug).collect();
    let exists = |name: &str| name == ALL_DATASETS || slugs.iter().any(|slug| slug == name);
    // The service takes a name as well, in any case.
    let slug_of = |name: &String| if exists(name) { name.clone() } else { event::slug(name) };
    if let Some(name) = given.as_ref().or(named.as_ref()).map(slug_of).filter(|name| exists(name)) {
        let mut columns = columns_of(client, &name, &slugs).await?;
        if check_columns(&specification, &name, &columns).is_err() {
            columns.extend(client.calculated_fields(&name).await);
        }
        let specification = fitted(&specification, &columns, is_built_in);
        check_columns(&specification, &name, &columns)?;
        return Ok(Asked { dataset: name, specification });
    }
    // Only the dataset of a built-in query is a guess.
    if let Some(name) = given.or(named.filter(|_| !is_built_in)) {
        let error = CommandError::not_found(format!("there is no dataset {name}"));
        return Err(match did_you_mean(&name, slugs.iter().map(String::as_str)) {
            Some(nearest) => error.hint(format!("did you mean `{nearest}`?")),
            None if slugs.is_empty() => error.hint("nothing has been sent yet"),
            None => error.hint(format!("datasets: {}", slugs.join(", "))),
        });
    }
    let mut fitting = Vec::new();
    for slug in &slugs {
        let columns = columns_of(client, slug, &slugs).await?;
        let specification = fitted(&specification, &columns, is_built_in);
        if check_columns(&specification, slug, &columns).is_ok() {
            fitting.push(Asked { dataset: slug.clone(), specification });
        }
    }
    match fitting.len() {
        1 => Ok(fitting.remove(0)),
        0 if slugs.is_empty() => Err(CommandError::not_found("there is no dataset yet")
            .hint("send events first, for instance with OpenTelemetry to the backend's address")),
        0 => Err(CommandError::not_found("no dataset has the columns of this query")
            .hint(format!("name one with --dataset: {}", slugs.join(", ")))),
        _ => {
            let names: Vec<&str> = fitting.iter().map(|asked| asked.dataset.as_str()).collect();
            Err(CommandError::usage("several datasets have the columns of this query")
                .hint(format!("name one with --dataset: {}", names.join(", "))))
        }
    }
}

async fn columns_of(
    client: &HoneycombClient,
    dataset: &str,
    all: &[String],
) -> Result<BTreeSet<String>, HoneycombCallError> {
    let mut columns = BTreeSet::new();
    let wanted: Vec<&str> = if dataset == ALL_DATASETS {
        all.iter().map(String::as_str).collect()
    } else {
        vec![dataset]
    };
    for slug in wanted {
        columns.extend(client.columns(slug).await?.into_iter().map(|column| column.key_name));
    }
    Ok(columns)
}

/// Built-in queries bridge two generations of names; an account may refuse names it never saw.
fn fitted(specification: &Value, columns: &BTreeSet<String>, is_built_in: bool) -> Value {
    if !is_built_in {
        return specification.clone();
    }
    without_unknown_columns(specification, columns)
}

fn check_columns(
    specification: &Value,
    dataset: &str,
    columns: &BTreeSet<String>,
) -> Result<(), CommandError> {
    let spec = Spec::read(specification)?;
    let needed = spec.columns();
    let unknown: Vec<&str> = needed
        .into_iter()
        .filter(|name| !name.starts_with('$') && !columns.contains(*name))
        .collect();
    let Some(first) = unknown.first() else { return Ok(()) };
    let all = unknown.join(", ");
    let error = CommandError::usage(format!("dataset {dataset} has no column {all}"));
    Err(match did_you_mean(first, columns.iter().map(String::as_str)) {
        Some(nearest) => error.hint(format!("did you mean `{nearest}`?")),
        None => error.hint(format!("cruddur-obs honeycomb columns {dataset} lists them")),
    })
}

/// Returns the address that opens the query in the browser, on any plan.
async fn page_link(
    client: &HoneycombClient,
    dataset: &str,
    specification: &Value,
) -> Option<String> {
    let auth = client.auth().await.ok()?;
    let text = |path: &str| auth.pointer(path).and_then(Value::as_str);
    let (team, environment) = (text("/team/slug")?, text("/environment/slug").unwrap_or_default());
    let ui = client.base().replacen("://api.", "://ui.", 1);
    let place = if environment.is_empty() {
        format!("{ui}/{team}/datasets/{dataset}")
    } else {
        format!("{ui}/{team}/environments/{environment}/datasets/{dataset}")
    };
    let query = percent_encoded(&specification.to_string());
    Some(format!("{place}?query={query}"))
}
