//! Which item or occurrence a verb means: a number, or the uuid of an occurrence.

/// What a person named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Selector {
    /// A number that people know, or an id.
    Number(i64),
    /// The uuid of an occurrence.
    Uuid(String),
}

/// Reads a number, with or without a `#`, or a uuid.
pub(super) fn parse(text: &str) -> Result<Selector, String> {
    let text = text.trim();
    let is_uuid = match text.len() {
        32 => text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        36 => text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        }),
        _ => false,
    };
    if is_uuid {
        return Ok(Selector::Uuid(text.to_ascii_lowercase()));
    }
    let digits = text.strip_prefix('#').unwrap_or(text);
    let number = digits.parse().ok().filter(|number: &i64| *number > 0);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    number
        .filter(|_| is_number)
        .map(Selector::Number)
        .ok_or_else(|| "it is neither a number nor the uuid of an occurrence".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_uuids_are_told_apart() {
        for text in ["12", "#12", " 12 "] {
            assert_eq!(parse(text), Ok(Selector::Number(12)), "{text}");
        }
        for uuid in ["4B2F0000-0000-4000-8000-000000000001", "00000000000000000000000000000012"] {
            assert_eq!(parse(uuid), Ok(Selector::Uuid(uuid.to_ascii_lowercase())));
        }
        for odd in ["", "#", "-1", "0", "+1", "1.5", "99999999999999999999", "x", "4b2f-1"] {
            assert!(parse(odd).is_err(), "{odd}");
        }
    }
}
