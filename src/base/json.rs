//! JSON from outside, with a bound on its nesting.

use serde::de::DeserializeOwned;

/// How deep JSON from outside may nest; `serde_json` refuses more than this by itself.
pub const MAXIMUM_JSON_DEPTH: usize = 127;

/// Why a body is not the JSON it should be.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// The bytes are not UTF-8.
    #[error("the text is not UTF-8: byte {position} begins no character")]
    NotUtf8 {
        /// Offset of the first wrong byte.
        position: usize,
    },
    /// The text does not begin an object.
    #[error("the text is not a JSON object")]
    NotObject,
    /// The text is not JSON, nests too deeply, or a value has the wrong type.
    #[error("{0}")]
    Invalid(#[from] serde_json::Error),
}

impl JsonError {
    /// Says whether the text is JSON whose values have other types than expected.
    #[must_use]
    pub fn is_wrong_type(&self) -> bool {
        matches!(self, Self::Invalid(error) if error.is_data())
    }
}

/// Parses `bytes` as one JSON value of type `T`.
///
/// # Errors
/// The bytes are not UTF-8, not JSON, nested deeper than [`MAXIMUM_JSON_DEPTH`], followed by
/// something else, or of another type.
pub fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, JsonError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| JsonError::NotUtf8 { position: error.valid_up_to() })?;
    Ok(serde_json::from_str(text)?)
}

/// Parses `bytes` as one JSON object; a list, which would be read as members in their order, is
/// refused.
///
/// # Errors
/// As [`parse_json`], or the text does not begin an object.
pub fn parse_json_object<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, JsonError> {
    if bytes.trim_ascii_start().first() == Some(&b'{') {
        return parse_json(bytes);
    }
    // What is wrong beyond its type is told first.
    parse_json::<serde_json::Value>(bytes)?;
    Err(JsonError::NotObject)
}

/// Returns what a value is, in words.
pub(crate) const fn kind_of_json(value: &serde_json::Value) -> &'static str {
    use serde_json::Value;
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_nesting_is_an_error() {
        let deep = "[".repeat(100_000);
        assert!(parse_json::<serde_json::Value>(deep.as_bytes()).is_err());
        let legal = format!("{}{}", "[".repeat(MAXIMUM_JSON_DEPTH), "]".repeat(MAXIMUM_JSON_DEPTH));
        assert!(parse_json::<serde_json::Value>(legal.as_bytes()).is_ok());
    }

    #[test]
    fn a_list_is_no_object() {
        #[derive(Debug, Default, serde::Deserialize)]
        #[serde(default)]
        struct Members {
            _a: Option<i64>,
        }
        assert!(parse_json_object::<Members>(b" {}").is_ok());
        for wrong in [&b"[]"[..], b"[1]", b"null", b"\"{\"", b""] {
            assert!(parse_json_object::<Members>(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn bytes_that_are_not_text_are_an_error() {
        let error = parse_json::<serde_json::Value>(b"\"a\xff\"").unwrap_err();
        assert!(matches!(error, JsonError::NotUtf8 { position: 2 }));
    }
}

#[cfg(test)]
mod exactness {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_read_as_they_were_written(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            let text = serde_json::to_string(&number).unwrap();
            let read: f64 = super::parse_json(text.as_bytes()).unwrap();
            prop_assert_eq!(read.to_bits(), number.to_bits());
        }
    }
}
