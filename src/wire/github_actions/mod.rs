//! What GitHub's runner reads from a step: commands in its output, and the files that it names.
//!
//! The rules are those of "Workflow commands for GitHub Actions" and of the runner's own readers.
//! Texts only: nothing here writes, and nothing knows which stream or file a text goes to.

mod command;
mod file_entry;
mod mask;
mod summary;

pub use command::command;
pub use command::escape_data;
pub use command::escape_property;
pub use file_entry::EntryError;
pub use file_entry::environment_entry;
pub use file_entry::output_entry;
pub use mask::is_worth_masking;
pub use mask::masks;
pub use summary::SUMMARY_BYTES;
pub use summary::cut_summary;
