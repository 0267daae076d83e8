//! What happens, in words.

use crate::commands::CommandError;
use crate::model::change_set::Action;
use crate::services::apply::Event;
use crate::services::resources::CallError;

/// Says what happens; nothing for what is said otherwise.
pub(super) fn describe(event: &Event) -> Option<String> {
    match event {
        Event::Started { .. } => None,
        Event::Done { address, action, note } => {
            let note = note.as_ref().map_or_else(String::new, |note| format!(" ({note})"));
            Some(format!("{} {}{note}", done(*action), address.title()))
        }
        Event::Failed { address, action, error } => {
            Some(format!("failed to {} {}: {error}", action.name(), address.title()))
        }
        Event::Verifying { pending, pause } => Some(format!(
            "{pending} of the changes {} not show yet; looking again in {:.1} s",
            if *pending == 1 { "does" } else { "do" },
            pause.as_secs_f64()
        )),
    }
}

/// Returns the word for an action that is done.
pub(super) const fn done(action: Action) -> &'static str {
    match action {
        Action::Create => "created",
        Action::Adopt => "adopted",
        Action::Update => "updated",
        Action::Restore => "restored",
        Action::Release => "released",
        Action::Delete => "deleted",
        Action::Unchanged => "left unchanged",
        Action::Orphan => "left",
        Action::Conflict => "stopped at",
    }
}

/// Converts a failed call; the vendor's code and request id stay visible.
pub(super) fn call_failed(error: CallError) -> CommandError {
    let (code, request_id) = (error.code.clone(), error.request_id.clone());
    CommandError::of_call(error, code, request_id)
}
