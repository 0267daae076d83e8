//! `[xray.groups.NAME]`.

use serde_json::json;
use toml::Spanned;

use super::inner_text;
use super::names::Name;
use super::names::Names;
use super::reading::Reading;
use super::rules::Text;
use super::rules::fault;
use super::shared_keys;
use super::spot::Sourced;
use super::table::Table;
use crate::base::Fault;
use crate::base::Hint as _;
use crate::dialect::xray_filter::FilterExpression;
use crate::dialect::xray_filter::MAX_LENGTH;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldValue;
use crate::model::change_set::OnExists;
use crate::model::change_set::ResourceKind;
use crate::model::group;

/// A declared group, and its expression where it has one that compiles.
pub(super) struct Group {
    pub(super) desired: Desired,
    pub(super) name: Name,
    pub(super) expression: Option<Sourced<FilterExpression>>,
}

/// Reads `[xray.groups]`.
pub(super) fn read(xray: &mut Table<'_, '_>, reading: &mut Reading) -> Vec<Group> {
    let check = |name: &str| {
        group::check_name("", name).map_err(|broken| {
            let fault = fault(&broken);
            let hint = "a name has 1 to 32 letters, digits, dashes and underscores".to_owned();
            Fault {
                message: format!("the name of an X-Ray group {}", fault.message),
                hint: Some(hint),
            }
        })
    };
    let names = Names {
        pattern: "[A-Za-z0-9_-]{1,32}",
        check: &check,
        reserved: Some(group::DEFAULT_NAME),
    };
    let mut groups = Vec::new();
    xray.entries("groups", "X-Ray groups, by name.", &names, |name, table| {
        groups.push(read_group(name, table, reading));
    });
    groups
}

fn read_group(name: &Name, table: &mut Table<'_, '_>, reading: &mut Reading) -> Group {
    let is_reserved = name.text == group::DEFAULT_NAME;
    let mut fields = Vec::new();
    let mut expression = None;
    if is_reserved {
        table.refuse(
            &["filter_expression"],
            "the group Default always holds every trace; only its insights can change",
            "declare a group of another name",
        );
    } else {
        let text = table.text(
            "filter_expression",
            "Which traces belong to the group; without one all do.",
            &Text::of_length(1, MAX_LENGTH),
        );
        expression = text.and_then(|text| compile(table, reading, text));
        if let Some(expression) = &expression {
            let text = expression.value.source().to_owned();
            fields.push(Field::new("filter_expression", FieldValue::Text(text)));
        }
    }
    read_insights(table, &mut fields);
    let on_exists = if is_reserved {
        // It is always there, and never made by us.
        OnExists::Adopt
    } else {
        shared_keys::tags(table, &mut fields);
        shared_keys::on_exists(table, OnExists::Fail)
    };
    let desired = Desired {
        address: Address::new(ResourceKind::XrayGroup, name.text.clone()),
        place: reading.place(&name.range),
        fields,
        defaults: Vec::new(),
        on_exists,
        is_reserved,
    };
    Group { desired, name: name.clone(), expression }
}

fn compile(
    table: &mut Table<'_, '_>,
    reading: &mut Reading,
    text: Spanned<String>,
) -> Option<Sourced<FilterExpression>> {
    let key = "filter_expression";
    match FilterExpression::parse(text.get_ref()) {
        Ok(expression) => {
            for warning in expression.warnings() {
                let fault = inner_text::Fault {
                    column: warning.column(),
                    length: warning.length(),
                    message: warning.to_string(),
                    hint: Some(warning.hint().to_owned()),
                };
                inner_text::remark(table, reading, key, &text, fault);
            }
            Some(reading.sourced(Spanned::new(text.span(), expression)))
        }
        Err(error) => {
            let fault = inner_text::Fault {
                column: error.column(),
                length: error.length(),
                message: error.message().to_owned(),
                hint: Some(error.hints().join("; ")).filter(|hint| !hint.is_empty()),
            };
            inner_text::report(table, reading, key, &text, fault);
            None
        }
    }
}

fn read_insights(table: &mut Table<'_, '_>, fields: &mut Vec<Field>) {
    let insights = table.flag("insights", "Whether insights are generated.");
    let notifications =
        table.flag("notifications", "Whether insights send notifications; needs insights = true.");
    if let Some(schema) = table.schema() {
        let both =
            |key: &str| json!({ "required": [key], "properties": { key: { "const": true } } });
        schema.condition("if", both("notifications"));
        schema.condition("then", both("insights"));
    }
    let enabled = insights.as_ref().is_some_and(|flag| *flag.get_ref());
    if let Some(notifications) = &notifications {
        let both = group::Insights { enabled, notifications: *notifications.get_ref() };
        // An `insights` of a wrong type is reported as that.
        let is_reported = table.has("insights") && insights.is_none();
        if !is_reported && group::check_insights(both).is_err() {
            let message = format!("`{}` needs insights", table.path_of("notifications"));
            let hint = Some("add insights = true".to_owned());
            table.problem(notifications.span(), message, hint);
        }
    }
    // Notifications cannot stay on where insights go off.
    let is_silent = notifications.is_none() && insights.as_ref().is_some_and(|on| !on.get_ref());
    if is_silent {
        fields.push(Field::new("notifications", FieldValue::Flag(false)));
    }
    let flags = [("insights", insights), ("notifications", notifications)];
    for (name, flag) in flags {
        if let Some(flag) = flag {
            fields.push(Field::new(name, FieldValue::Flag(flag.into_inner())));
        }
    }
}
