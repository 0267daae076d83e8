//! How groups and rules look.

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use crate::ui::Column;
use crate::ui::Report;
use crate::wire::xray::Group;
use crate::wire::xray::SamplingRuleRecord;

/// Shows one group.
pub(super) fn group(group: &Group) -> Report {
    let insights = group.insights_configuration;
    let fields = [
        ("name", group.group_name.clone()),
        ("arn", group.group_arn.clone()),
        ("filter expression", expression(group)),
        ("insights", on(insights.insights_enabled).to_owned()),
        ("notifications", on(insights.notifications_enabled).to_owned()),
    ];
    Report::fields(json!({ "Group": group }), fields).json_when_piped()
}

/// Shows groups.
pub(super) fn groups(groups: &[Group]) -> Report {
    let columns =
        vec![Column::left("GROUP"), Column::left("FILTER EXPRESSION"), Column::left("INSIGHTS")];
    let rows = groups.iter().map(|group| {
        vec![
            group.group_name.clone(),
            expression(group),
            on(group.insights_configuration.insights_enabled).to_owned(),
        ]
    });
    Report::table(json!({ "Groups": groups }), columns, rows.collect()).json_when_piped()
}

/// Shows one rule.
pub(super) fn rule(record: &SamplingRuleRecord) -> Report {
    let rule = &record.sampling_rule;
    let fields = [
        ("name", rule.rule_name.clone()),
        ("arn", rule.rule_arn.clone()),
        ("priority", rule.priority.to_string()),
        ("rate", share(rule.fixed_rate)),
        ("reservoir", format!("{}/s", rule.reservoir_size)),
        ("matches", matches(record)),
    ];
    Report::fields(json!({ "SamplingRuleRecord": encode(record) }), fields).json_when_piped()
}

/// Shows rules in the order in which they are tried.
pub(super) fn rules(records: &[SamplingRuleRecord]) -> Report {
    let columns = vec![
        Column::right("PRIORITY"),
        Column::left("RULE"),
        Column::right("RATE"),
        Column::right("RESERVOIR"),
        Column::left("MATCHES"),
    ];
    let rows = records.iter().map(|record| {
        let rule = &record.sampling_rule;
        vec![
            rule.priority.to_string(),
            rule.rule_name.clone(),
            share(rule.fixed_rate),
            format!("{}/s", rule.reservoir_size),
            matches(record),
        ]
    });
    let value = records.iter().map(encode).collect::<Vec<_>>();
    Report::table(json!({ "SamplingRuleRecords": value }), columns, rows.collect())
        .json_when_piped()
}

fn expression(group: &Group) -> String {
    let text = group.filter_expression.as_deref().unwrap_or_default();
    if text.trim().is_empty() { "(every trace)".to_owned() } else { text.to_owned() }
}

fn on(flag: Option<bool>) -> &'static str {
    if flag == Some(true) { "on" } else { "off" }
}

fn share(rate: f64) -> String {
    format!("{:.4}", rate * 100.0).trim_end_matches('0').trim_end_matches('.').to_owned() + "%"
}

/// Names only what narrows the rule.
fn matches(record: &SamplingRuleRecord) -> String {
    let rule = &record.sampling_rule;
    let named = [
        ("service", &rule.service_name),
        ("type", &rule.service_type),
        ("host", &rule.host),
        ("method", &rule.http_method),
        ("path", &rule.url_path),
        ("resource", &rule.resource_arn),
    ];
    let mut parts: Vec<String> = named
        .into_iter()
        .filter(|(_, glob)| *glob != "*")
        .map(|(name, glob)| format!("{name}={glob}"))
        .collect();
    parts.extend(rule.attributes.iter().map(|(key, value)| format!("{key}={value}")));
    if parts.is_empty() { "every request".to_owned() } else { parts.join(" ") }
}

/// The AWS CLI shows times in ISO 8601.
fn encode(record: &SamplingRuleRecord) -> Value {
    let mut value = json!(record);
    for (member, seconds) in [("CreatedAt", record.created_at), ("ModifiedAt", record.modified_at)]
    {
        #[expect(clippy::cast_possible_truncation, reason = "the fraction is not shown")]
        let shown = Timestamp::from_second(seconds as i64).map_or(Value::Null, |time| {
            json!(time.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string())
        });
        if let Some(place) = value.get_mut(member) {
            *place = shown;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_short() {
        assert_eq!(share(0.05), "5%");
        assert_eq!(share(0.1), "10%");
        assert_eq!(share(0.0), "0%");
        assert_eq!(share(0.000_1), "0.01%");
        assert_eq!(share(1.0), "100%");
    }

    #[test]
    fn times_look_as_in_the_aws_cli() {
        let record =
            SamplingRuleRecord { created_at: 1_679_297_878.0, ..SamplingRuleRecord::default() };
        assert_eq!(encode(&record)["CreatedAt"], "2023-03-20T07:37:58+00:00");
    }
}
