//! `--query`: JMESPath over the value of a report, as in the AWS CLI.

use std::sync::Arc;

use jmespath::Expression;
use jmespath::JmespathError;
use jmespath::Variable;
use serde_json::Value;

use crate::base::Hint;
use crate::base::Kind;

use super::source_span::SourceSpan;

/// A compiled `--query`.
#[derive(Clone)]
pub struct Query(Arc<Expression<'static>>);

impl std::fmt::Debug for Query {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Query").field(&self.0.as_str()).finish()
    }
}

/// Why a `--query` gives no value.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The text is no JMESPath expression.
    #[error("--query is not a JMESPath expression: {reason}")]
    Syntax {
        /// What the parser missed.
        reason: String,
        /// The expression.
        expression: String,
        /// Where, in bytes from the start of the expression.
        offset: usize,
    },
    /// The expression cannot be applied to this value.
    #[error("--query cannot be applied to this result: {reason}")]
    Evaluation {
        /// What went wrong.
        reason: String,
        /// The expression.
        expression: String,
        /// At which part of the expression, in bytes from its start.
        offset: usize,
    },
}

impl QueryError {
    /// Returns the place in the expression where the trouble is.
    #[must_use]
    pub fn span(&self) -> SourceSpan {
        let (Self::Syntax { expression, offset, .. } | Self::Evaluation { expression, offset, .. }) =
            self;
        let length = expression
            .get(*offset..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        SourceSpan::new("--query", expression.as_str(), *offset..*offset + length, "")
    }
}

impl Hint for QueryError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }

    fn hints(&self) -> Vec<String> {
        vec!["the language is described at https://jmespath.org; `--output json` without --query shows the whole value".to_owned()]
    }
}

impl Query {
    /// Compiles `expression`.
    ///
    /// # Errors
    /// It is no JMESPath expression.
    pub fn parse(expression: &str) -> Result<Self, QueryError> {
        let compiled = jmespath::compile(expression).map_err(|error| {
            let (reason, offset) = explain(expression, &error);
            QueryError::Syntax { reason, expression: expression.to_owned(), offset }
        })?;
        Ok(Self(Arc::new(compiled)))
    }

    /// Returns the expression as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Applies the expression to `value`; what is not there is null.
    ///
    /// # Errors
    /// A function of the expression got a value of a type that it does not take.
    pub fn apply(&self, value: &Value) -> Result<Value, QueryError> {
        let failed = |error: &JmespathError| {
            let (reason, offset) = explain(self.as_str(), error);
            QueryError::Evaluation { reason, expression: self.as_str().to_owned(), offset }
        };
        let input = Variable::from_serializable(value).map_err(|error| failed(&error))?;
        let output = self.0.search(input).map_err(|error| failed(&error))?;
        serde_json::to_value(&*output).map_err(|error| QueryError::Evaluation {
            reason: error.to_string(),
            expression: self.as_str().to_owned(),
            offset: 0,
        })
    }
}

fn explain(expression: &str, error: &JmespathError) -> (String, usize) {
    let reason = match &error.reason {
        jmespath::ErrorReason::Parse(text) => text.clone(),
        jmespath::ErrorReason::Runtime(reason) => reason.to_string(),
    };
    // The crate counts characters; a caret needs bytes.
    let offset =
        expression.char_indices().nth(error.offset).map_or(expression.len(), |(offset, _)| offset);
    (lower_first(reason.trim()), offset)
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn applies_to_a_value() {
        let query = Query::parse("Groups[?GroupName=='a'].GroupARN | [0]").unwrap();
        let value = json!({"Groups": [{"GroupName": "a", "GroupARN": "arn:1"}]});
        assert_eq!(query.apply(&value).unwrap(), json!("arn:1"));
        assert_eq!(query.apply(&json!({})).unwrap(), Value::Null);
    }

    #[test]
    fn says_where_the_expression_ends_being_one() {
        let error = Query::parse("Groups[?x").unwrap_err();
        assert!(matches!(error, QueryError::Syntax { .. }));
        assert!(error.span().range.start >= 8, "{error:?}");
        let error = Query::parse("length(a)").unwrap().apply(&json!({"a": 1})).unwrap_err();
        assert!(matches!(error, QueryError::Evaluation { .. }));
    }

    #[test]
    fn large_integers_stay_exact() {
        let query = Query::parse("id").unwrap();
        assert_eq!(query.apply(&json!({"id": u64::MAX})).unwrap(), json!(u64::MAX));
        assert_eq!(query.apply(&json!({"id": i64::MIN})).unwrap(), json!(i64::MIN));
    }
}
