//! What to write instead of words and operators of other languages.
//!
//! Owns the tables of foreign names and the search for the nearest keyword. Must not know where
//! in an expression the word stood.

use super::keyword::{Keyword, Scope};

/// The names that other telemetry conventions have for the fields of X-Ray.
const FOREIGN_NAMES: [(&str, &str); 32] = [
    ("http.status_code", "http.status"),
    ("http.response.status_code", "http.status"),
    ("http.statuscode", "http.status"),
    ("status_code", "http.status"),
    ("statuscode", "http.status"),
    ("status", "http.status"),
    ("responsecode", "http.status"),
    ("response_code", "http.status"),
    ("url", "http.url"),
    ("url.full", "http.url"),
    ("url.path", "http.url"),
    ("http.path", "http.url"),
    ("http.route", "http.url"),
    ("http.target", "http.url"),
    ("method", "http.method"),
    ("http.request.method", "http.method"),
    ("user_agent", "http.useragent"),
    ("useragent", "http.useragent"),
    ("user_agent.original", "http.useragent"),
    ("http.user_agent", "http.useragent"),
    ("clientip", "http.clientip"),
    ("client.address", "http.clientip"),
    ("http.client_ip", "http.clientip"),
    ("latency", "responsetime"),
    ("response_time", "responsetime"),
    ("user.id", "user"),
    ("username", "user"),
    ("enduser.id", "user"),
    ("cloud.availability_zone", "availabilityzone"),
    ("host.id", "instance.id"),
    ("cloud.account.id", "account.id"),
    ("exception.message", "message"),
];

const NO_PATTERNS: &str =
    "use CONTAINS, BEGINSWITH or ENDSWITH with plain text; there are no patterns";

/// The operators of other languages, and the next step for each.
const FOREIGN_OPERATORS: [(&str, &str); 42] = [
    ("&&", "use AND instead of &&"),
    ("&", "use AND instead of &"),
    ("||", "use OR instead of ||"),
    ("|", "use OR instead of |"),
    ("==", "use = instead of =="),
    ("===", "use = instead of ==="),
    (":=", "use = instead of :="),
    ("<>", "use != instead of <>"),
    ("!==", "use != instead of !=="),
    ("≠", "use != instead of ≠"),
    ("=<", "use <= instead of =<"),
    ("=>", "use >= instead of =>"),
    ("≥", "use >= instead of ≥"),
    ("≤", "use <= instead of ≤"),
    ("=~", NO_PATTERNS),
    ("!~", NO_PATTERNS),
    ("~=", NO_PATTERNS),
    ("~", NO_PATTERNS),
    ("LIKE", NO_PATTERNS),
    ("ILIKE", NO_PATTERNS),
    ("RLIKE", NO_PATTERNS),
    ("MATCHES", NO_PATTERNS),
    ("REGEX", NO_PATTERNS),
    ("REGEXP", NO_PATTERNS),
    ("NOT", "use ! instead of NOT"),
    ("XOR", "write (a OR b) AND !(a AND b)"),
    ("IN", "write (user = \"a\" OR user = \"b\")"),
    ("BETWEEN", "write duration >= 5 AND duration <= 8"),
    ("IS", "write the keyword alone for \"is set\", with ! in front for \"is not set\""),
    ("EXISTS", "write the keyword alone for \"is set\", with ! in front for \"is not set\""),
    ("HAS", "use CONTAINS instead of HAS"),
    ("INCLUDES", "use CONTAINS instead of INCLUDES"),
    ("STARTSWITH", "use BEGINSWITH instead of STARTSWITH"),
    ("EQ", "use = instead of EQ"),
    ("EQUALS", "use = instead of EQUALS"),
    ("NE", "use != instead of NE"),
    ("LT", "use < instead of LT"),
    ("LE", "use <= instead of LE"),
    ("LTE", "use <= instead of LTE"),
    ("GT", "use > instead of GT"),
    ("GE", "use >= instead of GE"),
    ("GTE", "use >= instead of GTE"),
];

const WORD_OPERATORS: [&str; 5] = ["AND", "OR", "CONTAINS", "BEGINSWITH", "ENDSWITH"];

/// Returns the next step for an operator that another language has.
pub(super) fn foreign_operator(operator: &str) -> Option<&'static str> {
    FOREIGN_OPERATORS
        .iter()
        .find(|(foreign, _)| foreign.eq_ignore_ascii_case(operator))
        .map(|(_, advice)| *advice)
}

/// Returns the keyword or word operator that an unknown word most likely stands for.
pub(super) fn nearest(word: &str, scope: Scope) -> Option<&'static str> {
    let word = word.to_lowercase();
    let foreign = FOREIGN_NAMES.iter().find(|(foreign, _)| *foreign == word);
    if let Some((_, keyword)) = foreign {
        return Some(keyword);
    }
    let length = word.chars().count();
    let allowed = (length / 4).clamp(1, 3);
    Keyword::all()
        .filter(|keyword| keyword.fits(scope))
        .map(Keyword::as_str)
        .chain(WORD_OPERATORS)
        // The work is the product of the lengths, and the word's is the writer's choice.
        .filter(|candidate| candidate.len().abs_diff(length) <= allowed)
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Counts the insertions, removals and replacements that turn one text into the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, left) in left.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut last = index + 1;
        next.push(last);
        for (right, pair) in right.iter().zip(row.windows(2)) {
            let [diagonal, above] = *pair else { continue };
            let replaced = diagonal + usize::from(left != *right);
            last = replaced.min(above + 1).min(last + 1);
            next.push(last);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Hint as _;
    use crate::dialect::xray_filter::FilterExpression;

    #[test]
    fn distance_counts_single_edits() {
        let cases = [("", "", 0), ("", "ab", 2), ("fault", "fault", 0), ("falt", "fault", 1)];
        for (left, right, expected) in cases {
            assert_eq!(distance(left, right), expected, "{left} {right}");
            assert_eq!(distance(right, left), expected, "{right} {left}");
        }
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn foreign_names_lead_to_keywords() {
        for (foreign, keyword) in FOREIGN_NAMES {
            assert!(Keyword::find(keyword).is_some(), "{keyword}");
            assert!(Keyword::find(foreign).is_none(), "{foreign}");
        }
    }

    #[test]
    fn foreign_operators_are_refused_with_their_advice() {
        for (operator, advice) in FOREIGN_OPERATORS {
            let text = format!("user {operator} \"x\"");
            let error = FilterExpression::parse(&text).unwrap_err();
            assert_eq!(error.hints(), [advice], "{text}: {error}");
            assert_eq!((error.column(), error.length()), (6, operator.chars().count()), "{text}");
            assert_eq!(
                error.vendor_message(),
                format!("Invalid input symbol: '{operator}' at position 5")
            );
        }
    }

    #[test]
    fn only_near_words_are_suggested() {
        assert_eq!(nearest("HTTP.STATUS_CODE", Scope::Trace), Some("http.status"));
        assert_eq!(nearest("durration", Scope::Trace), Some("duration"));
        assert_eq!(nearest("CONTIANS", Scope::Trace), Some("CONTAINS"));
        assert_eq!(nearest("indx", Scope::RootCause), Some("index"));
        assert_eq!(nearest("indx", Scope::Trace), None);
        assert_eq!(nearest("bananas", Scope::Trace), None);
        assert_eq!(nearest(&"x".repeat(9_000), Scope::Trace), None);
    }
}
