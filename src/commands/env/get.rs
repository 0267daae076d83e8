//! `env get`.

use clap::Args;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use serde_json::json;

use super::reveal;
use super::target_flag;
use super::target_flag::RepositoryFlag;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::model::variable::VariableTarget;
use crate::services::environment::EnvironmentTarget;
use crate::services::environment::Holdings;
use crate::services::environment::Sensitivity;

/// Print the value that a place holds
///
/// Without --from, the first of the declared places that show values is asked. Refused in CI jobs,
/// whose logs others read.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs env get OTEL_SERVICE_NAME --reveal
  cruddur-obs env get HONEYCOMB_API_KEY --reveal --from dotenv:.env")]
pub(crate) struct EnvGetArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// Yes, print the value
    #[arg(long)]
    reveal: bool,
    /// Ask this place
    #[arg(long, value_name = "TARGET", value_parser = target_flag::read)]
    from: Option<VariableTarget>,
    /// The variable of this service
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    #[command(flatten)]
    repository: RepositoryFlag,
}

pub(super) async fn run(context: &Context, args: EnvGetArgs) -> Result<Outcome, CommandError> {
    target_flag::check_names(std::slice::from_ref(&args.name))?;
    if !args.reveal {
        return Err(CommandError::usage("get prints the value, which needs --reveal")
            .hint("cruddur-obs env check says how it stands without showing it"));
    }
    reveal::refuse_in_ci(context)?;
    let manifest = target_flag::load(context)?;
    let service = args.service.as_deref();
    let declared = target_flag::one_declared(manifest.as_ref(), &args.name, service)?;
    let sensitivity = declared.map(|variable| Sensitivity::of(variable.is_secret));
    context.target(&[])?;
    let mut places = args.repository.places(context)?;
    let found = if let Some(target) = &args.from {
        let place = places.open(target).await.map_err(|why| target_flag::refused(target, why))?;
        find(&*place, &args.name, sensitivity).await?
    } else {
        let Some(variable) = declared else {
            return Err(CommandError::not_found(format!("{} is not declared", args.name))
                .hint("name the place with --from, for instance --from dotenv:.env"));
        };
        let mut found = None;
        for target in variable.targets.iter().map(|target| &target.value) {
            match places.open(target).await {
                Ok(place) if place.shows_values(Sensitivity::of(variable.is_secret)) => {
                    found = find(&*place, &args.name, sensitivity).await?;
                }
                Ok(_) | Err(_) => {}
            }
            if found.is_some() {
                break;
            }
        }
        found
    };
    let Some(value) = found else {
        let place = args.from.as_ref().map_or_else(
            || "no place that shows values holds it".to_owned(),
            |target| format!("{target} does not hold it"),
        );
        return Err(CommandError::not_found(format!(
            "there is no value of {}: {place}",
            args.name
        ))
        .hint("cruddur-obs env check shows which places hold it"));
    };
    // With --raw the bytes are the value's own.
    let end = if context.ui.options().raw { "" } else { "\n" };
    let text = SecretString::from(format!("{}{end}", value.expose_secret()));
    let json = json!({ "name": args.name, "value": value.expose_secret() });
    reveal::print(context, json, &text)?;
    Ok(Outcome::Done)
}

async fn find(
    place: &dyn EnvironmentTarget,
    name: &str,
    sensitivity: Option<Sensitivity>,
) -> Result<Option<SecretString>, CommandError> {
    let holdings = Holdings::new(place, place.read().await?);
    let name = place.target().stored_name(name);
    let kinds = match sensitivity {
        Some(kind) => vec![kind],
        None => vec![Sensitivity::Plain, Sensitivity::Secret],
    };
    let found = kinds.into_iter().find_map(|kind| holdings.get(&name, kind));
    match found {
        Some(held) if held.value.is_none() => Err(CommandError::failed(format!(
            "{} holds it, but shows no values of secrets",
            place.target()
        ))
        .hint("write it again if nobody knows it: cruddur-obs env set")),
        Some(held) => Ok(held.value.clone()),
        None => Ok(None),
    }
}
