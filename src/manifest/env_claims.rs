//! One place, one name, two values: the mistake by which one service overwrites another.

use std::collections::BTreeMap;
use std::ops::Range;

use super::env::Declared;
use super::env::Variable;
use crate::model::variable::VariableTarget;

/// A value that overwrites another.
pub(super) struct Clash {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) hint: String,
}

/// Finds the variables that another one would overwrite.
pub(super) fn clashes(declared: &[Declared]) -> Vec<Clash> {
    let mut first: BTreeMap<(VariableTarget, String), &Variable> = BTreeMap::new();
    let mut clashes = Vec::new();
    for Declared { variable, targets } in declared {
        for (target, range) in variable.targets.iter().zip(targets) {
            let key = (target.value.place(), target.value.stored_name(&variable.name.value));
            let known = *first.entry(key).or_insert(variable);
            let same_source = known.source == variable.source;
            // One that is wrong itself is told of as that.
            if same_source || known.source.is_none() || variable.source.is_none() {
                continue;
            }
            clashes.push(Clash {
                range: range.clone(),
                message: format!(
                    "{} of {} would overwrite {} of {} in {}",
                    variable.name.value,
                    owner(variable),
                    known.name.value,
                    owner(known),
                    target.value
                ),
                hint: format!(
                    "the other stands at {}; give each service a file of its own, or both the same value",
                    known.name.place
                ),
            });
        }
    }
    clashes
}

fn owner(variable: &Variable) -> String {
    variable
        .service
        .as_ref()
        .map_or_else(|| "all services".to_owned(), |service| format!("the service {service}"))
}
