//! The terms that test one field: keyword, operator, value.
//!
//! Owns which operators and values fit which type of field, and the forms of annotation keys. Must
//! not know how terms are joined.

use super::canonical;
use super::error::ExpressionError;
use super::keyword::{FlagKeyword, NumberKeyword, Scope, TextKeyword};
use super::lexer::{Fault, Span, Token, TokenKind};
use super::parser::{Parsed, Parser};
use super::refusal::shown;
use super::tree::{AnnotationTest, Comparison, Node, NumberTest, TextTest};
use super::values::{Operator, Place};

const FLAG_FORMS: &str = "stands alone or takes = or != and true or false";
const NUMBER_FORMS: &str = "takes =, !=, <, <=, > or >= and a number";
const TEXT_FORMS: &str = "takes =, !=, CONTAINS, BEGINSWITH or ENDSWITH and text in double quotes";

/// The characters that end an annotation key, good or bad.
const KEY_STOPS: [char; 12] = ['(', ')', '{', '}', '[', ']', ',', '"', '=', '!', '<', '>'];

/// Tells whether a text may be an annotation key in brackets.
pub(super) fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|each| each.is_ascii_alphanumeric() || matches!(each, '_' | '.'))
}

/// The terms.
impl<'source> Parser<'source> {
    /// Reads what follows the keyword of a field that is true or false.
    pub(super) fn flag(&mut self, keyword: FlagKeyword) -> Parsed<Node> {
        let expected = match self.operator(keyword.as_str())? {
            None => true,
            Some((operator, place)) => {
                let Some(equal) = operator.for_flag() else {
                    return Err(self.misfit(&place, FLAG_FORMS));
                };
                self.boolean(&place)? == equal
            }
        };
        Ok(Node::Compare(Comparison::Flag { keyword, expected }))
    }

    /// Reads what follows the keyword of a field that holds a number.
    pub(super) fn number(&mut self, keyword: NumberKeyword) -> Parsed<Node> {
        let test = match self.operator(keyword.as_str())? {
            None => NumberTest::IsSet,
            Some((Operator::Relation(operator), place)) => {
                NumberTest::Is(operator, self.number_value(&place)?)
            }
            Some((Operator::Search(_), place)) => return Err(self.misfit(&place, NUMBER_FORMS)),
        };
        Ok(Node::Compare(Comparison::Number { keyword, test }))
    }

    /// Reads what follows the keyword of a field that holds text.
    pub(super) fn text_field(&mut self, keyword: TextKeyword, scope: Scope) -> Parsed<Node> {
        let test = match self.operator(keyword.as_str())? {
            None => TextTest::IsSet,
            Some((operator, place)) => {
                let Some(operator) = operator.for_text() else {
                    return Err(self.misfit(&place, TEXT_FORMS));
                };
                TextTest::Is(operator, self.text_value(&place, scope)?)
            }
        };
        Ok(Node::Compare(Comparison::Text { keyword, test }))
    }

    /// Reads a whole annotation term.
    pub(super) fn annotation(&mut self, scope: Scope) -> Parsed<Node> {
        let token = self.peek();
        if scope != Scope::Trace {
            let span = self.run_from(token.span.start, &KEY_STOPS);
            return Err(self
                .fail(span, "annotations belong to the whole trace and may not stand in braces")
                .hint("write the annotation behind the closing brace: {…} AND annotation.key"));
        }
        let key = self.annotation_key()?;
        let field = canonical::annotation(key);
        let test = match self.operator(&field)? {
            None => AnnotationTest::IsSet,
            Some((operator, place)) => self.annotation_test(operator, &place)?,
        };
        Ok(Node::Compare(Comparison::Annotation { key: key.to_owned(), test }))
    }

    fn annotation_test(&mut self, operator: Operator, place: &Place<'_>) -> Parsed<AnnotationTest> {
        let relation = match operator {
            Operator::Search(search) => {
                return Ok(AnnotationTest::Text(search, self.text_value(place, Scope::Trace)?));
            }
            Operator::Relation(relation) => relation,
        };
        let token = self.peek();
        if let TokenKind::Number(value) = token.kind {
            self.advance();
            return Ok(AnnotationTest::Number(relation, value));
        }
        let (Some(equal), Some(text)) = (operator.for_flag(), operator.for_text()) else {
            return Ok(AnnotationTest::Number(relation, self.number_value(place)?));
        };
        if self.is_word(token, "true") || self.is_word(token, "false") {
            return Ok(AnnotationTest::Flag(self.boolean(place)? == equal));
        }
        Ok(AnnotationTest::Text(text, self.text_value(place, Scope::Trace)?))
    }

    /// Reads `annotation.key` or `annotation[key]` and returns the key.
    fn annotation_key(&mut self) -> Parsed<&'source str> {
        let token = self.advance();
        let word = self.text(token);
        let Some((_, key)) = word.split_once('.') else {
            return self.bracketed_key(token);
        };
        let start = token.span.end - key.len();
        let next = self.peek();
        let is_cut = next.span.start == token.span.end
            && matches!(next.kind, TokenKind::Faulty(Fault::Stray) | TokenKind::Number(_));
        if is_cut || !(key.is_empty() || is_key(key)) {
            let span = self.run_from(start, &KEY_STOPS);
            return Err(self.bad_key(span));
        }
        if key.is_empty() {
            return Err(self.no_key(token.span));
        }
        if key.contains('.') {
            return Err(self
                .fail(Span::new(start, token.span.end), "annotation key holds a dot")
                .hint(format!("write annotation[{key}]")));
        }
        Ok(key)
    }

    fn bracketed_key(&mut self, word: &Token) -> Parsed<&'source str> {
        let Some(opening) = self.take(&TokenKind::OpenBracket) else {
            return Err(self.no_key(word.span));
        };
        let token = self.peek();
        if let TokenKind::Text(key) = &token.kind {
            let error = self.fail(token.span, "annotation key stands without quotes");
            return Err(error.hint(format!("write annotation[{key}]")));
        }
        if token.kind == TokenKind::CloseBracket {
            return Err(self.no_key(Span::new(word.span.start, token.span.end)));
        }
        let span = self.run_from(token.span.start, &KEY_STOPS);
        let key = span.of(self.source());
        // A key of digits may read as a number, even as one too large to hold: its text counts.
        if token.span != span || !is_key(key) {
            let unclosed = token.kind == TokenKind::End;
            return Err(if unclosed { self.unclosed(opening, "]") } else { self.bad_key(span) });
        }
        self.advance();
        if self.take(&TokenKind::CloseBracket).is_some() {
            return Ok(key);
        }
        let next = self.peek();
        Err(match next.kind {
            TokenKind::End => self.unclosed(opening, "]"),
            _ => self.bad_key(Span::new(span.start, next.span.end)),
        })
    }

    fn no_key(&self, span: Span) -> ExpressionError {
        self.fail(span, "annotation without a key")
            .hint("write annotation.plan, or annotation[aws.local.service] for a key with dots")
    }

    fn bad_key(&self, span: Span) -> ExpressionError {
        let key = shown(span.of(self.source()));
        self.fail_on_symbol(span, format!("{key} is not an annotation key"))
            .hint("keys have ASCII letters, digits and _, and in brackets also dots")
    }
}
