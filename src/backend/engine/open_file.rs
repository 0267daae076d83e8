//! An open sealed file, as all units that read it share it.

use std::sync::Arc;

use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;

use crate::backend::store::SealedFile;
use crate::backend::store::SealedReader;
use crate::backend::store::StoreError;

/// An open file with its footer.
#[derive(Debug)]
pub(super) struct OpenFile {
    pub(super) file: Arc<SealedFile>,
    pub(super) reader: SealedReader,
    pub(super) footer: ArrowReaderMetadata,
}

impl OpenFile {
    /// Opens a file and reads its footer.
    pub(super) fn of(file: &Arc<SealedFile>) -> Result<Arc<Self>, StoreError> {
        let reader = file.open()?;
        let footer = file.footer(&reader)?;
        Ok(Arc::new(Self { file: Arc::clone(file), reader, footer }))
    }
}

/// Returns the values that a column of a row group has at least and at most.
pub(super) fn chunk_range(row_group: &RowGroupMetaData, column: usize) -> (i64, i64) {
    let unknown = (i64::MIN, i64::MAX);
    let Some(Statistics::Int64(statistics)) = row_group.column(column).statistics() else {
        return unknown;
    };
    match (statistics.min_opt(), statistics.max_opt()) {
        (Some(first), Some(last)) => (*first, *last),
        _ => unknown,
    }
}
