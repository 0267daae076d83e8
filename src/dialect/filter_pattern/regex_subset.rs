//! The subset of regular expressions that filter patterns allow, on top of the regex engine.
//!
//! Owns which characters and escapes are let through and what they mean. It must not know where in
//! a pattern the expression stood. AWS documentation: "Supported regular expression syntax",
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html>.
//!
//! An accepted expression is rewritten, not passed through: the engine knows more syntax (groups,
//! set operations, Unicode classes) than the subset, and none of it may be reachable by accident.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

use regex::{Regex, RegexBuilder};

use super::error_kind::PatternErrorKind;

/// Bounds the compiled program in bytes: enough for about a thousand arbitrary characters, and
/// little enough for a server that compiles untrusted patterns with many expressions.
const SIZE_LIMIT: usize = 1 << 20;

type Refusal = (PatternErrorKind, Range<usize>);

/// Compiles the text between two percent signs; a refusal comes with its byte span in `body`.
pub(super) fn compile(body: &str) -> Result<Regex, Refusal> {
    let whole = 0..body.len();
    if body.is_empty() {
        return Err((PatternErrorKind::EmptyRegex, whole));
    }
    let translated = Translator::new(body).translate()?;
    RegexBuilder::new(&translated).size_limit(SIZE_LIMIT).build().map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => (PatternErrorKind::RegexTooLarge, whole),
        _ => (PatternErrorKind::RegexSyntax, whole),
    })
}

/// One member of a bracket class.
enum ClassItem {
    Character(char),
    /// A class such as `\d`, already in the engine's syntax.
    Class(&'static str),
}

struct Translator<'b> {
    body: &'b str,
    input: Peekable<CharIndices<'b>>,
    output: String,
}

impl<'b> Translator<'b> {
    fn new(body: &'b str) -> Self {
        Self { body, input: body.char_indices().peekable(), output: String::new() }
    }

    fn translate(mut self) -> Result<String, Refusal> {
        while let Some((start, character)) = self.input.next() {
            match character {
                '^' | '$' | '?' | '*' | '+' | '.' | '|' => self.output.push(character),
                '\\' => match self.escape(start)? {
                    ClassItem::Character(literal) => self.literal(literal),
                    ClassItem::Class(class) => self.output.push_str(class),
                },
                '[' => self.class(start)?,
                '{' => self.repetition(start)?,
                // Closing signs without an opening one stand for themselves.
                ']' | '}' => self.literal(character),
                _ if is_plain(character) => self.literal(character),
                _ => return Err(self.refuse(PatternErrorKind::RegexCharacter, start)),
            }
        }
        Ok(self.output)
    }

    /// Writes one character in a spelling that has no other meaning in any place.
    fn literal(&mut self, character: char) {
        if character.is_ascii_alphanumeric() {
            self.output.push(character);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(self.output, "\\x{{{:X}}}", u32::from(character));
        }
    }

    /// Reads what follows a backslash at `start`.
    fn escape(&mut self, start: usize) -> Result<ClassItem, Refusal> {
        let item = match self.input.next().map(|(_, character)| character) {
            // The classes are ASCII: the subset excludes multi-byte characters.
            Some('d') => ClassItem::Class("[0-9]"),
            Some('D') => ClassItem::Class("[^0-9]"),
            Some('s') => ClassItem::Class(r"[\t\n\x0B\x0C\r ]"),
            Some('S') => ClassItem::Class(r"[^\t\n\x0B\x0C\r ]"),
            Some('w') => ClassItem::Class("[0-9A-Za-z_]"),
            Some('W') => ClassItem::Class("[^0-9A-Za-z_]"),
            Some('x') => match (self.hex_digit(), self.hex_digit()) {
                (Some(high), Some(low)) => ClassItem::Character(char::from(high * 16 + low)),
                _ => return Err(self.refuse(PatternErrorKind::RegexEscape, start)),
            },
            Some(character)
                if !character.is_ascii_alphanumeric()
                    && (is_plain(character) || is_operator(character)) =>
            {
                ClassItem::Character(character)
            }
            // Parentheses stay refused behind a backslash, as the service does; point at them.
            Some('(' | ')') => return Err(self.refuse(PatternErrorKind::RegexCharacter, start + 1)),
            _ => return Err(self.refuse(PatternErrorKind::RegexEscape, start)),
        };
        Ok(item)
    }

    fn hex_digit(&mut self) -> Option<u8> {
        let (_, character) = self.input.next_if(|(_, character)| character.is_ascii_hexdigit())?;
        character.to_digit(16).and_then(|digit| u8::try_from(digit).ok())
    }

    /// Reads a bracket class whose `[` stood at `start`.
    fn class(&mut self, start: usize) -> Result<(), Refusal> {
        let negated = self.input.next_if(|(_, character)| *character == '^').is_some();
        self.output.push_str(if negated { "[^" } else { "[" });
        let mut first = true;
        loop {
            let Some((at, character)) = self.input.next() else {
                return Err(self.refuse(PatternErrorKind::RegexSyntax, start));
            };
            // A closing bracket in first place is a member, as in POSIX.
            if character == ']' && !first {
                break;
            }
            first = false;
            let low = self.class_item(at, character)?;
            let high =
                if matches!(low, ClassItem::Character(_)) { self.range_end()? } else { None };
            match (low, high) {
                (ClassItem::Character(low), Some(high)) if low <= high => {
                    self.literal(low);
                    self.output.push('-');
                    self.literal(high);
                }
                (_, Some(_)) => return Err(self.refuse(PatternErrorKind::RegexSyntax, at)),
                (ClassItem::Character(character), None) => self.literal(character),
                (ClassItem::Class(class), None) => self.output.push_str(class),
            }
        }
        self.output.push(']');
        Ok(())
    }

    fn class_item(&mut self, at: usize, character: char) -> Result<ClassItem, Refusal> {
        match character {
            '\\' => self.escape(at),
            // Named classes such as [:alpha:] are not in the subset, and reading one as a list of
            // letters would match something else than its author meant.
            '[' if self.input.peek().is_some_and(|(_, next)| *next == ':') => {
                Err(self.refuse(PatternErrorKind::RegexSyntax, at))
            }
            _ if is_plain(character) || is_operator(character) => {
                Ok(ClassItem::Character(character))
            }
            _ => Err(self.refuse(PatternErrorKind::RegexCharacter, at)),
        }
    }

    /// Reads `-x` behind a class member; a dash before the closing bracket is a member itself.
    fn range_end(&mut self) -> Result<Option<char>, Refusal> {
        let mut ahead = self.input.clone();
        let dash = ahead.next().filter(|(_, character)| *character == '-');
        let (Some(_), Some((at, character))) = (dash, ahead.next()) else {
            return Ok(None);
        };
        if character == ']' {
            return Ok(None);
        }
        self.input = ahead;
        match self.class_item(at, character)? {
            ClassItem::Character(character) => Ok(Some(character)),
            ClassItem::Class(_) => Err(self.refuse(PatternErrorKind::RegexSyntax, at)),
        }
    }

    /// Reads `{m}`, `{m,}`, `{,n}` or `{m,n}` whose `{` stood at `start`.
    fn repetition(&mut self, start: usize) -> Result<(), Refusal> {
        let least = self.digits();
        let comma = self.input.next_if(|(_, character)| *character == ',').is_some();
        let most = if comma { self.digits() } else { String::new() };
        let closed = self.input.next_if(|(_, character)| *character == '}').is_some();
        if !closed || (least.is_empty() && most.is_empty()) {
            return Err(self.refuse(PatternErrorKind::RegexSyntax, start));
        }
        let least = if least.is_empty() { "0" } else { &least };
        let comma = if comma { "," } else { "" };
        let _ = write!(self.output, "{{{least}{comma}{most}}}");
        Ok(())
    }

    fn digits(&mut self) -> String {
        let mut digits = String::new();
        while let Some((_, digit)) = self.input.next_if(|(_, digit)| digit.is_ascii_digit()) {
            digits.push(digit);
        }
        digits
    }

    /// Refuses what lies between byte `start` and the next unread character.
    fn refuse(&mut self, kind: PatternErrorKind, start: usize) -> Refusal {
        let end = self.input.peek().map_or(self.body.len(), |(at, _)| *at);
        (kind, start..end)
    }
}

/// Tells whether a character stands for itself; the blank is undocumented but accepted.
fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || " :_#=@/;,-".contains(character)
}

fn is_operator(character: char) -> bool {
    r"^$?[]{}|\*+.".contains(character)
}
