//! What a value must be, as data: one rule is what the reader checks and what the schema tells.
//!
//! Owns the sentences about broken limits. Must not know tables, documents or places.

use std::ops::RangeInclusive;

use regex::Regex;
use serde_json::Value;
use serde_json::json;

use crate::base::Fault;
use crate::base::did_you_mean;
use crate::model::Rule;
use crate::model::Violation;
use crate::model::check_length;
use crate::model::check_one_of;

/// A check that is no data.
type Check<'c> = &'c dyn Fn(&str) -> Result<(), Fault>;

/// What a text must be.
#[derive(Clone, Copy)]
pub(super) struct Text<'c> {
    least: usize,
    most: Option<usize>,
    pattern: Option<(&'static str, &'static str)>,
    one_of: &'static [&'static str],
    check: Option<Check<'c>>,
}

impl<'c> Text<'c> {
    /// Any text.
    pub(super) const fn any() -> Self {
        Self { least: 0, most: None, pattern: None, one_of: &[], check: None }
    }

    /// A text of at least `least` and at most `most` characters.
    pub(super) const fn of_length(least: usize, most: usize) -> Self {
        Self { least, most: Some(most), ..Self::any() }
    }

    /// One of some words.
    pub(super) const fn one_of(words: &'static [&'static str]) -> Self {
        Self { one_of: words, ..Self::any() }
    }

    /// The same, and it matches a regular expression; `words` say what that means.
    pub(super) const fn matching(self, pattern: &'static str, words: &'static str) -> Self {
        Self { pattern: Some((pattern, words)), ..self }
    }

    /// The same, and it passes a check that the schema cannot tell.
    pub(super) const fn passing(self, check: Check<'c>) -> Self {
        Self { check: Some(check), ..self }
    }

    /// Says what is wrong with a text.
    pub(super) fn check(&self, text: &str) -> Result<(), Fault> {
        if !self.one_of.is_empty() {
            return check_one_of("", text, self.one_of).map_err(|broken| fault(&broken));
        }
        check_length("", text, self.least, self.most.unwrap_or(usize::MAX))
            .map_err(|broken| fault(&broken))?;
        // What knows more about the text has the better words.
        self.check.map_or(Ok(()), |check| check(text))?;
        if let Some((pattern, words)) = self.pattern
            && !Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
        {
            return Err(Fault { message: format!("must be {words}"), hint: None });
        }
        Ok(())
    }

    /// Describes the rule as a JSON Schema.
    pub(super) fn describe(&self) -> Value {
        let mut schema = json!({ "type": "string" });
        if self.least > 0 {
            schema["minLength"] = json!(self.least);
        }
        if let Some(most) = self.most {
            schema["maxLength"] = json!(most);
        }
        if let Some((pattern, _)) = self.pattern {
            schema["pattern"] = json!(pattern);
        }
        if !self.one_of.is_empty() {
            schema["enum"] = json!(self.one_of);
        }
        schema
    }
}

/// What a whole number must be.
pub(super) type Integer = RangeInclusive<i64>;

/// Checks a whole number.
pub(super) fn check_integer(number: i64, range: &Integer) -> Result<(), Fault> {
    crate::model::check_range("", number, *range.start(), *range.end())
        .map_err(|broken| fault(&broken))
}

/// What a share or another number with a point must be.
pub(super) type Number = RangeInclusive<f64>;

/// Checks a number with a point.
pub(super) fn check_number(number: f64, range: &Number) -> Result<(), Fault> {
    if range.contains(&number) {
        return Ok(());
    }
    let message = format!("must be from {} to {}, not {number}", range.start(), range.end());
    Err(Fault { message, hint: None })
}

/// Tells a broken limit as the end of a sentence that begins with the name of the value.
pub(super) fn fault(violation: &Violation) -> Fault {
    let message = match &violation.rule {
        Rule::Present => "is missing".to_owned(),
        Rule::MinimumLength(1) => "must not be empty".to_owned(),
        Rule::MinimumLength(least) => format!("must have at least {least} characters"),
        Rule::MaximumLength(most) => {
            let length = violation.value.chars().count();
            format!("must have at most {most} characters, not {length}")
        }
        Rule::MinimumValue(least) => format!("must be at least {least}, not {}", violation.value),
        Rule::MaximumValue(most) => format!("must be at most {most}, not {}", violation.value),
        Rule::Pattern(pattern) => format!("must match {pattern}"),
        Rule::OneOf(words) => format!("must be one of {}", words.join(", ")),
        Rule::Sentence(sentence) => format!("is refused: {sentence}"),
    };
    let hint = match &violation.rule {
        Rule::OneOf(words) => did_you_mean(&violation.value, words.iter().copied())
            .map(|word| format!("did you mean `{word}`?")),
        _ => None,
    };
    Fault { message, hint }
}

/// Makes a check of a function that returns a [`Violation`].
pub(super) fn by(
    check: impl Fn(&str, &str) -> Result<(), Violation>,
) -> impl Fn(&str) -> Result<(), Fault> {
    move |text| check("", text).map_err(|broken| fault(&broken))
}

/// Refuses `count` members of something that may have `most`.
pub(super) fn check_members(count: usize, most: usize, of: &str) -> Result<(), Fault> {
    if count <= most {
        return Ok(());
    }
    Err(Fault { message: format!("may have at most {most} {of}, not {count}"), hint: None })
}
