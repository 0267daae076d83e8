//! Text to tokens.
//!
//! What cannot be read becomes a faulty token, which the parser words. Must not know functions.

use std::ops::Range;

use crate::dialect::plan::Scalar;

/// A group of characters with a meaning of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    /// A column name, without its mark and quotes.
    Column(String),
    /// A number, or text without its quotes.
    Literal(Scalar<'static>),
    /// Letters, digits and `_`: functions, word operators, `true`, `false` and `null`.
    Word,
    /// One of `SYMBOLS`.
    Symbol(&'static str),
    Faulty(Fault),
    /// What stands behind the last token.
    End,
}

/// Why a token is faulty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Stray,
    ForeignOperator,
    SingleQuotes,
    Unclosed,
    LineBreak,
    Escape,
    NotUtf8,
    NumberRange,
    NoColumnName,
}

/// Longest first where one begins another.
const SYMBOLS: [&str; 15] =
    ["<=", ">=", "!=", "<", ">", "=", "!", "+", "-", "*", "/", "%", "(", ")", ","];

const FOREIGN: [&str; 8] = ["===", "!==", "==", "<>", "&&", "||", "=~", "**"];

/// Splits a whole text; the last token is the end.
pub(super) fn tokens(source: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    loop {
        let rest = source.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        let Some(first) = trimmed.chars().next() else { break };
        let after_operand = tokens.last().is_some_and(Token::ends_operand);
        let (kind, length) = scan(trimmed, first, after_operand);
        let end = at + length.max(first.len_utf8());
        tokens.push(Token { kind, range: at..end });
        at = end;
    }
    let end = source.len();
    tokens.push(Token { kind: TokenKind::End, range: end..end });
    tokens
}

impl Token {
    fn ends_operand(&self) -> bool {
        match &self.kind {
            TokenKind::Column(_) | TokenKind::Literal(_) => true,
            TokenKind::Symbol(symbol) => *symbol == ")",
            _ => false,
        }
    }
}

/// Says whether a character may stand in a column name without quotes.
pub(super) fn is_column_character(each: char) -> bool {
    each.is_alphabetic()
        || each.is_numeric()
        || matches!(each, '_' | '.' | '/' | ':' | '=' | '+' | '?' | '-')
}

fn scan(rest: &str, first: char, after_operand: bool) -> (TokenKind, usize) {
    let behind = rest.get(first.len_utf8()..).unwrap_or_default();
    match first {
        '$' => column(behind),
        '"' => quoted(rest),
        '`' => raw(rest),
        '\'' => {
            let length = behind.find('\'').map_or(rest.len(), |at| at + 2);
            (TokenKind::Faulty(Fault::SingleQuotes), length)
        }
        _ if number_length(rest) > 0 && (first != '-' || !after_operand) => number(rest),
        _ if first.is_alphabetic() || first == '_' => {
            let is_word = |each: char| each.is_alphanumeric() || each == '_';
            (TokenKind::Word, rest.find(|each| !is_word(each)).unwrap_or(rest.len()))
        }
        _ => symbol(rest).unwrap_or((TokenKind::Faulty(Fault::Stray), first.len_utf8())),
    }
}

fn symbol(rest: &str) -> Option<(TokenKind, usize)> {
    if let Some(foreign) = FOREIGN.iter().find(|foreign| rest.starts_with(**foreign)) {
        return Some((TokenKind::Faulty(Fault::ForeignOperator), foreign.len()));
    }
    let symbol = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol))?;
    Some((TokenKind::Symbol(symbol), symbol.len()))
}

/// Reads what stands behind `$`.
fn column(behind: &str) -> (TokenKind, usize) {
    let (kind, length) = match behind.chars().next() {
        Some('"') => quoted(behind),
        Some('`') => raw(behind),
        _ => {
            let length = behind.find(|each| !is_column_character(each)).unwrap_or(behind.len());
            let name = behind.get(..length).unwrap_or_default();
            (TokenKind::Literal(Scalar::from(name.to_owned())), length)
        }
    };
    let kind = match kind {
        TokenKind::Literal(Scalar::Text(name)) if name.is_empty() => {
            TokenKind::Faulty(Fault::NoColumnName)
        }
        TokenKind::Literal(Scalar::Text(name)) => TokenKind::Column(name.into_owned()),
        other => other,
    };
    (kind, length + 1)
}

fn raw(rest: &str) -> (TokenKind, usize) {
    match rest.get(1..).and_then(|inner| inner.split_once('`')) {
        Some((inner, _)) => (TokenKind::Literal(Scalar::from(inner.to_owned())), inner.len() + 2),
        None => (TokenKind::Faulty(Fault::Unclosed), rest.len()),
    }
}

/// Reads text in double quotes with Go's escapes.
fn quoted(rest: &str) -> (TokenKind, usize) {
    let mut value: Vec<u8> = Vec::new();
    let mut fault = None;
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, each)) = characters.next() {
        match each {
            '"' => {
                let kind = match (fault, String::from_utf8(value)) {
                    (Some(fault), _) => TokenKind::Faulty(fault),
                    (None, Ok(text)) => TokenKind::Literal(Scalar::from(text)),
                    (None, Err(_)) => TokenKind::Faulty(Fault::NotUtf8),
                };
                return (kind, at + 1);
            }
            '\n' => return (TokenKind::Faulty(Fault::LineBreak), at),
            '\\' => {
                let escape = rest.get(at + 1..).unwrap_or_default();
                let Some((bytes, length)) = unescape(escape) else {
                    fault = Some(Fault::Escape);
                    characters.next();
                    continue;
                };
                value.extend(bytes);
                // All of a known escape is ASCII.
                for _ in 0..length {
                    characters.next();
                }
            }
            _ => value.extend(each.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    (TokenKind::Faulty(Fault::Unclosed), rest.len())
}

/// Reads what stands behind a backslash: its bytes, and how many characters it has.
fn unescape(escape: &str) -> Option<(Vec<u8>, usize)> {
    let first = escape.chars().next()?;
    let digits = |from: usize, count: usize, radix: u32| -> Option<u32> {
        let digits = escape.get(from..from + count)?;
        let legal = digits.chars().all(|digit| digit.is_digit(radix));
        legal.then(|| u32::from_str_radix(digits, radix).ok())?
    };
    let character =
        |code: u32| -> Option<Vec<u8>> { Some(char::from_u32(code)?.to_string().into_bytes()) };
    let byte = |code: u32| -> Option<Vec<u8>> { Some(vec![u8::try_from(code).ok()?]) };
    Some(match first {
        'a' => (vec![7], 1),
        'b' => (vec![8], 1),
        'f' => (vec![12], 1),
        'n' => (vec![b'\n'], 1),
        'r' => (vec![b'\r'], 1),
        't' => (vec![b'\t'], 1),
        'v' => (vec![11], 1),
        '\\' | '\'' | '"' => (character(u32::from(first))?, 1),
        'x' => (byte(digits(1, 2, 16)?)?, 3),
        'u' => (character(digits(1, 4, 16)?)?, 5),
        'U' => (character(digits(1, 8, 16)?)?, 9),
        '0'..='7' => (byte(digits(0, 3, 8)?)?, 3),
        _ => return None,
    })
}

fn number(rest: &str) -> (TokenKind, usize) {
    let length = number_length(rest);
    let text = rest.get(..length).unwrap_or_default();
    if let Ok(whole) = text.parse::<i64>() {
        return (TokenKind::Literal(Scalar::Integer(whole)), length);
    }
    let kind = match text.parse::<f64>() {
        Ok(any) if any.is_finite() => TokenKind::Literal(Scalar::Float(any)),
        _ => TokenKind::Faulty(Fault::NumberRange),
    };
    (kind, length)
}

/// Measures `-`? (digits (`.` digits)? | `.` digits) (`e` sign? digits)?; 0 when there is none.
fn number_length(rest: &str) -> usize {
    let digits = |from: usize| {
        let rest = rest.as_bytes().get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let at = |index: usize| rest.as_bytes().get(index).copied();
    let sign = usize::from(at(0) == Some(b'-'));
    let mut length = sign + digits(sign);
    if at(length) == Some(b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    if length == sign {
        return 0;
    }
    if matches!(at(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(at(length + 1), Some(b'+' | b'-')));
        let exponent = digits(length + 1 + sign);
        if exponent > 0 {
            length += 1 + sign + exponent;
        }
    }
    length
}
