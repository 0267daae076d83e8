//! One variable at the places that a person, or the project file, names.

use super::results::Row;
use super::target_flag;
use super::target_flag::TargetFlag;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::env_variables::LeftOut;
use crate::model::change_set::Address;
use crate::model::variable::VariableTarget;
use crate::services::environment::PlacedVariable;
use crate::services::environment::Sensitivity;

/// A variable that a person named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject<'n> {
    pub(super) name: &'n str,
    pub(super) owner: Option<&'n str>,
    pub(super) sensitivity: Sensitivity,
}

/// Prepares the places, and says of each that is left out why. What a person named must be reached;
/// what is declared may be somewhere else.
pub(super) async fn place(
    context: &Context,
    flag: &TargetFlag,
    subject: Subject<'_>,
    targets: impl IntoIterator<Item = VariableTarget>,
) -> Result<(Vec<PlacedVariable>, Vec<Row>), CommandError> {
    let mut places = flag.repository.places(context)?;
    let (mut placed, mut rows) = (Vec::new(), Vec::new());
    // A shell is none: it is told.
    for target in targets.into_iter().filter(|target| *target != VariableTarget::Shell) {
        let address = Address::variable(subject.owner, subject.name, &target);
        places.limit(&target, subject.sensitivity);
        match places.open(&target).await {
            Ok(place) => placed.push(PlacedVariable {
                address,
                name: subject.name.to_owned(),
                sensitivity: subject.sensitivity,
                target: place,
                literal: None,
            }),
            Err(why) if !flag.targets.is_empty() => {
                return Err(target_flag::refused(&target, why).into());
            }
            Err(why) => rows.push(Row::of_left_out(LeftOut { address, why })),
        }
    }
    Ok((placed, rows))
}
