//! Opening a store: checks, recovery, first snapshot.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicI64;

use rusqlite::Connection;

use super::catalog::meta;
use super::catalog::tombstones;
use super::database::DatabasePlace;
use super::dead::DeadIds;
use super::directory::DataDirectory;
use super::directory::check_directory;
use super::encoder::FILE_SUFFIX;
use super::encoder::FilePlace;
use super::encoder::TEMPORARY_SUFFIX;
use super::error::StoreError;
use super::files::ListedFile;
use super::footers::FooterCache;
use super::hot;
use super::hot::HotBatch;
use super::manifest;
use super::occurrence_bounds::OccurrenceBounds;
use super::options::StoreOptions;
use super::readers::ReaderPool;
use super::schema;
use super::sealed::SealedFile;
use super::shared::Shared;
use super::snapshot::Snapshot;
use super::snapshot::TableSnapshot;
use super::table::TableId;
use super::writer::Opened;
use super::writer::counters;

/// The files of each table's folder.
type Listed = Vec<(TableId, Vec<ListedFile>)>;

/// Opens the database and the manifest; reads no rows.
pub(super) fn open(options: StoreOptions) -> Result<(Arc<Shared>, Opened), StoreError> {
    let (database, listed) = if options.in_memory {
        (DatabasePlace::in_memory()?, Vec::new())
    } else {
        look_at(&options)?
    };
    let connection = schema::open_writer(&database, options.durable)?;
    let readers = Arc::new(ReaderPool::new(database.clone())?);
    let footers = Arc::new(FooterCache::new(options.footer_cache_bytes));
    let place = FilePlace {
        files: Arc::clone(&options.files),
        directory: options.directory.clone(),
        next_file: Arc::new(AtomicI64::new(0)),
        stopping: Arc::new(AtomicBool::new(false)),
    };
    let read = || -> Result<_, StoreError> {
        let tables = read_tables(&connection, &place, &listed, &readers, &footers)?;
        let mut dead = DeadIds::default();
        dead.extend(&tombstones::after(&connection, 0)?);
        let bounds = OccurrenceBounds::settle(&connection, &options)?;
        Ok((tables, dead, counters_of(&connection)?, bounds))
    };
    let (tables, dead, counted, bounds) =
        read().map_err(|error| schema::name_damage(error, database.path()))?;
    remove_strays(&place, &listed, &tables);
    if !options.in_memory {
        remove_copies(&options.directory);
    }
    let newest =
        tables.iter().flat_map(|table| table.files.iter()).map(|file| file.entry().id).max();
    let next_file = counted.next_file.max(newest.map_or(0, |id| id + 1));
    place.next_file.store(next_file, std::sync::atomic::Ordering::SeqCst);
    let snapshot = Snapshot { tables, dead: Arc::new(dead), version: 0 };
    let shared = Arc::new(Shared::new(options, bounds, readers, footers, snapshot));
    let opened = Opened {
        connection,
        place,
        next_sequence: counted.next_sequence,
        last_ingestion: counted.last_ingestion,
        last_tombstone: counted.last_tombstone,
    };
    Ok((shared, opened))
}

/// Checks the data directory, and lists the sealed files that are in it.
fn look_at(options: &StoreOptions) -> Result<(DatabasePlace, Listed), StoreError> {
    let directory = DataDirectory::open(&options.directory)?;
    let database = directory.path().join(schema::DATABASE_NAME);
    let listed = list_folders(options, directory.path())?;
    check_database_exists(&database, directory.path(), &listed)?;
    Ok((DatabasePlace::File(database), listed))
}

struct Counted {
    next_sequence: u64,
    last_ingestion: i64,
    last_tombstone: i64,
    next_file: i64,
}

fn counters_of(connection: &Connection) -> Result<Counted, StoreError> {
    let next_sequence = meta::counter(connection, counters::NEXT_SEQUENCE)?.unwrap_or(1);
    Ok(Counted {
        next_sequence: u64::try_from(next_sequence).unwrap_or(1),
        last_ingestion: meta::counter(connection, counters::LAST_INGESTION)?.unwrap_or(0),
        last_tombstone: tombstones::last_id(connection)?,
        next_file: meta::counter(connection, counters::NEXT_FILE)?.unwrap_or(1),
    })
}

/// Lists the folder of each table, creating it where it does not exist.
fn list_folders(options: &StoreOptions, directory: &Path) -> Result<Listed, StoreError> {
    let mut folders = Vec::new();
    for table in TableId::ALL {
        let folder = directory.join(table.definition().name());
        if std::fs::symlink_metadata(&folder).is_err() {
            options
                .files
                .create_directory(&folder)
                .and_then(|()| options.files.sync_directory(directory))
                .map_err(|error| StoreError::io("create", &folder, error))?;
        }
        check_directory(&folder)?;
        let listed =
            options.files.list(&folder).map_err(|error| StoreError::io("list", &folder, error))?;
        folders.push((table, listed));
    }
    Ok(folders)
}

/// Refuses to begin with an empty database beside sealed files: it would remove them all.
fn check_database_exists(
    database: &Path,
    directory: &Path,
    listed: &[(TableId, Vec<ListedFile>)],
) -> Result<(), StoreError> {
    let sealed =
        listed.iter().find(|(_, files)| files.iter().any(|file| file.name.ends_with(FILE_SUFFIX)));
    let Some((table, _)) = sealed else {
        return Ok(());
    };
    let empty = std::fs::metadata(database).map_or(true, |metadata| metadata.len() == 0);
    if !empty {
        return Ok(());
    }
    Err(StoreError::DatabaseMissing {
        path: database.to_owned(),
        files: directory.join(table.definition().name()),
    })
}

fn read_tables(
    connection: &Connection,
    place: &FilePlace,
    listed: &[(TableId, Vec<ListedFile>)],
    readers: &Arc<ReaderPool>,
    footers: &Arc<FooterCache>,
) -> Result<[TableSnapshot; TableId::ALL.len()], StoreError> {
    let mut files = TableId::ALL.map(|_| Vec::new());
    let mut hot = TableId::ALL.map(|_| Vec::new());
    let lengths: HashMap<(TableId, &str), u64> = listed
        .iter()
        .flat_map(|(table, files)| {
            files.iter().map(move |file| ((*table, file.name.as_str()), file.bytes))
        })
        .collect();
    for entry in manifest::list(connection)? {
        let path = place.folder(entry.table).join(&entry.name);
        match lengths.get(&(entry.table, entry.name.as_str())) {
            None => return Err(StoreError::FileMissing { path }),
            Some(&bytes) if bytes != entry.file_bytes => {
                let expected = entry.file_bytes;
                let detail = format!("it has {bytes} bytes, {expected} were written");
                return Err(StoreError::damaged(&path, detail));
            }
            Some(_) => {}
        }
        let table = entry.table.index();
        let operations = Arc::clone(&place.files);
        let file = SealedFile::new(entry, path, operations, Arc::clone(footers));
        files[table].push(Arc::new(file));
    }
    for entry in hot::list(connection)? {
        let table = entry.table.index();
        hot[table].push(Arc::new(HotBatch::stored(entry, Arc::clone(readers))));
    }
    let mut tables: [TableSnapshot; TableId::ALL.len()] = Default::default();
    for (table, (files, hot)) in tables.iter_mut().zip(files.into_iter().zip(hot)) {
        *table = TableSnapshot { hot: Arc::new(hot), files: Arc::new(files) };
    }
    Ok(tables)
}

/// Removes what an interrupted seal or compaction left behind, and files that were dropped.
fn remove_strays(
    place: &FilePlace,
    listed: &[(TableId, Vec<ListedFile>)],
    tables: &[TableSnapshot],
) {
    for (table, files) in listed {
        let known: Vec<&str> =
            tables[table.index()].files.iter().map(|file| file.entry().name.as_str()).collect();
        for file in files {
            let ours = file.name.ends_with(FILE_SUFFIX) || file.name.ends_with(TEMPORARY_SUFFIX);
            if ours && !known.contains(&file.name.as_str()) {
                // What cannot be removed now is tried again at the next open.
                let _ = place.files.remove(&place.folder(*table).join(&file.name));
            }
        }
    }
}

/// Removes copies of the catalog that an interrupted export left behind.
fn remove_copies(directory: &Path) {
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(schema::COPY_PREFIX) && name.ends_with(schema::COPY_SUFFIX) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
