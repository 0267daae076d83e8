//! Log groups and log streams: names, classes, retention.
//!
//! Limits: CloudWatch Logs API reference, `CreateLogGroup`, `CreateLogStream`, `PutRetentionPolicy`.

use super::Rule;
use super::Violation;
use super::check_characters;
use super::check_length;
use super::check_one_of;

/// Longest name of a log group or log stream, in characters.
pub const MAXIMUM_NAME_LENGTH: usize = 512;

/// Longest log group name or ARN, in characters.
pub const MAXIMUM_IDENTIFIER_LENGTH: usize = 2048;

/// Longest KMS key identifier, in characters.
pub const MAXIMUM_KMS_KEY_LENGTH: usize = 256;

/// The retention periods that CloudWatch Logs accepts, in days.
pub const RETENTION_DAYS: [u32; 22] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

/// The log classes.
pub const CLASSES: &[&str] = &["STANDARD", "INFREQUENT_ACCESS", "DELIVERY", "ESSENTIALS"];

/// The class of a group that names none.
pub const DEFAULT_CLASS: &str = "STANDARD";

/// The vendor's pattern for a log group's name.
pub const NAME_PATTERN: &str = r"[\.\-_/#A-Za-z0-9]+";

/// The vendor's pattern for a log stream's or filter's name.
pub const STREAM_NAME_PATTERN: &str = r"[^:*]*";

/// The vendor's pattern for a log group's name or ARN.
pub const IDENTIFIER_PATTERN: &str = r"[\w#+=/:,.@-]*";

/// Checks the name of a log group that is to be created or looked up at `path`.
///
/// # Errors
/// It is empty, too long, holds another character, or starts with the reserved `aws/`.
pub fn check_group_name(path: &str, name: &str) -> Result<(), Violation> {
    check_length(path, name, 1, MAXIMUM_NAME_LENGTH)?;
    check_characters(path, name, NAME_PATTERN, |c| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '#')
    })
}

/// Checks that a new group's name does not use the vendor's own prefix.
///
/// # Errors
/// The name starts with `aws/`.
pub fn check_group_name_is_free(path: &str, name: &str) -> Result<(), Violation> {
    if name.starts_with("aws/") {
        return Err(Violation::new(
            path,
            Rule::Sentence("Log groups starting with AWS/ are reserved for AWS.".to_owned()),
            name,
        ));
    }
    Ok(())
}

/// Checks the name of a log stream or of a filter.
///
/// # Errors
/// It is empty, too long, or holds `:` or `*`.
pub fn check_stream_name(path: &str, name: &str) -> Result<(), Violation> {
    check_length(path, name, 1, MAXIMUM_NAME_LENGTH)?;
    check_characters(path, name, STREAM_NAME_PATTERN, |c| c != ':' && c != '*')
}

/// Checks a log group's name or ARN.
///
/// # Errors
/// It is empty, too long, or holds a character that no name or ARN has (`:*` at the end included).
pub fn check_identifier(path: &str, identifier: &str) -> Result<(), Violation> {
    check_length(path, identifier, 1, MAXIMUM_IDENTIFIER_LENGTH)?;
    check_characters(path, identifier, IDENTIFIER_PATTERN, |c| {
        c.is_ascii_alphanumeric()
            || matches!(c, '_' | '#' | '+' | '=' | '/' | ':' | ',' | '.' | '@' | '-')
    })
}

/// Checks a log class.
///
/// # Errors
/// It is not one of [`CLASSES`].
pub fn check_class(path: &str, class: &str) -> Result<(), Violation> {
    check_one_of(path, class, CLASSES)
}

/// Checks that a group of a class can have what is declared for it.
///
/// Source: CloudWatch Logs user guide, "Log classes": metric filters need the standard class, and
/// what is delivered is kept for a fixed time.
///
/// # Errors
/// The class has no metric filters, or no retention of its own choice.
pub fn check_class_allows(
    class: &str,
    has_metric_filters: bool,
    has_retention: bool,
) -> Result<(), Violation> {
    let what = match class {
        "DELIVERY" if has_retention => "retention, which is fixed",
        DEFAULT_CLASS => return Ok(()),
        _ if has_metric_filters => "metric filters",
        _ => return Ok(()),
    };
    let text = format!("log groups of class {class} have no {what}");
    Err(Violation::new("class", Rule::Sentence(text), class))
}

/// Checks a retention period in days.
///
/// # Errors
/// It is not one of [`RETENTION_DAYS`].
pub fn check_retention(path: &str, days: i64) -> Result<u32, Violation> {
    u32::try_from(days).ok().filter(|days| RETENTION_DAYS.contains(days)).ok_or_else(|| {
        let allowed: Vec<String> = RETENTION_DAYS.iter().map(u32::to_string).collect();
        Violation::new(
            path,
            Rule::Sentence(format!("retention must be one of {} days", allowed.join(", "))),
            days.to_string(),
        )
    })
}

/// Reads a retention period as people write it: `7`, `7d`, `2w`, or `never`, which is none.
///
/// # Errors
/// It is none of these, or not one of [`RETENTION_DAYS`].
pub fn parse_retention(path: &str, text: &str) -> Result<Option<u32>, Violation> {
    if text == "never" {
        return Ok(None);
    }
    let (digits, days) = match (text.strip_suffix('d'), text.strip_suffix('w')) {
        (Some(digits), _) => (digits, 1),
        (_, Some(digits)) => (digits, 7),
        _ => (text, 1),
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.parse::<i64>().ok().filter(|_| is_number) {
        Some(number) => check_retention(path, number.saturating_mul(days)).map(Some),
        None => {
            let sentence = "write days as 7d, weeks as 2w, or never".to_owned();
            Err(Violation::new(path, Rule::Sentence(sentence), text))
        }
    }
}

/// Returns the accepted retention period nearest to `days`, for a hint.
#[must_use]
pub fn nearest_retention(days: i64) -> u32 {
    RETENTION_DAYS
        .into_iter()
        .min_by_key(|allowed| i64::from(*allowed).abs_diff(days))
        .unwrap_or(RETENTION_DAYS[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_published_pattern() {
        assert!(check_group_name("logGroupName", "/aws/lambda/x_1.y-#").is_ok());
        for bad in ["", "a b", "a:b", "a*", "é"] {
            assert!(check_group_name("logGroupName", bad).is_err(), "{bad:?}");
        }
        assert!(check_group_name("logGroupName", &"a".repeat(512)).is_ok());
        assert!(check_group_name("logGroupName", &"a".repeat(513)).is_err());
        assert!(check_group_name_is_free("logGroupName", "aws/spans").is_err());
        assert!(check_stream_name("logStreamName", "2026/11/21/[$LATEST]é").is_ok());
        assert!(check_stream_name("logStreamName", "a:b").is_err());
    }

    #[test]
    fn an_identifier_with_a_star_is_refused() {
        let arn = "arn:aws:logs:eu-west-3:000000000000:log-group:cruddur";
        assert!(check_identifier("logGroupIdentifier", arn).is_ok());
        assert!(check_identifier("logGroupIdentifier", &format!("{arn}:*")).is_err());
    }

    #[test]
    fn retention_is_one_of_the_list() {
        assert_eq!(check_retention("retentionInDays", 7), Ok(7));
        for bad in [0, 2, -1, 8, i64::MAX] {
            assert!(check_retention("retentionInDays", bad).is_err(), "{bad}");
        }
        let read = |text| parse_retention("retention", text).ok();
        assert_eq!(["7", "7d", "2w", "1w"].map(read), [7, 7, 14, 7].map(|days| Some(Some(days))));
        assert_eq!(read("never"), Some(None));
        assert_eq!(
            ["", "d", "8d", "7x", "-7d", "+7", "7.0", "99999999999999999999w"].map(read),
            [None; 8]
        );
        assert_eq!(nearest_retention(8), 7);
        assert_eq!(nearest_retention(4000), 3653);
    }
}
