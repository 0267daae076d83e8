//! A filter expression as the rest of the program holds it.
//!
//! Owns the pairing of source and tree. Must not know how either is made.

use std::fmt;

use super::error::ExpressionError;
use super::parser;
use super::tree::Node;
use super::warning::Warning;

/// The most characters an expression may have.
///
/// The service's own limit is not published; this one only keeps the work on a request bounded.
pub const MAX_LENGTH: usize = 10_000;

/// The most parentheses, braces and `!` that may enclose a term.
///
/// Reading a tree uses the call stack, so its height must have a bound.
pub const MAX_DEPTH: usize = 64;

/// A checked filter expression, which keeps the text it was read from.
///
/// Two are equal when their trees are, however they were written. `Display` renders a canonical
/// form: keywords in lower case, operators in upper case, every `AND` written out, and parentheses
/// wherever `AND` stands next to `OR`. Reading that form gives the same tree, unless the
/// parentheses it adds to a text close to [`MAX_LENGTH`] or [`MAX_DEPTH`] pass the limit.
#[derive(Clone, Debug)]
pub struct FilterExpression {
    source: String,
    tree: Node,
    warnings: Vec<Warning>,
}

impl FilterExpression {
    /// Reads and checks an expression; an empty or blank one stands for every trace.
    ///
    /// The grammar is that of "X-Ray filter expression syntax", AWS documentation:
    /// <https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html>.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let (tree, warnings) = parser::parse(text)?;
        Ok(Self { source: text.to_owned(), tree, warnings })
    }

    /// Returns the text as it was given.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns the conditions.
    pub fn tree(&self) -> &Node {
        &self.tree
    }

    /// Tells whether the expression is empty and so stands for every trace.
    pub fn matches_everything(&self) -> bool {
        self.tree == Node::Everything
    }

    /// Lists the services asked for by exact name, in order of appearance, each once.
    ///
    /// Counts the names in `service(…)` and `edge(…)`, also under `!`; a comparison with the
    /// keyword `name` is none of them.
    pub fn service_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        self.tree.visit(&mut |node| {
            let selectors = match node {
                Node::Service { node, .. } => [node.as_ref(), None],
                Node::Edge { from, to, .. } => [Some(from), Some(to)],
                _ => [None, None],
            };
            for name in selectors.into_iter().flatten().filter_map(|each| each.name.as_deref()) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        });
        names
    }

    /// Lists what is legal but likely not meant, by column.
    pub fn warnings(&self) -> Vec<Warning> {
        self.warnings.clone()
    }
}

impl PartialEq for FilterExpression {
    fn eq(&self, other: &Self) -> bool {
        self.tree == other.tree
    }
}

impl fmt::Display for FilterExpression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tree.fmt(formatter)
    }
}
