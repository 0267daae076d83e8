//! `[rollbar]`.

use super::reading::Reading;
use super::rules::Text;
use super::table::Table;
use crate::base::Placed;

/// What is declared for Rollbar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rollbar {
    /// The environment that items are sent and read with.
    pub environment: Option<Placed<String>>,
}

/// Reads `[rollbar]`.
pub(super) fn read(root: &mut Table<'_, '_>, reading: &Reading) -> Rollbar {
    let environment = root.table("rollbar", "Rollbar.", |table| {
        table.text(
            "environment",
            "The environment that items belong to.",
            &Text::of_length(1, 255)
                .matching("^[^\\x00-\\x1f\\x7f]*$", "without control characters"),
        )
    });
    Rollbar { environment: environment.flatten().map(|name| reading.placed(name)) }
}
