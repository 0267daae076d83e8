//! Writes one state of a store as a tar.

use std::collections::BTreeMap;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use tar::EntryType;
use tar::Header;

use super::capture;
use super::document::CATALOG_NAME;
use super::document::CHECKSUM_DIGITS;
use super::document::DOCUMENT_NAME;
use super::document::Document;
use super::document::FORMAT;
use super::document::FORMAT_VERSION;
use super::document::MemberEntry;
use super::member::pump;
use crate::backend::store::error::StoreError;
use crate::backend::store::files::ReadableFile;
use crate::backend::store::schema::SCHEMA_VERSION;
use crate::backend::store::sealed::SealedFile;
use crate::backend::store::sealed::SequentialReader;
use crate::backend::store::shared::Shared;

/// Bytes of a block of a tar.
const BLOCK_BYTES: u64 = 512;

/// One state of a store, ready to be written as one file; the store goes on meanwhile.
pub struct Export {
    document: Document,
    sources: Vec<Source>,
}

/// Where the bytes of a member come from.
enum Source {
    Open(Arc<dyn ReadableFile>),
    Sealed(Arc<SealedFile>),
}

impl std::fmt::Debug for Export {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Export").field("bytes", &self.bytes()).finish_non_exhaustive()
    }
}

impl Export {
    /// Takes the state of the last commit.
    pub(crate) fn of(shared: &Shared) -> Result<Self, StoreError> {
        let capture = capture::capture(shared)?;
        let mut rows = BTreeMap::new();
        // Checksums come last, while others wait for the first byte already; their length is known.
        let entry = |name: String, bytes: u64, rows: Option<u64>| MemberEntry {
            name,
            bytes,
            sha256: "0".repeat(CHECKSUM_DIGITS),
            rows,
        };
        let mut members = vec![entry(CATALOG_NAME.to_owned(), capture.catalog.bytes(), None)];
        let mut sources = vec![Source::Open(capture.catalog)];
        for file in capture.files {
            let about = file.entry();
            let table = about.table.definition().name();
            *rows.entry(table.to_owned()).or_default() += about.rows;
            let name = format!("{table}/{}", about.name);
            members.push(entry(name, about.file_bytes, Some(about.rows)));
            sources.push(Source::Sealed(file));
        }
        let document = Document {
            format: FORMAT.to_owned(),
            format_version: FORMAT_VERSION,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: SCHEMA_VERSION,
            created_ms: shared.options.clock.now(),
            catalog_rows: capture.catalog_rows,
            rows,
            members,
        };
        Ok(Self { document, sources })
    }

    /// Returns the length of what [`Self::write_to`] writes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let whole = |bytes: u64| BLOCK_BYTES + bytes.div_ceil(BLOCK_BYTES) * BLOCK_BYTES;
        let members: u64 = self.document.members.iter().map(|member| whole(member.bytes)).sum();
        whole(self.document.to_bytes().len() as u64) + members + 2 * BLOCK_BYTES
    }

    /// Writes everything, in memory that does not depend on how much there is.
    ///
    /// `goes_on` is asked often; once it says no, the writing ends with an error.
    ///
    /// # Errors
    /// A member cannot be read or has changed, `out` takes no more, or `goes_on` said no.
    pub fn write_to(
        mut self,
        out: &mut dyn Write,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<(), StoreError> {
        for (member, source) in self.document.members.iter_mut().zip(&self.sources) {
            let path = Path::new(&member.name);
            let sum = source.open().and_then(|mut from| {
                pump(
                    &mut from,
                    |_| if goes_on() { Ok(()) } else { Err(io::Error::other("stopped")) },
                )
            });
            let (bytes, sha256) = sum.map_err(|error| StoreError::io("read", path, error))?;
            if bytes != member.bytes {
                let detail = format!("it has {bytes} bytes, {} were written", member.bytes);
                return Err(StoreError::damaged(path, detail));
            }
            member.sha256 = sha256;
        }
        let write = || -> io::Result<()> {
            let created = u64::try_from(self.document.created_ms / 1000).unwrap_or(0);
            let document = self.document.to_bytes();
            let mut archive = tar::Builder::new(out);
            let mut append = |name: &str, bytes: u64, from: &mut dyn Read| {
                let mut header = Header::new_gnu();
                header.set_entry_type(EntryType::Regular);
                header.set_mode(0o600);
                header.set_mtime(created);
                header.set_size(bytes);
                archive.append_data(&mut header, name, from.take(bytes))
            };
            append(DOCUMENT_NAME, document.len() as u64, &mut document.as_slice())?;
            for (member, source) in self.document.members.iter().zip(&self.sources) {
                append(&member.name, member.bytes, &mut source.open()?)?;
            }
            archive.finish()
        };
        write().map_err(|error| StoreError::io("write", Path::new("export"), error))
    }
}

impl Source {
    fn open(&self) -> io::Result<SequentialReader> {
        match self {
            Self::Open(file) => Ok(SequentialReader::new(Arc::clone(file))),
            Self::Sealed(file) => file.open_sequential(),
        }
    }
}
