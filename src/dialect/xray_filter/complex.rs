//! The terms with parts of their own: `service`, `edge`, `id`, groups and root causes.
//!
//! Owns their forms and the faults in them. Must not know how terms are joined.

use super::canonical;
use super::error::ExpressionError;
use super::keyword::{GroupField, Scope};
use super::lexer::{Fault, Span, Token, TokenKind};
use super::parser::{Parsed, Parser};
use super::refusal::shown;
use super::tree::{Node, NodeSelector, NumberOperator, RootCausePath};

/// A field of `id(…)`.
#[derive(Clone, Copy)]
enum IdField {
    Name,
    Type,
    AccountId,
}

impl IdField {
    fn find(word: &str) -> Option<Self> {
        [Self::Name, Self::Type, Self::AccountId]
            .into_iter()
            .find(|field| field.as_str().eq_ignore_ascii_case(word))
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Type => "type",
            Self::AccountId => "account.id",
        }
    }

    fn of(self, selector: &mut NodeSelector) -> &mut Option<String> {
        match self {
            Self::Name => &mut selector.name,
            Self::Type => &mut selector.node_type,
            Self::AccountId => &mut selector.account_id,
        }
    }
}

/// A place for a node, for examples of how to fill it.
#[derive(Clone, Copy)]
struct Slot {
    before: &'static str,
    after: &'static str,
}

impl Slot {
    const SERVICE: Self = Self { before: "service(", after: ")" };
    const CALLER: Self = Self { before: "edge(", after: ", \"b\")" };
    const CALLED: Self = Self { before: "edge(\"a\", ", after: ")" };

    fn with(self, node: &str) -> String {
        format!("{}{node}{}", self.before, self.after)
    }
}

/// Services and calls.
impl<'source> Parser<'source> {
    /// Reads what follows the keyword `service`.
    pub(super) fn service(&mut self) -> Parsed<Node> {
        let opening = self.arguments("service", "service(\"a\")")?;
        let node = match self.peek().kind {
            // At the end the parenthesis is what is missing.
            TokenKind::CloseParenthesis | TokenKind::End => None,
            _ => Some(self.selector(Slot::SERVICE)?),
        };
        let next = self.peek();
        if next.kind == TokenKind::Comma {
            return Err(self.fail(next.span, "service(…) takes one node").hint(
                "write edge(\"a\", \"b\") for a call, or service(\"a\") AND service(\"b\")",
            ));
        }
        self.close(opening, &TokenKind::CloseParenthesis)?;
        let condition = self.braces(Scope::Service)?;
        Ok(Node::Service { node, condition })
    }

    /// Reads what follows the keyword `edge`.
    pub(super) fn edge(&mut self) -> Parsed<Node> {
        let opening = self.arguments("edge", "edge(\"a\", \"b\")")?;
        let from = self.edge_node(opening, Slot::CALLER)?;
        if self.take(&TokenKind::Comma).is_none() {
            let next = self.peek();
            return Err(match next.kind {
                TokenKind::CloseParenthesis => self.two_nodes(),
                TokenKind::Text(_) | TokenKind::Word => self
                    .fail(next.span, "missing comma between the two nodes")
                    .hint("write edge(\"a\", \"b\")"),
                TokenKind::End => self.unclosed(opening, ")"),
                _ => self.unexpected(next),
            });
        }
        let to = self.edge_node(opening, Slot::CALLED)?;
        if self.peek().kind == TokenKind::Comma {
            return Err(self.two_nodes());
        }
        self.close(opening, &TokenKind::CloseParenthesis)?;
        let condition = self.braces(Scope::Edge)?;
        Ok(Node::Edge { from, to, condition })
    }

    fn edge_node(&mut self, opening: &Token, slot: Slot) -> Parsed<NodeSelector> {
        match self.peek().kind {
            TokenKind::CloseParenthesis => Err(self.two_nodes()),
            TokenKind::End => Err(self.unclosed(opening, ")")),
            _ => self.selector(slot),
        }
    }

    fn two_nodes(&self) -> ExpressionError {
        self.fail(self.peek().span, "edge(…) takes two nodes")
            .hint("write edge(\"a\", \"b\"), or service(\"a\") for one node")
    }

    /// Takes the parenthesis that opens the nodes of `owner`.
    fn arguments(&mut self, owner: &str, form: &str) -> Parsed<&'source Token> {
        if let Some(opening) = self.take(&TokenKind::OpenParenthesis) {
            return Ok(opening);
        }
        let name = match (&self.peek().kind, &self.peek_at(1).kind) {
            (TokenKind::Text(name), _) | (TokenKind::Operator(_), TokenKind::Text(name)) => {
                Some(canonical::quote(name))
            }
            _ => None,
        };
        let span = self.previous().map_or(self.peek().span, |keyword| keyword.span);
        let error = self.fail(span, format!("{owner} needs parentheses"));
        Err(match name.filter(|_| owner == "service") {
            Some(name) => error.hint(format!("write service({name})")),
            None => error.hint(format!("write {form}")),
        })
    }

    /// Reads one node: text, or `id(…)`.
    fn selector(&mut self, slot: Slot) -> Parsed<NodeSelector> {
        let token = self.peek();
        let next = self.peek_at(1);
        match &token.kind {
            TokenKind::Text(name) => {
                self.advance();
                self.check_name(name, token.span);
                Ok(NodeSelector::named(name))
            }
            TokenKind::Word
                if self.is_word(token, "id") && next.kind == TokenKind::OpenParenthesis =>
            {
                self.advance();
                self.id()
            }
            TokenKind::Word if matches!(next.kind, TokenKind::Colon | TokenKind::Operator(_)) => {
                let field = IdField::find(self.text(token)).unwrap_or(IdField::Name).as_str();
                let value = match &self.peek_at(2).kind {
                    TokenKind::Text(value) => canonical::quote(value),
                    _ => "\"…\"".to_owned(),
                };
                let message = format!("{} needs id(…) around it", shown(self.text(token)));
                let selector = format!("id({field}:{value})");
                let hint = format!("write {}", slot.with(&selector));
                Err(self.fail(token.span, message).hint(hint))
            }
            TokenKind::Word
            | TokenKind::Number(_)
            | TokenKind::Faulty(Fault::Stray | Fault::SingleQuotes | Fault::NumberRange) => {
                let advice =
                    |quoted: &str| format!("write {} with double quotes", slot.with(quoted));
                Err(self.unquoted(token, advice))
            }
            TokenKind::Faulty(_) => Err(self.unexpected(token)),
            _ => {
                let message = format!("expected a node, found {}", self.shown(token));
                let hint = format!("write {}", slot.with("\"…\""));
                Err(self.fail(token.span, message).hint(hint))
            }
        }
    }

    /// Reads the parentheses of `id(…)`.
    fn id(&mut self) -> Parsed<NodeSelector> {
        let opening = self.advance();
        let mut selector = NodeSelector::default();
        loop {
            self.id_field(&mut selector)?;
            if self.take(&TokenKind::Comma).is_none() {
                break;
            }
        }
        let next = self.peek();
        if next.kind == TokenKind::Word {
            return Err(self
                .fail(next.span, "missing comma between the fields of id(…)")
                .hint("write id(name:\"…\", type:\"…\")"));
        }
        self.close(opening, &TokenKind::CloseParenthesis)?;
        Ok(selector)
    }

    fn id_field(&mut self, selector: &mut NodeSelector) -> Parsed<()> {
        let token = self.peek();
        let word = self.text(token);
        let field = match token.kind {
            TokenKind::Word => IdField::find(word),
            _ => None,
        };
        let Some(field) = field else {
            let message = format!("expected name, type or account.id, found {}", self.shown(token));
            let error = self.fail(token.span, message);
            return Err(match &token.kind {
                TokenKind::Text(name) => {
                    error.hint(format!("write id(name:{})", canonical::quote(name)))
                }
                TokenKind::Word => error
                    .on_symbol(word)
                    .hint("write id(name:\"…\", type:\"…\", account.id:\"…\"), or some of them"),
                TokenKind::Faulty(_) => self.unexpected(token),
                _ => error.hint("write id(name:\"…\", type:\"…\"), or one of them"),
            });
        };
        self.advance();
        if field.of(selector).is_some() {
            return Err(self
                .fail(token.span, format!("{} is given twice", field.as_str()))
                .hint("ask for either value with service(id(…)) OR service(id(…))"));
        }
        let Some(colon) = self.take(&TokenKind::Colon) else {
            let next = self.peek();
            let message = format!("expected \":\" after {word}, found {}", self.shown(next));
            let hint = format!("write id({}:\"…\")", field.as_str());
            return Err(self.fail(next.span, message).hint(hint));
        };
        let at = self.peek().span;
        let value = self.text_after(field.as_str(), colon)?;
        if let IdField::Name = field {
            self.check_name(&value, at);
        }
        *field.of(selector) = Some(value);
        Ok(())
    }
}

/// Groups and root causes.
impl Parser<'_> {
    /// Reads what follows `group.name` or `group.arn`.
    pub(super) fn group(&mut self, field: GroupField) -> Parsed<Node> {
        let token = self.peek();
        let equal = match token.kind {
            TokenKind::Operator(NumberOperator::Equal) => true,
            TokenKind::Operator(NumberOperator::NotEqual) => false,
            _ => return Err(self.expected_equals(field.as_str(), "= or !=", "\"…\"")),
        };
        self.advance();
        let value = self.text_after(field.as_str(), token)?;
        Ok(Node::Group { field, value, equal })
    }

    /// Reads what follows the path of a root cause.
    pub(super) fn root_cause(&mut self, path: RootCausePath) -> Parsed<Node> {
        let next = self.peek();
        if let TokenKind::Operator(_) = next.kind {
            let message = format!("{} takes a condition in braces", path.as_str());
            let hint = format!("write {} {{name = \"…\"}}", path.as_str());
            return Err(self.fail(next.span, message).hint(hint));
        }
        let condition = self.braces(Scope::RootCause)?;
        Ok(Node::RootCause { path, condition })
    }

    /// Reads what follows `rootcause.json`.
    pub(super) fn root_cause_json(&mut self) -> Parsed<Node> {
        const FORM: &str = "#[{\"Services\":[{\"Name\":\"…\"}]}]";
        if self.take(&TokenKind::Operator(NumberOperator::Equal)).is_none() {
            let error = self.expected_equals("rootcause.json", "=", FORM);
            let is_negated = self.peek().kind == TokenKind::Operator(NumberOperator::NotEqual);
            return Err(match is_negated {
                true => error.hint("write !(rootcause.json = #[…]) for the opposite"),
                false => error,
            });
        }
        let token = self.peek();
        match &token.kind {
            TokenKind::Json(pattern) => {
                let objects = pattern.as_array().map(|items| items.iter().all(|i| i.is_object()));
                if objects != Some(true) {
                    return Err(self
                        .fail(token.span, "root cause pattern is not an array of objects")
                        .hint(format!("write rootcause.json = {FORM}")));
                }
                self.advance();
                Ok(Node::RootCauseJson(pattern.clone()))
            }
            TokenKind::Faulty(_) => Err(self.unexpected(token)),
            _ => {
                let message = format!("expected # and JSON, found {}", self.shown(token));
                let span = Span::new(token.span.start, token.span.end);
                Err(self.fail(span, message).hint(format!("write rootcause.json = {FORM}")))
            }
        }
    }

    /// Refuses the next token where one of `operators` is needed.
    fn expected_equals(&self, field: &str, operators: &str, value: &str) -> ExpressionError {
        let token = self.peek();
        if let TokenKind::Faulty(_) = token.kind {
            return self.unexpected(token);
        }
        let message = format!("expected {operators} after {field}, found {}", self.shown(token));
        self.fail(token.span, message).hint(format!("write {field} = {value}"))
    }
}
