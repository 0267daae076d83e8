//! Tags of AWS resources.
//!
//! Limits: "Tag naming limits and requirements" of the AWS tagging guide.

use super::Rule;
use super::Violation;
use super::check_characters;
use super::check_length;

/// Most tags a resource can have.
pub const MAXIMUM_TAGS: usize = 50;

/// Longest tag key, in characters.
pub const MAXIMUM_KEY_LENGTH: usize = 128;

/// Longest tag value, in characters.
pub const MAXIMUM_VALUE_LENGTH: usize = 256;

/// The vendor's pattern for keys and values.
pub const PATTERN: &str = r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$";

/// Checks one tag.
///
/// # Errors
/// The key is empty, too long or reserved, the value too long, or a character is not allowed.
pub fn check_tag(path: &str, key: &str, value: &str) -> Result<(), Violation> {
    check_length(path, key, 1, MAXIMUM_KEY_LENGTH)?;
    check_length(path, value, 0, MAXIMUM_VALUE_LENGTH)?;
    check_characters(path, key, PATTERN, is_allowed)?;
    check_characters(path, value, PATTERN, is_allowed)?;
    if key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:")) {
        return Err(Violation::new(
            path,
            Rule::Sentence(
                "aws: prefixed tag key names are not allowed for external use.".to_owned(),
            ),
            key,
        ));
    }
    Ok(())
}

fn is_allowed(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, ' ' | '_' | '.' | ':' | '/' | '=' | '+' | '-' | '@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_and_odd_keys_are_refused() {
        assert!(check_tag("tags", "cruddur-obs:project", "cruddur").is_ok());
        assert!(check_tag("tags", "équipe", "").is_ok());
        for bad in ["", "aws:x", "AWS:x", "a*b", "a\nb"] {
            assert!(check_tag("tags", bad, "v").is_err(), "{bad:?}");
        }
        assert!(check_tag("tags", &"k".repeat(129), "v").is_err());
        assert!(check_tag("tags", "k", &"v".repeat(257)).is_err());
    }
}
