//! Random files: good ones give what they say, no text at all makes the reader fall over.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;

use super::parse;
use crate::manifest::Manifest;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldValue;
use crate::model::log_group::RETENTION_DAYS;
use crate::model::sampling_rule::SamplingRule;

/// A rule as a test makes it up.
#[derive(Clone, Debug)]
struct Rule {
    priority: i64,
    rate: f64,
    size: i64,
    host: Option<String>,
    attributes: BTreeMap<String, String>,
    tags: BTreeMap<String, String>,
}

fn texts() -> impl Strategy<Value = BTreeMap<String, String>> {
    prop::collection::btree_map("[a-z é.:/=+@_-]{1,32}", "[a-zA-Z0-9 é.:/=+@_-]{1,32}", 0..4)
        .prop_map(|map| map.into_iter().filter(|(key, _)| !key.starts_with("aws:")).collect())
}

fn rule() -> impl Strategy<Value = Rule> {
    let host = prop::option::of("[^\\x00-\\x1f\\x7f]{0,64}");
    (1..=9999_i64, 0.0..=1.0_f64, 0..100_i64, host, texts(), texts()).prop_map(
        |(priority, rate, size, host, attributes, tags)| Rule {
            priority,
            rate,
            size,
            host,
            attributes,
            tags,
        },
    )
}

// JSON's escapes are all legal in a basic string of TOML, except that DEL must be escaped.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

fn written(
    rules: &BTreeMap<String, Rule>,
    groups: &BTreeMap<String, (usize, Vec<String>)>,
) -> String {
    let mut text = "[project]\nname = \"p\"\n".to_owned();
    for (name, rule) in rules {
        let Rule { priority, rate, size, host, attributes, tags } = rule;
        write!(text, "[xray.sampling_rules.{name}]\npriority = {priority}\nfixed_rate = {rate:?}\nreservoir_size = {size}\n").unwrap();
        if let Some(host) = host {
            writeln!(text, "host = {}", quoted(host)).unwrap();
        }
        for (table, members) in [("attributes", attributes), ("tags", tags)] {
            for (key, value) in members {
                writeln!(text, "{table}.{} = {}", quoted(key), quoted(value)).unwrap();
            }
        }
    }
    for (name, (retention, filters)) in groups {
        writeln!(
            text,
            "[logs.groups.{}]\nretention = \"{}d\"",
            quoted(name),
            RETENTION_DAYS[*retention]
        )
        .unwrap();
        for (index, word) in filters.iter().enumerate() {
            writeln!(text, "metric_filters.f{index}.pattern = {}", quoted(word)).unwrap();
        }
    }
    text
}

fn fields(rule: &Rule) -> Vec<Field> {
    let mut fields = vec![
        Field::new("priority", FieldValue::Integer(rule.priority)),
        Field::new("fixed_rate", FieldValue::Number(rule.rate)),
        Field::new("reservoir_size", FieldValue::Integer(rule.size)),
    ];
    for key in ["service_name", "service_type", "host", "http_method", "url_path", "resource_arn"] {
        let text = rule.host.clone().filter(|_| key == "host").unwrap_or_else(|| "*".to_owned());
        fields.push(Field::new(key, FieldValue::Text(text)));
    }
    if !rule.attributes.is_empty() {
        fields.push(Field::new("attributes", FieldValue::Map(rule.attributes.clone())));
    }
    for (key, value) in &rule.tags {
        fields.push(Field::new(format!("tags.{key}"), FieldValue::Text(value.clone())));
    }
    fields
}

fn value(desired: &Desired, name: &str) -> FieldValue {
    desired.value(name).cloned().unwrap_or(FieldValue::Absent)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_good_file_gives_what_it_says(
        rules in prop::collection::btree_map("[A-Za-z0-9_-]{1,32}", rule(), 0..5),
        groups in prop::collection::btree_map(
            "[a-zA-Z0-9._/#-]{1,40}",
            (0..RETENTION_DAYS.len(), prop::collection::vec("[a-zA-Z]{1,10}", 0..3)),
            0..4,
        ),
    ) {
        let mut rules = rules;
        rules.remove("Default");
        let groups: BTreeMap<_, _> =
            groups.into_iter().filter(|(name, _)| !name.starts_with("aws/")).collect();
        let text = written(&rules, &groups);
        let manifest = parse(&text).unwrap_or_else(|error| panic!("{}\n{text}", super::told(&error)));
        let mut found = manifest.resources.iter();
        for (name, rule) in &rules {
            let desired = found.next().unwrap();
            prop_assert_eq!(&desired.address.name, name);
            let by_name = |fields: Vec<Field>| -> BTreeMap<String, FieldValue> {
                fields.into_iter().map(|field| (field.name, field.value)).collect()
            };
            let of_new = by_name(desired.fields_of_new().cloned().collect());
            prop_assert_eq!(of_new, by_name(fields(rule)));
            let named = desired.fields.iter().any(|field| field.name == "host");
            prop_assert_eq!(named, rule.host.is_some());
            let of_model = SamplingRule {
                name: name.clone(),
                priority: rule.priority,
                fixed_rate: rule.rate,
                reservoir_size: rule.size,
                host: rule.host.clone().unwrap_or_default(),
                attributes: rule.attributes.clone(),
                ..SamplingRule::reserved()
            };
            prop_assert_eq!(of_model.violations(), vec![]);
        }
        for (name, (retention, _)) in &groups {
            let desired = found.next().unwrap();
            prop_assert_eq!(&desired.address.name, name);
            let days = FieldValue::Days(Some(RETENTION_DAYS[*retention]));
            prop_assert_eq!(value(desired, "retention"), days);
        }
        for (name, (_, filters)) in &groups {
            for word in filters {
                let desired = found.next().unwrap();
                prop_assert_eq!(&desired.address.parent, name);
                prop_assert_eq!(value(desired, "pattern"), FieldValue::Text(word.clone()));
            }
        }
        prop_assert_eq!(found.next(), None);
    }

    #[test]
    fn no_text_makes_the_reader_fall_over(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..20_usize, ".{0,3}|[\\[\\]{}'\"=.\\\\\n]{1,3}"), 1..6),
    ) {
        let mut text: Vec<char> = super::whole::EVERYTHING.chars().collect();
        for (index, length, put) in cuts {
            let start = index.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, put.chars());
        }
        let text: String = text.into_iter().collect();
        let _ = Manifest::parse("x".to_owned(), &text, Path::new("/nowhere"));
    }

    #[test]
    fn no_json_makes_the_reader_fall_over(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..9_usize, ".{0,3}|[\\[\\]{}\",:\\\\\n]{1,3}"), 0..5),
    ) {
        let rule = include_str!("../../../templates/cruddur/aws/json/xray.json");
        let mut text: Vec<char> = rule.chars().collect();
        for (index, length, put) in cuts {
            let start = index.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, put.chars());
        }
        let text: String = text.into_iter().collect();
        let folder = super::Folder::new(&[("a.json", &text)]);
        let _ = folder.parse("project.name = \"p\"\n[xray.sampling_rules.Cruddur]\nfile = \"a.json\"\n[honeycomb.queries.q]\ndataset = \"d\"\nfile = \"a.json\"\n");
    }
}
