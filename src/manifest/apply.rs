//! `[apply]`.

use super::reading::Reading;
use super::rollbar::Rollbar;
use super::table::Table;
use crate::base::Placed;

/// Whom apply tells when it has changed something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apply {
    /// Whether Honeycomb gets a marker.
    pub marker: Option<Placed<bool>>,
    /// Whether Rollbar is told of a deploy.
    pub deploy: Option<Placed<bool>>,
}

/// Reads `[apply]`.
pub(super) fn read(root: &mut Table<'_, '_>, reading: &Reading, rollbar: &Rollbar) -> Apply {
    let has_environment = rollbar.environment.is_some() || root.has_below("rollbar", "environment");
    let apply = root.table("apply", "Whom apply tells when it has changed something.", |table| {
        let marker = table.flag("marker", "Put a marker on the graphs of Honeycomb.");
        let deploy = table.flag("deploy", "Tell Rollbar of a deploy in its environment.");
        if deploy.as_ref().is_some_and(|deploy| *deploy.get_ref()) && !has_environment {
            let message = format!("`{}` needs the environment", table.path_of("deploy"));
            let hint = "add [rollbar] with environment = \"…\"".to_owned();
            table.problem(table.range_of("deploy"), message, Some(hint));
        }
        Apply {
            marker: marker.map(|marker| reading.placed(marker)),
            deploy: deploy.map(|deploy| reading.placed(deploy)),
        }
    });
    apply.unwrap_or_default()
}
