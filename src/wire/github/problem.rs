//! How the API says what is wrong.

use serde_json::Value;

use crate::base::parse_json;

/// Most entries of `errors` that are repeated.
const MOST_DETAILS: usize = 5;

/// Returns the service's own words: the message and what it says of single members; nothing if the
/// body is none of the API's.
#[must_use]
pub fn problem_text(body: &[u8]) -> Option<String> {
    let value: Value = parse_json(body).ok()?;
    let mut text = value.get("message")?.as_str().filter(|text| !text.is_empty())?.to_owned();
    for error in
        value.get("errors").and_then(Value::as_array).into_iter().flatten().take(MOST_DETAILS)
    {
        let part = |key: &str| error.get(key).and_then(Value::as_str);
        let detail = error.as_str().or_else(|| part("message")).or_else(|| part("code"));
        let Some(detail) = detail else { continue };
        text += "; ";
        if let Some(field) = part("field") {
            text += &format!("{field}: ");
        }
        text += detail;
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_service_are_kept() {
        let text = |body: &str| problem_text(body.as_bytes());
        assert_eq!(
            text(r#"{"message":"Not Found","documentation_url":"https://docs"}"#).as_deref(),
            Some("Not Found")
        );
        let detailed = r#"{"message":"Validation Failed","errors":[{"field":"name","code":"invalid"},"too long",{"x":1}]}"#;
        assert_eq!(text(detailed).as_deref(), Some("Validation Failed; name: invalid; too long"));
        for other in ["", "<html>", "{}", "[]", r#"{"message":""}"#, r#"{"message":1}"#] {
            assert_eq!(text(other), None, "{other}");
        }
    }
}
