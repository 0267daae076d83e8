//! `honeycomb push`: what `apply` does with the part of the file that is Honeycomb's.

use super::apply::How;
use super::apply::run_with;
use super::session;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::model::change_set::Section;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;

/// Makes the saved queries and the board as the project file declares them.
pub(crate) async fn push(context: &Context) -> Result<Outcome, CommandError> {
    let manifest = session::load(context)?;
    if manifest.honeycomb.queries.is_empty() {
        return Err(CommandError::usage("the project file declares no query of Honeycomb").hint(
            "add one, for instance:\n[honeycomb.queries.requests]\ndataset = \"backend-flask\"\n\
             breakdowns = [\"name\"]",
        ));
    }
    let sections = [Section::Honeycomb].into();
    let options = PlanOptions { sections, ..PlanOptions::new(Goal::Declared) };
    run_with(context, &manifest, &options, How::default()).await
}
