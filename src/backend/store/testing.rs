//! What the tests of the store and of the rooms above it share.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow_array::Array as _;
use arrow_array::BooleanArray;
use arrow_array::Float64Array;
use arrow_array::Int64Array;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::DatasetRows;
use super::EventAck;
use super::EventBatch;
use super::EventCollector;
use super::EventColumns;
use super::LogAck;
use super::LogBatch;
use super::LogColumns;
use super::Snapshot;
use super::Store;
use super::StoreError;
use super::StoreOptions;
use super::catalog::Scope;
use super::catalog::datasets;
use super::catalog::datasets::Dataset;
use super::catalog::datasets::NewDataset;
use super::catalog::log_groups;
use super::catalog::log_groups::LogGroup;
use super::catalog::log_groups::NewLogGroup;
use super::catalog::log_streams;
use super::catalog::log_streams::LogStream;
use super::event_columns;
use super::field_of;
use crate::base::ManualClock;
use crate::model::event::Event;
use crate::model::event::FieldScalar;

/// The time at which test clocks begin: 2026-11-21T00:00:00Z.
pub(crate) const START_MS: i64 = 1_795_219_200_000;

pub(crate) const ACCOUNT: &str = "000000000000";
pub(crate) const REGION: &str = "eu-west-3";

pub(crate) fn scope() -> Scope {
    Scope::new(ACCOUNT, REGION)
}

/// Opens the store of a directory with options that are changed, and returns its clock, too.
pub(crate) fn open_with(
    directory: &Path,
    change: impl FnOnce(&mut StoreOptions),
) -> (Store, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(START_MS));
    let mut options = options(directory, &clock);
    change(&mut options);
    (Store::open(options).unwrap(), clock)
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

pub(crate) fn create_dataset(store: &Store, slug: &str, retention_days: Option<u32>) -> Dataset {
    let new = NewDataset {
        slug: slug.to_owned(),
        name: slug.to_uppercase(),
        retention_days,
        created_ms: START_MS,
    };
    store
        .write(move |connection| datasets::create(connection, &scope(), &new))
        .wait()
        .unwrap()
        .expect("the slug is free")
}

pub(crate) fn append_events(store: &Store, events: Vec<Event>) -> EventAck {
    store.append_events(EventBatch::of(scope(), &events)).wait().unwrap()
}

/// A stored wide event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EventRow {
    pub(crate) dataset: i64,
    pub(crate) time_ns: i64,
    pub(crate) ingestion_ms: i64,
    pub(crate) sequence: u64,
    pub(crate) sample_rate: u32,
    pub(crate) fields: BTreeMap<String, FieldScalar>,
}

/// Returns all wide events of a snapshot that are not dead, by sequence.
pub(crate) fn all_events(snapshot: &Snapshot) -> Result<Vec<EventRow>, StoreError> {
    let mut rows = Vec::new();
    for batch in snapshot.hot_events() {
        push_events(batch.rows()?, &mut rows)?;
    }
    for file in snapshot.sealed_events() {
        let reader = file.open()?;
        let footer = file.footer(&reader)?;
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(reader, footer);
        for batch in reader.build().map_err(|error| file.error(error))? {
            push_events(&batch?, &mut rows)?;
        }
    }
    rows.retain(|row| !snapshot.dead().has_group(row.dataset));
    rows.sort_by_key(|row| row.sequence);
    Ok(rows)
}

fn push_events(batch: &RecordBatch, rows: &mut Vec<EventRow>) -> Result<(), StoreError> {
    let fixed = EventColumns::of(batch)?;
    for row in 0..batch.num_rows() {
        let mut fields = BTreeMap::new();
        let schema = batch.schema();
        for (place, column) in batch.columns().iter().enumerate().skip(event_columns::COUNT) {
            if column.is_null(row) {
                continue;
            }
            let any = column.as_any();
            let value = if let Some(column) = any.downcast_ref::<StringArray>() {
                FieldScalar::Text(column.value(row).to_owned())
            } else if let Some(column) = any.downcast_ref::<Int64Array>() {
                FieldScalar::Integer(column.value(row))
            } else if let Some(column) = any.downcast_ref::<Float64Array>() {
                FieldScalar::Float(column.value(row))
            } else {
                FieldScalar::Flag(any.downcast_ref::<BooleanArray>().unwrap().value(row))
            };
            let (name, _) = field_of(schema.field(place).name()).unwrap();
            assert!(fields.insert(name.into_owned(), value).is_none(), "two kinds in one row");
        }
        rows.push(EventRow {
            dataset: fixed.datasets[row],
            time_ns: fixed.times[row],
            ingestion_ms: fixed.ingestions[row],
            sequence: fixed.sequences[row],
            sample_rate: fixed.sample_rates[row],
            fields,
        });
    }
    Ok(())
}

/// Small numbers that look random and are the same for the same seed.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Returns a number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }
}

/// Returns collected events in the order in which they came, with their fields by name.
pub(crate) fn collected_events(collector: EventCollector) -> Vec<Event> {
    let mut events: Vec<(u32, Event)> = Vec::new();
    for DatasetRows { dataset, rows } in collector.finish() {
        let (batch, places) = rows.finish().unwrap();
        let mut found = Vec::new();
        push_events(&batch, &mut found).unwrap();
        events.extend(places.into_iter().zip(found).map(|(place, row)| {
            let EventRow { time_ns, sample_rate, fields, .. } = row;
            let fields = fields.into_iter().collect();
            (place, Event { dataset: dataset.clone(), time_ns, sample_rate, fields })
        }));
    }
    events.sort_by_key(|(place, _)| *place);
    events.into_iter().map(|(_, event)| event).collect()
}
