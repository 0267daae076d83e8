//! Lines whose findings somebody has looked at: `cruddur-obs: allow REASON` in a comment.

/// What a comment begins with.
const MARK: &str = "cruddur-obs: allow";

/// Says whether a line, or the comment on the line above, allows what is found in it. A comment
/// without a reason allows nothing.
pub(super) fn is_allowed(line: &str, above: Option<&str>) -> bool {
    has_reason(line) || above.is_some_and(|above| is_comment(above) && has_reason(above))
}

fn has_reason(line: &str) -> bool {
    let Some((_, reason)) = line.split_once(MARK) else { return false };
    reason.starts_with(char::is_whitespace) && reason.chars().any(char::is_alphanumeric)
}

fn is_comment(line: &str) -> bool {
    ["#", "//", "/*", "<!--", "--", ";", "*"].iter().any(|sign| line.trim_start().starts_with(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_allows_with_a_reason_only() {
        assert!(is_allowed("x = 'y'  # cruddur-obs: allow made up for a test", None));
        assert!(is_allowed("x", Some("  // cruddur-obs: allow a public token")));
        assert!(is_allowed("<p>x</p> <!-- cruddur-obs: allow shown in a guide -->", None));
        for line in [
            "x # cruddur-obs: allow",
            "x # cruddur-obs: allow   ",
            "x /* cruddur-obs: allow */",
            "x <!-- cruddur-obs: allow -->",
            "x # cruddur-obs: allowed for all",
            "x # allow me",
        ] {
            assert!(!is_allowed(line, None), "{line}");
        }
        assert!(!is_allowed("x", Some("y = 1 # cruddur-obs: allow that one only")));
    }
}
