//! What a query is made of: hot batches, and row groups of sealed files.

use std::sync::Arc;

use super::prepared::Prepared;
use crate::backend::engine::open_file::OpenFile;
use crate::backend::engine::open_file::chunk_range;
use crate::backend::store::HotBatch;
use crate::backend::store::SealedFile;
use crate::backend::store::Snapshot;
use crate::backend::store::StoreError;
use crate::backend::store::event_columns;

/// What a unit reads.
#[derive(Debug)]
pub(super) enum Part {
    /// Unsealed rows.
    Hot(Arc<HotBatch>),
    /// Rows of a file.
    RowGroup(RowGroup),
}

/// A row group of a file.
#[derive(Debug)]
pub(super) struct RowGroup {
    pub(super) file: Arc<OpenFile>,
    pub(super) number: usize,
    /// Whether all rows are of one wanted dataset and lie in the range.
    pub(super) covered: bool,
}

impl RowGroup {
    /// Returns the number of its rows.
    pub(super) fn rows(&self) -> usize {
        let rows = self.file.footer.metadata().row_group(self.number).num_rows();
        usize::try_from(rows).unwrap_or_default()
    }
}

/// What was not looked into yet.
#[derive(Debug)]
pub(super) enum Candidate {
    Hot(Arc<HotBatch>),
    File(Arc<SealedFile>),
}

/// Lists the batches and files that can hold rows of the query.
pub(super) fn list(snapshot: &Snapshot, query: &Prepared) -> Vec<Candidate> {
    let wanted = |holds: &dyn Fn(i64) -> bool| query.datasets.keys().any(|&id| holds(id));
    let files = snapshot
        .sealed_events()
        .iter()
        .filter(|file| query.overlaps(file.time_range()) && wanted(&|id| file.has_partition(id)))
        .map(|file| Candidate::File(Arc::clone(file)));
    let hot = snapshot
        .hot_events()
        .iter()
        .filter(|batch| query.overlaps(batch.time_range()) && wanted(&|id| batch.may_hold(id)))
        .map(|batch| Candidate::Hot(Arc::clone(batch)));
    files.chain(hot).collect()
}

/// Returns the units of a candidate.
pub(super) fn expand(candidate: Candidate, query: &Prepared) -> Result<Vec<Part>, StoreError> {
    let file = match candidate {
        Candidate::Hot(batch) => return Ok(vec![Part::Hot(batch)]),
        Candidate::File(file) => file,
    };
    let file = OpenFile::of(&file)?;
    let mut parts = Vec::new();
    for (number, group) in file.footer.metadata().row_groups().iter().enumerate() {
        let (first, last) = chunk_range(group, event_columns::DATASET);
        let times = chunk_range(group, event_columns::TIME);
        let held = query.datasets.keys().any(|&id| first <= id && id <= last);
        if held && query.overlaps_ns(times) {
            let whole =
                query.overlaps_ns((times.0, times.0)) && query.overlaps_ns((times.1, times.1));
            let covered = first == last && whole;
            parts.push(Part::RowGroup(RowGroup { file: Arc::clone(&file), number, covered }));
        }
    }
    Ok(parts)
}
