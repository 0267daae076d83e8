//! How a comparison is written: an operator and a value, for JSON fields and for slots alike.
//!
//! Owns operators, bare values and the quota of regular expressions. It must not know what stands
//! to the left of the operator.

use super::comparison::{Comparison, Operand, Relation};
use super::cursor::{Cursor, is_blank};
use super::error::PatternError;
use super::error_kind::PatternErrorKind;
use super::number::Number;

/// How many regular expressions a JSON or space-delimited pattern may hold (AWS documentation,
/// "Filter pattern syntax").
const MAXIMUM_REGEXES: usize = 2;

/// What ends a bare value besides a blank.
const VALUE_STOPS: [char; 4] = [')', '&', '|', ','];

/// Reads comparisons and counts the regular expressions in them.
#[derive(Debug, Default)]
pub(super) struct ComparisonReader {
    regexes: usize,
}

impl ComparisonReader {
    /// Returns how many regular expressions were read so far.
    pub(super) fn regexes(&self) -> usize {
        self.regexes
    }

    /// Reads an operator and the value behind it.
    pub(super) fn read(&mut self, cursor: &mut Cursor<'_>) -> Result<Comparison, PatternError> {
        let start = cursor.position();
        if cursor.eat("==") {
            return Err(cursor.fail(PatternErrorKind::DoubleEquals, start));
        }
        if cursor.eat("!=") {
            return Ok(Comparison::NotEqual(self.operand(cursor)?));
        }
        if cursor.eat("=") {
            return Ok(Comparison::Equal(self.operand(cursor)?));
        }
        let relation = if cursor.eat("<=") {
            Relation::LessOrEqual
        } else if cursor.eat(">=") {
            Relation::GreaterOrEqual
        } else if cursor.eat("<") {
            Relation::Less
        } else if cursor.eat(">") {
            Relation::Greater
        } else {
            return Err(cursor.fail_next(PatternErrorKind::ExpectedOperator, &VALUE_STOPS));
        };
        Ok(Comparison::Order(relation, bound(cursor)?))
    }

    fn operand(&mut self, cursor: &mut Cursor<'_>) -> Result<Operand, PatternError> {
        cursor.skip_blanks();
        let start = cursor.position();
        let operand = match cursor.peek() {
            Some('"') => Operand::text(&cursor.quoted()?),
            Some('%') => {
                let regex = cursor.regex()?;
                self.regexes += 1;
                if self.regexes > MAXIMUM_REGEXES {
                    return Err(cursor.fail(PatternErrorKind::TooManyRegexes, start));
                }
                Operand::Regex(regex)
            }
            Some('\'') => {
                return Err(cursor.fail_next(PatternErrorKind::SingleQuote, &VALUE_STOPS));
            }
            Some(character) if !is_value_character(character) && !character.is_alphanumeric() => {
                let kind = match character {
                    '<' | '>' | '=' | '!' | ')' | '&' | '|' | ',' => {
                        PatternErrorKind::ExpectedValue
                    }
                    _ => PatternErrorKind::UnquotedValue,
                };
                return Err(cursor.fail_next(kind, &VALUE_STOPS));
            }
            None => return Err(cursor.fail(PatternErrorKind::ExpectedValue, start)),
            Some(_) => bare(cursor)?,
        };
        end_of_value(cursor, start)?;
        Ok(operand)
    }
}

/// Reads a value without quotes: a number, or a text that may hold wildcards.
fn bare(cursor: &mut Cursor<'_>) -> Result<Operand, PatternError> {
    let start = cursor.position();
    let text = cursor.take_while(is_value_character);
    if let Some(number) = Number::parse(text) {
        return Ok(Operand::Number(number));
    }
    // The plus sign is let through for numbers alone.
    if text.contains('+') {
        return Err(cursor.fail(PatternErrorKind::UnquotedValue, start));
    }
    Ok(Operand::text(text))
}

/// Reads the number behind an order relation.
fn bound(cursor: &mut Cursor<'_>) -> Result<Number, PatternError> {
    cursor.skip_blanks();
    let start = cursor.position();
    let text = cursor.take_while(is_value_character);
    let Some(number) = Number::parse(text) else {
        cursor.take_while(|character| !is_value_end(character));
        return Err(cursor.fail(PatternErrorKind::ExpectedNumber, start));
    };
    end_of_value(cursor, start)?;
    Ok(number)
}

/// Refuses a value that runs into a character it may not hold.
fn end_of_value(cursor: &mut Cursor<'_>, start: usize) -> Result<(), PatternError> {
    if cursor.peek().is_none_or(is_value_end) {
        return Ok(());
    }
    cursor.take_while(|character| !is_value_end(character));
    Err(cursor.fail(PatternErrorKind::UnquotedValue, start))
}

fn is_value_end(character: char) -> bool {
    is_blank(character) || VALUE_STOPS.contains(&character)
}

fn is_value_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '*' | '-' | '+')
}
