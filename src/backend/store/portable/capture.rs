//! One state of a store: a copy of its catalog, and its rows as sealed files.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use rusqlite::Connection;

use super::rows;
use crate::backend::store::catalog::meta;
use crate::backend::store::catalog::tombstones;
use crate::backend::store::database::DatabasePlace;
use crate::backend::store::dead::DeadIds;
use crate::backend::store::encoder::FilePlace;
use crate::backend::store::error::StoreError;
use crate::backend::store::files::Files;
use crate::backend::store::files::MemoryFiles;
use crate::backend::store::files::OperatingSystemFiles;
use crate::backend::store::files::ReadableFile;
use crate::backend::store::files::create_private;
use crate::backend::store::footers::FooterCache;
use crate::backend::store::hot;
use crate::backend::store::hot::HotBatch;
use crate::backend::store::manifest;
use crate::backend::store::schema;
use crate::backend::store::schema::SCHEMA_VERSION;
use crate::backend::store::sealed::SealedFile;
use crate::backend::store::sealing;
use crate::backend::store::sealing::SealTask;
use crate::backend::store::shared::Shared;
use crate::backend::store::snapshot::Snapshot;
use crate::backend::store::table::TableId;
use crate::backend::store::writer::counters::NEXT_FILE;
use crate::base::random_hex;

/// How often a state is looked for that memory and database agree on.
const ATTEMPTS: u32 = 500;

/// Pause between two attempts; a commit is published at once.
const PAUSE: Duration = Duration::from_millis(2);

/// One state of a store.
pub(super) struct Capture {
    /// The catalog as a SQLite database.
    pub(super) catalog: Arc<dyn ReadableFile>,
    pub(super) catalog_rows: BTreeMap<String, u64>,
    /// All rows; in the order of their numbers.
    pub(super) files: Vec<Arc<SealedFile>>,
}

/// What a read of the database found, with what the snapshots hold of it.
struct Found {
    files: Vec<Arc<SealedFile>>,
    hot: Vec<Arc<HotBatch>>,
    dead: DeadIds,
    last_tombstone: i64,
    next_file: i64,
}

/// Takes the state of the last commit.
pub(super) fn capture(shared: &Shared) -> Result<Capture, StoreError> {
    for _ in 0..ATTEMPTS {
        let copy = CatalogCopy::create(shared)?;
        if let Some(found) = look(shared, &copy)? {
            return complete(copy, found);
        }
        std::thread::sleep(PAUSE);
    }
    Err(StoreError::Unsettled)
}

/// Copies the catalog and finds its batches and files; none if memory is ahead or behind.
fn look(shared: &Shared, copy: &CatalogCopy) -> Result<Option<Found>, StoreError> {
    let before = shared.snapshot();
    shared.readers.with(|connection| {
        // The first statement fixes the state that all others see.
        let entries = manifest::list(connection)?;
        let batches = hot::list(connection)?;
        let after = shared.snapshot();
        let snapshots = [before, after];
        let files: Option<Vec<_>> =
            entries.iter().map(|entry| find_file(&snapshots, entry.table, entry.id)).collect();
        let hot: Option<Vec<_>> =
            batches.iter().map(|batch| find_batch(&snapshots, batch.table, batch.id)).collect();
        let (Some(files), Some(hot)) = (files, hot) else {
            return Ok(None);
        };
        rows::copy(connection, &copy.connection, rows::tables_of(SCHEMA_VERSION))?;
        let gone = tombstones::after(connection, 0)?;
        let mut dead = DeadIds::default();
        dead.extend(&gone);
        Ok(Some(Found {
            files,
            hot,
            dead,
            last_tombstone: gone.last().map_or(0, |last| last.id),
            next_file: meta::counter(connection, NEXT_FILE)?.unwrap_or(1),
        }))
    })
}

fn find_file(snapshots: &[Arc<Snapshot>], table: TableId, id: i64) -> Option<Arc<SealedFile>> {
    let mut files =
        snapshots.iter().flat_map(|snapshot| snapshot.tables[table.index()].files.iter());
    files.find(|file| file.entry().id == id).cloned()
}

fn find_batch(snapshots: &[Arc<Snapshot>], table: TableId, id: i64) -> Option<Arc<HotBatch>> {
    let mut batches =
        snapshots.iter().flat_map(|snapshot| snapshot.tables[table.index()].hot.iter());
    batches.find(|batch| batch.entry().id == id).cloned()
}

/// Seals what is hot into memory, so that an export holds all rows in one form.
fn complete(copy: CatalogCopy, found: Found) -> Result<Capture, StoreError> {
    let highest = found.files.iter().map(|file| file.entry().id).max().unwrap_or(0);
    let place = FilePlace {
        files: Arc::new(MemoryFiles::default()),
        directory: PathBuf::from("export"),
        next_file: Arc::new(AtomicI64::new(found.next_file.max(highest + 1))),
        stopping: Arc::new(AtomicBool::new(false)),
    };
    let footers = Arc::new(FooterCache::new(0));
    let dead = Arc::new(found.dead);
    let mut files = found.files;
    for table in TableId::ALL {
        let of_table = |batch: &&Arc<HotBatch>| batch.entry().table == table;
        let batches: Vec<_> = found.hot.iter().filter(of_table).cloned().collect();
        if batches.is_empty() {
            continue;
        }
        let (dead, purged) = (Arc::clone(&dead), found.last_tombstone);
        for entry in sealing::seal(&place, &SealTask { table, batches, dead, purged })? {
            manifest::insert(&copy.connection, &entry)?;
            let path = place.folder(table).join(&entry.name);
            let operations = Arc::clone(&place.files);
            files.push(Arc::new(SealedFile::new(entry, path, operations, Arc::clone(&footers))));
        }
    }
    let next = place.next_file.load(std::sync::atomic::Ordering::SeqCst);
    meta::set_counter(&copy.connection, NEXT_FILE, next)?;
    files.sort_by_key(|file| file.entry().id);
    let catalog_rows = rows::count(&copy.connection, rows::tables_of(SCHEMA_VERSION))?;
    Ok(Capture { catalog: copy.finish()?, catalog_rows, files })
}

/// A catalog that is being copied: a file of no name beside the store's own, or memory.
struct CatalogCopy {
    connection: Connection,
    file: Option<RemovedAtEnd>,
}

/// A file that is removed when this goes; who has it open can still read it.
struct RemovedAtEnd(PathBuf);

impl Drop for RemovedAtEnd {
    fn drop(&mut self) {
        // What cannot be removed now is removed when the store opens next.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl CatalogCopy {
    fn create(shared: &Shared) -> Result<Self, StoreError> {
        let (place, file) = if shared.options.in_memory {
            (DatabasePlace::in_memory()?, None)
        } else {
            let name = random_hex(8).map_err(|_| StoreError::NoRandom)?;
            let name = format!("{}{name}{}", schema::COPY_PREFIX, schema::COPY_SUFFIX);
            let path = shared.options.directory.join(name);
            create_private(&path).map_err(|error| StoreError::io("create", &path, error))?;
            (DatabasePlace::File(path.clone()), Some(RemovedAtEnd(path)))
        };
        let connection = place.connect()?;
        // Nothing of it is kept if this breaks off.
        connection.pragma_update(None, "journal_mode", "off")?;
        connection.pragma_update(None, "synchronous", "off")?;
        connection.execute_batch("BEGIN")?;
        schema::create_tables(&connection)?;
        Ok(Self { connection, file })
    }

    fn finish(mut self) -> Result<Arc<dyn ReadableFile>, StoreError> {
        self.connection.execute_batch("COMMIT")?;
        let Some(file) = &self.file else {
            return in_memory(&self.connection.serialize("main")?);
        };
        OperatingSystemFiles.open(&file.0).map_err(|error| StoreError::io("open", &file.0, error))
    }
}

fn in_memory(bytes: &[u8]) -> Result<Arc<dyn ReadableFile>, StoreError> {
    let files = MemoryFiles::default();
    let path = PathBuf::from(super::document::CATALOG_NAME);
    let written = files.create(&path).and_then(|mut file| file.write_all(bytes));
    written.and_then(|()| files.open(&path)).map_err(|error| StoreError::io("write", &path, error))
}
