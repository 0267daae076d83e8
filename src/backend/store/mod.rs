//! The durable store: catalog, hot log and manifest in one SQLite database, sealed rows in
//! Parquet files.
//!
//! Owns everything that must survive a crash. Knows no API, no query language and no network.

mod append;
pub mod catalog;
mod compaction;
mod database;
mod dead;
mod directory;
mod encoder;
mod error;
mod event_collector;
mod event_rows;
mod events_table;
mod field_names;
mod files;
mod footers;
mod hot;
mod logs_table;
mod manifest;
mod occurrence_bounds;
mod opening;
mod options;
mod pending;
mod portable;
mod readers;
mod schema;
mod sealed;
mod sealing;
mod shared;
mod snapshot;
mod statistics;
#[expect(clippy::module_inception, reason = "the handle has the name of the room")]
mod store;
mod subscription;
mod table;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod union;
mod writer;

pub use append::EventAck;
pub use append::EventBatch;
pub use append::EventRefusal;
pub use append::LogAck;
pub use append::LogBatch;
pub use catalog::Scope;
pub use dead::DeadIds;
pub use directory::DataDirectory;
pub use directory::DirectoryLock;
pub use directory::Holder;
pub use directory::LockOutcome;
pub use error::AppendError;
pub use error::StoreError;
pub use event_collector::DatasetRows;
pub use event_collector::EventCollector;
pub use event_rows::EventRows;
pub use events_table::EventColumns;
pub use events_table::columns as event_columns;
pub use field_names::FieldKind;
pub use field_names::column_name;
pub use field_names::field_of;
pub use files::Files;
pub use files::ListedFile;
pub use files::OperatingSystemFiles;
pub use files::ReadableFile;
pub use files::WritableFile;
pub use hot::HotBatch;
pub use logs_table::LogColumns;
pub use logs_table::columns as log_columns;
pub use options::StoreOptions;
pub use pending::Pending;
pub use portable::Export;
pub use portable::ImportError;
pub use portable::Imported;
pub use portable::holds_data;
pub use portable::import;
pub use sealed::SealedFile;
pub use sealed::SealedReader;
pub use sealed::SequentialReader;
pub use snapshot::Snapshot;
pub use statistics::StoreStatistics;
pub use store::Store;
pub use subscription::Received;
pub use subscription::Subscription;
