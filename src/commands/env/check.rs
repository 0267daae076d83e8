//! `env check`.

use std::collections::HashMap;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use super::target_flag;
use super::target_flag::TargetFlag;
use crate::base::Hint as _;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::env_variables;
use crate::commands::env_variables::Placements;
use crate::commands::env_variables::WhyLeftOut;
use crate::commands::exit_code;
use crate::commands::findings;
use crate::model::change_set::Address;
use crate::model::variable::VariableTarget;
use crate::services::checks::Finding;
use crate::services::environment::Fingerprints;
use crate::services::environment::Holdings;
use crate::services::environment::Standing;
use crate::services::environment::TargetError;
use crate::services::environment::read_all;
use crate::services::environment::standing;
use crate::ui::Column;
use crate::ui::Report;

/// Compare what places hold with what is declared, without showing a value
///
/// Reads no source: values are compared with those of the project file, or with what was last
/// written from this machine. Also looks for mistakes in the files of the project, as plan does.
/// Exits with 1 if something is missing, differs or was changed by somebody else, or a check finds
/// an error.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs env check
  cruddur-obs env check --target dotenv:.env --output json")]
pub(crate) struct EnvCheckArgs {
    #[command(flatten)]
    target: TargetFlag,
}

/// How a variable stands at a place, or why nobody knows.
enum State {
    Known(Standing),
    LeftOut,
    Failed(TargetError),
}

impl State {
    fn word(&self) -> &'static str {
        match self {
            Self::Known(Standing::Set) => "ok",
            Self::Known(standing) => standing.word(),
            Self::LeftOut => "left out",
            Self::Failed(_) => "failed",
        }
    }

    fn note(&self) -> String {
        match self {
            Self::Known(Standing::Missing | Standing::Differs | Standing::ChangedOutside) => {
                "env sync writes it".to_owned()
            }
            Self::Known(Standing::Unknown) => "it was not written from here".to_owned(),
            Self::Known(Standing::Set) => String::new(),
            Self::LeftOut => "not on the profile local".to_owned(),
            Self::Failed(error) => error.to_string(),
        }
    }

    const fn is_drift(&self) -> bool {
        matches!(
            self,
            Self::Known(Standing::Missing | Standing::Differs | Standing::ChangedOutside)
        )
    }
}

pub(super) async fn run(context: &Context, args: EnvCheckArgs) -> Result<Outcome, CommandError> {
    let manifest = target_flag::required(context)?;
    context.target(&[])?;
    let selection = args.target.selection(&[]);
    let placements = env_variables::place(context, &manifest, selection).await?;
    let fingerprints = env_variables::fingerprints(context);
    let mut states = states(placements, &fingerprints).await;
    states.sort_by(|(left, _), (right, _)| {
        let key = |address: &Address| {
            (address.owner.clone(), address.name.clone(), address.parent.clone())
        };
        key(left).cmp(&key(right))
    });
    let found = findings::look(context, &manifest)?;
    context.ui.print(&report(&states, &found))?;
    findings::refuse(&found)?;
    let drifted = states.iter().filter(|(_, state)| state.is_drift()).count();
    if drifted > 0 {
        context.ui.status(&format!("{drifted} of {} are not as declared", states.len()));
        return Ok(Outcome::Code(exit_code::FAILED));
    }
    let failed = states.into_iter().find_map(|(address, state)| match state {
        State::Failed(error) => Some((address.parent, error)),
        State::Known(_) | State::LeftOut => None,
    });
    match failed {
        Some((place, error)) => {
            let kind = error.kind();
            let hints = error.hints();
            let error = CommandError::new(kind, format!("{place} could not be read: {error}"));
            Err(hints.into_iter().fold(error, CommandError::hint))
        }
        None => Ok(Outcome::Done),
    }
}

async fn states(placements: Placements, fingerprints: &Fingerprints) -> Vec<(Address, State)> {
    let Placements { variables, left_out } = placements;
    let read: HashMap<VariableTarget, Result<Holdings, TargetError>> =
        read_all(crate::services::environment::places(&variables)).await;
    let of_places = variables.into_iter().filter_map(|variable| {
        let state = match read.get(variable.target.target())? {
            Ok(holdings) => {
                let held = holdings.get(&variable.stored_name(), variable.sensitivity);
                let wanted = variable.literal.as_ref();
                State::Known(standing(held, wanted, &variable.spot(), fingerprints))
            }
            Err(error) => State::Failed(error.clone()),
        };
        Some((variable.address, state))
    });
    let left = left_out.into_iter().map(|left| {
        let state = match left.why {
            WhyLeftOut::LocalProfile => State::LeftOut,
            WhyLeftOut::Unreachable(error) => State::Failed(error),
        };
        (left.address, state)
    });
    of_places.chain(left).collect()
}

fn report(states: &[(Address, State)], found: &[Finding]) -> Report {
    let variables: Vec<Value> = states
        .iter()
        .map(|(address, state)| {
            json!({
                "name": address.name,
                "service": (!address.owner.is_empty()).then_some(&address.owner),
                "target": address.parent,
                "state": state.word(),
                "note": state.note(),
            })
        })
        .collect();
    let drifts = states.iter().any(|(_, state)| state.is_drift());
    let rows = states.iter().map(|(address, state)| {
        let Address { name, owner, parent, .. } = address;
        vec![name.clone(), owner.clone(), parent.clone(), state.word().to_owned(), state.note()]
    });
    let columns = ["NAME", "SERVICE", "TARGET", "STATE", "NOTE"].map(Column::left).to_vec();
    let found = findings::documents(found);
    let value = json!({ "differs": drifts, "variables": variables, "findings": found });
    Report::table(value, columns, rows.collect()).with_ndjson_of("variables")
}
