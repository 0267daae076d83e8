//! An AWS error and its three forms on the wire.
//!
//! Forms: Smithy, "AWS JSON 1.1 protocol" and "AWS restJson1 protocol", operation error
//! serialisation; AWS Query errors are XML.

use serde_json::json;

use crate::model::Rule;
use crate::model::Violation;

/// An error as AWS tells it: a code, a status and a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct AwsError {
    /// The exception's name, for instance `ResourceNotFoundException`.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The sentence for people.
    pub message: String,
    /// The resource that a `ResourceNotFoundException` of X-Ray names.
    pub resource: Option<String>,
}

impl AwsError {
    /// Creates a client error with status 400.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self::with_status(400, code, message)
    }

    /// Creates an error with another status.
    #[must_use]
    pub fn with_status(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { code, status, message: message.into(), resource: None }
    }

    /// Creates the error of a body that is not what the protocol asks for.
    #[must_use]
    pub fn serialization(message: impl Into<String>) -> Self {
        Self::new("SerializationException", message)
    }

    /// Creates the error of a failure inside the backend; the cause stays in its log.
    #[must_use]
    pub fn internal(code: &'static str, message: impl Into<String>) -> Self {
        Self::with_status(500, code, message)
    }

    /// Returns the body in the AWS JSON 1.1 form (CloudWatch Logs).
    #[must_use]
    pub fn json_body(&self) -> String {
        json!({ "__type": self.code, "message": self.message }).to_string()
    }

    /// Returns the body in the restJson1 form (X-Ray), which also carries `__type` for clients
    /// that read no header.
    #[must_use]
    pub fn rest_json_body(&self) -> String {
        match &self.resource {
            Some(resource) => json!({
                "__type": self.code, "Message": self.message, "ResourceName": resource,
            }),
            None => json!({ "__type": self.code, "Message": self.message }),
        }
        .to_string()
    }

    /// Returns the body in the AWS Query form (STS).
    #[must_use]
    pub fn query_body(&self, request_id: &str) -> String {
        let fault = if self.status >= 500 { "Receiver" } else { "Sender" };
        format!(
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>\
             <Type>{fault}</Type><Code>{}</Code><Message>{}</Message></Error>\
             <RequestId>{request_id}</RequestId></ErrorResponse>",
            self.code,
            escape_xml(&self.message),
        )
    }
}

/// Returns a violation in the words of the AWS front ends.
#[must_use]
pub fn violation_text(violation: &Violation) -> String {
    let Violation { path, rule, value } = violation;
    let constraint = match rule {
        Rule::Sentence(text) => return text.clone(),
        Rule::Present => {
            return format!(
                "1 validation error detected: Value null at '{path}' failed to satisfy \
                 constraint: Member must not be null"
            );
        }
        Rule::MinimumLength(least) => {
            format!("Member must have length greater than or equal to {least}")
        }
        Rule::MaximumLength(most) => {
            format!("Member must have length less than or equal to {most}")
        }
        Rule::MinimumValue(least) => {
            format!("Member must have value greater than or equal to {least}")
        }
        Rule::MaximumValue(most) => {
            format!("Member must have value less than or equal to {most}")
        }
        Rule::Pattern(pattern) => {
            format!("Member must satisfy regular expression pattern: {pattern}")
        }
        Rule::OneOf(values) => {
            format!("Member must satisfy enum value set: [{}]", values.join(", "))
        }
    };
    // The service does not repeat an identifier that fails its pattern.
    let shown = if matches!(rule, Rule::Pattern(_)) && path == "logGroupIdentifier" {
        "Value".to_owned()
    } else {
        format!("Value '{}'", shorten(value))
    };
    format!(
        "1 validation error detected: {shown} at '{path}' failed to satisfy constraint: \
         {constraint}"
    )
}

/// A refused value can be a megabyte long; an error message must not be.
fn shorten(value: &str) -> String {
    const MOST: usize = 1_100;
    if value.chars().count() <= MOST {
        return value.to_owned();
    }
    value.chars().take(MOST).chain("...".chars()).collect()
}

/// Escapes text for XML content.
fn escape_xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violations_use_the_vendors_sentences() {
        let long = Violation::new("limit", Rule::MaximumValue(50), "51");
        assert_eq!(
            violation_text(&long),
            "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: \
             Member must have value less than or equal to 50"
        );
        let identifier = Violation::new("logGroupIdentifier", Rule::Pattern("[a]"), "secret");
        assert!(
            violation_text(&identifier)
                .starts_with("1 validation error detected: Value at 'logGroupIdentifier' failed")
        );
    }

    #[test]
    fn a_message_cannot_break_out_of_the_xml() {
        let body = AwsError::new("ValidationError", "a<b>&\u{1}").query_body("id");
        assert!(body.contains("<Message>a&lt;b&gt;&amp;\u{fffd}</Message>"), "{body}");
    }
}
