//! Takes an export apart into a private folder.
//!
//! The order and the names of all members are known from the first one; whatever else comes is
//! refused. No name of the archive is ever used as a path before it was compared with that list.

use std::fs;
use std::io;
use std::io::Read;
use std::io::Write as _;
use std::path::Path;

use tar::Archive;
use tar::Entry;
use tar::EntryType;

use super::document::CATALOG_NAME;
use super::document::CHECKSUM_DIGITS;
use super::document::DOCUMENT_NAME;
use super::document::Document;
use super::document::FORMAT;
use super::document::MAXIMUM_DOCUMENT_BYTES;
use super::error::ImportError;
use super::member::pump;
use crate::backend::store::encoder::FILE_SUFFIX;
use crate::backend::store::error::StoreError;
use crate::backend::store::files::Files as _;
use crate::backend::store::files::OperatingSystemFiles;
use crate::backend::store::files::create_private;
use crate::backend::store::table::TableId;

/// Most characters of a sealed file's name.
const MAXIMUM_NAME: usize = 64;

/// Bytes of zeros that may follow the last member: tars are written in records.
const MAXIMUM_PADDING: u64 = 1024 * 1024;

/// Writes the members of `archive` below `folder`, which is private and empty.
pub(super) fn unpack(
    archive: &mut dyn Read,
    folder: &Path,
    goes_on: &dyn Fn() -> bool,
) -> Result<Document, ImportError> {
    let mut archive = Archive::new(archive);
    // Raw entries: an extension that would rename or link a member is a member of its own here.
    let mut entries = archive.entries().map_err(ImportError::unreadable)?.raw(true);
    let mut next = || entries.next().transpose().map_err(not_a_tar);
    let Some(first) = next()? else {
        return Err(ImportError::NotAnExport("it is empty".to_owned()));
    };
    let document = read_document(first)?;
    check_document(&document)?;
    check_room(&document, folder)?;
    for table in TableId::ALL {
        let path = folder.join(table.definition().name());
        OperatingSystemFiles
            .create_directory(&path)
            .map_err(|error| StoreError::io("create", &path, error))?;
    }
    for member in &document.members {
        let entry = next()?
            .ok_or_else(|| ImportError::Truncated(format!("before member {}", member.name)))?;
        let name = shown_name(&entry);
        check_kind(&entry, &name)?;
        if name != member.name {
            let reason = format!("{} is due there", member.name);
            return Err(ImportError::member(name, reason));
        }
        let size = entry.header().entry_size().map_err(ImportError::unreadable)?;
        if size != member.bytes {
            let reason = format!("it has {size} bytes, {} are announced", member.bytes);
            return Err(ImportError::member(name, reason));
        }
        write_member(entry, &folder.join(&member.name), member, goes_on)?;
    }
    if let Some(entry) = next()? {
        return Err(ImportError::member(shown_name(&entry), "it is not announced"));
    }
    // Whoever writes into a pipe must be able to finish.
    let mut rest = archive.into_inner().take(MAXIMUM_PADDING);
    io::copy(&mut rest, &mut io::sink()).map_err(ImportError::unreadable)?;
    for table in TableId::ALL {
        let path = folder.join(table.definition().name());
        OperatingSystemFiles
            .sync_directory(&path)
            .map_err(|error| StoreError::io("sync", &path, error))?;
    }
    Ok(document)
}

fn not_a_tar(error: io::Error) -> ImportError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => ImportError::unreadable(error),
        _ => ImportError::NotAnExport(error.to_string()),
    }
}

/// Returns a member's name as it may be shown.
fn shown_name<R: Read>(entry: &Entry<'_, R>) -> String {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    name.chars().take(255).collect()
}

fn check_kind<R: Read>(entry: &Entry<'_, R>, name: &str) -> Result<(), ImportError> {
    let refuse = |reason: &str| Err(ImportError::member(name, reason));
    match entry.header().entry_type() {
        EntryType::Regular => {}
        EntryType::Link | EntryType::Symlink => return refuse("it is a link"),
        EntryType::Directory => return refuse("it is a folder"),
        _ => return refuse("it is no plain file"),
    }
    if name.starts_with('/') {
        return refuse("its name begins at the root");
    }
    if name.split('/').any(|part| part == "..") {
        return refuse("its name leads out of the folder");
    }
    Ok(())
}

fn read_document<R: Read>(entry: Entry<'_, R>) -> Result<Document, ImportError> {
    let name = shown_name(&entry);
    if name != DOCUMENT_NAME || entry.header().entry_type() != EntryType::Regular {
        return Err(ImportError::NotAnExport(format!("it begins with {name}")));
    }
    let size = entry.header().entry_size().map_err(ImportError::unreadable)?;
    if size > MAXIMUM_DOCUMENT_BYTES {
        let reason = format!("it has {size} bytes, at most {MAXIMUM_DOCUMENT_BYTES} are read");
        return Err(ImportError::member(name, reason));
    }
    let mut text = Vec::new();
    entry.take(size).read_to_end(&mut text).map_err(ImportError::unreadable)?;
    if text.len() as u64 != size {
        return Err(ImportError::Truncated(format!("inside of {DOCUMENT_NAME}")));
    }
    // Only what tells versions apart is read first: a newer document may look otherwise.
    let value: serde_json::Value = serde_json::from_slice(&text)
        .map_err(|error| ImportError::member(DOCUMENT_NAME, error.to_string()))?;
    if value.get("format").and_then(serde_json::Value::as_str) != Some(FORMAT) {
        return Err(ImportError::NotAnExport(format!("{DOCUMENT_NAME} names another format")));
    }
    let version = |name| value.get(name).and_then(serde_json::Value::as_i64).unwrap_or(0);
    let format = u32::try_from(version("format_version")).unwrap_or(0);
    ImportError::check_versions(format, version("schema_version"))?;
    serde_json::from_value(value)
        .map_err(|error| ImportError::member(DOCUMENT_NAME, error.to_string()))
}

/// Refuses names that this program would not have given.
fn check_document(document: &Document) -> Result<(), ImportError> {
    let refuse = |reason: String| Err(ImportError::member(DOCUMENT_NAME, reason));
    let mut names = std::collections::HashSet::new();
    for (place, member) in document.members.iter().enumerate() {
        let is_catalog = member.name == CATALOG_NAME;
        if is_catalog != (place == 0) || is_catalog == member.rows.is_some() {
            return refuse(format!("{CATALOG_NAME} must come first and alone has no rows"));
        }
        if !is_catalog && !is_sealed_name(&member.name) {
            return refuse(format!("{} is no name of a sealed file", member.name));
        }
        let digits = member.sha256.len() == CHECKSUM_DIGITS
            && member.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !digits {
            return refuse(format!("the checksum of {} is none", member.name));
        }
        if !names.insert(member.name.as_str()) {
            return refuse(format!("{} is announced twice", member.name));
        }
    }
    if document.members.is_empty() { refuse(format!("{CATALOG_NAME} is missing")) } else { Ok(()) }
}

fn is_sealed_name(name: &str) -> bool {
    let Some((table, file)) = name.split_once('/') else { return false };
    let Some(stem) = file.strip_suffix(FILE_SUFFIX) else { return false };
    TableId::from_name(table).is_some()
        && !stem.is_empty()
        && file.len() <= MAXIMUM_NAME
        && stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Refuses what the disk cannot hold, before anything of it is written.
fn check_room(document: &Document, folder: &Path) -> Result<(), ImportError> {
    let catalog = document.members.first().map_or(0, |member| member.bytes);
    let members = document.members.iter().map(|member| member.bytes);
    // The catalog is there twice for a while, as it came and as it is kept.
    let needed = members.fold(catalog, u64::saturating_add);
    let free = OperatingSystemFiles
        .free_space(folder)
        .map_err(|error| StoreError::io("look at", folder, error))?;
    if needed > free { Err(ImportError::NoRoom { needed, free }) } else { Ok(()) }
}

fn write_member<R: Read>(
    mut entry: Entry<'_, R>,
    path: &Path,
    member: &super::document::MemberEntry,
    goes_on: &dyn Fn() -> bool,
) -> Result<(), ImportError> {
    let failed = |error| StoreError::io("write", path, error);
    let mut file: fs::File = create_private(path).map_err(failed)?;
    let mut broken = None;
    let pumped = pump(&mut entry, |bytes| {
        if !goes_on() {
            broken = Some(ImportError::Stopped);
        } else if let Err(error) = file.write_all(bytes) {
            broken = Some(failed(error).into());
        }
        if broken.is_some() { Err(io::Error::other("broken")) } else { Ok(()) }
    });
    let (bytes, sha256) = match (pumped, broken) {
        (_, Some(error)) => return Err(error),
        (Ok(pumped), None) => pumped,
        (Err(error), None) if error.kind() == io::ErrorKind::UnexpectedEof => (0, String::new()),
        (Err(error), None) => return Err(ImportError::unreadable(error)),
    };
    if bytes != member.bytes {
        return Err(ImportError::Truncated(format!("inside of member {}", member.name)));
    }
    if sha256 != member.sha256 {
        return Err(ImportError::member(&member.name, "its checksum is another one"));
    }
    file.sync_all().map_err(failed)?;
    Ok(())
}
