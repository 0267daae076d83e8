//! Where a value stands, in whichever file.

use std::ops::Range;
use std::sync::Arc;

use crate::base::Document;
use crate::base::Place;

/// A range of bytes of a file.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) document: Arc<Document>,
    pub(super) range: Range<usize>,
}

impl Spot {
    /// Returns the place.
    pub(super) fn place(&self) -> Place {
        self.document.place(self.range.start)
    }
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Sourced<T> {
    pub(super) value: T,
    pub(super) spot: Spot,
}

impl<T> Sourced<T> {
    /// Places a value of a document.
    pub(super) fn new(document: &Arc<Document>, value: toml::Spanned<T>) -> Self {
        let range = value.span();
        let spot = Spot { document: Arc::clone(document), range };
        Self { value: value.into_inner(), spot }
    }
}
