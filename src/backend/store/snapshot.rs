//! One immutable view of all rows.

use std::sync::Arc;

use super::dead::DeadIds;
use super::hot::HotBatch;
use super::sealed::SealedFile;
use super::table::TableId;

/// The hot batches and sealed files of one table.
#[derive(Clone, Debug, Default)]
pub(crate) struct TableSnapshot {
    pub(crate) hot: Arc<Vec<Arc<HotBatch>>>,
    pub(crate) files: Arc<Vec<Arc<SealedFile>>>,
}

/// All rows as of one commit; each is in exactly one hot batch or sealed file.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(crate) tables: [TableSnapshot; TableId::ALL.len()],
    pub(crate) dead: Arc<DeadIds>,
    /// Rises with every change of the rows.
    pub(crate) version: u64,
}

impl Snapshot {
    /// Returns the batches of log events that are not sealed.
    #[must_use]
    pub fn hot_logs(&self) -> &[Arc<HotBatch>] {
        &self.tables[TableId::Logs.index()].hot
    }

    /// Returns the sealed files of log events.
    #[must_use]
    pub fn sealed_logs(&self) -> &[Arc<SealedFile>] {
        &self.tables[TableId::Logs.index()].files
    }

    /// Returns the batches of wide events that are not sealed.
    #[must_use]
    pub fn hot_events(&self) -> &[Arc<HotBatch>] {
        &self.tables[TableId::Events.index()].hot
    }

    /// Returns the sealed files of wide events.
    #[must_use]
    pub fn sealed_events(&self) -> &[Arc<SealedFile>] {
        &self.tables[TableId::Events.index()].files
    }

    /// Returns the groups, datasets and streams whose rows must not be shown.
    #[must_use]
    pub fn dead(&self) -> &DeadIds {
        &self.dead
    }

    /// Returns a number that rises with every change of the rows.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }
}
