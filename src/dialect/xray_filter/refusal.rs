//! What is said of the faults that any part of an expression can have.
//!
//! Owns the sentences and next steps for tokens out of place and for unknown words. Must not move
//! the cursor.

use super::advice;
use super::canonical;
use super::comparison::is_key;
use super::error::ExpressionError;
use super::keyword::Scope;
use super::lexer::{Fault, Span, Token, TokenKind};
use super::parser::Parser;
use super::tree::NumberOperator;

impl Parser<'_> {
    /// Renders a token for a message: quoted, cut short, with control characters escaped.
    pub(super) fn shown(&self, token: &Token) -> String {
        match token.kind {
            TokenKind::End => "the end of the expression".to_owned(),
            _ => shown(self.text(token)),
        }
    }

    /// Refuses the end of an expression or of a part where a term should stand.
    pub(super) fn missing_term(&self, token: &Token) -> ExpressionError {
        match self.previous() {
            Some(previous) => {
                let previous = self.text(previous);
                let message = format!("expected a condition after {}", shown(previous));
                self.fail(token.span, message)
                    .hint(format!("add a condition such as fault, or remove {previous}"))
            }
            None => self.unexpected(token),
        }
    }

    /// Refuses a bracket that the end of the expression leaves open.
    pub(super) fn unclosed(&self, opening: &Token, close: &str) -> ExpressionError {
        let message = format!("{} is never closed", self.shown(opening));
        self.fail(opening.span, message).hint(format!("add the missing {close}"))
    }

    /// Refuses a token that cannot stand where it does.
    pub(super) fn unexpected(&self, token: &Token) -> ExpressionError {
        let span = token.span;
        let text = self.text(token);
        match &token.kind {
            TokenKind::Faulty(fault) => self.faulty(token, fault),
            TokenKind::CloseParenthesis | TokenKind::CloseBrace => self
                .fail(span, format!("{} closes nothing", self.shown(token)))
                .hint(format!("remove the {text}")),
            TokenKind::OpenBrace => self
                .fail(span, "braces without a keyword that takes them")
                .hint("write service(\"…\") {…}, or use parentheses to group"),
            TokenKind::Text(value) => self
                .fail(span, format!("text {} without a keyword and an operator", shown(text)))
                .hint(format!(
                    "write http.url CONTAINS {0}, or service({0})",
                    canonical::quote(value)
                )),
            TokenKind::Number(_) => self
                .fail(span, format!("number {text} without a keyword and an operator"))
                .hint(format!("write http.status = {text}, or responsetime > {text}")),
            TokenKind::Operator(operator) => self
                .fail(span, format!("{} without a keyword on its left", shown(text)))
                .hint(format!("write a keyword first, such as {}", example(*operator))),
            TokenKind::Colon => {
                self.fail(span, "unexpected \":\"").hint("use = between a keyword and its value")
            }
            TokenKind::Comma => {
                self.fail(span, "unexpected \",\"").hint("join conditions with AND or OR")
            }
            _ => self.fail(span, format!("unexpected {}", self.shown(token))),
        }
    }

    fn faulty(&self, token: &Token, fault: &Fault) -> ExpressionError {
        let text = self.text(token);
        match fault {
            Fault::Stray => self.fail_on_symbol(token.span, format!("unexpected {}", shown(text))),
            Fault::ForeignOperator => self.foreign_operator(token),
            Fault::SingleQuotes => {
                let value = text.trim_matches('\'');
                self.fail_on_symbol(token.span, "text needs double quotes")
                    .hint(format!("write {} with double quotes", canonical::quote(value)))
            }
            Fault::Unclosed => {
                let quote = Span::new(token.span.start, token.span.start + 1);
                self.fail_on_symbol(quote, "double quote is never closed")
                    .hint("add the missing \"; inside of text write \\\" for a quote")
            }
            Fault::NumberRange => {
                self.fail_on_symbol(token.span, format!("number {} is too large", shown(text)))
            }
            Fault::Json(reason, at) => self
                .fail(Span::new(*at, *at), format!("invalid JSON: {reason}"))
                .hint("write rootcause.json = #[{\"Services\":[{\"Name\":\"…\"}]}]"),
        }
    }

    /// Refuses an operator that other languages have.
    pub(super) fn foreign_operator(&self, token: &Token) -> ExpressionError {
        let text = self.text(token);
        let error = self.fail_on_symbol(token.span, format!("{} is not an operator", shown(text)));
        match advice::foreign_operator(text) {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }

    /// Refuses the next word, which begins no term.
    pub(super) fn unknown_word(&self, scope: Scope) -> ExpressionError {
        let token = self.peek();
        let word = self.text(token);
        let is_operator = |name: &str| word.eq_ignore_ascii_case(name);
        if is_operator("AND") || is_operator("OR") {
            return match self.previous() {
                None => self
                    .fail(token.span, format!("{} without a condition on its left", shown(word)))
                    .hint(format!("add a condition, or remove {word}")),
                Some(_) => self.missing_term(token),
            };
        }
        if ["CONTAINS", "BEGINSWITH", "ENDSWITH"].into_iter().any(is_operator) {
            return self
                .fail(token.span, format!("{} without a keyword on its left", shown(word)))
                .hint(format!("write a keyword first, such as http.url {word} \"…\""));
        }
        if advice::foreign_operator(word).is_some() {
            return self.foreign_operator(token);
        }
        let error = self.fail_on_symbol(token.span, format!("unknown word {}", shown(word)));
        match self.replacement(word, scope) {
            Some(hint) => error.hint(hint),
            None if scope == Scope::Trace && is_key(word) => {
                error.hint(format!("write {} for an annotation", canonical::annotation(word)))
            }
            None => error,
        }
    }

    /// Finds what was likely meant by an unknown word.
    fn replacement(&self, word: &str, scope: Scope) -> Option<String> {
        let lower = word.to_ascii_lowercase();
        if lower == "rootcause.responsetime.exception" {
            return Some(
                "a delay has no exceptions: use rootcause.responsetime.service or \
                 rootcause.responsetime.entity"
                    .to_owned(),
            );
        }
        if lower.starts_with("rootcause.") {
            return Some(match advice::nearest(word, scope) {
                Some(path) => format!("did you mean {path}?"),
                None => "use rootcause.fault, rootcause.error or rootcause.responsetime with \
                         .service or .entity, or rootcause.json"
                    .to_owned(),
            });
        }
        if matches!(lower.as_str(), "service.name" | "servicename" | "node.name") {
            let name = match (&self.peek_at(1).kind, &self.peek_at(2).kind) {
                (TokenKind::Operator(_), TokenKind::Text(name)) => canonical::quote(name),
                _ => "\"…\"".to_owned(),
            };
            return Some(format!("write service({name})"));
        }
        if lower.starts_with("annotations.") {
            let key = word.get("annotations.".len()..).unwrap_or_default();
            return Some(format!("did you mean {}?", canonical::annotation(key)));
        }
        if matches!(lower.as_str(), "true" | "false") {
            return Some(format!("write a keyword first, such as fault = {lower}"));
        }
        if lower.starts_with("metadata.") {
            return Some(
                "metadata is not searchable; record the value as an annotation".to_owned(),
            );
        }
        advice::nearest(word, scope).map(|keyword| format!("did you mean {keyword}?"))
    }
}

/// Renders a part of the source for a message: quoted, cut short, control characters escaped.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut shown = String::new();
    for (index, each) in text.chars().enumerate() {
        match each {
            _ if index == MOST => {
                shown.push('…');
                break;
            }
            '"' | '\'' | '\\' => shown.push(each),
            _ => shown.extend(each.escape_debug()),
        }
    }
    // Text that was written in quotes has enough of them.
    if text.len() > 1 && text.starts_with(['"', '\'']) { shown } else { format!("\"{shown}\"") }
}

fn example(operator: NumberOperator) -> &'static str {
    match operator {
        NumberOperator::Equal => "http.status = 404",
        NumberOperator::NotEqual => "http.status != 200",
        NumberOperator::Less => "responsetime < 5",
        NumberOperator::LessOrEqual => "responsetime <= 5",
        NumberOperator::Greater => "responsetime > 5",
        NumberOperator::GreaterOrEqual => "responsetime >= 5",
    }
}
