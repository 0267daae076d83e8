//! The manifest: one row per sealed file.

use rusqlite::Connection;
use rusqlite::params;

use super::catalog::numbers::count;
use super::catalog::numbers::stored;
use super::error::StoreError;
use super::table::TableId;

/// How much of a file belongs to one partition (for logs: to one group).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Partition {
    pub(crate) id: i64,
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
}

/// What the manifest says about a sealed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileEntry {
    /// Number of the file, never reused.
    pub(crate) id: i64,
    pub(crate) table: TableId,
    pub(crate) name: String,
    /// Days since the epoch of all its rows, by event time in UTC.
    pub(crate) day: i64,
    pub(crate) rows: u64,
    /// Bytes of its rows before encoding.
    pub(crate) raw_bytes: u64,
    pub(crate) file_bytes: u64,
    pub(crate) min_time: i64,
    pub(crate) max_time: i64,
    /// Latest of the times by which its rows expire.
    pub(crate) max_retention: i64,
    /// Deletions up to this number have left no row in the file.
    pub(crate) purged: i64,
    /// In the order of their ids.
    pub(crate) partitions: Vec<Partition>,
}

impl FileEntry {
    /// Returns what the file holds of a partition.
    pub(crate) fn partition(&self, id: i64) -> Option<&Partition> {
        let place = self.partitions.binary_search_by_key(&id, |partition| partition.id).ok()?;
        self.partitions.get(place)
    }
}

/// Adds a file.
pub(crate) fn insert(connection: &Connection, entry: &FileEntry) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO manifest (id, table_name, file_name, day, row_count, raw_bytes,
                 file_bytes, min_time, max_time, purged, partitions, max_retention)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            entry.id,
            entry.table.definition().name(),
            entry.name,
            entry.day,
            stored(entry.rows),
            stored(entry.raw_bytes),
            stored(entry.file_bytes),
            entry.min_time,
            entry.max_time,
            entry.purged,
            encode_partitions(&entry.partitions),
            entry.max_retention,
        ])?;
    Ok(())
}

/// Removes a file.
pub(crate) fn remove(connection: &Connection, id: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM manifest WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Lists all files of the tables that this version knows, in the order of their numbers.
pub(crate) fn list(connection: &Connection) -> Result<Vec<FileEntry>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT id, table_name, file_name, day, row_count, raw_bytes, file_bytes, min_time,
             max_time, purged, partitions, max_retention FROM manifest ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let table: String = row.get(1)?;
        let Some(table) = TableId::from_name(&table) else {
            continue;
        };
        let partitions: Vec<u8> = row.get(10)?;
        entries.push(FileEntry {
            id: row.get(0)?,
            table,
            name: row.get(2)?,
            day: row.get(3)?,
            rows: count(row, 4)?,
            raw_bytes: count(row, 5)?,
            file_bytes: count(row, 6)?,
            min_time: row.get(7)?,
            max_time: row.get(8)?,
            purged: row.get(9)?,
            partitions: decode_partitions(&partitions),
            max_retention: row.get(11)?,
        });
    }
    Ok(entries)
}

/// Writes partitions as variable-length numbers, ids as differences.
fn encode_partitions(partitions: &[Partition]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(partitions.len() * 6);
    let mut previous = 0_i64;
    for partition in partitions {
        let step = partition.id.wrapping_sub(previous);
        push_number(&mut bytes, ((step << 1) ^ (step >> 63)).cast_unsigned());
        push_number(&mut bytes, partition.rows);
        push_number(&mut bytes, partition.bytes);
        previous = partition.id;
    }
    bytes
}

fn decode_partitions(bytes: &[u8]) -> Vec<Partition> {
    let mut rest = bytes;
    let mut partitions = Vec::new();
    let mut previous = 0_i64;
    while let (Some(step), Some(rows), Some(bytes)) =
        (take_number(&mut rest), take_number(&mut rest), take_number(&mut rest))
    {
        let step = (step >> 1).cast_signed() ^ -(step & 1).cast_signed();
        previous = previous.wrapping_add(step);
        partitions.push(Partition { id: previous, rows, bytes });
    }
    partitions
}

fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take_number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, tail) = rest.split_first()?;
        *rest = tail;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partitions_survive_their_encoding() {
        let partitions: Vec<Partition> =
            [(-5, 1, 0), (0, 127, 128), (7, u64::MAX, 1), (i64::MAX, 3, 4)]
                .into_iter()
                .map(|(id, rows, bytes)| Partition { id, rows, bytes })
                .collect();
        assert_eq!(decode_partitions(&encode_partitions(&partitions)), partitions);
        assert!(decode_partitions(&[0x80]).is_empty());
    }
}
