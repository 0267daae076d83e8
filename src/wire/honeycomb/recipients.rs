//! Recipients: whom triggers and burn alerts tell.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use super::FieldCode;
use super::Members;
use super::Problem;

/// Longest address, channel, name or secret of a recipient.
const MAXIMUM_TEXT: usize = 255;

/// Longest address of a web hook.
const MAXIMUM_URL: usize = 2_048;

/// Characters of a PagerDuty integration key.
const INTEGRATION_KEY_LENGTH: usize = 32;

/// Most recipients of a trigger or burn alert.
const MAXIMUM_RECIPIENTS: usize = 100;

/// The kinds of recipients, with their details; the first says whom an alert means.
const KINDS: &[(&str, &[&str], &[&str])] = &[
    ("email", &["email_address"], &[]),
    ("slack", &["slack_channel"], &[]),
    ("pagerduty", &["pagerduty_integration_name", "pagerduty_integration_key"], &[]),
    ("webhook", &["webhook_name", "webhook_url"], &["webhook_secret"]),
    ("msteams", &["webhook_name", "webhook_url"], &[]),
    ("msteams_workflow", &["webhook_name", "webhook_url"], &[]),
];

fn kind_names() -> Vec<&'static str> {
    KINDS.iter().map(|(name, ..)| *name).collect()
}

/// A recipient as it is answered, and read by clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Recipient {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    #[serde(rename = "type")]
    pub recipient_type: String,
    pub details: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub created_at: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub updated_at: String,
}

impl Recipient {
    /// Reads the body of `POST` or `PUT /1/recipients`.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, |members| {
            members.require("type");
            members.require("details");
            let recipient_type = members.word("type", &kind_names()).unwrap_or_default();
            let details = members.object("details");
            let kind = KINDS.iter().find(|(name, ..)| *name == recipient_type);
            let details = match (details, kind) {
                (Some(details), Some((_, needed, optional))) => {
                    let needed = needed.iter().map(|key| (*key, read_detail(&details, key)));
                    let mut found: BTreeMap<String, String> =
                        needed.map(|(key, value)| (key.to_owned(), value)).collect();
                    for key in *optional {
                        let value = details.text(key, MAXIMUM_TEXT).filter(|text| !text.is_empty());
                        found.extend(value.map(|value| ((*key).to_owned(), value)));
                    }
                    found
                }
                _ => BTreeMap::new(),
            };
            Self { recipient_type, details, ..Self::default() }
        })
    }

    /// Creates the recipient that a type and a target alone make; only addresses and channels do.
    #[must_use]
    pub fn of_target(recipient_type: &str, target: &str) -> Option<Self> {
        let (_, needed, _) = KINDS.iter().find(|(name, ..)| *name == recipient_type)?;
        let [only] = needed else { return None };
        let details = BTreeMap::from([((*only).to_owned(), target.to_owned())]);
        Some(Self { recipient_type: recipient_type.to_owned(), details, ..Self::default() })
    }

    /// Returns what alerts call the recipient: its address, channel or name.
    #[must_use]
    pub fn target(&self) -> &str {
        let kind = KINDS.iter().find(|(name, ..)| *name == self.recipient_type);
        let first = kind.and_then(|(_, needed, _)| needed.first());
        first.and_then(|key| self.details.get(*key)).map_or("", String::as_str)
    }
}

fn read_detail(details: &Members<'_>, key: &str) -> String {
    let most = if key == "webhook_url" { MAXIMUM_URL } else { MAXIMUM_TEXT };
    let value = details.required_text(key, most);
    let fault = match key {
        _ if value.trim().is_empty() => None,
        "email_address" if !is_email_address(&value) => Some("must be an e-mail address"),
        "webhook_url" if !is_web_address(&value) => Some("must begin with http:// or https://"),
        "pagerduty_integration_key" if value.chars().count() != INTEGRATION_KEY_LENGTH => {
            Some("must have 32 characters")
        }
        _ => None,
    };
    if let Some(fault) = fault {
        details.refuse(key, FieldCode::Invalid, fault);
    }
    value
}

fn is_email_address(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    text.rsplit_once('@').is_some_and(|(name, host)| is_part(name) && is_part(host))
}

fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !text.contains(char::is_whitespace)
    })
}

/// A recipient as an alert names it: by its identifier, or by type and target.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct AlertRecipient {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub recipient_type: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Value>,
}

/// Reads `recipients` of an alert, which must be `least` at least.
pub(super) fn read_alert_recipients(members: &Members<'_>, least: usize) -> Vec<AlertRecipient> {
    let Some(listed) = members.objects("recipients", MAXIMUM_RECIPIENTS) else {
        if least > 0 {
            members.require("recipients");
        }
        return Vec::new();
    };
    if listed.len() < least && members.value("recipients").is_some_and(is_empty_list) {
        members.refuse("recipients", FieldCode::Missing, "must have a recipient at least");
    }
    listed.iter().map(read_alert_recipient).collect()
}

fn is_empty_list(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

fn read_alert_recipient(recipient: &Members<'_>) -> AlertRecipient {
    let details = recipient.object("details");
    if let Some(details) = &details {
        let severities = ["critical", "error", "warning", "info"];
        // Only its form matters here; it is kept as it came.
        let _ = details.word("pagerduty_severity", &severities);
    }
    let details = details.and_then(|_| recipient.value("details").cloned());
    let id = recipient.text("id", MAXIMUM_TEXT).filter(|id| !id.is_empty());
    if let Some(id) = id {
        return AlertRecipient { id, details, ..AlertRecipient::default() };
    }
    recipient.require("type");
    AlertRecipient {
        id: String::new(),
        recipient_type: recipient.word("type", &kind_names()).unwrap_or_default(),
        target: recipient.required_text("target", MAXIMUM_TEXT),
        details,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(body: &Value) -> Vec<String> {
        match Recipient::read(body.to_string().as_bytes()) {
            Ok(_) => Vec::new(),
            Err(problem) => problem.fields.into_iter().map(|field| field.field).collect(),
        }
    }

    #[test]
    fn details_follow_the_type() {
        let key = "k".repeat(32);
        let right = [
            (json!({ "email_address": "a@b.c" }), "email", "a@b.c"),
            (json!({ "slack_channel": "#ops", "email_address": 1 }), "slack", "#ops"),
            (
                json!({ "pagerduty_integration_name": "p", "pagerduty_integration_key": key }),
                "pagerduty",
                "p",
            ),
            (
                json!({ "webhook_name": "w", "webhook_url": "https://x/y", "webhook_secret": "s" }),
                "webhook",
                "w",
            ),
            (json!({ "webhook_name": "w", "webhook_url": "http://x" }), "msteams", "w"),
            (json!({ "webhook_name": "w", "webhook_url": "http://x" }), "msteams_workflow", "w"),
        ];
        for (details, kind, target) in right {
            let body = json!({ "type": kind, "details": details }).to_string();
            let recipient = Recipient::read(body.as_bytes()).unwrap();
            assert_eq!(recipient.target(), target, "{kind}");
        }
        let of = |kind: &str, details: Value| wrong(&json!({ "type": kind, "details": details }));
        assert_eq!(of("email", json!({ "email_address": "nobody" })), ["details.email_address"]);
        assert_eq!(of("slack", json!({})), ["details.slack_channel"]);
        assert_eq!(
            of("pagerduty", json!({ "pagerduty_integration_key": "short" })),
            ["details.pagerduty_integration_name", "details.pagerduty_integration_key"]
        );
        let hook = json!({ "webhook_name": "w", "webhook_url": "ftp://x", "webhook_secret": 1 });
        assert_eq!(of("webhook", hook), ["details.webhook_url", "details.webhook_secret"]);
        assert_eq!(of("pigeon", json!({})), ["type"]);
        assert_eq!(wrong(&json!({})), ["type", "details"]);
        assert_eq!(wrong(&json!({ "type": "email", "details": [] })), ["details"]);
    }

    #[test]
    fn only_addresses_and_channels_are_made_by_a_target() {
        assert_eq!(Recipient::of_target("email", "a@b.c").unwrap().target(), "a@b.c");
        assert_eq!(Recipient::of_target("slack", "#ops").unwrap().target(), "#ops");
        assert_eq!(Recipient::of_target("webhook", "w"), None);
        assert_eq!(Recipient::of_target("pigeon", "w"), None);
    }

    #[test]
    fn an_alert_names_a_recipient_by_identifier_or_target() {
        let read = |recipients: Value, least| {
            let body = json!({ "recipients": recipients }).to_string();
            Members::read(body.as_bytes(), |members| read_alert_recipients(members, least))
                .map_err(|problem| problem.fields.into_iter().map(|field| field.field).collect())
        };
        let fields = |recipients: Value, least| -> Vec<String> {
            read(recipients, least).map_or_else(|fields: Vec<String>| fields, |_| Vec::new())
        };
        let details = json!({ "pagerduty_severity": "info", "variables": [] });
        let found = read(
            json!([{ "id": "x", "type": "old" }, { "type": "email", "target": "a@b.c", "details": details }]),
            1,
        );
        let found: Vec<AlertRecipient> = found.unwrap();
        assert_eq!((found[0].id.as_str(), found[0].recipient_type.as_str()), ("x", ""));
        assert_eq!(found[1].details, Some(details));
        assert_eq!(fields(json!([]), 0), [""; 0]);
        assert_eq!(fields(json!([]), 1), ["recipients"]);
        assert_eq!(fields(Value::Null, 1), ["recipients"]);
        assert_eq!(fields(json!(1), 1), ["recipients"]);
        assert_eq!(fields(json!([{}]), 1), ["recipients[0].type", "recipients[0].target"]);
        let severity = json!([{ "id": "x", "details": { "pagerduty_severity": "loud" } }]);
        assert_eq!(fields(severity, 1), ["recipients[0].details.pagerduty_severity"]);
    }
}
