//! What a query is made of: hot batches, and row groups of sealed files.

use std::sync::Arc;

use super::prepared::Prepared;
use super::row_group::RowGroup;
use crate::backend::engine::open_file::OpenFile;
use crate::backend::store::HotBatch;
use crate::backend::store::SealedFile;
use crate::backend::store::Snapshot;
use crate::backend::store::StoreError;

/// What a unit reads.
#[derive(Debug)]
pub(super) enum Part {
    /// Unsealed rows.
    Hot(Arc<HotBatch>),
    /// Rows of a file.
    RowGroup(RowGroup),
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
    let groups = file.footer.metadata().num_row_groups();
    Ok((0..groups)
        .filter_map(|number| RowGroup::of(&file, number, query))
        .map(Part::RowGroup)
        .collect())
}
