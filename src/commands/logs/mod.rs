//! `logs`: log groups, streams, events.

mod create_group;
mod create_stream;
mod delete_group;
mod group_name;
mod groups;
mod line;
mod noun;
mod put;
mod retention;
mod streams;
mod tail;
mod test_pattern;

pub(crate) use noun::LogsCommand;
