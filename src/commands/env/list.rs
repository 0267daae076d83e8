//! `env list`.

use clap::Args;
use serde_json::Value;
use serde_json::json;

use super::target_flag;
use super::target_flag::TargetFlag;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::manifest::Manifest;
use crate::manifest::ValueSource;
use crate::manifest::Variable;
use crate::model::variable::VariableTarget;
use crate::services::environment::Held;
use crate::services::environment::Sensitivity;
use crate::ui::Column;
use crate::ui::Report;

/// List the declared variables and their places, or what a place holds; never a value
///
/// Without --target nobody is called. With it, everything that the place holds is listed, declared
/// or not.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs env list
  cruddur-obs env list --target github --output json")]
pub(crate) struct EnvListArgs {
    #[command(flatten)]
    target: TargetFlag,
}

pub(super) async fn run(context: &Context, args: EnvListArgs) -> Result<Outcome, CommandError> {
    let report = if args.target.targets.is_empty() {
        of_file(&target_flag::required(context)?, &args.target)
    } else {
        let manifest = target_flag::load(context)?;
        context.target(&[])?;
        of_places(context, manifest.as_ref(), &args.target).await?
    };
    context.ui.print(&report)?;
    Ok(Outcome::Done)
}

/// Lists what is declared.
fn of_file(manifest: &Manifest, flag: &TargetFlag) -> Report {
    let selection = flag.selection(&[]);
    let variables: Vec<&Variable> = manifest.env.iter().filter(|v| selection.takes(v)).collect();
    let value: Vec<Value> = variables
        .iter()
        .map(|variable| {
            json!({
                "name": variable.name.value,
                "service": variable.service,
                "secret": variable.is_secret,
                "source": source(variable),
                "targets": targets(variable),
                "place": variable.name.place.to_string(),
            })
        })
        .collect();
    let rows = variables.iter().map(|variable| {
        vec![
            variable.name.value.clone(),
            variable.service.clone().unwrap_or_default(),
            kind(Sensitivity::of(variable.is_secret)).to_owned(),
            source(variable),
            targets(variable).join(", "),
        ]
    });
    let columns = ["NAME", "SERVICE", "KIND", "SOURCE", "TARGETS"].map(Column::left).to_vec();
    Report::table(json!({ "variables": value }), columns, rows.collect())
        .with_ndjson_of("variables")
}

/// Lists what places hold.
async fn of_places(
    context: &Context,
    manifest: Option<&Manifest>,
    flag: &TargetFlag,
) -> Result<Report, CommandError> {
    let mut places = flag.repository.places(context)?;
    let (mut value, mut rows): (Vec<Value>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
    for target in &flag.targets {
        let place = places.open(target).await.map_err(|why| target_flag::refused(target, why))?;
        let mut held = place.read().await?;
        held.sort_by(|left, right| left.name.cmp(&right.name));
        for held in held {
            let owners = owners(manifest, target, &held);
            let updated = held.updated.map(|time| context.format_time(time));
            value.push(json!({
                "target": target.to_string(),
                "name": held.name,
                "kind": held.sensitivity.map(kind),
                "updated": held.updated.map(|time| context.format_time(time)),
                "declared": owners.is_some(),
            }));
            rows.push(vec![
                target.to_string(),
                held.name,
                held.sensitivity.map_or("", kind).to_owned(),
                updated.unwrap_or_default(),
                owners.unwrap_or_else(|| "no".to_owned()),
            ]);
        }
    }
    let columns = ["TARGET", "NAME", "KIND", "UPDATED", "DECLARED"].map(Column::left).to_vec();
    Ok(Report::table(json!({ "held": value }), columns, rows).with_ndjson_of("held"))
}

/// Says who declares what a place holds; none if nobody does.
fn owners(manifest: Option<&Manifest>, target: &VariableTarget, held: &Held) -> Option<String> {
    let name = target.stored_name(&held.name);
    let declares = |variable: &&Variable| {
        target.stored_name(&variable.name.value) == name
            && variable.targets.iter().any(|declared| declared.value.place() == target.place())
    };
    let variable = manifest?.env.iter().find(declares)?;
    Some(variable.service.clone().map_or_else(|| "yes".to_owned(), |owner| format!("by {owner}")))
}

fn targets(variable: &Variable) -> Vec<String> {
    variable.targets.iter().map(|target| target.value.to_string()).collect()
}

/// Says where a value comes from, and never the value.
fn source(variable: &Variable) -> String {
    match &variable.source {
        None => String::new(),
        Some(ValueSource::Literal(_)) => "project file".to_owned(),
        Some(ValueSource::Environment(name)) => format!("env:{name}"),
        Some(ValueSource::File(path)) => format!("file:{}", path.display()),
        Some(ValueSource::Prompt) => "prompt".to_owned(),
        Some(ValueSource::StandardInput) => "stdin".to_owned(),
        Some(ValueSource::Command(argv)) => {
            format!("command {}", argv.first().map(String::as_str).unwrap_or_default())
        }
    }
}

const fn kind(sensitivity: Sensitivity) -> &'static str {
    match sensitivity {
        Sensitivity::Secret => "secret",
        Sensitivity::Plain => "plain",
    }
}
