//! `[xray.sampling_rules.NAME]`: what a rule is made of, from the table, a JSON file, or both.

use std::collections::BTreeMap;

use super::names::Name;
use super::names::Names;
use super::reading::Reading;
use super::rule_fields::RuleFields;
use super::rule_file;
use super::rules::Text;
use super::rules::fault;
use super::shared_keys;
use super::table::Table;
use crate::base::Fault;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldValue;
use crate::model::change_set::OnExists;
use crate::model::change_set::ResourceKind;
use crate::model::sampling_rule;

/// A declared rule, and where each of its values stands.
pub(super) struct Rule {
    pub(super) desired: Desired,
    pub(super) name: Name,
    pub(super) values: RuleFields,
}

/// Reads `[xray.sampling_rules]`.
pub(super) fn read(xray: &mut Table<'_, '_>, reading: &mut Reading) -> Vec<Rule> {
    let check = |name: &str| {
        sampling_rule::check_name("", name).map_err(|broken| Fault {
            message: format!("the name of a sampling rule {}", fault(&broken).message),
            hint: Some("a name has 1 to 32 letters, digits, dashes and underscores".to_owned()),
        })
    };
    let names = Names {
        pattern: "[A-Za-z0-9_-]{1,32}",
        check: &check,
        reserved: Some(sampling_rule::DEFAULT_NAME),
    };
    let mut rules = Vec::new();
    let description = "X-Ray sampling rules, by name.";
    xray.entries("sampling_rules", description, &names, |name, table| {
        let rule = if name.text == sampling_rule::DEFAULT_NAME {
            read_reserved(name, table, reading)
        } else {
            read_rule(name, table, reading)
        };
        rules.push(rule);
    });
    rules
}

/// The keys that the reserved rule does not have.
const NOT_OF_RESERVED: [&str; 10] = [
    "file",
    "priority",
    "service_name",
    "service_type",
    "host",
    "http_method",
    "url_path",
    "resource_arn",
    "attributes",
    "rate_boost",
];

fn read_reserved(name: &Name, table: &mut Table<'_, '_>, reading: &Reading) -> Rule {
    table.know_hosts();
    table.refuse(
        &NOT_OF_RESERVED,
        "the rule Default is tried last for every request; only fixed_rate and reservoir_size can change",
        "declare a rule of another name",
    );
    let mut values = RuleFields::default();
    values.read_rates(table, reading);
    let desired = Desired {
        address: Address::new(ResourceKind::SamplingRule, name.text.clone()),
        place: reading.place(&name.range),
        fields: rate_fields(&values),
        defaults: Vec::new(),
        // It is always there, and never made by us.
        on_exists: OnExists::Adopt,
        is_reserved: true,
    };
    Rule { desired, name: name.clone(), values }
}

fn read_rule(name: &Name, table: &mut Table<'_, '_>, reading: &mut Reading) -> Rule {
    table.know_hosts();
    let path = table.text(
        "file",
        "A JSON file as the AWS CLI takes it, in the folder of this file or below; keys beside it win.",
        &Text::of_length(1, 1024),
    );
    let mut values = RuleFields::default();
    values.read(table, reading);
    let needed = ["priority", "fixed_rate", "reservoir_size"];
    table.require_unless("file", &needed);
    let inline = needed.map(|key| table.has(key));
    if let Some(path) = &path
        && let Some(document) = reading.file(table, "file", path)
    {
        let mut problems = Vec::new();
        if let Some(of_file) = rule_file::read(&document, &name.text, inline, &mut problems) {
            values.fill_from(of_file);
        }
        reading.wrong(&document, problems);
    }
    let mut fields = rate_fields(&values);
    if let Some(priority) = &values.priority {
        fields.insert(0, Field::new("priority", FieldValue::Integer(priority.value)));
    }
    // What nobody names matches everything in a new rule, and stays in one that exists.
    let mut defaults = Vec::new();
    for (glob, key) in values.globs_by_key() {
        let text = glob.map_or("*", |glob| glob.value.as_str());
        let into = if glob.is_some() { &mut fields } else { &mut defaults };
        into.push(Field::new(key, FieldValue::Text(text.to_owned())));
    }
    if let Some(attributes) = &values.attributes {
        fields.push(Field::new("attributes", FieldValue::Map(attributes.value.clone())));
    }
    if let Some(boost) = &values.rate_boost {
        let members = BTreeMap::from([
            ("max_rate".to_owned(), boost.value.maximum_rate.to_string()),
            ("cooldown_minutes".to_owned(), boost.value.cooldown_minutes.to_string()),
        ]);
        fields.push(Field::new("rate_boost", FieldValue::Map(members)));
    }
    shared_keys::tags(table, &mut fields);
    let desired = Desired {
        address: Address::new(ResourceKind::SamplingRule, name.text.clone()),
        place: reading.place(&name.range),
        fields,
        defaults,
        on_exists: shared_keys::on_exists(table, OnExists::Fail),
        is_reserved: false,
    };
    Rule { desired, name: name.clone(), values }
}

fn rate_fields(values: &RuleFields) -> Vec<Field> {
    let rate = values.fixed_rate.as_ref().map(|rate| FieldValue::Number(rate.value));
    let size = values.reservoir_size.as_ref().map(|size| FieldValue::Integer(size.value));
    [("fixed_rate", rate), ("reservoir_size", size)]
        .into_iter()
        .filter_map(|(key, value)| value.map(|value| Field::new(key, value)))
        .collect()
}
