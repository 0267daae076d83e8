//! What is legal in a project file and likely not meant, seen over all of it.

use std::collections::BTreeMap;

use super::env::ValueSource;
use super::env::Variable;
use super::finding::Finding;
use super::reading::Reading;
use super::sampling_rules::Rule;
use super::spot::Sourced;
use super::xray_groups::Group;
use crate::base::Placed;
use crate::base::did_you_mean;
use crate::model::glob;
use crate::model::group;
use crate::model::sampling_rule;

/// Adds the remarks on X-Ray groups and sampling rules.
pub(super) fn on_xray(
    reading: &mut Reading,
    groups: &[Group],
    rules: &[Rule],
    services: &[String],
) {
    on_quotas(reading, groups, rules);
    on_equal_priorities(reading, rules);
    on_hidden_rules(reading, rules);
    if services.is_empty() {
        return;
    }
    for expression in groups.iter().filter_map(|group| group.expression.as_ref()) {
        on_expression(reading, expression, services);
    }
    for rule in rules {
        on_service_glob(reading, rule, services);
    }
}

/// Lists the names by which services can be known: those of the tables and those that
/// `OTEL_SERVICE_NAME` gives them.
pub(super) fn service_names<'v>(
    services: &[Placed<String>],
    variables: impl Iterator<Item = &'v Variable>,
) -> Vec<String> {
    if services.is_empty() {
        return Vec::new();
    }
    let declared = services.iter().map(|service| service.value.clone());
    let named = variables.filter(|variable| variable.name.value == "OTEL_SERVICE_NAME");
    let named = named.filter_map(|variable| match &variable.source {
        Some(ValueSource::Literal(name)) => Some(name.clone()),
        _ => None,
    });
    let mut names: Vec<String> = Vec::new();
    for name in declared.chain(named) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn on_quotas(reading: &mut Reading, groups: &[Group], rules: &[Rule]) {
    let most = group::MAXIMUM_GROUPS;
    let beyond = groups.iter().filter(|group| !group.desired.is_reserved).nth(most);
    if let Some(first) = beyond {
        let message = format!("an account may have {most} X-Ray groups in a region at first");
        let hint = "ask AWS to raise the quota, or merge groups".to_owned();
        reading.remark(first.name.range.clone(), message, Some(hint));
    }
    let most = sampling_rule::MAXIMUM_RULES;
    let beyond = rules.iter().filter(|rule| !rule.desired.is_reserved).nth(most);
    if let Some(first) = beyond {
        let message = format!("an account may have {most} sampling rules in a region at first");
        let hint = "ask AWS to raise the quota, or merge rules".to_owned();
        reading.remark(first.name.range.clone(), message, Some(hint));
    }
}

fn on_equal_priorities(reading: &mut Reading, rules: &[Rule]) {
    let mut first: BTreeMap<i64, &Rule> = BTreeMap::new();
    for rule in rules {
        let Some(priority) = &rule.values.priority else { continue };
        let Some(known) = first.get(&priority.value) else {
            first.insert(priority.value, rule);
            continue;
        };
        let (before, after) = if known.name.text < rule.name.text {
            (&known.name.text, &rule.name.text)
        } else {
            (&rule.name.text, &known.name.text)
        };
        let place = known.values.priority.as_ref().map(|priority| priority.spot.place());
        let message = format!(
            "sampling rule {} has the priority {} of {}{}",
            rule.name.text,
            priority.value,
            known.name.text,
            place.map_or_else(String::new, |place| format!(" at {place}"))
        );
        let hint =
            format!("{before} is tried before {after}, by name; give each a priority of its own");
        reading.findings.push(Finding::new(&priority.spot, message, Some(hint)));
    }
}

fn on_hidden_rules(reading: &mut Reading, rules: &[Rule]) {
    let order = |rule: &&Rule| {
        let priority = rule.values.priority.as_ref().map(|priority| priority.value);
        priority.map(|priority| (priority, rule.name.text.clone()))
    };
    let own: Vec<&Rule> = rules.iter().filter(|rule| order(rule).is_some()).collect();
    let takes_all = own.iter().filter(|rule| rule.values.takes_everything()).copied();
    let Some(first) = takes_all.min_by_key(order) else { return };
    for rule in own.iter().filter(|rule| order(rule) > order(&first)) {
        let message = format!(
            "sampling rule {} is never tried: {} comes before it and takes every request",
            rule.name.text, first.name.text
        );
        let hint = format!("give {} the higher priority number", first.name.text);
        reading.remark(rule.name.range.clone(), message, Some(hint));
    }
}

fn on_expression(
    reading: &mut Reading,
    expression: &Sourced<crate::dialect::xray_filter::FilterExpression>,
    services: &[String],
) {
    for name in expression.value.service_names() {
        if services.iter().any(|service| service == name) {
            continue;
        }
        let message = format!("no service is called {name}");
        let finding = Finding::new(&expression.spot, message, Some(advice(name, services)));
        reading.findings.push(finding);
    }
}

fn on_service_glob(reading: &mut Reading, rule: &Rule, services: &[String]) {
    let glob =
        rule.values.globs_by_key().find_map(|(glob, key)| glob.filter(|_| key == "service_name"));
    let Some(glob) = glob else { return };
    if services.iter().any(|service| glob::matches(&glob.value, service)) {
        return;
    }
    let message = format!("sampling rule {}: no service matches {}", rule.name.text, glob.value);
    let hint = advice(&glob.value, services);
    reading.findings.push(Finding::new(&glob.spot, message, Some(hint)));
}

fn advice(name: &str, services: &[String]) -> String {
    let names = || services.iter().map(String::as_str);
    match did_you_mean(name, names()) {
        Some(nearest) => format!("did you mean {nearest}?"),
        None => format!("services here: {}", names().collect::<Vec<_>>().join(", ")),
    }
}
