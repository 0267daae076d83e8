//! How a JSON pattern is written: selectors, comparisons, states, and how they join.
//!
//! Owns the grammar inside the braces. It must not know how a condition is evaluated. AWS
//! documentation: "Filter pattern syntax", section on compound expressions: parentheses bind
//! before `&&`, and `&&` before `||`.

use super::comparison_syntax::ComparisonReader;
use super::cursor::Cursor;
use super::error::PatternError;
use super::error_kind::PatternErrorKind;
use super::json::{Check, Condition, FieldTest, JsonPattern};
use super::json_selector::SelectorReader;

/// How deep parentheses nest and how many steps a selector has; our own bound, which keeps the
/// stack small and is far beyond any condition a person writes.
pub(super) const MAXIMUM_DEPTH: usize = 64;

/// What ends a word in an error.
const WORD_STOPS: [char; 4] = [')', '(', '&', '|'];

/// Parses what stands between the braces: `text` up to its end, from byte `start`.
pub(super) fn parse(text: &str, start: usize) -> Result<JsonPattern, PatternError> {
    let mut parser = Parser {
        cursor: Cursor::new(text, start),
        selectors: SelectorReader::default(),
        comparisons: ComparisonReader::default(),
        tests: Vec::new(),
    };
    let condition = parser.any(0)?;
    if !parser.cursor.is_done() {
        return Err(parser.cursor.fail_next(PatternErrorKind::UnexpectedText, &WORD_STOPS));
    }
    Ok(JsonPattern::new(condition, parser.tests, parser.comparisons.regexes()))
}

struct Parser<'t> {
    cursor: Cursor<'t>,
    selectors: SelectorReader,
    comparisons: ComparisonReader,
    tests: Vec<FieldTest>,
}

impl Parser<'_> {
    fn any(&mut self, depth: usize) -> Result<Condition, PatternError> {
        let first = self.all(depth)?;
        let mut parts = vec![first];
        while self.cursor.eat("||") {
            parts.push(self.all(depth)?);
        }
        Ok(Condition::Any(parts))
    }

    fn all(&mut self, depth: usize) -> Result<Condition, PatternError> {
        let first = self.primary(depth)?;
        let mut parts = vec![first];
        while self.cursor.eat("&&") {
            parts.push(self.primary(depth)?);
        }
        Ok(Condition::All(parts))
    }

    /// Reads a test or a parenthesis, with the blanks on both of its sides.
    fn primary(&mut self, depth: usize) -> Result<Condition, PatternError> {
        self.cursor.skip_blanks();
        let start = self.cursor.position();
        let condition = if self.cursor.eat("(") {
            if depth >= MAXIMUM_DEPTH {
                return Err(self.cursor.fail(PatternErrorKind::TooDeep, start));
            }
            let inner = self.any(depth + 1)?;
            if self.cursor.is_done() {
                return Err(PatternError::new(
                    PatternErrorKind::UnclosedParenthesis,
                    self.cursor.since(0),
                    start..start + 1,
                ));
            }
            if !self.cursor.eat(")") {
                return Err(self.cursor.fail_next(PatternErrorKind::UnexpectedText, &WORD_STOPS));
            }
            inner
        } else {
            self.test()?
        };
        self.cursor.skip_blanks();
        Ok(condition)
    }

    fn test(&mut self) -> Result<Condition, PatternError> {
        let selector = self.selectors.read(&mut self.cursor)?;
        self.cursor.skip_blanks();
        let start = self.cursor.position();
        let word = self.cursor.take_while(|character| character.is_ascii_alphabetic());
        let test = self.tests.len();
        let (check, condition) = match word {
            "" => {
                let comparison = self.comparisons.read(&mut self.cursor)?;
                (Check::Compares(comparison), Condition::Holds(test))
            }
            "IS" => (self.state()?, Condition::Holds(test)),
            "NOT" => {
                self.cursor.skip_blanks();
                let next = self.cursor.take_while(|character| character.is_ascii_alphabetic());
                if next != "EXISTS" {
                    return Err(self.cursor.fail(PatternErrorKind::ExpectedOperator, start));
                }
                (Check::Exists, Condition::Fails(test))
            }
            "EXISTS" => return Err(self.cursor.fail(PatternErrorKind::BareExists, start)),
            _ => return Err(self.cursor.fail(PatternErrorKind::ExpectedOperator, start)),
        };
        self.tests.push(FieldTest { selector, check });
        Ok(condition)
    }

    /// Reads the state behind `IS`.
    fn state(&mut self) -> Result<Check, PatternError> {
        self.cursor.skip_blanks();
        let start = self.cursor.position();
        match self.cursor.take_while(|character| character.is_ascii_alphanumeric()) {
            "NULL" => Ok(Check::IsNull),
            "TRUE" => Ok(Check::IsBoolean(true)),
            "FALSE" => Ok(Check::IsBoolean(false)),
            _ => Err(self.cursor.fail(PatternErrorKind::ExpectedState, start)),
        }
    }
}
