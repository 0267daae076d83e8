//! A tree to text that parses to the same tree.

use super::functions;
use super::lexer::is_column_character;
use crate::dialect::plan::Expression;
use crate::dialect::plan::Function;
use crate::dialect::plan::Scalar;

/// Renders an expression, operators as calls.
#[must_use]
pub fn render_expression(expression: &Expression) -> String {
    match expression {
        Expression::Column(name) => {
            let is_plain = name.chars().all(is_column_character)
                && !name.starts_with(|first: char| first.is_numeric());
            if is_plain { format!("${name}") } else { format!("${}", quoted(name)) }
        }
        Expression::Literal(value) => match value {
            Scalar::Null => "null".to_owned(),
            Scalar::Text(text) => quoted(text),
            // The point keeps a float a float.
            Scalar::Float(number) => format!("{number:?}"),
            other => other.as_text().unwrap_or_default().into_owned(),
        },
        Expression::Call { function, arguments } => {
            let (name, last) = match function {
                Function::CharacterCount => ("LENGTH", None),
                Function::ByteCount => ("LENGTH", Some(quoted("bytes"))),
                Function::PatternFound(pattern) => ("REG_MATCH", Some(quoted(pattern.as_str()))),
                Function::PatternValue(pattern) => ("REG_VALUE", Some(quoted(pattern.as_str()))),
                Function::PatternCount(pattern) => ("REG_COUNT", Some(quoted(pattern.as_str()))),
                Function::Switch => ("SWITCH", None),
                Function::FormatTime => ("FORMAT_TIME", None),
                other => (functions::name_of(other), None),
            };
            let arguments: Vec<String> =
                arguments.iter().map(render_expression).chain(last).collect();
            format!("{name}({})", arguments.join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for each in text.chars() {
        match each {
            '"' | '\\' => quoted.extend(['\\', each]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if each.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(each))),
            _ => quoted.push(each),
        }
    }
    quoted.push('"');
    quoted
}
