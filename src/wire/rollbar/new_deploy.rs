//! The bodies of `POST /deploy` and `PATCH /deploy/{id}`.

use serde_json::Map;
use serde_json::Value;

use super::DEPLOY_STATUSES;
use super::NewDeploy;
use super::Problem;
use super::received::MAXIMUM_ENVIRONMENT;
use super::received::MAXIMUM_REVISION;

/// Longest comment.
const MAXIMUM_TEXT: usize = 4_096;

/// Longest name of whoever deploys.
const MAXIMUM_NAME: usize = 255;

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

impl NewDeploy {
    /// Reads what tells of a deploy; numbers may be texts, since forms have nothing else.
    ///
    /// # Errors
    /// Members are missing, or are not what they must be.
    pub fn read(members: &Map<String, Value>) -> Result<Self, Problem> {
        let text = |key: &str, most| text(members, key, most);
        let environment = text("environment", MAXIMUM_ENVIRONMENT)?;
        // The hash of a commit, as hooks of version control call it.
        let revision = match text("revision", MAXIMUM_REVISION)? {
            None => text("head_long", MAXIMUM_REVISION)?,
            revision => revision,
        };
        let mut missing = Vec::new();
        if environment.is_none() {
            missing.push("Missing 'environment' key.");
        }
        if revision.is_none() {
            missing.push("Missing 'revision' or 'head_long' key.");
        }
        let (Some(environment), Some(revision)) = (environment, revision) else {
            return Err(Problem::new(422, missing.join(" ")));
        };
        Ok(Self {
            environment,
            revision,
            rollbar_username: text("rollbar_username", MAXIMUM_NAME)?,
            rollbar_name: text("rollbar_name", MAXIMUM_NAME)?,
            local_username: text("local_username", MAXIMUM_NAME)?,
            comment: text("comment", MAXIMUM_TEXT)?,
            status: deploy_status(members)?,
            timestamp: whole(members, "timestamp")?,
            duration: whole(members, "duration")?,
        })
    }
}

/// Reads what a deploy has come to.
///
/// # Errors
/// It is none of the known words.
pub fn deploy_status(members: &Map<String, Value>) -> Result<Option<String>, Problem> {
    let status = text(members, "status", MAXIMUM_TEXT)?;
    match status {
        Some(word) if !DEPLOY_STATUSES.contains(&word.as_str()) => {
            let words = DEPLOY_STATUSES.join(", ");
            Err(Problem::new(422, format!("'status' must be one of {words}.")))
        }
        status => Ok(status),
    }
}

fn text(members: &Map<String, Value>, key: &str, most: usize) -> Result<Option<String>, Problem> {
    let text = match members.get(key) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) => text.clone(),
        // A revision may be all digits.
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => return Err(Problem::new(422, format!("'{key}' must be a string."))),
    };
    if text.chars().count() > most {
        let message = format!("'{key}' must have at most {most} characters.");
        return Err(Problem::new(422, message));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn whole(members: &Map<String, Value>, key: &str) -> Result<Option<i64>, Problem> {
    let number = match members.get(key) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) if text.is_empty() => return Ok(None),
        Some(Value::String(text)) => text.parse().ok(),
        Some(value) => value.as_i64(),
    };
    let number = number.filter(|number| (0..=LAST_SECOND).contains(number));
    let wrong = || Problem::new(422, format!("'{key}' must be a number of seconds."));
    number.map(Some).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(body: Value) -> Result<NewDeploy, Problem> {
        NewDeploy::read(body.as_object().unwrap())
    }

    #[test]
    fn a_deploy_needs_environment_and_revision() {
        let deploy = read(json!({ "environment": "production", "revision": 7, "timestamp": "5" }));
        let deploy = deploy.unwrap();
        assert_eq!((deploy.revision.as_str(), deploy.timestamp), ("7", Some(5)));
        let hook = read(json!({ "environment": "e", "head_long": "abc" })).unwrap();
        assert_eq!(hook.revision, "abc");
        let refused = |body| read(body).unwrap_err().message;
        assert_eq!(
            refused(json!({})),
            "Missing 'environment' key. Missing 'revision' or 'head_long' key."
        );
        assert_eq!(
            refused(json!({ "environment": "e", "revision": "" })),
            "Missing 'revision' or 'head_long' key."
        );
        for wrong in [
            json!({ "environment": "e", "revision": "r", "status": "done" }),
            json!({ "environment": "e", "revision": "r".repeat(41) }),
            json!({ "environment": ["e"], "revision": "r" }),
            json!({ "environment": "e", "revision": "r", "rollbar_name": "n".repeat(256) }),
            json!({ "environment": "e", "revision": "r", "comment": "c".repeat(4_097) }),
            json!({ "environment": "e", "revision": "r", "timestamp": "now" }),
            json!({ "environment": "e", "revision": "r", "duration": -1 }),
        ] {
            assert_eq!(read(wrong.clone()).unwrap_err().status, 422, "{wrong}");
        }
    }
}
