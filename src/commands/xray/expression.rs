//! A filter expression that a user typed: checked here, so that the error points at the column.

use crate::commands::CommandError;
use crate::commands::Context;
use crate::dialect::xray_filter::FilterExpression;
use crate::ui::SourceSpan;

/// Checks an expression.
pub(super) fn check(text: &str) -> Result<FilterExpression, CommandError> {
    FilterExpression::parse(text).map_err(|error| {
        let start = byte_offset(text, error.column().saturating_sub(1));
        let end = byte_offset(text, error.column().saturating_sub(1) + error.length());
        let span = SourceSpan::new("filter expression", text, start..end.max(start), "");
        CommandError::from(error).span(span)
    })
}

/// Warns of what is legal but likely not meant.
pub(super) fn warn(context: &Context, expression: &FilterExpression) {
    for warning in expression.warnings() {
        context.ui.warning(&format!("column {}: {warning}", warning.column()));
    }
}

fn byte_offset(text: &str, characters: usize) -> usize {
    text.char_indices().nth(characters).map_or(text.len(), |(offset, _)| offset)
}
