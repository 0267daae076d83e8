//! Tokens to tree: how terms are joined, negated and enclosed.
//!
//! Owns the cursor, the precedence (`!` over `AND` over `OR`) and the bounds. `comparison` and
//! `complex` read the terms, and `refusal` words the faults, all on the same parser. Must not know
//! traces.

use super::error::ExpressionError;
use super::expression::{MAX_DEPTH, MAX_LENGTH};
use super::keyword::{Keyword, Scope};
use super::lexer::{Span, Token, TokenKind, Tokens};
use super::tree::Node;
use super::warning::Warning;

/// The outcome of reading a part of an expression.
pub(super) type Parsed<T> = Result<T, ExpressionError>;

/// Reads a whole expression.
pub(super) fn parse(source: &str) -> Parsed<(Node, Vec<Warning>)> {
    if let Some((limit, _)) = source.char_indices().nth(MAX_LENGTH) {
        let message = format!("expression is longer than {MAX_LENGTH} characters");
        return Err(ExpressionError::new(source, Span::new(limit, source.len()), message)
            .hint("split the expression over several groups or searches"));
    }
    let tokens = Tokens::read(source);
    let mut parser =
        Parser { source, tokens: &tokens, position: 0, depth: 0, warnings: Vec::new() };
    if parser.peek().kind == TokenKind::End {
        return Ok((Node::Everything, Vec::new()));
    }
    let tree = parser.alternatives(Scope::Trace)?;
    let rest = parser.peek();
    if rest.kind != TokenKind::End {
        return Err(parser.unexpected(rest));
    }
    let mut warnings = parser.warnings;
    warnings.sort_by_key(Warning::column);
    Ok((tree, warnings))
}

/// A cursor over the tokens of one expression.
pub(super) struct Parser<'source> {
    source: &'source str,
    tokens: &'source Tokens,
    position: usize,
    depth: usize,
    warnings: Vec<Warning>,
}

/// The cursor.
impl<'source> Parser<'source> {
    /// Returns the next token without taking it.
    pub(super) fn peek(&self) -> &'source Token {
        self.tokens.get(self.position)
    }

    /// Returns the token `ahead` places behind the next one.
    pub(super) fn peek_at(&self, ahead: usize) -> &'source Token {
        self.tokens.get(self.position.saturating_add(ahead))
    }

    /// Takes the next token.
    pub(super) fn advance(&mut self) -> &'source Token {
        let token = self.peek();
        if token.kind != TokenKind::End {
            self.position += 1;
        }
        token
    }

    /// Takes the next token if it is of this kind.
    pub(super) fn take(&mut self, kind: &TokenKind) -> Option<&'source Token> {
        (self.peek().kind == *kind).then(|| self.advance())
    }

    /// Returns the token taken last, if one was.
    pub(super) fn previous(&self) -> Option<&'source Token> {
        self.position.checked_sub(1).map(|index| self.tokens.get(index))
    }

    /// Returns the whole expression.
    pub(super) fn source(&self) -> &'source str {
        self.source
    }

    /// Returns the text of a token as written.
    pub(super) fn text(&self, token: &Token) -> &'source str {
        token.span.of(self.source)
    }

    /// Tells whether a token is this word, in whatever case.
    pub(super) fn is_word(&self, token: &Token, word: &str) -> bool {
        token.kind == TokenKind::Word && self.text(token).eq_ignore_ascii_case(word)
    }

    /// Returns the characters from `start` up to white space or one that `stops` holds.
    pub(super) fn run_from(&self, start: usize, stops: &[char]) -> Span {
        let rest = self.source.get(start..).unwrap_or_default();
        let length = rest.find(|each: char| each.is_whitespace() || stops.contains(&each));
        Span::new(start, start + length.unwrap_or(rest.len()))
    }

    /// Begins the refusal of a part of the source.
    pub(super) fn fail(&self, span: Span, message: impl Into<String>) -> ExpressionError {
        ExpressionError::new(self.source, span, message)
    }

    /// Begins the refusal of a part of the source whose very characters are at fault.
    pub(super) fn fail_on_symbol(&self, span: Span, message: impl Into<String>) -> ExpressionError {
        self.fail(span, message).on_symbol(span.of(self.source))
    }

    /// Records the warning that a service name deserves, if it does.
    pub(super) fn check_name(&mut self, name: &str, span: Span) {
        let (column, length) = span.columns(self.source);
        self.warnings.extend(Warning::name_with_scheme(column, length, name));
    }
}

/// The structure.
impl Parser<'_> {
    /// Reads operands joined by `OR`.
    pub(super) fn alternatives(&mut self, scope: Scope) -> Parsed<Node> {
        let mut mixed: Option<Span> = None;
        let mut operands = Vec::new();
        loop {
            let start = self.peek().span.start;
            let (operand, is_joined) = self.conjunction(scope)?;
            operands.push(operand);
            if is_joined {
                mixed = mixed.or(Some(Span::new(
                    start,
                    self.previous().map_or(start, |last| last.span.end),
                )));
            }
            if !self.is_word(self.peek(), "OR") {
                break;
            }
            self.advance();
        }
        let has_alternatives = operands.len() > 1;
        let node = single_or(operands, Node::Or);
        if let Some(span) = mixed.filter(|_| has_alternatives) {
            let (column, length) = span.columns(self.source);
            self.warnings.push(Warning::mixed_operators(column, length, &node.to_string()));
        }
        Ok(node)
    }

    /// Reads operands joined by `AND`, written or left out; tells whether there are several.
    fn conjunction(&mut self, scope: Scope) -> Parsed<(Node, bool)> {
        let mut operands = vec![self.negation(scope)?];
        loop {
            let token = self.peek();
            match &token.kind {
                TokenKind::Word if self.is_word(token, "OR") => break,
                TokenKind::Word if self.is_word(token, "AND") => {
                    self.advance();
                }
                TokenKind::Word | TokenKind::Bang | TokenKind::OpenParenthesis => {}
                TokenKind::CloseParenthesis | TokenKind::CloseBrace | TokenKind::End => break,
                _ => return Err(self.unexpected(token)),
            }
            operands.push(self.negation(scope)?);
        }
        let is_joined = operands.len() > 1;
        Ok((single_or(operands, Node::And), is_joined))
    }

    /// Reads a term, with any number of `!` in front.
    fn negation(&mut self, scope: Scope) -> Parsed<Node> {
        match self.take(&TokenKind::Bang) {
            Some(bang) => {
                let operand = self.nested(bang.span, |parser| parser.negation(scope))?;
                Ok(Node::Not(Box::new(operand)))
            }
            None => self.primary(scope),
        }
    }

    /// Reads one term or one expression in parentheses.
    fn primary(&mut self, scope: Scope) -> Parsed<Node> {
        let token = self.peek();
        match &token.kind {
            TokenKind::OpenParenthesis => self.enclosed(&TokenKind::CloseParenthesis, scope),
            TokenKind::Word => self.term(scope),
            TokenKind::CloseParenthesis | TokenKind::CloseBrace | TokenKind::End => {
                Err(self.missing_term(token))
            }
            _ => Err(self.unexpected(token)),
        }
    }

    /// Reads the term that a word begins.
    fn term(&mut self, scope: Scope) -> Parsed<Node> {
        let token = self.peek();
        let word = self.text(token);
        if is_annotation(word) {
            return self.annotation(scope);
        }
        let Some(keyword) = Keyword::find(word) else {
            return Err(self.unknown_word(scope));
        };
        if !keyword.fits(scope) {
            let (place, hint) = keyword.home();
            let message = format!("{} may stand {place}", keyword.as_str());
            return Err(self.fail(token.span, message).hint(hint));
        }
        self.advance();
        match keyword {
            Keyword::Flag(keyword) => self.flag(keyword),
            Keyword::Number(keyword) => self.number(keyword),
            Keyword::Text(keyword) => self.text_field(keyword, scope),
            Keyword::Group(field) => self.group(field),
            Keyword::RootCause(path) => self.root_cause(path),
            Keyword::RootCauseJson => self.root_cause_json(),
            Keyword::Service => self.service(),
            Keyword::Edge => self.edge(),
            // No scope has it; reaching this is kept harmless.
            Keyword::Id => Err(self.unexpected(token)),
        }
    }

    /// Reads the braces behind a complex keyword, if there are any.
    pub(super) fn braces(&mut self, scope: Scope) -> Parsed<Option<Box<Node>>> {
        if self.peek().kind != TokenKind::OpenBrace {
            return Ok(None);
        }
        self.enclosed(&TokenKind::CloseBrace, scope).map(|node| Some(Box::new(node)))
    }

    /// Reads the opening token, an expression and the token `closing`.
    fn enclosed(&mut self, closing: &TokenKind, scope: Scope) -> Parsed<Node> {
        let opening = self.advance();
        if let Some(close) = self.take(closing) {
            let (what, hint) = match closing {
                TokenKind::CloseBrace => ("braces", "leave the braces out to set no condition"),
                _ => ("parentheses", "leave the parentheses out, or write a condition in them"),
            };
            let span = Span::new(opening.span.start, close.span.end);
            return Err(self.fail(span, format!("empty {what}")).hint(hint));
        }
        let node = self.nested(opening.span, |parser| parser.alternatives(scope))?;
        self.close(opening, closing)?;
        Ok(node)
    }

    /// Takes the token that closes `opening`.
    pub(super) fn close(&mut self, opening: &Token, closing: &TokenKind) -> Parsed<()> {
        if self.take(closing).is_some() {
            return Ok(());
        }
        let close = if *closing == TokenKind::CloseBrace { "}" } else { ")" };
        let token = self.peek();
        if token.kind == TokenKind::End {
            return Err(self.unclosed(opening, close));
        }
        if matches!(token.kind, TokenKind::CloseParenthesis | TokenKind::CloseBrace) {
            let message = format!("{} where \"{close}\" is expected", self.shown(token));
            return Err(self.fail(token.span, message).hint(format!("replace it with {close}")));
        }
        if let TokenKind::Faulty(_) = token.kind {
            return Err(self.unexpected(token));
        }
        let message = format!("expected \"{close}\", found {}", self.shown(token));
        Err(self.fail(token.span, message).hint(format!("put the missing {close} in front of it")))
    }

    /// Reads a part one level down, within the bound.
    fn nested<T>(&mut self, at: Span, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= MAX_DEPTH {
            let message = format!("expression is nested more than {MAX_DEPTH} levels deep");
            return Err(self.fail(at, message).hint("remove parentheses that are not needed"));
        }
        self.depth += 1;
        let outcome = read(self);
        self.depth -= 1;
        outcome
    }
}

fn is_annotation(word: &str) -> bool {
    let name = word.split('.').next().unwrap_or_default();
    name.eq_ignore_ascii_case("annotation")
}

/// Unwraps a single operand; joins several.
fn single_or(mut operands: Vec<Node>, join: impl FnOnce(Vec<Node>) -> Node) -> Node {
    match operands.pop() {
        Some(only) if operands.is_empty() => only,
        Some(last) => {
            operands.push(last);
            join(operands)
        }
        None => join(operands),
    }
}
