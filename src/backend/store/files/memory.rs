//! Files that exist in memory only.

use std::collections::HashMap;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::RwLock;

use super::Files;
use super::ListedFile;
use super::ReadableFile;
use super::WritableFile;

/// Files that exist in memory only, and go with the last that holds them.
///
/// A folder is nothing but the front of its files' paths.
#[derive(Debug, Default)]
pub(crate) struct MemoryFiles {
    files: Mutex<HashMap<PathBuf, Content>>,
}

type Content = Arc<RwLock<Vec<u8>>>;

struct Written(Content);

struct Read {
    content: Content,
    bytes: u64,
}

impl MemoryFiles {
    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, Content>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WritableFile for Written {
    fn sync(&mut self) -> io::Result<()> {
        // The file is complete; what it grew by in advance is of no use any more.
        self.0.write().unwrap_or_else(PoisonError::into_inner).shrink_to_fit();
        Ok(())
    }
}

impl ReadableFile for Read {
    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let content = self.content.read().unwrap_or_else(PoisonError::into_inner);
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let end = start.saturating_add(buffer.len());
        let found = content.get(start..end).ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(found);
        Ok(())
    }
}

impl Files for MemoryFiles {
    fn create_directory(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn WritableFile>> {
        let mut files = self.lock();
        if files.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let content = Content::default();
        files.insert(path.to_owned(), Arc::clone(&content));
        Ok(Box::new(Written(content)))
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn ReadableFile>> {
        let content = Arc::clone(self.lock().get(path).ok_or(io::ErrorKind::NotFound)?);
        let bytes = content.read().unwrap_or_else(PoisonError::into_inner).len() as u64;
        Ok(Arc::new(Read { content, bytes }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut files = self.lock();
        let content = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), content);
        Ok(())
    }

    fn sync_directory(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.lock().remove(path).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, path: &Path) -> io::Result<Vec<ListedFile>> {
        let files = self.lock();
        let inside = files.iter().filter(|(name, _)| name.parent() == Some(path));
        let listed = inside.filter_map(|(name, content)| {
            let bytes = content.read().unwrap_or_else(PoisonError::into_inner).len() as u64;
            Some(ListedFile { name: name.file_name()?.to_str()?.to_owned(), bytes })
        });
        Ok(listed.collect())
    }

    fn free_space(&self, _path: &Path) -> io::Result<u64> {
        Ok(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_file_stays_readable_for_who_has_it_open() {
        let files = MemoryFiles::default();
        let (old, new) = (Path::new("logs/a.tmp"), Path::new("logs/a"));
        let mut written = files.create(old).unwrap();
        assert!(files.create(old).is_err());
        written.write_all(b"0123456789").unwrap();
        written.sync().unwrap();
        files.rename(old, new).unwrap();
        assert!(files.open(old).is_err() && files.rename(old, new).is_err());
        let listed = files.list(Path::new("logs")).unwrap();
        assert_eq!(listed, [ListedFile { name: "a".to_owned(), bytes: 10 }]);
        let open = files.open(new).unwrap();
        files.remove(new).unwrap();
        assert!(files.remove(new).is_err() && files.list(Path::new("logs")).unwrap().is_empty());
        let mut buffer = [0; 4];
        open.read_at(&mut buffer, 6).unwrap();
        assert_eq!((&buffer, open.bytes()), (b"6789", 10));
        assert!(open.read_at(&mut buffer, 7).is_err());
    }
}
