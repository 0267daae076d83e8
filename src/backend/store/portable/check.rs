//! Compares the sealed files of an export with what its catalog and its manifest say of them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use parquet::file::statistics::Statistics;
use rusqlite::Connection;

use super::document::Document;
use super::error::ImportError;
use crate::backend::store::catalog;
use crate::backend::store::catalog::datasets;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::meta;
use crate::backend::store::encoder::day_of;
use crate::backend::store::files::OperatingSystemFiles;
use crate::backend::store::footers::FooterCache;
use crate::backend::store::manifest;
use crate::backend::store::manifest::FileEntry;
use crate::backend::store::sealed::SealedFile;
use crate::backend::store::writer::counters;

/// Numbers beyond this are not believed: sums of them must not run over.
const MAXIMUM_NUMBER: i64 = 1 << 53;

/// Checks a data directory that was made of an export.
pub(super) fn check(
    connection: &Connection,
    folder: &Path,
    document: &Document,
    goes_on: &dyn Fn() -> bool,
) -> Result<(), ImportError> {
    let mut announced: HashMap<&str, (u64, u64)> = HashMap::new();
    for member in &document.members {
        if let Some(rows) = member.rows {
            announced.insert(&member.name, (member.bytes, rows));
        }
    }
    let next_sequence = counter(connection, counters::NEXT_SEQUENCE)?;
    let next_file = counter(connection, counters::NEXT_FILE)?;
    counter(connection, counters::LAST_INGESTION)?;
    let entries = manifest::list(connection).map_err(unfit)?;
    if entries.len() != announced.len() {
        let count = announced.len();
        let reason = format!("it knows {} sealed files, {count} came", entries.len());
        return Err(ImportError::Catalog(reason));
    }
    let footers = Arc::new(FooterCache::new(0));
    for entry in entries {
        if !goes_on() {
            return Err(ImportError::Stopped);
        }
        let name = format!("{}/{}", entry.table.definition().name(), entry.name);
        let refuse = |reason: &str| Err(ImportError::member(&name, reason));
        match announced.remove(name.as_str()) {
            None => return Err(ImportError::Catalog(format!("{name} did not come"))),
            Some(sizes) if sizes != (entry.file_bytes, entry.rows) => {
                return refuse("the catalog has another size of it");
            }
            Some(_) => {}
        }
        if entry.id < 1 || entry.id >= next_file {
            return refuse("its number was not given out");
        }
        let path = folder.join(&name);
        let files = Arc::new(OperatingSystemFiles);
        let file = SealedFile::new(entry.clone(), path, files, Arc::clone(&footers));
        let footer = file.open().and_then(|reader| file.footer(&reader));
        let footer = match footer {
            Ok(footer) => footer,
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                return refuse(&cause.unwrap_or_else(|| error.to_string()));
            }
        };
        if let Err(reason) = check_footer(&entry, &footer, next_sequence) {
            return refuse(reason);
        }
    }
    check_sums(document, connection)
}

/// Compares a footer with the catalog's words about the file.
fn check_footer(
    entry: &FileEntry,
    footer: &ArrowReaderMetadata,
    next_sequence: i64,
) -> Result<(), &'static str> {
    let rows: i64 = footer.metadata().row_groups().iter().map(|group| group.num_rows()).sum();
    if u64::try_from(rows) != Ok(entry.rows)
        || footer.metadata().file_metadata().num_rows() != rows
        || rows == 0
    {
        return Err("its footer counts other rows");
    }
    let definition = entry.table.definition();
    if !definition.fits(footer.schema()) {
        return Err("its columns are not ours");
    }
    let bounds = definition.bounds();
    let range = |place: usize| range(footer, place).ok_or("a column has no bounds");
    let (first, last) = range(bounds.time)?;
    let (first, last) = (first.div_euclid(bounds.ticks), last.div_euclid(bounds.ticks));
    if (first, last) != (entry.min_time, entry.max_time)
        || day_of(first) != entry.day
        || day_of(last) != entry.day
        || range(bounds.retention)?.1 != entry.max_retention
    {
        return Err("its times are not those of the catalog");
    }
    let (first, last) = range(bounds.sequence)?;
    if first < 1 || last >= next_sequence {
        return Err("its rows have numbers that were not given out");
    }
    let (first, last) = range(bounds.partition)?;
    let ends = (entry.partitions.first(), entry.partitions.last());
    let (Some(low), Some(high)) = ends else { return Err("it belongs to no group") };
    let mut total = (0_u64, 0_u64);
    for partition in &entry.partitions {
        total.0 = total.0.saturating_add(partition.rows);
        total.1 = total.1.saturating_add(partition.bytes);
    }
    let rising = entry.partitions.windows(2).all(|pair| pair[0].id < pair[1].id);
    if (low.id, high.id) != (first, last)
        || !rising
        || total.0 != entry.rows
        || total.1 > entry.raw_bytes
        || entry.raw_bytes > MAXIMUM_NUMBER.unsigned_abs()
    {
        return Err("its groups are not those of the catalog");
    }
    Ok(())
}

/// Returns the smallest and the largest value of a column of numbers.
fn range(footer: &ArrowReaderMetadata, place: usize) -> Option<(i64, i64)> {
    let mut whole: Option<(i64, i64)> = None;
    for group in footer.metadata().row_groups() {
        let Some(Statistics::Int64(bounds)) = group.columns().get(place)?.statistics() else {
            return None;
        };
        let (low, high) = (*bounds.min_opt()?, *bounds.max_opt()?);
        whole = Some(whole.map_or((low, high), |(a, b)| (a.min(low), b.max(high))));
    }
    whole
}

fn counter(connection: &Connection, name: &str) -> Result<i64, ImportError> {
    let value = meta::counter(connection, name).map_err(unfit)?.unwrap_or(1);
    if (0..MAXIMUM_NUMBER).contains(&value) {
        return Ok(value);
    }
    Err(ImportError::Catalog(format!("its counter {name} is out of bounds")))
}

fn check_sums(document: &Document, connection: &Connection) -> Result<(), ImportError> {
    let mut rows = std::collections::BTreeMap::new();
    for member in &document.members {
        if let (Some((table, _)), Some(count)) = (member.name.split_once('/'), member.rows) {
            let sum: &mut u64 = rows.entry(table.to_owned()).or_default();
            *sum = sum.saturating_add(count);
        }
    }
    if rows != document.rows {
        return Err(ImportError::member("export.json", "its sums are not those of its members"));
    }
    log_groups::retentions(connection).map_err(unfit)?;
    datasets::check(connection).map_err(unfit)?;
    catalog::check_items(connection).map_err(unfit)?;
    let odd: i64 = connection.query_row(
        "SELECT (SELECT count(*) FROM log_groups WHERE stored_bytes NOT BETWEEN 0 AND ?1)
              + (SELECT count(*) FROM log_streams WHERE stored_bytes NOT BETWEEN 0 AND ?1)
              + (SELECT count(*) FROM tombstones WHERE bytes NOT BETWEEN 0 AND ?1)
              + (SELECT count(*) FROM sqlite_sequence WHERE seq NOT BETWEEN 0 AND ?1)",
        [MAXIMUM_NUMBER],
        |row| row.get(0),
    )?;
    if odd == 0 {
        Ok(())
    } else {
        Err(ImportError::Catalog("a number is out of bounds".to_owned()))
    }
}

fn unfit(error: crate::backend::store::error::StoreError) -> ImportError {
    let cause = std::error::Error::source(&error).map(ToString::to_string);
    ImportError::Catalog(cause.unwrap_or_else(|| error.to_string()))
}
