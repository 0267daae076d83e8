//! What the person at the keyboard, or the program at the other end of a pipe, gets to see.
//!
//! stdout carries data, stderr everything else. Owns formats, colour, width, escaping, progress,
//! prompts and the manners of CI systems. Knows no setting, no command and no vendor: it is told
//! how to look by [`UiOptions`] and what to say by [`Report`], [`Record`] and [`ErrorMessage`].

mod annotation;
mod captured;
mod chart;
mod ci;
mod color;
mod csv;
mod error_message;
mod escape;
mod format;
mod groups;
mod json;
mod line;
mod options;
mod plain;
mod progress;
mod prompt;
mod query;
mod record;
mod render;
mod report;
mod runner;
mod secret_prompt;
mod source_span;
mod streams;
mod table;
mod terminal;
mod trend;
mod yaml;

pub use annotation::Annotation;
pub use annotation::AnnotationLevel;
pub use captured::Captured;
pub use chart::Heatmap;
pub use ci::Ci;
pub use ci::CiChoice;
pub use color::ColorChoice;
pub use color::ColorInputs;
pub use error_message::ErrorMessage;
pub use escape::escape_untrusted;
pub use escape::escape_untrusted_lines;
pub use format::Format;
pub use line::Line;
pub use line::Tone;
pub use options::UiOptions;
pub use options::Verbosity;
pub use progress::Progress;
pub use prompt::PromptError;
pub use query::Query;
pub use query::QueryError;
pub use record::Record;
pub use record::RecordWriter;
pub use report::Alignment;
pub use report::ChartedTable;
pub use report::Column;
pub use report::LineGroup;
pub use report::Report;
pub use report::View;
pub use runner::RunnerOptions;
pub use secret_prompt::HiddenTyping;
pub use secret_prompt::read_hidden;
pub use source_span::SourceSpan;
pub use streams::OutputError;
pub use streams::Ui;
pub use terminal::Terminals;
