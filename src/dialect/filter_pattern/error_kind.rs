//! The reasons a filter pattern is refused, each with its words and its next step.
//!
//! Owns the wording for people. It must not know positions in the text: `PatternError` has those.

use thiserror::Error;

use super::pattern::MAXIMUM_LENGTH;

/// Names the rule of the filter pattern syntax that a text breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PatternErrorKind {
    /// The pattern has more characters than the API member may hold.
    #[error("filter pattern is longer than {MAXIMUM_LENGTH} characters")]
    TooLong,
    /// A pattern that opens with a brace does not close with one.
    #[error("filter pattern starts with '{{' but does not end with '}}'")]
    UnclosedBrace,
    /// A pattern that opens with a bracket does not close with one.
    #[error("filter pattern starts with '[' but does not end with ']'")]
    UnclosedBracket,
    /// A bare term holds something besides letters, digits and underscores.
    #[error("term has a character that needs double quotes")]
    UnquotedTerm,
    /// A `?` or `-` stands alone.
    #[error("sign has no term after it")]
    MissingTerm,
    /// A double quote is never closed.
    #[error("quoted text has no closing quote")]
    UnclosedQuote,
    /// A percent sign is never closed.
    #[error("regular expression has no closing '%'")]
    UnclosedRegex,
    /// Nothing stands between two percent signs.
    #[error("regular expression is empty")]
    EmptyRegex,
    /// A character is outside the supported subset of regular expressions.
    #[error("character is not supported in a regular expression")]
    RegexCharacter,
    /// A backslash escape is outside the supported subset of regular expressions.
    #[error("escape is not supported in a regular expression")]
    RegexEscape,
    /// A regular expression uses only supported characters but does not hold together.
    #[error("regular expression is malformed")]
    RegexSyntax,
    /// A regular expression would need too much memory.
    #[error("regular expression is too large")]
    RegexTooLarge,
    /// A JSON or space-delimited pattern has a third regular expression.
    #[error("filter pattern has more than two regular expressions")]
    TooManyRegexes,
    /// A condition does not start with a selector.
    #[error("expected a selector that starts with '$'")]
    ExpectedSelector,
    /// A selector has a step that cannot be read.
    #[error("selector is malformed")]
    SelectorSyntax,
    /// One selector has a second wildcard.
    #[error("selector has more than one wildcard")]
    SelectorWildcards,
    /// One pattern has a fourth wildcard selector.
    #[error("filter pattern has more than three wildcard selectors")]
    TooManyWildcards,
    /// Parentheses or selectors go deeper than the parser follows.
    #[error("filter pattern is nested too deeply")]
    TooDeep,
    /// No comparison follows a selector or a slot name.
    #[error("expected a comparison")]
    ExpectedOperator,
    /// A comparison is written with two equal signs.
    #[error("'==' is not an operator")]
    DoubleEquals,
    /// `IS` is followed by something besides its three states.
    #[error("expected NULL, TRUE or FALSE after IS")]
    ExpectedState,
    /// `EXISTS` stands without `NOT`.
    #[error("EXISTS is only known as NOT EXISTS")]
    BareExists,
    /// A comparison has no value.
    #[error("expected a value")]
    ExpectedValue,
    /// An ordering comparison has a value that is no number.
    #[error("expected a number")]
    ExpectedNumber,
    /// A value is written in single quotes.
    #[error("value is in single quotes")]
    SingleQuote,
    /// A bare value holds a character that needs quotes.
    #[error("value has a character that needs double quotes")]
    UnquotedValue,
    /// A parenthesis is never closed.
    #[error("parenthesis is not closed")]
    UnclosedParenthesis,
    /// Text follows where the pattern should have ended or been joined.
    #[error("unexpected text")]
    UnexpectedText,
    /// A slot does not start with a name.
    #[error("expected a slot name")]
    ExpectedName,
    /// The tests of one slot name two slots.
    #[error("one slot tests two names")]
    SlotNames,
    /// A space-delimited pattern has a second ellipsis.
    #[error("filter pattern has more than one '...'")]
    TooManyEllipses,
}

impl PatternErrorKind {
    /// Says what to do next about `token`, the part of the pattern that was refused.
    pub(super) fn hint(self, token: &str) -> String {
        match self {
            Self::TooLong => "shorten the pattern, or split it into two filters".into(),
            Self::UnclosedBrace => "end a JSON pattern with '}', or quote a term: \"{\"".into(),
            Self::UnclosedBracket => {
                "end a space-delimited pattern with ']', or quote a term: \"[\"".into()
            }
            Self::UnquotedTerm | Self::UnquotedValue if token.contains(['“', '”']) => {
                "use straight double quotes: \"like this\"".into()
            }
            Self::UnquotedTerm => format!("quote the term: {}", quoted(token)),
            Self::UnquotedValue => format!("quote the value: {}", quoted(token)),
            Self::MissingTerm => "write the sign directly before a term: -DEBUG".into(),
            Self::UnclosedQuote => "close the quote; a quote inside is written \\\"".into(),
            Self::UnclosedRegex => "close the regular expression with '%'; a literal percent \
                                    sign is matched by a quoted term: \"%\""
                .into(),
            Self::EmptyRegex => "put an expression between the percent signs: %time.?out%".into(),
            Self::RegexCharacter if token == "(" => "write \\x28 for '('; groups are not \
                                                     supported"
                .into(),
            Self::RegexCharacter if token == ")" => "write \\x29 for ')'; groups are not \
                                                     supported"
                .into(),
            Self::RegexCharacter => "use letters, digits, blanks, : _ # = @ / ; , - and the \
                                     operators ^ $ ? [ ] { } | \\ * + . (or \\xHH)"
                .into(),
            Self::RegexEscape => "escape an operator, or use \\d \\D \\s \\S \\w \\W \\xHH".into(),
            Self::RegexSyntax => "check brackets, ranges and repetitions; write \\[ \\{ for \
                                  the characters themselves"
                .into(),
            Self::RegexTooLarge => "use smaller repetition counts".into(),
            Self::TooManyRegexes => "merge expressions with '|': %timeout|refused%".into(),
            Self::ExpectedSelector if is_name(token) => {
                format!("selectors start with '$.': $.{token}")
            }
            Self::ExpectedSelector => "write a condition: { $.level = \"ERROR\" }".into(),
            Self::SelectorSyntax => "write $.name, $.list[0] or $.['name with.dots']".into(),
            Self::SelectorWildcards | Self::TooManyWildcards => {
                "name the field instead of using '*' (one per selector, three per pattern)".into()
            }
            Self::TooDeep => "remove parentheses that do not change the meaning".into(),
            Self::ExpectedOperator => {
                "compare with = != < <= > >=, or write IS NULL, IS TRUE, IS FALSE, NOT EXISTS \
                 after a JSON selector"
                    .into()
            }
            Self::DoubleEquals => "write a single '='".into(),
            Self::ExpectedState => {
                "write IS NULL, IS TRUE or IS FALSE; any value: $.field = *".into()
            }
            Self::BareExists => "test for any value with '= *', or write NOT EXISTS".into(),
            Self::ExpectedValue => "write a quoted text, a number or %a regular expression%".into(),
            Self::ExpectedNumber => "compare texts with = or !=".into(),
            Self::SingleQuote => "use double quotes".into(),
            Self::UnclosedParenthesis => "add the missing ')'".into(),
            Self::UnexpectedText => {
                "join conditions with && or ||, and quote values that hold other characters".into()
            }
            Self::ExpectedName => "write [name, name = value, ...]".into(),
            Self::SlotNames => "give each name its own slot, separated by ','".into(),
            Self::TooManyEllipses => "keep one '...'".into(),
        }
    }
}

/// Writes `text` the way a quoted term is written.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn is_name(token: &str) -> bool {
    !token.is_empty()
        && token.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}
