//! What the project file says of variables. No value but those of the file itself is known here.

use std::collections::BTreeMap;

use super::bundle;
use super::finding::Finding;
use super::registry::KEY_IN_BROWSER_BUNDLE;
use super::registry::NAMES_DIFFER_IN_CASE;
use super::registry::ONE_SOURCE_TWO_NAMES;
use super::registry::PLACEHOLDER_VALUE;
use super::registry::REGION_VARIABLE;
use super::registry::SECRET_DECLARED_PLAIN;
use super::registry::SERVICE_NAME_OVERWRITTEN;
use super::registry::TOKEN_UNDER_OTHER_NAME;
use super::registry::TOKEN_UNDER_REGION;
use super::registry::UNRESOLVED_VALUE;
use super::registry::VALUE_OF_WRONG_SHAPE;
use crate::manifest::Manifest;
use crate::manifest::ValueSource;
use crate::manifest::Variable;
use crate::model::secret_shape;
use crate::model::variable_shape;
use crate::model::variable_shape::Owner;

/// Checks the variables of a project file.
pub(super) fn variables(manifest: &Manifest, runs_boto3: bool) -> Vec<Finding> {
    // Of two that do not go together, the later one is told of.
    let mut variables: Vec<&Variable> = manifest.env.iter().collect();
    variables.sort_by_key(|variable| (variable.name.place.line, variable.name.place.column));
    let mut found: Vec<Finding> = variables.iter().copied().flat_map(each).collect();
    found.extend(shared_service_names(manifest));
    found.extend(names_differ_in_case(&variables));
    found.extend(one_source_two_names(&variables));
    if runs_boto3 {
        found.extend(regions(&variables));
    }
    found
}

fn each(variable: &Variable) -> Vec<Finding> {
    let name = variable.name.value.as_str();
    let find = |check, message: String| Finding::new(check, message, variable.name.place.clone());
    let mut found = Vec::new();
    if let Some(other) = source_name(variable) {
        let owner = variable_shape::owner_of_name(name);
        let of_other = variable_shape::owner_of_name(other);
        let is_secret =
            secret_shape::is_secret_name(other) || of_other.is_some_and(Owner::is_secret);
        if owner == Some(Owner::Region) && is_secret {
            found.push(find(&TOKEN_UNDER_REGION, format!("{name} takes the value of {other}")));
        } else if let (Some(owner), Some(of_other)) = (owner, of_other)
            && owner != of_other
            && of_other.is_secret()
        {
            let message = format!(
                "{name}, which is for {}, takes the value of {other}, which is for {}",
                owner.noun(),
                of_other.noun()
            );
            found.push(find(&TOKEN_UNDER_OTHER_NAME, message));
        }
    }
    if let Some(rest) = bundle::built_in(name) {
        let by_source = source_name(variable).is_some_and(bundle::is_secret);
        let is_for_clients = secret_shape::is_secret_name(rest) && !bundle::is_secret(rest);
        if (variable.said_secret == Some(true) && !is_for_clients)
            || bundle::is_secret(rest)
            || by_source
        {
            let message = format!("{name} is built into the pages of the browser");
            found.push(find(&KEY_IN_BROWSER_BUNDLE, message));
        }
    }
    let is_plain = !variable.is_secret && secret_shape::is_secret_name(name);
    if is_plain && !matches!(variable.source, Some(ValueSource::Literal(_))) {
        let message =
            format!("{name} is a secret by its name, and is declared with secret = false");
        found.push(find(&SECRET_DECLARED_PLAIN, message));
    }
    if let Some(ValueSource::Literal(value)) = &variable.source {
        if secret_shape::is_placeholder(value) {
            found.push(find(&PLACEHOLDER_VALUE, format!("{name} still holds a placeholder")));
        } else if value.contains('$') || is_quoted(value) {
            found.push(find(&UNRESOLVED_VALUE, format!("the value of {name} holds $ or quotes")));
        } else if let Some(expected) = variable_shape::expected(name, value) {
            let message = format!("the value of {name} must be {expected}");
            found.push(find(&VALUE_OF_WRONG_SHAPE, message));
        }
    }
    found
}

fn is_quoted(value: &str) -> bool {
    ['"', '\''].iter().any(|quote| value.starts_with(*quote) && value.ends_with(*quote))
}

fn source_name(variable: &Variable) -> Option<&str> {
    match &variable.source {
        Some(ValueSource::Environment(name)) => Some(name),
        _ => None,
    }
}

/// A name that all services share is the name of one of them at most.
fn shared_service_names(manifest: &Manifest) -> Vec<Finding> {
    let services: Vec<&str> =
        manifest.services.iter().map(|service| service.value.as_str()).collect();
    if services.len() < 2 {
        return Vec::new();
    }
    let is_shared_name = |variable: &&Variable| {
        variable.service.is_none()
            && variable_shape::owner_of_name(&variable.name.value) == Some(Owner::ServiceName)
    };
    let shared = manifest.env.iter().filter(is_shared_name);
    shared
        .map(|variable| {
            let message =
                format!("{} is one for all of {}", variable.name.value, services.join(", "));
            Finding::new(&SERVICE_NAME_OVERWRITTEN, message, variable.name.place.clone())
        })
        .collect()
}

fn names_differ_in_case(variables: &[&Variable]) -> Vec<Finding> {
    let mut first: BTreeMap<String, &Variable> = BTreeMap::new();
    let mut found = Vec::new();
    for &variable in variables {
        let known = *first.entry(variable.name.value.to_ascii_uppercase()).or_insert(variable);
        if known.name.value != variable.name.value {
            let message = format!("{} and {} are two", variable.name.value, known.name.value);
            let finding = Finding::new(&NAMES_DIFFER_IN_CASE, message, variable.name.place.clone());
            found.push(finding.beside(known.name.place.clone()));
        }
    }
    found
}

fn one_source_two_names(variables: &[&Variable]) -> Vec<Finding> {
    let mut first: BTreeMap<&str, &Variable> = BTreeMap::new();
    let mut found = Vec::new();
    for &variable in variables.iter().filter(|variable| variable.is_secret) {
        let Some(source) = source_name(variable) else { continue };
        let known = *first.entry(source).or_insert(variable);
        let (name, other) = (variable.name.value.as_str(), known.name.value.as_str());
        let owners = [name, other].map(variable_shape::owner_of_name);
        // Two names of one vendor, or a name in front of the other, have to do with each other.
        let is_related = name.eq_ignore_ascii_case(other)
            || (owners[0].is_some() && owners[0] == owners[1])
            || name.ends_with(other)
            || other.ends_with(name);
        if !is_related {
            let message = format!("{name} and {other} both take the value of {source}");
            let finding = Finding::new(&ONE_SOURCE_TWO_NAMES, message, variable.name.place.clone());
            found.push(finding.beside(known.name.place.clone()));
        }
    }
    found
}

fn regions(variables: &[&Variable]) -> Vec<Finding> {
    let of_name = |name: &'static str| variables.iter().filter(move |v| v.name.value == name);
    let has_default = |region: &Variable| {
        of_name("AWS_DEFAULT_REGION").any(|default| {
            region
                .targets
                .iter()
                .all(|target| default.targets.iter().any(|other| other.value == target.value))
        })
    };
    of_name("AWS_REGION")
        .filter(|region| !has_default(region))
        .map(|region| {
            let message = "AWS_REGION is declared, and boto3 reads AWS_DEFAULT_REGION".to_owned();
            Finding::new(&REGION_VARIABLE, message, region.name.place.clone())
        })
        .collect()
}
