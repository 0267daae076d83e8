//! Every file operation on sealed files, behind one trait so that tests can break it.

mod memory;
mod operating_system;
#[cfg(test)]
pub(crate) mod testing;

use std::fmt::Debug;
use std::io;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

pub(crate) use memory::MemoryFiles;
pub use operating_system::OperatingSystemFiles;
pub(crate) use operating_system::create_private;

/// A file in a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFile {
    /// Name without its folder.
    pub name: String,
    /// Length in bytes.
    pub bytes: u64,
}

/// A file that is being written.
pub trait WritableFile: Write + Send {
    /// Waits until everything written so far is on the disk.
    ///
    /// # Errors
    /// The disk failed or is full.
    fn sync(&mut self) -> io::Result<()>;
}

/// A file that is being read.
pub trait ReadableFile: Send + Sync {
    /// Returns the length in bytes.
    fn bytes(&self) -> u64;

    /// Fills `buffer` from `offset`.
    ///
    /// # Errors
    /// The file ends before that, or the disk failed.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()>;
}

/// The file operations that the store needs for its sealed files.
pub trait Files: Send + Sync + Debug {
    /// Creates a folder with mode 0700 if it does not exist.
    ///
    /// # Errors
    /// The folder cannot be created.
    fn create_directory(&self, path: &Path) -> io::Result<()>;

    /// Creates a new file with mode 0600.
    ///
    /// # Errors
    /// The file exists already or cannot be created.
    fn create(&self, path: &Path) -> io::Result<Box<dyn WritableFile>>;

    /// Opens a file for reading.
    ///
    /// # Errors
    /// The file does not exist or may not be read.
    fn open(&self, path: &Path) -> io::Result<Arc<dyn ReadableFile>>;

    /// Gives a file another name in the same folder, replacing what had it.
    ///
    /// # Errors
    /// The file does not exist or the disk failed.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Waits until the names in a folder are on the disk.
    ///
    /// # Errors
    /// The disk failed.
    fn sync_directory(&self, path: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// The file does not exist or may not be removed.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Lists the plain files of a folder, in no particular order.
    ///
    /// # Errors
    /// The folder cannot be read.
    fn list(&self, path: &Path) -> io::Result<Vec<ListedFile>>;

    /// Returns how many bytes this user may still write on the disk of `path`.
    ///
    /// # Errors
    /// The disk cannot be asked.
    fn free_space(&self, path: &Path) -> io::Result<u64>;
}
