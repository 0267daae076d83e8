//! Text to tokens.
//!
//! Owns how characters group. It never fails: what cannot be read becomes a faulty token, so that
//! the parser, which knows what should stand there, can say the more helpful thing. Must not know
//! keywords or grammar.

use serde_json::Value;

use super::tree::NumberOperator;

/// A range of bytes of the source; both ends lie between characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns the text that the span covers.
    pub(super) fn of(self, source: &str) -> &str {
        source.get(self.start..self.end).unwrap_or_default()
    }

    /// Returns the column, from 1, and the length, at least 1, both in characters.
    pub(super) fn columns(self, source: &str) -> (usize, usize) {
        let before = source.get(..self.start).unwrap_or(source);
        (before.chars().count() + 1, self.of(source).chars().count().max(1))
    }
}

/// A group of characters with a meaning of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    /// Letters, digits, `_` and `.`: keywords, word operators, keys.
    Word,
    /// A finite number.
    Number(f64),
    /// Text in double quotes, with its escapes resolved.
    Text(String),
    /// The array after `#`.
    Json(Value),
    Operator(NumberOperator),
    Bang,
    OpenParenthesis,
    CloseParenthesis,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Comma,
    Colon,
    Faulty(Fault),
    /// What stands behind the last token.
    End,
}

/// Why a token is faulty.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fault {
    /// A character that the language does not use.
    Stray,
    /// An operator of some other language.
    ForeignOperator,
    /// Text in single quotes.
    SingleQuotes,
    /// A double quote that none closes.
    Unclosed,
    /// A number too large to hold.
    NumberRange,
    /// Unreadable JSON: the reason, and the byte of the source where it shows.
    Json(String, usize),
}

/// All tokens of a source, and the end behind them.
pub(super) struct Tokens {
    items: Vec<Token>,
    end: Token,
}

impl Tokens {
    /// Splits the whole of `source`.
    pub(super) fn read(source: &str) -> Self {
        let mut items: Vec<Token> = Vec::new();
        let mut position = 0;
        let mut after_operator = false;
        loop {
            let rest = source.get(position..).unwrap_or_default();
            let trimmed = rest.trim_start();
            position += rest.len() - trimmed.len();
            let Some(first) = trimmed.chars().next() else {
                break;
            };
            let (kind, length) = scan(trimmed, first, position, after_operator);
            after_operator = matches!(kind, TokenKind::Operator(_));
            let end = position + length.max(first.len_utf8());
            items.push(Token { kind, span: Span::new(position, end) });
            position = end;
        }
        let end = items.last().map_or(0, |last| last.span.end);
        Self { items, end: Token { kind: TokenKind::End, span: Span::new(end, end) } }
    }

    /// Returns the token at `index`, or the end.
    pub(super) fn get(&self, index: usize) -> &Token {
        self.items.get(index).unwrap_or(&self.end)
    }
}

/// Longest first where one begins another.
const SYMBOLS: [(&str, TokenKind); 33] = {
    use NumberOperator as N;
    use TokenKind as T;
    const FOREIGN: TokenKind = TokenKind::Faulty(Fault::ForeignOperator);
    [
        ("===", FOREIGN),
        ("!==", FOREIGN),
        ("==", FOREIGN),
        ("=~", FOREIGN),
        ("!~", FOREIGN),
        ("~=", FOREIGN),
        ("<>", FOREIGN),
        ("=<", FOREIGN),
        ("=>", FOREIGN),
        ("&&", FOREIGN),
        ("||", FOREIGN),
        (":=", FOREIGN),
        ("<=", T::Operator(N::LessOrEqual)),
        (">=", T::Operator(N::GreaterOrEqual)),
        ("!=", T::Operator(N::NotEqual)),
        ("=", T::Operator(N::Equal)),
        ("<", T::Operator(N::Less)),
        (">", T::Operator(N::Greater)),
        ("&", FOREIGN),
        ("|", FOREIGN),
        ("~", FOREIGN),
        ("!", T::Bang),
        ("(", T::OpenParenthesis),
        (")", T::CloseParenthesis),
        ("{", T::OpenBrace),
        ("}", T::CloseBrace),
        ("[", T::OpenBracket),
        ("]", T::CloseBracket),
        (",", T::Comma),
        (":", T::Colon),
        ("≠", FOREIGN),
        ("≥", FOREIGN),
        ("≤", FOREIGN),
    ]
};

/// Reads the token that `rest` begins with; returns it with its length in bytes.
fn scan(rest: &str, first: char, position: usize, after_operator: bool) -> (TokenKind, usize) {
    match first {
        '"' => text(rest),
        '\'' => single_quoted(rest),
        // Only a value begins with `#`; elsewhere it is a stray character.
        '#' if after_operator => json(rest, position),
        '-' | '0'..='9' => number_or_word(rest),
        _ if is_word(first) => (TokenKind::Word, length_while(rest, is_word)),
        _ => SYMBOLS
            .iter()
            .find(|(symbol, _)| rest.starts_with(symbol))
            .map_or((TokenKind::Faulty(Fault::Stray), first.len_utf8()), |(symbol, kind)| {
                (kind.clone(), symbol.len())
            }),
    }
}

fn is_word(each: char) -> bool {
    each.is_alphanumeric() || matches!(each, '_' | '.')
}

fn length_while(text: &str, accept: impl Fn(char) -> bool) -> usize {
    text.find(|each| !accept(each)).unwrap_or(text.len())
}

/// Reads `"…"`; `\"` and `\\` stand for the second character, any other backslash for itself.
fn text(rest: &str) -> (TokenKind, usize) {
    let mut value = String::new();
    let mut characters = rest.char_indices().skip(1).peekable();
    while let Some((index, each)) = characters.next() {
        match each {
            '"' => return (TokenKind::Text(value), index + 1),
            '\\' => {
                let escaped = characters.next_if(|(_, next)| matches!(next, '"' | '\\'));
                value.push(escaped.map_or('\\', |(_, next)| next));
            }
            _ => value.push(each),
        }
    }
    (TokenKind::Faulty(Fault::Unclosed), rest.len())
}

fn single_quoted(rest: &str) -> (TokenKind, usize) {
    let closing = rest.char_indices().skip(1).find(|(_, each)| *each == '\'');
    match closing {
        Some((index, _)) => (TokenKind::Faulty(Fault::SingleQuotes), index + 1),
        None => (TokenKind::Faulty(Fault::Stray), 1),
    }
}

/// Reads a number; one with more word characters behind it, such as `5s`, is a word.
fn number_or_word(rest: &str) -> (TokenKind, usize) {
    let length = number_length(rest);
    let tail = length_while(rest.get(length..).unwrap_or_default(), is_word);
    match rest.get(..length).map(str::parse::<f64>) {
        _ if length == 0 => (TokenKind::Faulty(Fault::Stray), 1),
        _ if tail > 0 => (TokenKind::Word, length + tail),
        Some(Ok(value)) if value.is_finite() => (TokenKind::Number(value), length),
        _ => (TokenKind::Faulty(Fault::NumberRange), length),
    }
}

/// Measures `-`? digits (`.` digits)? (`e` sign? digits)?; 0 when there is no number.
fn number_length(rest: &str) -> usize {
    let digits = |from: usize| {
        length_while(rest.get(from..).unwrap_or_default(), |each| each.is_ascii_digit())
    };
    let at = |index: usize| rest.as_bytes().get(index).copied();
    let sign = usize::from(at(0) == Some(b'-'));
    let whole = digits(sign);
    if whole == 0 {
        return 0;
    }
    let mut length = sign + whole;
    if at(length) == Some(b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
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

/// Reads the JSON value behind `#`.
fn json(rest: &str, position: usize) -> (TokenKind, usize) {
    let document = rest.get(1..).unwrap_or_default();
    let mut values = serde_json::Deserializer::from_str(document).into_iter::<Value>();
    match values.next() {
        Some(Ok(value)) => (TokenKind::Json(value), 1 + values.byte_offset()),
        Some(Err(error)) => {
            let offset = json_offset(document, error.line(), error.column());
            let message = error.to_string();
            let reason = message.split(" at line ").next().unwrap_or_default().to_owned();
            (TokenKind::Faulty(Fault::Json(reason, position + 1 + offset)), rest.len())
        }
        None => {
            let reason = "no JSON behind it".to_owned();
            (TokenKind::Faulty(Fault::Json(reason, position)), rest.len())
        }
    }
}

/// Turns the line and byte column of a JSON error into a byte offset between characters.
fn json_offset(document: &str, line: usize, column: usize) -> usize {
    let skipped = line.saturating_sub(1);
    let before: usize = document.split_inclusive('\n').take(skipped).map(str::len).sum();
    document.floor_char_boundary(before + column.saturating_sub(1))
}
