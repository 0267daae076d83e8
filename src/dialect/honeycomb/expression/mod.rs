//! The calculated-field language: text to a checked tree, and back.

mod error;
mod functions;
mod lexer;
mod parser;
mod render;
#[cfg(test)]
mod tests;

pub use error::ExpressionError;
pub use parser::MAXIMUM_EXPRESSION_LENGTH;
pub use parser::parse_expression;
pub use render::render_expression;
