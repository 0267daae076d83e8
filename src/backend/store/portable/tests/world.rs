//! Stores with something of everything, and archives taken apart.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use tar::EntryType;
use tar::Header;

use crate::backend::store::DataDirectory;
use crate::backend::store::DirectoryLock;
use crate::backend::store::ImportError;
use crate::backend::store::Imported;
use crate::backend::store::LockOutcome;
use crate::backend::store::Store;
use crate::backend::store::StoreOptions;
use crate::backend::store::catalog::access_tokens;
use crate::backend::store::catalog::arrivals;
use crate::backend::store::catalog::deploys;
use crate::backend::store::catalog::documents;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_streams;
use crate::backend::store::catalog::occurrences;
use crate::backend::store::catalog::occurrences::NewOccurrence;
use crate::backend::store::catalog::projects;
use crate::backend::store::encoder::DAY_MS;
use crate::backend::store::import;
use crate::backend::store::portable::rows;
use crate::backend::store::schema::SCHEMA_VERSION;
use crate::backend::store::testing::Row;
use crate::backend::store::testing::START_MS;
use crate::backend::store::testing::all_rows;
use crate::backend::store::testing::append;
use crate::backend::store::testing::create_group;
use crate::backend::store::testing::create_stream;
use crate::backend::store::testing::options;
use crate::backend::store::testing::scope;
use crate::base::ManualClock;

pub(super) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(START_MS))
}

/// Opens the store below `root`.
pub(super) fn open(root: &Path) -> Store {
    Store::open(options(root, &clock())).unwrap()
}

pub(super) fn data(root: &Path) -> PathBuf {
    root.join("data")
}

/// Fills a store: groups and a deleted one, a deleted stream, documents, events of several days,
/// sealed and not.
pub(super) fn fill(store: &Store, word: &str) {
    for name in ["a", "b", "gone"] {
        let group = create_group(store, name);
        for stream in ["s", "t"] {
            create_stream(store, group.id, stream);
            for day in 0..3 {
                let text = format!("{word} {name} {stream} {day}");
                append(store, name, stream, &[(START_MS - day * DAY_MS, &text)]);
            }
        }
    }
    store.seal().wait().unwrap();
    let deleted = store.write(|connection| {
        log_groups::delete(connection, &scope(), "gone")?;
        let group = log_groups::find(connection, &scope(), "b")?.unwrap();
        log_streams::delete(connection, group.id, "t")
    });
    assert!(deleted.wait().unwrap());
    let body = format!("{{\"word\":\"{word}\"}}");
    let put = store.write(move |connection| {
        documents::put(connection, &scope(), "kind", "parent", "name", &body, START_MS)
    });
    put.wait().unwrap();
    fill_project(store, word);
    append(store, "a", "s", &[(START_MS + 1, word), (START_MS - DAY_MS, word)]);
}

/// A token that somebody made.
pub(super) const SECRET: &str = "5ec2e75ec2e75ec2e75ec2e75ec2e75e";

/// Fills a project: items with their occurrences, one that waits, a deploy, tokens.
pub(super) fn fill_project(store: &Store, word: &str) {
    let word = word.to_owned();
    let filled = store.write(move |connection| {
        let project = projects::create(connection, &scope(), "p", START_MS)?.unwrap().id;
        for number in 0..5 {
            let new = NewOccurrence {
                project_id: project,
                uuid: number.to_string(),
                environment: "production".to_owned(),
                hash: (number % 2).to_string(),
                title: word.clone(),
                level: 40,
                time: START_MS / 1_000,
                received_ms: START_MS,
                visitor: Some("somebody".to_owned()),
                body: serde_json::json!({ "word": word }).to_string(),
                ..NewOccurrence::default()
            };
            assert!(occurrences::take(connection, &new, u64::MAX)?);
        }
        let late = NewOccurrence {
            project_id: project,
            uuid: "late".to_owned(),
            level: 40,
            body: "{}".to_owned(),
            ..NewOccurrence::default()
        };
        assert!(arrivals::put(connection, &late)?);
        let deploy = deploys::Deploy { environment: "staging".to_owned(), ..Default::default() };
        deploys::create(connection, project, &deploy)?;
        let token =
            access_tokens::AccessToken { token: Some(SECRET.to_owned()), ..Default::default() };
        access_tokens::create(connection, project, &token)?;
        let first =
            access_tokens::AccessToken { derived: Some("read".to_owned()), ..Default::default() };
        access_tokens::create(connection, project, &first)
    });
    assert!(filled.wait().unwrap().is_some());
}

/// All that a store holds, in a form that can be compared.
#[derive(Debug, PartialEq)]
pub(super) struct Held {
    pub(super) rows: Vec<Row>,
    catalog: BTreeMap<String, Vec<String>>,
}

/// Reads everything; which file holds a row makes no difference.
pub(super) fn held(store: &Store) -> Held {
    let tables = [
        "log_groups",
        "log_streams",
        "documents",
        "tombstones",
        "projects",
        "environments",
        "items",
        "occurrences",
        "arrivals",
        "deploys",
        "access_tokens",
    ];
    let catalog = store.read(|connection| {
        let mut catalog = BTreeMap::new();
        for table in tables {
            // Tokens that somebody made are not handed on.
            let kept = if table == "access_tokens" { "token IS NULL" } else { "true" };
            let sql = format!("SELECT * FROM {table} WHERE {kept}");
            let mut statement = connection.prepare(&sql)?;
            let width = statement.column_count();
            let rows = statement.query_map([], |row| {
                let values = (0..width).map(|column| row.get::<_, rusqlite::types::Value>(column));
                Ok(format!("{:?}", values.collect::<rusqlite::Result<Vec<_>>>()?))
            })?;
            catalog.insert(table.to_owned(), rows.collect::<rusqlite::Result<_>>()?);
        }
        Ok::<_, crate::backend::store::StoreError>(catalog)
    });
    Held { rows: all_rows(&store.snapshot()).unwrap(), catalog: catalog.unwrap() }
}

/// Exports a store.
pub(super) fn exported(store: &Store) -> Vec<u8> {
    let export = store.export().unwrap();
    let length = export.bytes();
    let mut archive = Vec::new();
    export.write_to(&mut archive, &|| true).unwrap();
    assert_eq!(archive.len() as u64, length);
    archive
}

/// Exports a filled store in memory.
pub(super) fn archive(word: &str) -> Vec<u8> {
    let mut options = StoreOptions::in_memory(clock());
    options.maintenance_interval = None;
    let store = Store::open(options).unwrap();
    fill(&store, word);
    exported(&store)
}

pub(super) fn lock(root: &Path) -> (DataDirectory, DirectoryLock) {
    let directory = DataDirectory::open(&data(root)).unwrap();
    match DirectoryLock::try_acquire(&directory).unwrap() {
        LockOutcome::Held(lock) => (directory, lock),
        LockOutcome::HeldBy(holder) => panic!("held by {holder:?}"),
    }
}

/// Imports into the directory below `root`.
pub(super) fn imported(root: &Path, mut archive: &[u8]) -> Result<Imported, ImportError> {
    let (directory, lock) = lock(root);
    import(&directory, lock, &mut archive, clock(), &|| true)
}

/// What lies beside the data directory.
pub(super) fn beside(root: &Path) -> Vec<String> {
    let names = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name != "data").map(|name| name.into_string().unwrap()).collect()
}

/// A member of an archive.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) kind: EntryType,
}

/// Takes an archive apart.
pub(super) fn parts(archive: &[u8]) -> Vec<Part> {
    let mut archive = tar::Archive::new(archive);
    let entries = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        Part { name, bytes, kind: entry.header().entry_type() }
    });
    entries.collect()
}

/// Puts an archive together, whatever its members are.
pub(super) fn packed(parts: &[Part]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for part in parts {
        let mut header = Header::new_gnu();
        // Names that a well-behaved writer refuses are what is wanted here.
        let name = part.name.as_bytes();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_entry_type(part.kind);
        header.set_size(part.bytes.len() as u64);
        header.set_mode(0o600);
        header.set_cksum();
        builder.append(&header, part.bytes.as_slice()).unwrap();
    }
    builder.into_inner().unwrap()
}

/// Changes the manifest of an archive.
pub(super) fn with_document(parts: &mut [Part], change: impl FnOnce(&mut serde_json::Value)) {
    let mut document = serde_json::from_slice(&parts[0].bytes).unwrap();
    change(&mut document);
    parts[0].bytes = document.to_string().into_bytes();
}

/// Makes the manifest say what the members are.
pub(super) fn sealed_again(parts: &mut [Part]) {
    let sums: Vec<(usize, String)> = parts[1..]
        .iter()
        .map(|part| {
            let pumped = super::super::member::pump(&mut part.bytes.as_slice(), |_| Ok(()));
            (part.bytes.len(), pumped.unwrap().1)
        })
        .collect();
    with_document(parts, |document| {
        for (place, (bytes, sum)) in sums.into_iter().enumerate() {
            document["members"][place]["bytes"] = bytes.into();
            document["members"][place]["sha256"] = sum.into();
        }
    });
}

/// Runs SQL over the catalog of an archive, and makes the manifest say so.
pub(super) fn with_catalog(parts: &mut [Part], sql: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog");
    std::fs::write(&path, &parts[1].bytes).unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch(sql).unwrap();
    let counts = rows::count(&connection, rows::tables_of(SCHEMA_VERSION));
    connection.close().unwrap();
    parts[1].bytes = std::fs::read(&path).unwrap();
    sealed_again(parts);
    if let Ok(counts) = counts {
        with_document(parts, |document| document["catalog_rows"] = serde_json::json!(counts));
    }
}
