//! One broken limit, told in the same form by every noun.

/// What a value must satisfy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The value must be given.
    Present,
    /// At least this many characters or members.
    MinimumLength(usize),
    /// At most this many characters or members.
    MaximumLength(usize),
    /// At least this number.
    MinimumValue(i64),
    /// At most this number.
    MaximumValue(i64),
    /// The text must match this regular expression as a whole.
    Pattern(&'static str),
    /// The value must be one of these.
    OneOf(&'static [&'static str]),
    /// A rule that has no general form, told as a sentence.
    Sentence(String),
}

/// One broken limit: where, what it must satisfy, and what stood there.
///
/// `manifest` adds a position in a file, `services` a next step, `wire` the vendor's code and text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The member, in the vendor's spelling, dotted where nested.
    pub path: String,
    /// The limit.
    pub rule: Rule,
    /// The value as text; empty when it is absent or must not be repeated.
    pub value: String,
}

impl Violation {
    /// Creates a violation of `rule` by `value` at `path`.
    #[must_use]
    pub fn new(path: impl Into<String>, rule: Rule, value: impl Into<String>) -> Self {
        Self { path: path.into(), rule, value: value.into() }
    }
}

impl std::fmt::Display for Violation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { path, rule, value } = self;
        match rule {
            Rule::Present => write!(formatter, "{path} is missing"),
            Rule::MinimumLength(least) => {
                write!(formatter, "{path} must have at least {least} characters or members")
            }
            Rule::MaximumLength(most) => {
                write!(formatter, "{path} must have at most {most} characters or members")
            }
            Rule::MinimumValue(least) => {
                write!(formatter, "{path} must be at least {least}, not {value}")
            }
            Rule::MaximumValue(most) => {
                write!(formatter, "{path} must be at most {most}, not {value}")
            }
            Rule::Pattern(pattern) => {
                write!(formatter, "{path} '{value}' does not match {pattern}")
            }
            Rule::OneOf(values) => {
                write!(formatter, "{path} '{value}' is not one of {}", values.join(", "))
            }
            Rule::Sentence(text) => formatter.write_str(text),
        }
    }
}

/// Checks the number of characters of `value`.
///
/// # Errors
/// The text is shorter than `least` or longer than `most`.
pub fn check_length(path: &str, value: &str, least: usize, most: usize) -> Result<(), Violation> {
    let length = value.chars().count();
    if length < least {
        return Err(Violation::new(path, Rule::MinimumLength(least), value));
    }
    if length > most {
        return Err(Violation::new(path, Rule::MaximumLength(most), value));
    }
    Ok(())
}

/// Checks the number of members of a list or map; `shown` is its text for the message.
///
/// # Errors
/// There are fewer members than `least` or more than `most`.
pub fn check_count(
    path: &str,
    count: usize,
    least: usize,
    most: usize,
    shown: impl FnOnce() -> String,
) -> Result<(), Violation> {
    if count < least {
        return Err(Violation::new(path, Rule::MinimumLength(least), shown()));
    }
    if count > most {
        return Err(Violation::new(path, Rule::MaximumLength(most), shown()));
    }
    Ok(())
}

/// Checks that `value` lies within `least` and `most`, both included.
///
/// # Errors
/// It does not.
pub fn check_range(path: &str, value: i64, least: i64, most: i64) -> Result<(), Violation> {
    if value < least {
        return Err(Violation::new(path, Rule::MinimumValue(least), value.to_string()));
    }
    if value > most {
        return Err(Violation::new(path, Rule::MaximumValue(most), value.to_string()));
    }
    Ok(())
}

/// Checks that `value` is one of `values`.
///
/// # Errors
/// It is not.
pub fn check_one_of(
    path: &str,
    value: &str,
    values: &'static [&'static str],
) -> Result<(), Violation> {
    if values.contains(&value) {
        return Ok(());
    }
    Err(Violation::new(path, Rule::OneOf(values), value))
}

/// Checks every character of `value`; `pattern` is the vendor's spelling of the rule.
///
/// # Errors
/// A character is not `allowed`.
pub fn check_characters(
    path: &str,
    value: &str,
    pattern: &'static str,
    allowed: impl Fn(char) -> bool,
) -> Result<(), Violation> {
    if value.chars().all(allowed) {
        return Ok(());
    }
    Err(Violation::new(path, Rule::Pattern(pattern), value))
}
