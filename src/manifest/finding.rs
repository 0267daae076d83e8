//! A remark on a file that can be used.

use std::ops::Range;
use std::sync::Arc;

use super::spot::Spot;
use crate::base::Place;

/// Something that is legal and likely not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is odd.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// Where it stands, in bytes of `text`.
    pub range: Range<usize>,
    /// The text of the file.
    pub text: Arc<str>,
}

impl Finding {
    pub(super) fn new(spot: &Spot, message: String, hint: Option<String>) -> Self {
        Self {
            message,
            hint,
            place: spot.place(),
            range: spot.range.clone(),
            text: Arc::clone(&spot.document.text),
        }
    }
}
