//! `[logs.groups.NAME]`.

use serde_json::json;
use toml::de::DeValue;

use super::metric_filters;
use super::names::Name;
use super::names::Names;
use super::reading::Reading;
use super::rules::Text;
use super::rules::fault;
use super::shared_keys;
use super::table::Table;
use super::toml_values;
use crate::base::Fault;
use crate::base::kind_of;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldValue;
use crate::model::change_set::OnExists;
use crate::model::change_set::ResourceKind;
use crate::model::log_group;

/// A declared log group with its metric filters.
pub(super) struct LogGroup {
    pub(super) desired: Desired,
    pub(super) name: Name,
    pub(super) metric_filters: Vec<Desired>,
}

/// Reads `[logs]`; `project` is the namespace of metrics that name none.
pub(super) fn read(
    root: &mut Table<'_, '_>,
    reading: &mut Reading,
    project: Option<&str>,
) -> Vec<LogGroup> {
    let check = |name: &str| {
        let free = log_group::check_group_name("", name)
            .and_then(|()| log_group::check_group_name_is_free("", name));
        free.map_err(|broken| Fault {
            message: format!("the name of a log group {}", fault(&broken).message),
            hint: Some(
                "a name has 1 to 512 letters, digits and . - _ / #, and does not begin with aws/"
                    .to_owned(),
            ),
        })
    };
    let names = Names { pattern: "(?!aws/)[A-Za-z0-9._/#-]{1,512}", check: &check, reserved: None };
    let mut groups = Vec::new();
    root.table("logs", "CloudWatch Logs.", |logs| {
        logs.entries("groups", "Log groups, by name.", &names, |name, table| {
            groups.push(read_group(name, table, reading, project));
        });
    });
    groups
}

fn read_group(
    name: &Name,
    table: &mut Table<'_, '_>,
    reading: &mut Reading,
    project: Option<&str>,
) -> LogGroup {
    let mut fields = Vec::new();
    match read_retention(table) {
        Some(days) => fields.push(Field::new("retention", FieldValue::Days(days))),
        None if !table.has("retention") => {
            let message =
                format!("log group {} names no retention: a new one never expires", name.text);
            let hint = "add retention = \"30d\", or retention = \"never\" if that is meant";
            reading.remark(name.range.clone(), message, Some(hint.to_owned()));
        }
        None => {}
    }
    let class = table.text(
        "class",
        "The log class; it cannot change later.",
        &Text::one_of(log_group::CLASSES),
    );
    let class_range = class.as_ref().map(toml::Spanned::span);
    let class_name = class.as_ref().map(|class| class.get_ref().clone());
    if let Some(class) = class {
        fields.push(Field::new("class", FieldValue::Text(class.into_inner())));
    }
    shared_keys::tags(table, &mut fields);
    let on_exists = shared_keys::on_exists(table, OnExists::Adopt);
    let metric_filters = metric_filters::read(table, reading, &name.text, project);
    if let (Some(class), Some(range)) = (&class_name, class_range) {
        let has_filters = !metric_filters.is_empty();
        let has_retention = table.has("retention");
        if let Err(broken) = log_group::check_class_allows(class, has_filters, has_retention) {
            let hint = Some("leave it out, or leave `class` out".to_owned());
            table.problem(range, broken.to_string(), hint);
        }
    }
    let desired = Desired {
        address: Address::new(ResourceKind::LogGroup, name.text.clone()),
        place: reading.place(&name.range),
        fields,
        defaults: Vec::new(),
        on_exists,
        is_reserved: false,
    };
    LogGroup { desired, name: name.clone(), metric_filters }
}

fn read_retention(table: &mut Table<'_, '_>) -> Option<Option<u32>> {
    let schema = || {
        let texts: Vec<String> = std::iter::once("never".to_owned())
            .chain(log_group::RETENTION_DAYS.iter().map(|days| format!("{days}d")))
            .collect();
        let weeks = log_group::RETENTION_DAYS.iter().filter(|days| *days % 7 == 0);
        let texts = texts.into_iter().chain(weeks.map(|days| format!("{}w", days / 7)));
        let texts: Vec<String> =
            texts.chain(log_group::RETENTION_DAYS.iter().map(u32::to_string)).collect();
        json!({ "anyOf": [
            { "type": "string", "enum": texts },
            { "type": "integer", "enum": log_group::RETENTION_DAYS },
        ] })
    };
    let description = "How long events are kept: 7d, 2w, a number of days, or never.";
    let days = table.value("retention", description, schema, |value| {
        let text = match value {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(_) => toml_values::integer(value)?.to_string(),
            other => {
                return Err(Fault {
                    message: format!("must be days or a text such as 7d, not {}", kind_of(other)),
                    hint: None,
                });
            }
        };
        log_group::parse_retention("", &text).map_err(|broken| Fault {
            message: fault(&broken).message,
            hint: nearest(&broken.value),
        })
    });
    days.map(toml::Spanned::into_inner)
}

fn nearest(days: &str) -> Option<String> {
    let days = days.parse().ok()?;
    Some(format!("the nearest is {}d", log_group::nearest_retention(days)))
}
