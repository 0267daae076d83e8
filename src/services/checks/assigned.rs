//! Values that files give to variables.

use super::assignment::Assignment;
use super::assignment::Form;
use super::compose;
use super::finding::Finding;
use super::project_files::ProjectFile;
use super::registry::Check;
use super::registry::EMPTY_VALUE;
use super::registry::PLACEHOLDER_VALUE;
use super::registry::REGION_VARIABLE;
use super::registry::TOKEN_UNDER_OTHER_NAME;
use super::registry::TOKEN_UNDER_REGION;
use super::registry::VALUE_OF_WRONG_SHAPE;
use crate::model::secret_shape;
use crate::model::variable_shape;
use crate::model::variable_shape::Owner;

/// Shortest value that is no region in any case.
const LONGER_THAN_REGIONS: usize = 20;

/// Checks each assignment of a file by itself.
pub(super) fn values(file: &ProjectFile, assignments: &[Assignment]) -> Vec<Finding> {
    let find = |assignment: &Assignment| {
        let (check, message) = judge(assignment)?;
        Some(Finding::new(check, message, file.place(assignment.at)))
    };
    assignments.iter().filter_map(find).collect()
}

/// Says what is wrong with a value; the worst of it, if there is more.
fn judge(assignment: &Assignment) -> Option<(&'static Check, String)> {
    let Assignment { name, value, .. } = assignment;
    if let Some(what) = wrong_for_region(assignment) {
        return Some((&TOKEN_UNDER_REGION, format!("{name} is given {what}")));
    }
    if let Some(message) = other_owner(assignment) {
        return Some((&TOKEN_UNDER_OTHER_NAME, message));
    }
    if value.trim().is_empty() {
        return must_not_be_empty(assignment)
            .then(|| (&EMPTY_VALUE, format!("{name} is set to nothing")));
    }
    let is_put_in = assignment.refers_to().is_some() && !value.starts_with('<');
    if has_owner(name) && !is_put_in && secret_shape::is_placeholder(value) {
        return Some((&PLACEHOLDER_VALUE, format!("{name} still holds a placeholder")));
    }
    // Stand-ins of services take any key, and one that is real is told of as a token.
    if !assignment.is_literal() || is_secret(name) {
        return None;
    }
    let expected = variable_shape::expected(name, value)?;
    Some((&VALUE_OF_WRONG_SHAPE, format!("the value of {name} must be {expected}")))
}

fn has_owner(name: &str) -> bool {
    variable_shape::owner_of_name(name).is_some() || secret_shape::is_secret_name(name)
}

/// Says whether nobody would set the variable to nothing on purpose.
fn must_not_be_empty(assignment: &Assignment) -> bool {
    let is_vendors = ["AWS_", "HONEYCOMB_", "ROLLBAR_", "OTEL_"]
        .iter()
        .any(|vendor| assignment.name.starts_with(vendor));
    matches!(assignment.form, Form::Export | Form::GpEnv | Form::Dotenv)
        && (is_vendors || has_owner(&assignment.name))
}

/// Says what secret a region is given, if it is given one.
fn wrong_for_region(assignment: &Assignment) -> Option<String> {
    if variable_shape::owner_of_name(&assignment.name) != Some(Owner::Region) {
        return None;
    }
    let value = assignment.value.as_str();
    if let Some(other) = assignment.refers_to() {
        return is_secret(other).then(|| format!("the value of {other}"));
    }
    if !assignment.is_literal() || variable_shape::expected(&assignment.name, value).is_none() {
        return None;
    }
    let is_token = variable_shape::looks_like_token(value) || value.len() >= LONGER_THAN_REGIONS;
    is_token.then(|| "what looks like a token".to_owned())
}

fn is_secret(name: &str) -> bool {
    secret_shape::is_secret_name(name)
        || variable_shape::owner_of_name(name).is_some_and(Owner::is_secret)
}

/// Says whose token stands under the name of somebody else.
fn other_owner(assignment: &Assignment) -> Option<String> {
    let Assignment { name, value, .. } = assignment;
    let owner = variable_shape::owner_of_name(name)?;
    let (what, other) = match assignment.refers_to() {
        Some(source) => (format!("the value of {source}"), variable_shape::owner_of_name(source)?),
        None => {
            let other =
                variable_shape::owner_of_value(value).filter(|_| assignment.is_literal())?;
            (other.noun().to_owned(), other)
        }
    };
    let is_mixed_up = owner != other && other.is_secret() && owner != Owner::Address;
    is_mixed_up.then(|| format!("{name}, which is for {}, is given {what}", owner.noun()))
}

/// Finds regions that boto3 does not read. `is_python` says whether boto3 runs from below a folder.
pub(super) fn regions(
    file: &ProjectFile,
    assignments: &[Assignment],
    is_python: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    let finding = |within: &[&Assignment], whose: &str| {
        let find = |name: &str| within.iter().find(|assignment| assignment.name == name);
        let region = find("AWS_REGION").filter(|_| find("AWS_DEFAULT_REGION").is_none())?;
        let message = format!("AWS_REGION is set{whose}, and boto3 reads AWS_DEFAULT_REGION");
        Some(Finding::new(&REGION_VARIABLE, message, file.place(region.at)))
    };
    if compose::is_compose(file) {
        let python = compose::services(file)
            .into_iter()
            .filter(|service| service.build.as_deref().is_some_and(&is_python));
        return python
            .filter_map(|service| {
                let inside: Vec<&Assignment> =
                    assignments.iter().filter(|a| service.range.contains(&a.at)).collect();
                finding(&inside, &format!(" for {}", service.name))
            })
            .collect();
    }
    // Other YAML is for other programs: workflows, clusters.
    let by_people: Vec<&Assignment> = assignments.iter().filter(|a| a.form != Form::Yaml).collect();
    let found = Some(by_people).filter(|_| is_python(file.folder()));
    found.and_then(|by_people| finding(&by_people, "")).into_iter().collect()
}
