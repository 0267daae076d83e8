//! The body of `PATCH /item/{id}`.

use serde_json::Map;
use serde_json::Value;

use super::Level;
use super::Problem;
use super::Status;
use super::grouping::MAXIMUM_TITLE;
use super::received::MAXIMUM_REVISION;

/// What is to change of an item; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemChange {
    /// What was decided about it.
    pub status: Option<Status>,
    /// How bad it is; further occurrences do not change it.
    pub level: Option<Level>,
    /// What it is called.
    pub title: Option<String>,
    /// Who looks after it; null is nobody.
    pub assigned_user_id: Option<Option<i64>>,
    /// Which team does.
    pub team_id: Option<Option<i64>>,
    /// The version that repairs it.
    pub resolved_in_version: Option<Option<String>>,
    /// Whether it is not to be heard of for a while.
    pub snoozed: Option<bool>,
}

impl ItemChange {
    /// Reads what is to change; members that are not known are passed over.
    ///
    /// # Errors
    /// A member is not what it must be.
    pub fn read(members: &Map<String, Value>) -> Result<Self, Problem> {
        let wrong = |key: &str, what: &str| Problem::new(422, format!("{key} must be {what}"));
        let word = |key: &str| match members.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(word)) => Ok(Some(word.as_str())),
            Some(_) => Err(wrong(key, "a string")),
        };
        let number = |key: &str| match members.get(key) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(None)),
            Some(value) => match value.as_i64() {
                Some(number) => Ok(Some(Some(number))),
                None => Err(wrong(key, "a whole number or null")),
            },
        };
        let status = word("status")?.map(|word| {
            let words = Status::ALL.map(Status::word).join(", ");
            Status::of_word(word).ok_or_else(|| wrong("status", &format!("one of {words}")))
        });
        let level = word("level")?.map(|word| {
            let words = Level::ALL.map(Level::word).join(", ");
            Level::of_word(word).ok_or_else(|| wrong("level", &format!("one of {words}")))
        });
        let title = word("title")?.map(str::to_owned);
        if title
            .as_ref()
            .is_some_and(|title| title.trim().is_empty() || title.chars().count() > MAXIMUM_TITLE)
        {
            return Err(wrong("title", "a string of 1 to 255 characters"));
        }
        let version = match members.get("resolved_in_version") {
            None => None,
            Some(Value::Null) => Some(None),
            Some(Value::String(text)) if text.chars().count() <= MAXIMUM_REVISION => {
                Some(Some(text.clone()))
            }
            Some(_) => {
                return Err(wrong("resolved_in_version", "a string of at most 40 characters"));
            }
        };
        let snoozed = match members.get("snoozed") {
            None | Some(Value::Null) => None,
            Some(Value::Bool(snoozed)) => Some(*snoozed),
            Some(Value::Object(snoozed)) => {
                Some(snoozed.get("enabled").and_then(Value::as_bool).unwrap_or(true))
            }
            Some(_) => return Err(wrong("snoozed", "true, false or an object")),
        };
        Ok(Self {
            status: status.transpose()?,
            level: level.transpose()?,
            title,
            assigned_user_id: number("assigned_user_id")?,
            team_id: number("team_id")?,
            resolved_in_version: version,
            snoozed,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_named_changes() {
        let read = |body: Value| ItemChange::read(body.as_object().unwrap());
        assert_eq!(read(json!({ "other": 1 })).unwrap(), ItemChange::default());
        let change = read(json!({
            "status": "resolved", "level": "critical", "title": "It broke",
            "assigned_user_id": null, "team_id": 7, "resolved_in_version": "1.2",
            "snoozed": { "enabled": true, "expiration_in_seconds": 60 },
        }));
        let change = change.unwrap();
        assert_eq!((change.status, change.level), (Some(Status::Resolved), Some(Level::Critical)));
        assert_eq!((change.assigned_user_id, change.team_id), (Some(None), Some(Some(7))));
        assert_eq!(change.snoozed, Some(true));
        for wrong in [
            json!({ "status": "done" }),
            json!({ "status": 1 }),
            json!({ "level": "fatal" }),
            json!({ "title": " " }),
            json!({ "title": "t".repeat(256) }),
            json!({ "assigned_user_id": "me" }),
            json!({ "resolved_in_version": "v".repeat(41) }),
            json!({ "snoozed": "yes" }),
        ] {
            assert_eq!(read(wrong.clone()).unwrap_err().status, 422, "{wrong}");
        }
    }
}
