//! Triggers: queries that are asked again and again, and whom to tell of their results.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use super::FieldCode;
use super::Members;
use super::Problem;
use super::recipients::AlertRecipient;
use super::recipients::read_alert_recipients;
use super::tags::Tag;
use super::tags::read_tags;

/// Longest name of a trigger.
pub const MAXIMUM_TRIGGER_NAME: usize = 120;

/// Longest description of a trigger, service-level objective or burn alert.
pub(super) const MAXIMUM_ALERT_DESCRIPTION: usize = 1_023;

/// Longest identifier that can name anything.
const MAXIMUM_IDENTIFIER: usize = 255;

/// Seconds between two runs, where nothing is said.
const DEFAULT_FREQUENCY: i64 = 900;

const DAYS: [&str; 7] =
    ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/// How far back the results are that a trigger compares with, in minutes.
const BASELINE_OFFSETS: [i64; 4] = [60, 1_440, 10_080, 40_320];

/// A trigger as it is answered, and read by clients.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Trigger {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    pub dataset_slug: String,
    pub name: String,
    pub description: String,
    /// The query, unless `query_id` names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
    pub threshold: TriggerThreshold,
    /// Seconds between two runs.
    pub frequency: i64,
    pub alert_type: String,
    pub disabled: bool,
    /// Whether it fires; nothing runs it here, so it never does.
    pub triggered: bool,
    pub recipients: Vec<AlertRecipient>,
    pub evaluation_schedule_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation_schedule: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_details: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub created_at: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub updated_at: String,
}

/// When a trigger fires.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct TriggerThreshold {
    pub op: String,
    pub value: f64,
    /// How many runs in a row must be beyond the value.
    pub exceeded_limit: i64,
}

impl Trigger {
    /// Reads the body of `POST` or `PUT /1/triggers`; what the query says is not looked at.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, |members| {
            let query = members.object("query").and_then(|_| members.value("query").cloned());
            let query_id = members.text("query_id", MAXIMUM_IDENTIFIER);
            let query_id = query_id.filter(|id| !id.is_empty());
            match (members.value("query").is_some(), query_id.is_some()) {
                (true, true) => {
                    let text = "cannot be given beside query: leave one of them out";
                    members.refuse("query_id", FieldCode::Invalid, text);
                }
                (false, false) if members.value("query_id").is_none_or(Value::is_string) => {
                    members.refuse("query", FieldCode::Missing, "must be given, or query_id");
                }
                _ => {}
            }
            members.require("threshold");
            let threshold = members.object("threshold");
            let (schedule_type, schedule) = read_schedule(members);
            Self {
                name: members.required_text("name", MAXIMUM_TRIGGER_NAME),
                description: members
                    .text("description", MAXIMUM_ALERT_DESCRIPTION)
                    .unwrap_or_default(),
                query,
                query_id,
                threshold: threshold.map(|found| read_threshold(&found)).unwrap_or_default(),
                frequency: read_frequency(members),
                alert_type: members
                    .word("alert_type", &["on_change", "on_true"])
                    .unwrap_or_else(|| "on_change".to_owned()),
                disabled: members.flag("disabled").unwrap_or_default(),
                recipients: read_alert_recipients(members, 0),
                evaluation_schedule_type: schedule_type,
                evaluation_schedule: schedule,
                baseline_details: read_baseline(members),
                tags: read_tags(members),
                ..Self::default()
            }
        })
    }
}

fn read_frequency(members: &Members<'_>) -> i64 {
    let frequency = members.whole("frequency", 60..=86_400);
    if frequency.is_some_and(|seconds| seconds >= 60 && seconds % 60 != 0) {
        members.refuse("frequency", FieldCode::Invalid, "must be a multiple of 60");
    }
    frequency.unwrap_or(DEFAULT_FREQUENCY)
}

fn read_threshold(threshold: &Members<'_>) -> TriggerThreshold {
    threshold.require("op");
    threshold.require("value");
    TriggerThreshold {
        op: threshold.word("op", &[">", ">=", "<", "<="]).unwrap_or_default(),
        value: threshold.number("value").unwrap_or_default(),
        exceeded_limit: threshold.whole("exceeded_limit", 1..=5).unwrap_or(1),
    }
}

/// Reads when a trigger runs: at all times, or within a window that is kept as it came.
fn read_schedule(members: &Members<'_>) -> (String, Option<Value>) {
    let schedule_type = members.word("evaluation_schedule_type", &["frequency", "window"]);
    let schedule_type = schedule_type.unwrap_or_else(|| "frequency".to_owned());
    if schedule_type != "window" {
        return (schedule_type, None);
    }
    members.require("evaluation_schedule");
    let Some(schedule) = members.object("evaluation_schedule") else {
        return (schedule_type, None);
    };
    schedule.require("window");
    if let Some(window) = schedule.object("window") {
        window.require("days_of_week");
        for (place, day) in window.texts("days_of_week", DAYS.len()).iter().flatten().enumerate() {
            if !DAYS.contains(&day.as_str()) {
                let description = format!("must be one of {}", DAYS.join(", "));
                let key = format!("days_of_week[{place}]");
                window.refuse(&key, FieldCode::Invalid, description);
            }
        }
        for key in ["start_time", "end_time"] {
            let time = window.required_text(key, MAXIMUM_IDENTIFIER);
            if !time.is_empty() && !is_time_of_day(&time) {
                let description = "must be a time of day in UTC such as 14:30";
                window.refuse(key, FieldCode::Invalid, description);
            }
        }
    }
    (schedule_type, members.value("evaluation_schedule").cloned())
}

fn is_time_of_day(text: &str) -> bool {
    let part = |text: &str, most: u8| {
        let is_short = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_short && text.parse().is_ok_and(|number: u8| number <= most)
    };
    text.split_once(':').is_some_and(|(hour, minute)| part(hour, 23) && part(minute, 59))
}

fn read_baseline(members: &Members<'_>) -> Option<Value> {
    let baseline = members.object("baseline_details")?;
    // Clients send an empty one for none.
    if members.value("baseline_details").and_then(Value::as_object)?.is_empty() {
        return None;
    }
    baseline.require("type");
    baseline.require("offset_minutes");
    let _ = baseline.word("type", &["value", "percentage"]);
    let offset = baseline.whole("offset_minutes", i64::MIN..=i64::MAX);
    if offset.is_some_and(|minutes| !BASELINE_OFFSETS.contains(&minutes)) {
        let description = "must be 60, 1440, 10080 or 40320";
        baseline.refuse("offset_minutes", FieldCode::Invalid, description);
    }
    members.value("baseline_details").cloned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(changes: &Value) -> Vec<String> {
        let mut body = json!({
            "name": "n", "query_id": "q", "threshold": { "op": ">", "value": 1.5 },
        });
        for (key, value) in changes.as_object().unwrap() {
            body[key] = value.clone();
        }
        match Trigger::read(body.to_string().as_bytes()) {
            Ok(_) => Vec::new(),
            Err(problem) => problem.fields.into_iter().map(|field| field.field).collect(),
        }
    }

    #[test]
    fn a_trigger_has_defaults() {
        let body = r#"{"name":"n","query":{},"threshold":{"op":">=","value":3}}"#;
        let trigger = Trigger::read(body.as_bytes()).unwrap();
        assert_eq!(
            serde_json::to_value(trigger).unwrap(),
            json!({
                "dataset_slug": "", "name": "n", "description": "", "query": {},
                "threshold": { "op": ">=", "value": 3.0, "exceeded_limit": 1 },
                "frequency": 900, "alert_type": "on_change", "disabled": false,
                "triggered": false, "recipients": [], "evaluation_schedule_type": "frequency",
            })
        );
    }

    #[test]
    fn every_limit_holds() {
        let right = [
            json!({ "frequency": 60 }),
            json!({ "frequency": 86_400, "name": "n".repeat(120) }),
            json!({ "threshold": { "op": "<", "value": -1, "exceeded_limit": 5 } }),
            json!({ "baseline_details": { "type": "value", "offset_minutes": 60 } }),
            json!({ "baseline_details": {} }),
            json!({ "evaluation_schedule_type": "window", "evaluation_schedule": { "window": {
                "days_of_week": ["monday"], "start_time": "00:00", "end_time": "23:59" } } }),
        ];
        for changes in right {
            assert_eq!(wrong(&changes), [""; 0], "{changes}");
        }
        let refused = [
            (json!({ "frequency": 59 }), vec!["frequency"]),
            (json!({ "frequency": 61 }), vec!["frequency"]),
            (json!({ "frequency": 86_460 }), vec!["frequency"]),
            (json!({ "name": "n".repeat(121) }), vec!["name"]),
            (json!({ "query": {} }), vec!["query_id"]),
            (json!({ "query_id": null }), vec!["query"]),
            (json!({ "query_id": 1 }), vec!["query_id"]),
            (json!({ "threshold": null }), vec!["threshold"]),
            (json!({ "threshold": {} }), vec!["threshold.op", "threshold.value"]),
            (
                json!({ "threshold": { "op": "=", "value": "1", "exceeded_limit": 6 } }),
                vec!["threshold.op", "threshold.value", "threshold.exceeded_limit"],
            ),
            (json!({ "alert_type": "always" }), vec!["alert_type"]),
            (json!({ "evaluation_schedule_type": "window" }), vec!["evaluation_schedule"]),
            (
                json!({ "baseline_details": { "type": "x", "offset_minutes": 61 } }),
                vec!["baseline_details.type", "baseline_details.offset_minutes"],
            ),
            (
                json!({ "evaluation_schedule_type": "window", "evaluation_schedule": { "window": {
                    "days_of_week": ["friday", "holiday"], "start_time": "24:00" } } }),
                vec![
                    "evaluation_schedule.window.days_of_week[1]",
                    "evaluation_schedule.window.start_time",
                    "evaluation_schedule.window.end_time",
                ],
            ),
        ];
        for (changes, fields) in refused {
            assert_eq!(wrong(&changes), fields, "{changes}");
        }
    }
}
