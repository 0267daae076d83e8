//! The saved queries of a project, and the board that shows them, as change sets tell of them.

/// The field of a board that holds the saved queries on it, by name with their dataset.
pub const SHOWN_FIELD: &str = "queries";

/// The field that counts further things of the same name, which are to go.
pub const SURPLUS_FIELD: &str = "surplus";
