//! Values that are legal and hardly meant.

/// Says what is odd about a value that somebody gave: what a copy, a shell or a template left in it.
#[must_use]
pub fn oddity(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        return Some("it is empty");
    }
    let trimmed = value.trim();
    if trimmed.is_empty() {
        return Some("it is blank");
    }
    if trimmed.len() != value.len() {
        return Some("it begins or ends with blanks or line breaks");
    }
    let is_quoted =
        |quote: char| value.len() > 1 && value.starts_with(quote) && value.ends_with(quote);
    if ['"', '\'', '`'].into_iter().any(is_quoted) {
        return Some("it stands in quotes, which would be part of it");
    }
    is_placeholder(trimmed).then_some("it is a placeholder")
}

// Narrower than what a check remarks on: a key may hold anything, and this refuses it.
fn is_placeholder(value: &str) -> bool {
    let lower = value.to_lowercase();
    let words = [
        "changeme",
        "change-me",
        "change_me",
        "replaceme",
        "replace-me",
        "replace_me",
        "todo",
        "tbd",
        "placeholder",
        "redacted",
        "null",
        "undefined",
    ];
    let starts = ["your-", "your_", "insert-", "insert_"];
    let repeats = |c: char| lower.len() > 2 && lower.chars().all(|other| other == c);
    words.contains(&lower.as_str())
        || starts.iter().any(|start| lower.starts_with(start))
        || (lower.starts_with('<') && lower.ends_with('>'))
        || ['x', '*', '.', '•'].into_iter().any(repeats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_copy_leaves_is_odd() {
        for odd in [
            "",
            "  ",
            " a",
            "a\n",
            "\ta",
            "\"a\"",
            "'a'",
            "changeme",
            "CHANGE_ME",
            "<token>",
            "xxx",
            "XXXX",
            "your-token",
            "****",
            "null",
        ] {
            assert!(oddity(odd).is_some(), "{odd:?}");
        }
        for fine in ["a", "x", "it's", "\"", "a b", "xylophone", "yours", "<a", "a\nb", "todos"] {
            assert_eq!(oddity(fine), None, "{fine:?}");
        }
    }
}
