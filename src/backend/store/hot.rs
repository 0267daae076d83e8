//! The hot log: batches of rows in memory, each also one row of the database.
//!
//! A batch is loaded from the database at its first use. Its database row is removed only after
//! it was loaded, so that every snapshot that still holds the batch can read it.

use std::sync::Arc;
use std::sync::OnceLock;

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::reader::StreamDecoder;
use arrow_ipc::writer::StreamEncoder;
use arrow_schema::Fields;
use arrow_schema::Schema;
use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::params;

use super::catalog::numbers::count;
use super::catalog::numbers::stored;
use super::error::StoreError;
use super::readers::ReaderPool;
use super::table::TableId;

/// What the database says about a hot batch without its rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HotEntry {
    pub(crate) id: i64,
    pub(crate) table: TableId,
    /// Partition of all its rows; zero if it may hold several.
    pub(crate) partition: i64,
    pub(crate) rows: u64,
    /// Bytes of the rows in memory.
    pub(crate) bytes: u64,
    pub(crate) min_time: i64,
    pub(crate) max_time: i64,
    /// Deletions up to this number have left no row in the batch.
    pub(crate) purged: i64,
}

/// A batch of rows that is not sealed yet.
#[derive(Debug)]
pub struct HotBatch {
    entry: HotEntry,
    rows: OnceLock<RecordBatch>,
    source: Arc<ReaderPool>,
}

impl HotBatch {
    /// Creates a batch whose rows are in memory already.
    pub(crate) fn loaded(entry: HotEntry, rows: RecordBatch, source: Arc<ReaderPool>) -> Self {
        Self { entry, rows: OnceLock::from(rows), source }
    }

    /// Creates a batch that is loaded at its first use.
    pub(crate) fn stored(entry: HotEntry, source: Arc<ReaderPool>) -> Self {
        Self { entry, rows: OnceLock::new(), source }
    }

    pub(crate) fn entry(&self) -> &HotEntry {
        &self.entry
    }

    /// Returns the smallest and the largest event time of its rows.
    #[must_use]
    pub fn time_range(&self) -> (i64, i64) {
        (self.entry.min_time, self.entry.max_time)
    }

    /// Says whether the batch may hold rows of a partition.
    #[must_use]
    pub fn may_hold(&self, partition: i64) -> bool {
        self.entry.partition == 0 || self.entry.partition == partition
    }

    /// Returns its rows, loading them if this is their first use.
    ///
    /// # Errors
    /// The database cannot be read, or holds no batch where one should be.
    pub fn rows(&self) -> Result<&RecordBatch, StoreError> {
        if let Some(rows) = self.rows.get() {
            return Ok(rows);
        }
        let loaded = self.source.with(|connection| load(connection, self.entry.id))?;
        match loaded {
            Some(rows) => Ok(self.rows.get_or_init(|| rows)),
            // Another thread loaded it and its row was removed since.
            None => self.rows.get().ok_or_else(|| {
                let detail = format!("hot batch {} is missing", self.entry.id);
                StoreError::damaged(self.source.path(), detail)
            }),
        }
    }
}

/// Writes batches of one schema as Arrow stream messages, without the schema message.
pub(crate) struct BatchEncoder {
    fields: Fields,
    schema: Vec<u8>,
    encoder: StreamEncoder,
}

impl BatchEncoder {
    /// Creates an encoder of batches with that schema.
    pub(crate) fn new(schema: &Arc<Schema>) -> Result<Self, StoreError> {
        let mut encoder = StreamEncoder::try_new(schema)?;
        let empty = RecordBatch::new_empty(Arc::clone(schema));
        let both = joined(&encoder.encode(&empty)?);
        let second = joined(&encoder.encode(&empty)?);
        let length = both.len().saturating_sub(second.len());
        let fields = schema.fields().clone();
        Ok(Self { fields, schema: both[..length].to_vec(), encoder })
    }

    /// Returns the columns of the batches.
    pub(crate) const fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Returns the schema message, which every batch needs in front to be decoded.
    pub(crate) fn schema(&self) -> &[u8] {
        &self.schema
    }

    /// Returns the message of a batch.
    pub(crate) fn encode(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, StoreError> {
        Ok(joined(&self.encoder.encode(batch)?))
    }
}

fn joined(buffers: &[Buffer]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(buffers.iter().map(Buffer::len).sum());
    for buffer in buffers {
        bytes.extend_from_slice(buffer);
    }
    bytes
}

/// Reads a batch from its schema message and its own message.
pub(crate) fn decode(schema: Vec<u8>, body: Vec<u8>) -> Result<Option<RecordBatch>, StoreError> {
    let mut decoder = StreamDecoder::new();
    decoder.decode(&mut Buffer::from_vec(schema))?;
    Ok(decoder.decode(&mut Buffer::from_vec(body))?)
}

fn load(connection: &Connection, id: i64) -> Result<Option<RecordBatch>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT schemas.body, hot.body FROM hot JOIN schemas ON schemas.id = hot.schema_id
         WHERE hot.id = ?1",
    )?;
    let found: Option<(Vec<u8>, Vec<u8>)> =
        statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map_or(Ok(None), |(schema, body)| decode(schema, body))
}

/// Returns the number of a schema message in the database, storing it at its first use.
pub(crate) fn schema_id(connection: &Connection, schema: &[u8]) -> Result<i64, StoreError> {
    let mut find = connection.prepare_cached("SELECT id FROM schemas WHERE body = ?1")?;
    if let Some(id) = find.query_row([schema], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    let mut insert =
        connection.prepare_cached("INSERT INTO schemas (body) VALUES (?1) RETURNING id")?;
    Ok(insert.query_row([schema], |row| row.get(0))?)
}

/// Stores a batch; `entry.id` is ignored, the new number is returned.
pub(crate) fn insert(
    connection: &Connection,
    entry: &HotEntry,
    schema_id: i64,
    body: &[u8],
) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO hot (table_name, schema_id, row_count, byte_count, min_time, max_time,
             purged, body, partition) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id",
    )?;
    let values = params![
        entry.table.definition().name(),
        schema_id,
        stored(entry.rows),
        stored(entry.bytes),
        entry.min_time,
        entry.max_time,
        entry.purged,
        body,
        entry.partition,
    ];
    Ok(statement.query_row(values, |row| row.get(0))?)
}

/// Forgets schemas that no batch has any more.
pub(crate) fn forget_schemas(connection: &Connection) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM schemas WHERE id NOT IN (SELECT schema_id FROM hot)")?
        .execute([])?;
    Ok(())
}

/// Removes a batch from the database.
pub(crate) fn remove(connection: &Connection, id: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM hot WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Lists the stored batches in the order of their numbers, without their rows.
pub(crate) fn list(connection: &Connection) -> Result<Vec<HotEntry>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT id, table_name, row_count, byte_count, min_time, max_time, purged,
             partition FROM hot ORDER BY id",
    )?;
    let rows = statement.query_map([], |row| {
        let name: String = row.get(1)?;
        Ok(TableId::from_name(&name).map(|table| (row.get(0), table)).map(|(id, table)| {
            Ok::<_, rusqlite::Error>(HotEntry {
                id: id?,
                table,
                rows: count(row, 2)?,
                bytes: count(row, 3)?,
                min_time: row.get(4)?,
                max_time: row.get(5)?,
                purged: row.get(6)?,
                partition: row.get(7)?,
            })
        }))
    })?;
    // Tables that this version does not know are left alone.
    let mut entries = Vec::new();
    for row in rows {
        if let Some(entry) = row? {
            entries.push(entry?);
        }
    }
    Ok(entries)
}
