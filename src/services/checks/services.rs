//! Names of services that a second service takes over.

use std::collections::BTreeMap;

use super::assignment::Assignment;
use super::assignment::Form;
use super::compose;
use super::finding::Finding;
use super::project_files::ProjectFile;
use super::registry::SERVICE_NAME_OVERWRITTEN;
use crate::base::Place;
use crate::model::variable_shape;
use crate::model::variable_shape::Owner;

/// A file and what it assigns.
pub(super) type Assigned<'f> = (&'f ProjectFile, Vec<Assignment>);

/// Finds names that are set twice for one shell, one workspace, or two services of Compose.
pub(super) fn overwritten(files: &[Assigned<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut in_workspaces = BTreeMap::new();
    for (file, assignments) in files {
        let mut in_file = BTreeMap::new();
        for assignment in assignments.iter().filter(|assignment| is_service_name(&assignment.name))
        {
            let place = file.place(assignment.at);
            match assignment.form {
                Form::GpEnv => found.extend(again(&mut in_workspaces, assignment, place)),
                Form::Export | Form::Dotenv => found.extend(again(&mut in_file, assignment, place)),
                Form::Yaml | Form::Docker => {}
            }
        }
        if compose::is_compose(file) {
            found.extend(shared_by_services(file, assignments));
        }
    }
    found
}

fn is_service_name(name: &str) -> bool {
    variable_shape::owner_of_name(name) == Some(Owner::ServiceName)
}

/// Notes a value, and tells of one that overwrites another.
fn again(
    known: &mut BTreeMap<String, (String, Place)>,
    assignment: &Assignment,
    place: Place,
) -> Option<Finding> {
    let Assignment { name, value, .. } = assignment;
    if !assignment.is_literal() {
        return None;
    }
    match known.get(name) {
        Some((first, _)) if first == value => None,
        Some((_, at)) => {
            // Neither value is shown: somebody may have mixed up more than the names.
            let message =
                format!("{name} is set again, to another value, which overwrites the first");
            Some(Finding::new(&SERVICE_NAME_OVERWRITTEN, message, place).beside(at.clone()))
        }
        None => {
            known.insert(name.clone(), (value.clone(), place));
            None
        }
    }
}

/// Finds services of one Compose file whose names come from one variable.
fn shared_by_services(file: &ProjectFile, assignments: &[Assignment]) -> Vec<Finding> {
    let services = compose::services(file);
    let mut first: BTreeMap<&str, (&str, Place)> = BTreeMap::new();
    let mut found = Vec::new();
    for assignment in assignments.iter().filter(|assignment| is_service_name(&assignment.name)) {
        let owner = services.iter().find(|service| service.range.contains(&assignment.at));
        let (Some(service), Some(source)) = (owner, assignment.refers_to()) else { continue };
        let place = file.place(assignment.at);
        match first.get(source) {
            Some((other, _)) if *other == service.name => {}
            Some((other, at)) => {
                let message =
                    format!("{} and {other} both take their name from {source}", service.name);
                let finding = Finding::new(&SERVICE_NAME_OVERWRITTEN, message, place);
                found.push(finding.beside(at.clone()));
            }
            None => {
                first.insert(source, (service.name.as_str(), place));
            }
        }
    }
    found
}
