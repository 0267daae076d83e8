//! The one spelling of each tree.
//!
//! Owns how trees are rendered as expressions. Must not know how they were written.

use std::fmt::{self, Write as _};

use super::tree::{AnnotationTest, Comparison, Node, NodeSelector, NumberTest, TextTest};

/// Renders text as a literal of the language.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for each in text.chars() {
        if matches!(each, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(each);
    }
    quoted.push('"');
    quoted
}

/// Renders a finite number so that reading it gives the same one.
pub(super) fn number(value: f64) -> String {
    // Rust's plain form writes out every zero: three hundred of them for 1e300.
    if value != 0.0 && !(1e-6..1e16).contains(&value.abs()) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// Renders an annotation term without its test; a key with a dot needs the brackets.
pub(super) fn annotation(key: &str) -> String {
    if key.contains('.') { format!("annotation[{key}]") } else { format!("annotation.{key}") }
}

impl fmt::Display for Node {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => Ok(()),
            Self::And(operands) => join(formatter, operands, " AND "),
            Self::Or(operands) => join(formatter, operands, " OR "),
            Self::Not(operand) => {
                formatter.write_char('!')?;
                enclose(formatter, operand, operand.is_joined() || operand.has_operator())
            }
            Self::Compare(comparison) => comparison.fmt(formatter),
            Self::Service { node, condition } => {
                formatter.write_str("service(")?;
                if let Some(node) = node {
                    node.fmt(formatter)?;
                }
                formatter.write_char(')')?;
                braces(formatter, condition.as_deref())
            }
            Self::Edge { from, to, condition } => {
                write!(formatter, "edge({from}, {to})")?;
                braces(formatter, condition.as_deref())
            }
            Self::Group { field, value, equal } => {
                let operator = if *equal { "=" } else { "!=" };
                write!(formatter, "{field} {operator} {}", quote(value))
            }
            Self::RootCause { path, condition } => {
                formatter.write_str(path.as_str())?;
                braces(formatter, condition.as_deref())
            }
            Self::RootCauseJson(pattern) => write!(formatter, "rootcause.json = #{pattern}"),
        }
    }
}

impl Node {
    /// Tells whether the node is rendered as operands side by side.
    fn is_joined(&self) -> bool {
        matches!(self, Self::And(_) | Self::Or(_))
    }

    /// Tells whether a `!` in front, though it binds the whole, would seem to bind one word.
    fn has_operator(&self) -> bool {
        match self {
            Self::Compare(comparison) => comparison.has_operator(),
            Self::Group { .. } | Self::RootCauseJson(_) => true,
            _ => false,
        }
    }
}

impl Comparison {
    /// Tells whether the test is rendered with an operator and a value.
    fn has_operator(&self) -> bool {
        match self {
            Self::Flag { expected, .. } => !expected,
            Self::Number { test, .. } => *test != NumberTest::IsSet,
            Self::Text { test, .. } => *test != TextTest::IsSet,
            Self::Annotation { test, .. } => *test != AnnotationTest::IsSet,
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag { keyword, expected: true } => keyword.fmt(formatter),
            Self::Flag { keyword, expected: false } => write!(formatter, "{keyword} = false"),
            Self::Number { keyword, test } => match test {
                NumberTest::IsSet => keyword.fmt(formatter),
                NumberTest::Is(operator, value) => {
                    write!(formatter, "{keyword} {} {}", operator.as_str(), number(*value))
                }
            },
            Self::Text { keyword, test } => match test {
                TextTest::IsSet => keyword.fmt(formatter),
                TextTest::Is(operator, value) => {
                    write!(formatter, "{keyword} {} {}", operator.as_str(), quote(value))
                }
            },
            Self::Annotation { key, test } => {
                formatter.write_str(&annotation(key))?;
                match test {
                    AnnotationTest::IsSet => Ok(()),
                    AnnotationTest::Flag(expected) => write!(formatter, " = {expected}"),
                    AnnotationTest::Number(operator, value) => {
                        write!(formatter, " {} {}", operator.as_str(), number(*value))
                    }
                    AnnotationTest::Text(operator, value) => {
                        write!(formatter, " {} {}", operator.as_str(), quote(value))
                    }
                }
            }
        }
    }
}

impl fmt::Display for NodeSelector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self { name: Some(name), node_type: None, account_id: None } = self {
            return formatter.write_str(&quote(name));
        }
        let fields =
            [("name", &self.name), ("type", &self.node_type), ("account.id", &self.account_id)];
        let given: Vec<String> = fields
            .into_iter()
            .filter_map(|(field, value)| Some(format!("{field}:{}", quote(value.as_deref()?))))
            .collect();
        write!(formatter, "id({})", given.join(", "))
    }
}

fn join(formatter: &mut fmt::Formatter<'_>, operands: &[Node], between: &str) -> fmt::Result {
    for (index, operand) in operands.iter().enumerate() {
        if index > 0 {
            formatter.write_str(between)?;
        }
        enclose(formatter, operand, operand.is_joined())?;
    }
    Ok(())
}

fn enclose(formatter: &mut fmt::Formatter<'_>, node: &Node, enclosed: bool) -> fmt::Result {
    if enclosed { write!(formatter, "({node})") } else { write!(formatter, "{node}") }
}

fn braces(formatter: &mut fmt::Formatter<'_>, condition: Option<&Node>) -> fmt::Result {
    match condition {
        Some(condition) => write!(formatter, " {{{condition}}}"),
        None => Ok(()),
    }
}
