//! The real file operations.

use std::fs;
use std::io;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt as _;
use std::os::unix::fs::FileExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use super::Files;
use super::ListedFile;
use super::ReadableFile;
use super::WritableFile;

/// The files of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct OperatingSystemFiles;

struct Written(fs::File);

struct Read {
    file: fs::File,
    bytes: u64,
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl WritableFile for Written {
    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }
}

impl ReadableFile for Read {
    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        self.file.read_exact_at(buffer, offset)
    }
}

impl Files for OperatingSystemFiles {
    fn create_directory(&self, path: &Path) -> io::Result<()> {
        match fs::DirBuilder::new().mode(0o700).create(path) {
            // A mask that takes bits from the owner would leave a folder that nobody can use.
            Ok(()) => fs::set_permissions(path, fs::Permissions::from_mode(0o700)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn WritableFile>> {
        Ok(Box::new(Written(create_private(path)?)))
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn ReadableFile>> {
        let file = fs::File::open(path)?;
        let bytes = file.metadata()?.len();
        Ok(Arc::new(Read { file, bytes }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        fs::File::open(path)?.sync_all()
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<ListedFile>> {
        let mut listed = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let metadata = entry.metadata()?;
            if metadata.is_file()
                && let Ok(name) = entry.file_name().into_string()
            {
                listed.push(ListedFile { name, bytes: metadata.len() });
            }
        }
        Ok(listed)
    }

    fn free_space(&self, path: &Path) -> io::Result<u64> {
        let space = rustix::fs::statvfs(path)?;
        Ok(space.f_bavail.saturating_mul(space.f_frsize))
    }
}

/// Creates a new file that only its owner may read and write, whatever the umask.
///
/// # Errors
/// The file exists already or cannot be created.
pub(crate) fn create_private(path: &Path) -> io::Result<fs::File> {
    let file =
        fs::OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)?;
    file.set_permissions(fs::Permissions::from_mode(0o600))?;
    Ok(file)
}
