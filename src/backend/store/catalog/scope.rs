//! Whose data a catalog entry is.

/// The account and region that a catalog entry belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope {
    /// Account of twelve digits.
    pub account: String,
    /// Region, as in `eu-west-3`.
    pub region: String,
}

impl Scope {
    /// Creates a scope.
    #[must_use]
    pub fn new(account: impl Into<String>, region: impl Into<String>) -> Self {
        Self { account: account.into(), region: region.into() }
    }
}
