//! What the tests of the store and of the rooms above it share.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::LogAck;
use super::LogBatch;
use super::LogColumns;
use super::Snapshot;
use super::Store;
use super::StoreError;
use super::StoreOptions;
use super::catalog::Scope;
use super::catalog::log_groups;
use super::catalog::log_groups::LogGroup;
use super::catalog::log_groups::NewLogGroup;
use super::catalog::log_streams;
use super::catalog::log_streams::LogStream;
use crate::base::ManualClock;

/// The time at which test clocks begin: 2026-11-21T00:00:00Z.
pub(crate) const START_MS: i64 = 1_795_219_200_000;

pub(crate) const ACCOUNT: &str = "000000000000";
pub(crate) const REGION: &str = "eu-west-3";

pub(crate) fn scope() -> Scope {
    Scope::new(ACCOUNT, REGION)
}

/// Options for a directory, with nothing that happens by itself after a time.
pub(crate) fn options(directory: &Path, clock: &Arc<ManualClock>) -> StoreOptions {
    let clock: Arc<ManualClock> = Arc::clone(clock);
    let mut options = StoreOptions::new(directory.join("data"), clock);
    options.maintenance_interval = None;
    options.disk_reserve_bytes = Some(0);
    options.durable = false;
    options
}

pub(crate) fn new_group(name: &str) -> NewLogGroup {
    NewLogGroup {
        name: name.to_owned(),
        class: "STANDARD".to_owned(),
        retention_days: None,
        kms_key_id: None,
        deletion_protection: false,
        bearer_token_authentication: false,
        created_ms: START_MS,
    }
}

pub(crate) fn create_group(store: &Store, name: &str) -> LogGroup {
    let new = new_group(name);
    store
        .write(move |connection| log_groups::create(connection, &scope(), &new))
        .wait()
        .unwrap()
        .expect("the name is free")
}

pub(crate) fn create_stream(store: &Store, group_id: i64, name: &str) -> LogStream {
    let name = name.to_owned();
    store
        .write(move |connection| log_streams::create(connection, group_id, &name, START_MS))
        .wait()
        .unwrap()
        .expect("the name is free")
}

pub(crate) fn batch(group: &str, stream: &str, events: &[(i64, &str)]) -> LogBatch {
    LogBatch {
        account: ACCOUNT.to_owned(),
        region: REGION.to_owned(),
        group: group.to_owned(),
        stream: stream.to_owned(),
        events: events.iter().map(|(time, message)| (*time, (*message).to_owned())).collect(),
    }
}

pub(crate) fn append(store: &Store, group: &str, stream: &str, events: &[(i64, &str)]) -> LogAck {
    store.append_logs(batch(group, stream, events)).wait().unwrap()
}

/// A stored row: group, stream, time, ingestion, sequence, text.
pub(crate) type Row = (i64, i64, i64, i64, u64, String);

/// Returns all rows of a snapshot that are not dead, by sequence.
pub(crate) fn all_rows(snapshot: &Snapshot) -> Result<Vec<Row>, StoreError> {
    let mut rows = Vec::new();
    for batch in snapshot.hot_logs() {
        push_rows(&LogColumns::of(batch.rows()?)?, &mut rows);
    }
    for file in snapshot.sealed_logs() {
        let reader = file.open()?;
        let footer = file.footer(&reader)?;
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(reader, footer);
        for batch in reader.build().map_err(|error| file.error(error))? {
            push_rows(&LogColumns::of(&batch?)?, &mut rows);
        }
    }
    rows.retain(|row| !snapshot.dead().has(row.0, row.1));
    rows.sort_by_key(|row| row.4);
    Ok(rows)
}

fn push_rows(columns: &LogColumns<'_>, rows: &mut Vec<Row>) {
    for row in 0..columns.sequences.len() {
        rows.push((
            columns.group_ids[row],
            columns.stream_ids[row],
            columns.timestamps[row],
            columns.ingestions[row],
            columns.sequences[row],
            columns.messages.value(row).to_owned(),
        ));
    }
}

/// Copies the data directory of a store as a crash would leave it.
///
/// A copy takes time, a crash does not: it is repeated until nothing was committed meanwhile.
pub(crate) fn copy_crashed(store: &Store, from: &Path, to: &Path) {
    loop {
        let commits = store.statistics().commits;
        if copy_directory(from, to).is_ok() && store.statistics().commits == commits {
            return;
        }
        let _ = fs::remove_dir_all(to);
    }
}

fn copy_directory(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    fs::set_permissions(to, fs::metadata(from)?.permissions())?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_directory(&entry.path(), &target)?;
        } else if !entry.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
