//! What is no export of ours is refused, and changes nothing.

use tar::EntryType;

use super::world::Part;
use super::world::archive;
use super::world::beside;
use super::world::data;
use super::world::fill;
use super::world::held;
use super::world::imported;
use super::world::open;
use super::world::packed;
use super::world::parts;
use super::world::sealed_again;
use super::world::with_catalog;
use super::world::with_document;
use crate::backend::store::ImportError;
use crate::base::Hint as _;

/// Imports what must be refused, and returns what is said.
fn refusal(archive: &[u8]) -> String {
    let root = tempfile::tempdir().unwrap();
    let error = imported(root.path(), archive).expect_err("it is refused");
    assert!(beside(root.path()).is_empty(), "{error}");
    let left: Vec<_> = std::fs::read_dir(data(root.path())).unwrap().flatten().collect();
    assert!(left.iter().all(|entry| entry.file_name() == "lock"), "{error}: {left:?}");
    assert!(!error.hints().is_empty(), "{error}");
    error.to_string()
}

fn changed(change: impl FnOnce(&mut Vec<Part>)) -> String {
    let mut members = parts(&archive("new"));
    change(&mut members);
    refusal(&packed(&members))
}

fn part(name: &str) -> Part {
    Part { name: name.to_owned(), bytes: b"x".to_vec(), kind: EntryType::Regular }
}

#[test]
fn members_that_are_not_due_are_refused() {
    for (name, reason) in [
        ("more", "it is not announced"),
        ("/etc/passwd", "its name begins at the root"),
        ("logs/../../x", "its name leads out of the folder"),
    ] {
        let said = changed(|parts| parts.push(part(name)));
        // At the end nothing is due; in between the name itself is looked at first.
        assert!(said.starts_with(&format!("member {name} of the export is refused")), "{said}");
        let said = changed(|parts| parts.insert(2, part(name)));
        assert!(said.contains(reason) || said.contains("is due there"), "{said}");
    }
    let said = changed(|parts| parts.insert(2, part("/etc/passwd")));
    assert!(said.ends_with("its name begins at the root"), "{said}");
    let said = changed(|parts| parts.insert(2, part("../x")));
    assert!(said.ends_with("its name leads out of the folder"), "{said}");
    for (kind, reason) in [
        (EntryType::Symlink, "it is a link"),
        (EntryType::Link, "it is a link"),
        (EntryType::Directory, "it is a folder"),
        (EntryType::Fifo, "it is no plain file"),
        (EntryType::GNULongName, "it is no plain file"),
        (EntryType::XHeader, "it is no plain file"),
        (EntryType::GNUSparse, "it is no plain file"),
    ] {
        let said = changed(|parts| parts[2].kind = kind);
        assert!(said.ends_with(reason), "{kind:?}: {said}");
    }
    let said = changed(|parts| parts.swap(2, 3));
    assert!(said.ends_with("is due there"), "{said}");
    let said = changed(|parts| drop(parts.remove(2)));
    assert!(said.ends_with("is due there"), "{said}");
    let said = changed(|parts| drop(parts.pop()));
    assert!(said.starts_with("the export is cut off before member logs/"), "{said}");
}

#[test]
fn members_that_were_changed_are_refused() {
    let said = changed(|parts| parts[2].bytes[100] ^= 1);
    assert!(said.ends_with("its checksum is another one"), "{said}");
    let said = changed(|parts| parts[2].bytes.push(0));
    assert!(said.contains("bytes, ") && said.ends_with(" are announced"), "{said}");
    // With a manifest that agrees, the contents have to.
    let said = changed(|parts| {
        let middle = parts[2].bytes.len() - 20;
        parts[2].bytes[middle] ^= 0x55;
        sealed_again(parts);
    });
    assert!(said.starts_with("member logs/"), "{said}");
    let said = changed(|parts| {
        parts[2].bytes = parts[3].bytes.clone();
        sealed_again(parts);
    });
    // Of another size, or of another day.
    let reasons = ["the catalog has another size of it", "its times are not those of the catalog"];
    assert!(reasons.iter().any(|reason| said.ends_with(reason)), "{said}");
    let rows = changed(|parts| with_document(parts, |d| d["members"][1]["rows"] = 7.into()));
    assert!(rows.ends_with("the catalog has another size of it"), "{rows}");
    let sums = changed(|parts| with_document(parts, |d| d["rows"]["logs"] = 7.into()));
    assert!(sums.ends_with("its sums are not those of its members"), "{sums}");
    let rows =
        changed(|parts| with_document(parts, |d| d["catalog_rows"]["log_groups"] = 7.into()));
    assert!(rows.ends_with("it has not the rows that are announced"), "{rows}");
}

#[test]
fn the_manifest_is_not_believed() {
    let member = |change: fn(&mut serde_json::Value)| changed(|parts| with_document(parts, change));
    let said = member(|d| d["format"] = "other".into());
    assert_eq!(said, "this is no export of cruddur-obs: export.json names another format");
    let said = member(|d| d["format_version"] = 2.into());
    assert_eq!(said, "the export has format version 2, this program knows up to 1");
    let said = member(|d| d["schema_version"] = 9.into());
    assert_eq!(said, "the export has schema version 9, this program knows up to 3");
    let said = member(|d| d["members"][1]["name"] = "logs/../x.parquet".into());
    assert!(said.ends_with("logs/../x.parquet is no name of a sealed file"), "{said}");
    let said = member(|d| d["members"][1]["name"] = d["members"][2]["name"].clone());
    assert!(said.ends_with("is announced twice"), "{said}");
    let said = member(|d| d["members"][1]["sha256"] = "zz".into());
    assert!(said.contains("the checksum of"), "{said}");
    let said = member(|d| d["members"] = serde_json::json!([]));
    assert!(said.ends_with("catalog.sqlite is missing"), "{said}");
    let said = member(|d| d["members"][2]["bytes"] = (1_u64 << 60).into());
    assert!(said.contains("bytes beside the data directory"), "{said}");
    let huge = changed(|parts| parts[0].bytes.resize(65 * 1024 * 1024, b' '));
    assert!(huge.ends_with("at most 67108864 are read"), "{huge}");
    assert_eq!(refusal(b""), "this is no export of cruddur-obs: it is empty");
    let said = refusal(&[b'x'; 4096]);
    assert!(said.starts_with("this is no export of cruddur-obs: "), "{said}");
    let said = changed(|parts| drop(parts.remove(0)));
    assert_eq!(said, "this is no export of cruddur-obs: it begins with catalog.sqlite");
}

#[test]
fn a_foreign_catalog_is_only_read_and_must_be_ours() {
    let with = |sql: &str| changed(|parts| with_catalog(parts, sql));
    for sql in [
        "CREATE TRIGGER t AFTER INSERT ON log_groups BEGIN DELETE FROM log_groups; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE more (x)",
        "DROP INDEX log_streams_by_last_event",
        "ALTER TABLE meta RENAME TO old; CREATE VIEW meta AS SELECT key, value FROM old",
        "ALTER TABLE log_groups ADD COLUMN more TEXT",
    ] {
        assert_eq!(with(sql), "the catalog of the export is refused: its tables are not ours");
    }
    let said = with("PRAGMA application_id = 7");
    assert!(said.ends_with("it is a database of another program"), "{said}");
    let said = with("PRAGMA user_version = 2");
    assert!(said.ends_with("its tables are not ours"), "{said}");
    let said = with("INSERT INTO schemas (body) VALUES (x'00')");
    assert!(said.ends_with("it holds rows that are not sealed"), "{said}");
    let said = with("DELETE FROM manifest WHERE id = (SELECT min(id) FROM manifest)");
    assert!(said.contains("sealed files, "), "{said}");
    let said = with("UPDATE manifest SET min_time = min_time - 1");
    assert!(said.ends_with("its times are not those of the catalog"), "{said}");
    let said = with("UPDATE manifest SET partitions = x''");
    assert!(said.ends_with("it belongs to no group"), "{said}");
    let said = with("UPDATE counters SET value = 1 WHERE name = 'next_sequence'");
    assert!(said.ends_with("its rows have numbers that were not given out"), "{said}");
    let said = with("UPDATE counters SET value = 9223372036854775807");
    assert!(said.ends_with("is out of bounds"), "{said}");
    let said = with(
        "UPDATE manifest SET id = 9223372036854775807 WHERE id = (SELECT min(id) FROM manifest)",
    );
    assert!(said.ends_with("its number was not given out"), "{said}");
    let said = with("UPDATE log_groups SET stored_bytes = -1");
    assert!(said.ends_with("a number is out of bounds"), "{said}");
    for sql in [
        "UPDATE items SET status = 9",
        "UPDATE items SET level = 7",
        "UPDATE items SET total = 0",
        "UPDATE items SET counter = counter + 98",
        "UPDATE items SET project_id = 99",
        "DELETE FROM occurrences",
        "UPDATE occurrences SET body = 'x'",
        "UPDATE occurrences SET body = '{' || substr(body, 2, length(body) - 2) || ']'",
        "UPDATE occurrences SET byte_count = byte_count + 1",
        "UPDATE occurrences SET item_id = 99",
        "UPDATE occurrences SET time = -1",
        "UPDATE counters SET value = 1 WHERE name = 'occurrence_bytes'",
        "UPDATE deploys SET start_time = -1",
        "UPDATE arrivals SET body = replace(body, '40', '41')",
        "UPDATE arrivals SET body = replace(body, '{}', '{]')",
        "UPDATE arrivals SET project_id = 99",
        "UPDATE arrivals SET received_ms = -1",
        "UPDATE counters SET value = 1 WHERE name = 'arrival_bytes'",
        "INSERT INTO arrivals (project_id, received_ms, byte_count, body) VALUES (1, 1, 129, 'x')",
        "UPDATE access_tokens SET enabled = 2",
        "UPDATE access_tokens SET derived = NULL",
        "UPDATE access_tokens SET token = 'x', derived = NULL",
    ] {
        let said = with(&format!("PRAGMA foreign_keys = OFF; {sql}"));
        assert!(said.starts_with("the catalog of the export is refused: "), "{sql}: {said}");
    }
    let said = changed(|parts| {
        parts[1].bytes = b"no database at all".repeat(100);
        sealed_again(parts);
    });
    assert!(said.starts_with("the catalog of the export is refused: "), "{said}");
    let said = changed(|parts| {
        let length = parts[1].bytes.len();
        parts[1].bytes[length / 2..length / 2 + 4096].fill(0xff);
        sealed_again(parts);
    });
    assert!(said.starts_with("the catalog of the export is refused: "), "{said}");
}

#[test]
fn a_folder_that_holds_other_things_is_left_alone() {
    let bytes = archive("new");
    for name in ["notes.txt", "src", "logs/app.log", "store.sqlite.bak"] {
        let root = tempfile::tempdir().unwrap();
        fill(&open(root.path()), "old");
        let path = data(root.path()).join(name);
        if name == "src" {
            std::fs::create_dir(&path).unwrap();
        } else {
            std::fs::write(&path, "dear to somebody").unwrap();
        }
        let error = imported(root.path(), &bytes).unwrap_err();
        assert!(matches!(error, ImportError::Strange { .. }), "{error}");
        assert!(error.to_string().ends_with(&format!("holds {name}, which is not the backend's")));
        assert!(path.exists() && beside(root.path()).is_empty());
    }
}

#[test]
fn no_cut_and_no_flipped_bit_harms_what_is_there() {
    let root = tempfile::tempdir().unwrap();
    fill(&open(root.path()), "old");
    let old = held(&open(root.path()));
    let bytes = archive("new");
    let mut tried = 0;
    // Less than the last two blocks of zeros is no loss.
    for end in (0..bytes.len() - 1024).step_by(bytes.len() / 150 + 1) {
        let error = imported(root.path(), &bytes[..end]).expect_err("it is cut off");
        let expected = matches!(error, ImportError::Truncated(_) | ImportError::NotAnExport(_));
        assert!(expected, "{end}: {error}");
        tried += 1;
    }
    for place in (0..bytes.len()).step_by(bytes.len() / 150 + 1) {
        let mut flipped = bytes.clone();
        flipped[place] ^= 1 << (place % 8);
        match imported(root.path(), &flipped) {
            Err(_) => {}
            // Padding and times of files carry nothing.
            Ok(_) => {
                assert!(held(&open(root.path())).rows.iter().all(|row| row.5.starts_with("new")));
                imported(root.path(), &archive_of_old(&old)).unwrap();
            }
        }
        tried += 1;
    }
    assert!(tried > 200);
    assert!(beside(root.path()).is_empty());
    assert_eq!(held(&open(root.path())), old);
}

/// An archive that leads back to what was there.
fn archive_of_old(old: &super::world::Held) -> Vec<u8> {
    let root = tempfile::tempdir().unwrap();
    let store = open(root.path());
    fill(&store, "old");
    assert_eq!(&held(&store), old);
    super::world::exported(&store)
}
