//! Tokens to a checked tree.
//!
//! Owns the precedence, the bounds and the rules about arguments.

use std::ops::Range;

use super::error::ExpressionError;
use super::functions;
use super::functions::Form;
use super::functions::Signature;
use super::lexer;
use super::lexer::Fault;
use super::lexer::Token;
use super::lexer::TokenKind;
use crate::dialect::plan::Expression;
use crate::dialect::plan::Function;
use crate::dialect::plan::Pattern;
use crate::dialect::plan::Scalar;

/// Longest expression, in characters.
pub const MAXIMUM_EXPRESSION_LENGTH: usize = 4095;

/// How deep calls, operators and parentheses may nest.
const MAXIMUM_DEPTH: usize = 64;

/// The infix operators, loosest first; those of one row bind equally and group to the left.
const LEVELS: [&[&str]; 7] =
    [&["OR"], &["AND"], &["=", "!="], &["<", "<=", ">", ">="], &["+"], &["-"], &["*", "/", "%"]];

/// Parses an expression.
///
/// # Errors
///
/// Fails with the first fault.
pub fn parse_expression(source: &str) -> Result<Expression, ExpressionError> {
    if let Some((limit, _)) = source.char_indices().nth(MAXIMUM_EXPRESSION_LENGTH) {
        let message =
            format!("the expression is longer than {MAXIMUM_EXPRESSION_LENGTH} characters");
        return Err(ExpressionError::new(source, &(limit..source.len()), message));
    }
    let tokens = lexer::tokens(source);
    let mut parser = Parser { source, tokens: &tokens, position: 0, depth: 0 };
    if parser.peek().kind == TokenKind::End {
        return Err(parser
            .fail(parser.peek(), "the expression is empty")
            .hint("write a column such as $duration_ms, or a function such as IF($error, 1, 0)"));
    }
    let node = parser.level(&LEVELS)?;
    let rest = parser.peek();
    if rest.kind == TokenKind::End { Ok(node.expression) } else { Err(parser.unexpected(rest)) }
}

fn check_time_format(format: &str) -> Result<(), jiff::Error> {
    let any_time = jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::UTC);
    jiff::fmt::strtime::format(format, &any_time).map(|_| ())
}

type Parsed = Result<Node, ExpressionError>;

/// A part of the tree, where it stands, and how deep it is.
struct Node {
    expression: Expression,
    range: Range<usize>,
    depth: usize,
}

struct Parser<'s> {
    source: &'s str,
    tokens: &'s [Token],
    position: usize,
    depth: usize,
}

impl<'s> Parser<'s> {
    fn peek(&self) -> &'s Token {
        static END: Token = Token { kind: TokenKind::End, range: 0..0 };
        self.tokens.get(self.position).or(self.tokens.last()).unwrap_or(&END)
    }

    fn text(&self, token: &Token) -> &'s str {
        self.source.get(token.range.clone()).unwrap_or_default()
    }

    fn take(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek().kind, TokenKind::Symbol(found) if found == symbol);
        self.position += usize::from(found);
        found
    }

    fn fail(&self, token: &Token, message: impl Into<String>) -> ExpressionError {
        ExpressionError::new(self.source, &token.range, message)
    }

    /// Reads operands joined by the operators of the first level.
    fn level(&mut self, levels: &[&[&'static str]]) -> Parsed {
        let Some((operators, tighter)) = levels.split_first() else { return self.operand() };
        let mut left = self.level(tighter)?;
        while let Some(operator) = self.operator(operators) {
            self.position += 1;
            let right = self.level(tighter)?;
            left = self.join(operator, left, right)?;
        }
        Ok(left)
    }

    /// Returns the next token if it is one of some operators.
    fn operator(&self, operators: &[&'static str]) -> Option<&'static str> {
        let token = self.peek();
        let text = self.text(token);
        let can_be = matches!(token.kind, TokenKind::Symbol(_) | TokenKind::Word);
        operators.iter().copied().find(|operator| can_be && *operator == text)
    }

    fn join(&self, operator: &str, left: Node, right: Node) -> Parsed {
        let range = left.range.start..right.range.end;
        let function = match operator {
            "OR" => Function::Or,
            "AND" => Function::And,
            "=" | "!=" => Function::Equal,
            "<" => Function::Less,
            "<=" => Function::LessOrEqual,
            ">" => Function::Greater,
            ">=" => Function::GreaterOrEqual,
            "+" => Function::Sum,
            "-" => Function::Subtract,
            "*" => Function::Multiply,
            "/" => Function::Divide,
            _ => Function::Remainder,
        };
        // A chain of what takes any number of values is one call, however long.
        let flattens =
            matches!(function, Function::Or | Function::And | Function::Sum | Function::Multiply);
        let node = match left.expression {
            Expression::Call { function: chained, mut arguments }
                if flattens && chained == function =>
            {
                arguments.push(right.expression);
                let expression = Expression::Call { function, arguments };
                Node { expression, range, depth: left.depth.max(right.depth + 1) }
            }
            other => {
                let expression =
                    Expression::Call { function, arguments: vec![other, right.expression] };
                Node { expression, range, depth: left.depth.max(right.depth) + 1 }
            }
        };
        if operator == "!=" { self.negate(node) } else { self.bounded(node) }
    }

    fn negate(&self, node: Node) -> Parsed {
        let expression =
            Expression::Call { function: Function::Not, arguments: vec![node.expression] };
        self.bounded(Node { expression, range: node.range, depth: node.depth + 1 })
    }

    fn bounded(&self, node: Node) -> Parsed {
        if node.depth <= MAXIMUM_DEPTH {
            return Ok(node);
        }
        let message = format!("the expression nests more than {MAXIMUM_DEPTH} deep");
        Err(ExpressionError::new(self.source, &node.range, message)
            .hint("make a calculated field of a part, and use it here"))
    }

    fn operand(&mut self) -> Parsed {
        self.depth += 1;
        if self.depth > MAXIMUM_DEPTH {
            let message = format!("the expression nests more than {MAXIMUM_DEPTH} deep");
            return Err(self.fail(self.peek(), message));
        }
        let node = self.term();
        self.depth -= 1;
        node
    }

    fn term(&mut self) -> Parsed {
        let token = self.peek();
        let range = token.range.clone();
        let leaf = |expression| Node { expression, range: range.clone(), depth: 1 };
        self.position += 1;
        match &token.kind {
            TokenKind::Column(name) => Ok(leaf(Expression::Column(name.clone()))),
            TokenKind::Literal(value) => Ok(leaf(Expression::Literal(value.clone()))),
            TokenKind::Symbol("!") => {
                let node = self.operand()?;
                self.negate(Node { range: range.start..node.range.end, ..node })
            }
            TokenKind::Symbol("(") => {
                let node = self.level(&LEVELS)?;
                self.close(token, "parenthesis")?;
                Ok(node)
            }
            TokenKind::Symbol("-") => Err(self
                .fail(token, "a minus stands before numbers only")
                .hint("write 0 - … instead")),
            TokenKind::Word => match self.text(token) {
                "true" => Ok(leaf(Expression::Literal(true.into()))),
                "false" => Ok(leaf(Expression::Literal(false.into()))),
                "null" => Ok(leaf(Expression::Literal(Scalar::Null))),
                _ => self.call(token),
            },
            _ => Err(self.unexpected(token)),
        }
    }

    fn close(&mut self, opening: &Token, what: &str) -> Result<(), ExpressionError> {
        if self.take(")") {
            return Ok(());
        }
        let next = self.peek();
        if next.kind == TokenKind::End {
            let message = format!("the {what} is never closed");
            return Err(self.fail(opening, message).hint("add the missing )"));
        }
        Err(self.unexpected(next))
    }

    fn call(&mut self, name: &Token) -> Parsed {
        let text = self.text(name);
        if !self.take("(") {
            return Err(self.bare_word(name, text));
        }
        let Some(signature) = functions::find(text) else {
            let (message, hint) = functions::refuse(text);
            let error = self.fail(name, message);
            return Err(match hint {
                Some(hint) => error.hint(hint),
                None => error,
            });
        };
        let mut arguments: Vec<Node> = Vec::new();
        while !self.take(")") {
            if !arguments.is_empty() && !self.take(",") {
                self.close(name, "call")?;
                break;
            }
            // A comma may follow the last argument.
            if !arguments.is_empty() && self.take(")") {
                break;
            }
            if self.peek().kind == TokenKind::End {
                return Err(self.fail(name, "the call is never closed").hint("add the missing )"));
            }
            arguments.push(self.level(&LEVELS)?);
        }
        let end = self.position.checked_sub(1).and_then(|last| self.tokens.get(last));
        let range = name.range.start..end.map_or(name.range.end, |end| end.range.end);
        if let Some((message, hint)) = signature.refuse_count(arguments.len()) {
            return Err(ExpressionError::new(self.source, &range, message).hint(hint));
        }
        let depth = arguments.iter().map(|argument| argument.depth).max().unwrap_or_default() + 1;
        let function = self.function(signature, &mut arguments)?;
        let arguments = arguments.into_iter().map(|argument| argument.expression).collect();
        self.bounded(Node { expression: Expression::Call { function, arguments }, range, depth })
    }

    /// Checks the arguments that must be literals; some of them become a part of the function.
    fn function(
        &self,
        signature: &Signature,
        arguments: &mut Vec<Node>,
    ) -> Result<Function, ExpressionError> {
        match &signature.form {
            Form::Plain(function) => Ok(function.clone()),
            Form::Switch => {
                let cases = arguments.get(1..).unwrap_or_default().chunks(2);
                for case in cases.filter_map(|pair| pair.first().filter(|_| pair.len() == 2)) {
                    self.literal(case, signature, "a case of SWITCH must be a text in quotes")?;
                }
                Ok(Function::Switch)
            }
            Form::Length => {
                let Some(mode) = (arguments.len() > 1).then(|| arguments.pop()).flatten() else {
                    return Ok(Function::CharacterCount);
                };
                let wanted = "LENGTH counts \"chars\" or \"bytes\"";
                match self.literal(&mode, signature, wanted)? {
                    "chars" => Ok(Function::CharacterCount),
                    "bytes" => Ok(Function::ByteCount),
                    _ => Err(ExpressionError::new(self.source, &mode.range, wanted)
                        .hint(format!("write {}", signature.usage()))),
                }
            }
            Form::Pattern(make) => {
                let Some(argument) = arguments.pop() else { return Ok(Function::Coalesce) };
                let wanted = "a pattern must be a text in quotes, not a computed value";
                let text = self.literal(&argument, signature, wanted)?;
                let pattern = Pattern::new(text).map_err(|error| {
                    let message = format!("not a pattern of RE2: {error}");
                    ExpressionError::new(self.source, &argument.range, message)
                        .hint("back quotes keep backslashes as they are: `\\d+`")
                })?;
                Ok(make(pattern))
            }
            Form::Format => {
                if let Some(Node { expression: Expression::Literal(value), range, .. }) =
                    arguments.first()
                    && let Some(format) = value.as_text()
                    && let Err(error) = check_time_format(&format)
                {
                    let message = format!("not a time format: {error}");
                    return Err(ExpressionError::new(self.source, range, message)
                        .hint("use the letters of strftime: %Y-%m-%dT%H:%M:%S, %A, %j …"));
                }
                Ok(Function::FormatTime)
            }
        }
    }

    fn literal<'n>(
        &self,
        node: &'n Node,
        signature: &Signature,
        message: &str,
    ) -> Result<&'n str, ExpressionError> {
        match &node.expression {
            Expression::Literal(Scalar::Text(text)) => Ok(text),
            _ => Err(ExpressionError::new(self.source, &node.range, message)
                .hint(format!("write {}", signature.usage()))),
        }
    }

    fn bare_word(&self, token: &Token, word: &str) -> ExpressionError {
        let upper = word.to_ascii_uppercase();
        if matches!(upper.as_str(), "TRUE" | "FALSE" | "NULL") {
            let lower = word.to_ascii_lowercase();
            return self.fail(token, format!("unknown word {word}")).hint(format!("write {lower}"));
        }
        if matches!(upper.as_str(), "AND" | "OR") {
            return self.fail(token, format!("{upper} without a value on its left"));
        }
        if let Some(signature) = functions::find(&upper) {
            let hint = format!("write {}", signature.usage());
            return self.fail(token, format!("{upper} without its parentheses")).hint(hint);
        }
        let mut short: String = word.chars().take(40).collect();
        if short.len() < word.len() {
            short.push('…');
        }
        self.fail(token, format!("unknown word {short}"))
            .hint(format!("write ${short} for a column, or \"{short}\" for a text"))
    }

    /// Refuses a token that cannot stand where it does.
    fn unexpected(&self, token: &Token) -> ExpressionError {
        let text = self.text(token);
        match &token.kind {
            TokenKind::End => self.fail(token, "the expression ends where a value is expected"),
            TokenKind::Faulty(fault) => self.faulty(token, *fault),
            TokenKind::Symbol(")") => {
                self.fail(token, "unexpected )").hint("remove it, or add what it closes")
            }
            TokenKind::Symbol(symbol) => {
                self.fail(token, format!("{symbol} without a value on its left"))
            }
            TokenKind::Word if matches!(text.to_ascii_uppercase().as_str(), "AND" | "OR") => {
                let hint = format!("write {}", text.to_ascii_uppercase());
                self.fail(token, "operators are written in capitals").hint(hint)
            }
            TokenKind::Column(_) | TokenKind::Literal(_) | TokenKind::Word => {
                let error = self.fail(token, "an operator or a comma is missing before this");
                // `$a-$b` reads as the column `a-` and the column `b`.
                let before = self.source.get(..token.range.start).unwrap_or_default();
                if before.ends_with(['-', '+', '/', '=', '?', ':']) {
                    error.hint("column names take - + / = ? : too; put blanks round operators")
                } else {
                    error
                }
            }
        }
    }

    fn faulty(&self, token: &Token, fault: Fault) -> ExpressionError {
        let text = self.text(token);
        let opening =
            Token { kind: TokenKind::End, range: token.range.start..token.range.start + 1 };
        match fault {
            Fault::Stray => self.fail(token, format!("unexpected {}", text.escape_debug())),
            Fault::ForeignOperator => {
                let error = self.fail(token, format!("{text} is not an operator"));
                match text {
                    "==" | "===" => error.hint("use ="),
                    "<>" | "!==" => error.hint("use !="),
                    "&&" => error.hint("use AND"),
                    "||" => error.hint("use OR"),
                    "=~" => error.hint("use REG_MATCH(text, `pattern`)"),
                    _ => error,
                }
            }
            Fault::SingleQuotes => self
                .fail(token, "text needs double quotes")
                .hint("write \"…\", or `…` to keep backslashes as they are"),
            Fault::Unclosed => {
                self.fail(&opening, "the quote is never closed").hint("add the missing quote")
            }
            Fault::LineBreak => self
                .fail(&opening, "a line ends inside of a text")
                .hint("write \\n, or use back quotes"),
            Fault::Escape => self
                .fail(token, "a backslash is followed by what it cannot stand before")
                .hint("write \\\\ for a backslash, or use back quotes: `\\d+`"),
            Fault::NotUtf8 => self.fail(token, "the escapes of this text are not UTF-8"),
            Fault::NumberRange => self.fail(token, "the number is too large"),
            Fault::NoColumnName => self
                .fail(token, "$ without the name of a column")
                .hint("write $name, or $\"any name\""),
        }
    }
}
