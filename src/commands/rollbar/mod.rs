//! `rollbar`: test messages, items, occurrences and deploys.

mod deploy;
mod environment;
mod flags;
mod item;
mod items;
mod noun;
mod occurrence;
mod occurrence_view;
mod selector;
mod test;
mod told;
mod words;

pub(crate) use noun::RollbarCommand;
