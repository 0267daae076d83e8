//! Required members of a request.

use crate::model::Rule;
use crate::model::Violation;

/// Returns the value of a required member; AWS treats an absent member and `null` alike.
///
/// # Errors
/// The member is absent.
pub fn required<T>(path: &str, value: Option<T>) -> Result<T, Violation> {
    value.ok_or_else(|| Violation::new(path, Rule::Present, ""))
}
