//! The bodies that create and change access tokens.

use serde_json::Map;
use serde_json::Value;

use super::Problem;
use super::TokenScope;

/// Longest name of a token.
const MAXIMUM_NAME: usize = 255;

/// Longest window, in seconds: thirty days.
const MAXIMUM_WINDOW: i64 = 30 * 24 * 60 * 60;

/// Most calls in a window.
const MAXIMUM_CALLS: i64 = 1_000_000_000;

/// How many calls a window has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallLimit {
    /// Seconds.
    pub window_size: i64,
    /// Calls.
    pub window_count: i64,
}

/// What is told about a token; what is none stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenChange {
    /// What it is called.
    pub name: Option<String>,
    /// What it may do.
    pub scopes: Option<Vec<TokenScope>>,
    /// Whether it may be used.
    pub is_enabled: Option<bool>,
    /// How often.
    pub limit: Option<Option<CallLimit>>,
}

impl TokenChange {
    /// Reads the body of `PATCH`; members that are not known are passed over.
    ///
    /// # Errors
    /// A member is not what it must be.
    pub fn read(members: &Map<String, Value>) -> Result<Self, Problem> {
        let name = match members.get("name") {
            None | Some(Value::Null) => None,
            Some(Value::String(name))
                if !name.trim().is_empty() && name.chars().count() <= MAXIMUM_NAME =>
            {
                Some(name.clone())
            }
            Some(_) => return Err(wrong("name", "a string of 1 to 255 characters")),
        };
        let scopes = match members.get("scopes") {
            None | Some(Value::Null) => None,
            Some(value) => Some(scopes(value)?),
        };
        let is_enabled = match members.get("status") {
            None | Some(Value::Null) => None,
            Some(value) => match value.as_str() {
                Some("enabled") => Some(true),
                Some("disabled") => Some(false),
                _ => return Err(wrong("status", "enabled or disabled")),
            },
        };
        Ok(Self { name, scopes, is_enabled, limit: limit(members)? })
    }

    /// Reads the body of `POST`, which must name the token and what it may do.
    ///
    /// # Errors
    /// As [`Self::read`], or name or scopes are missing.
    pub fn read_new(members: &Map<String, Value>) -> Result<Self, Problem> {
        let change = Self::read(members)?;
        if change.name.is_none() {
            return Err(wrong("name", "a string of 1 to 255 characters"));
        }
        if change.scopes.is_none() {
            return Err(scopes_wrong());
        }
        Ok(change)
    }
}

fn scopes(value: &Value) -> Result<Vec<TokenScope>, Problem> {
    let given = value.as_array().filter(|scopes| !scopes.is_empty()).ok_or_else(scopes_wrong)?;
    let mut scopes = Vec::new();
    for scope in given {
        let scope = scope.as_str().and_then(TokenScope::of_word).ok_or_else(scopes_wrong)?;
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    Ok(scopes)
}

fn scopes_wrong() -> Problem {
    let words = TokenScope::ALL.map(TokenScope::word).join(", ");
    wrong("scopes", &format!("a list of some of {words}"))
}

/// Reads size and count of a window; zero calls, or no window, are no limit.
fn limit(members: &Map<String, Value>) -> Result<Option<Option<CallLimit>>, Problem> {
    let number = |key: &str, most: i64| match members.get(key) {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(0)),
        Some(value) => {
            let number = value.as_i64().filter(|number| (0..=most).contains(number));
            let what = format!("a whole number from 0 to {most}");
            number.map(Some).ok_or_else(|| wrong(key, &what))
        }
    };
    let size = number("rate_limit_window_size", MAXIMUM_WINDOW)?;
    let count = number("rate_limit_window_count", MAXIMUM_CALLS)?;
    match (size, count) {
        (None, None) => Ok(None),
        (Some(0), _) | (_, Some(0)) => Ok(Some(None)),
        (Some(window_size), Some(window_count)) => {
            Ok(Some(Some(CallLimit { window_size, window_count })))
        }
        (Some(_), None) => Err(wrong("rate_limit_window_count", "given with the window's size")),
        (None, Some(_)) => Err(wrong("rate_limit_window_size", "given with the count")),
    }
}

fn wrong(key: &str, what: &str) -> Problem {
    Problem::new(422, format!("{key} must be {what}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_has_a_name_and_scopes() {
        let read = |body: Value| TokenChange::read_new(body.as_object().unwrap());
        let token = read(json!({
            "name": "ci", "scopes": ["read", "read", "post_server_item"], "status": "disabled",
            "rate_limit_window_size": 60, "rate_limit_window_count": 5,
        }));
        let token = token.unwrap();
        assert_eq!(token.scopes, Some(vec![TokenScope::Read, TokenScope::PostServerItem]));
        assert_eq!(token.is_enabled, Some(false));
        assert_eq!(token.limit, Some(Some(CallLimit { window_size: 60, window_count: 5 })));
        let none = json!({ "name": "x", "scopes": ["read"], "rate_limit_window_size": null });
        assert_eq!(read(none).unwrap().limit, Some(None));
        for wrong in [
            json!({}),
            json!({ "name": "x" }),
            json!({ "name": "x", "scopes": [] }),
            json!({ "name": "x", "scopes": ["admin"] }),
            json!({ "name": "x", "scopes": "read" }),
            json!({ "name": "", "scopes": ["read"] }),
            json!({ "name": "x", "scopes": ["read"], "status": "on" }),
            json!({ "name": "x", "scopes": ["read"], "rate_limit_window_size": 60 }),
            json!({ "name": "x", "scopes": ["read"], "rate_limit_window_size": -1 }),
        ] {
            assert_eq!(read(wrong.clone()).unwrap_err().status, 422, "{wrong}");
        }
    }
}
