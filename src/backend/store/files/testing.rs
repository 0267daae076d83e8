//! File operations that fail, and a disk that forgets what was not synced.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use super::Files;
use super::ListedFile;
use super::OperatingSystemFiles;
use super::ReadableFile;
use super::WritableFile;

/// Fails the call of one number, and no other.
#[derive(Debug)]
pub(crate) struct FaultyFiles {
    calls: Arc<AtomicU64>,
    failing: u64,
}

impl FaultyFiles {
    /// Counts calls from one; none fails if `failing` is zero.
    pub(crate) fn new(failing: u64) -> Self {
        Self { calls: Arc::default(), failing }
    }

    /// Says whether the call that fails has been made.
    pub(crate) fn has_failed(&self) -> bool {
        self.calls.load(Ordering::SeqCst) >= self.failing
    }
}

fn count(calls: &AtomicU64, failing: u64) -> io::Result<()> {
    if calls.fetch_add(1, Ordering::SeqCst) + 1 == failing {
        return Err(io::Error::other("this call fails"));
    }
    Ok(())
}

struct FaultyFile {
    file: Box<dyn WritableFile>,
    calls: Arc<AtomicU64>,
    failing: u64,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        count(&self.calls, self.failing)?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl WritableFile for FaultyFile {
    fn sync(&mut self) -> io::Result<()> {
        count(&self.calls, self.failing)?;
        self.file.sync()
    }
}

impl Files for FaultyFiles {
    fn create_directory(&self, path: &Path) -> io::Result<()> {
        count(&self.calls, self.failing)?;
        OperatingSystemFiles.create_directory(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn WritableFile>> {
        count(&self.calls, self.failing)?;
        let file = OperatingSystemFiles.create(path)?;
        Ok(Box::new(FaultyFile { file, calls: Arc::clone(&self.calls), failing: self.failing }))
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn ReadableFile>> {
        count(&self.calls, self.failing)?;
        OperatingSystemFiles.open(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        count(&self.calls, self.failing)?;
        OperatingSystemFiles.rename(from, to)
    }

    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        count(&self.calls, self.failing)?;
        OperatingSystemFiles.sync_directory(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        count(&self.calls, self.failing)?;
        OperatingSystemFiles.remove(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<ListedFile>> {
        count(&self.calls, self.failing)?;
        OperatingSystemFiles.list(path)
    }

    fn free_space(&self, path: &Path) -> io::Result<u64> {
        count(&self.calls, self.failing)?;
        OperatingSystemFiles.free_space(path)
    }
}

/// A disk whose power goes at one call: what was not synced by then never was.
///
/// At that moment it leaves what survives in another directory, the database included.
#[derive(Debug)]
pub(crate) struct PowerCutFiles {
    disk: Arc<Disk>,
}

#[derive(Debug)]
struct Disk {
    root: PathBuf,
    survivors: PathBuf,
    cut_at: u64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    calls: u64,
    /// Contents as of the last sync of each file.
    synced: HashMap<u64, Vec<u8>>,
    next_file: u64,
    names: HashMap<PathBuf, u64>,
    /// Names as of the last sync of their folder.
    synced_names: HashMap<PathBuf, u64>,
}

impl PowerCutFiles {
    /// Cuts the power before the call of number `cut_at`, counted from one.
    pub(crate) fn new(root: &Path, survivors: &Path, cut_at: u64) -> Self {
        let (root, survivors) = (root.to_owned(), survivors.to_owned());
        Self { disk: Arc::new(Disk { root, survivors, cut_at, state: Mutex::default() }) }
    }

    /// Says whether the power is gone.
    pub(crate) fn is_cut(&self) -> bool {
        self.disk.survivors.exists()
    }
}

impl Disk {
    fn call(&self) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state.lock().unwrap();
        state.calls += 1;
        if state.calls == self.cut_at {
            self.leave_survivors(&state);
        }
        if state.calls >= self.cut_at {
            return Err(io::Error::other("the power is gone"));
        }
        Ok(state)
    }

    fn leave_survivors(&self, state: &State) {
        let private = |path: &Path| OperatingSystemFiles.create_directory(path).unwrap();
        private(&self.survivors);
        for entry in fs::read_dir(&self.root).unwrap() {
            let entry = entry.unwrap();
            let target = self.survivors.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                private(&target);
            } else if !entry.file_name().to_string_lossy().ends_with("-shm") {
                fs::copy(entry.path(), target).unwrap();
            }
        }
        for (path, file) in &state.synced_names {
            let target = self.survivors.join(path.strip_prefix(&self.root).unwrap());
            fs::write(target, state.synced.get(file).map_or(&[][..], Vec::as_slice)).unwrap();
        }
    }
}

struct PowerCutFile {
    disk: Arc<Disk>,
    path: PathBuf,
    number: u64,
    file: Box<dyn WritableFile>,
}

impl Write for PowerCutFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        drop(self.disk.call()?);
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl WritableFile for PowerCutFile {
    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.call()?;
        state.synced.insert(self.number, fs::read(&self.path)?);
        Ok(())
    }
}

impl Files for PowerCutFiles {
    fn create_directory(&self, path: &Path) -> io::Result<()> {
        drop(self.disk.call()?);
        OperatingSystemFiles.create_directory(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn WritableFile>> {
        let mut state = self.disk.call()?;
        let file = OperatingSystemFiles.create(path)?;
        state.next_file += 1;
        let number = state.next_file;
        state.names.insert(path.to_owned(), number);
        let disk = Arc::clone(&self.disk);
        Ok(Box::new(PowerCutFile { disk, path: path.to_owned(), number, file }))
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn ReadableFile>> {
        drop(self.disk.call()?);
        OperatingSystemFiles.open(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.disk.call()?;
        OperatingSystemFiles.rename(from, to)?;
        if let Some(file) = state.names.remove(from) {
            state.names.insert(to.to_owned(), file);
        }
        Ok(())
    }

    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        let mut state = self.disk.call()?;
        let inside = |name: &PathBuf| name.parent() == Some(path);
        state.synced_names.retain(|name, _| !inside(name));
        let names: Vec<(PathBuf, u64)> = state
            .names
            .iter()
            .filter(|(name, _)| inside(name))
            .map(|(name, file)| (name.clone(), *file))
            .collect();
        state.synced_names.extend(names);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.disk.call()?;
        OperatingSystemFiles.remove(path)?;
        state.names.remove(path);
        Ok(())
    }

    fn list(&self, path: &Path) -> io::Result<Vec<ListedFile>> {
        drop(self.disk.call()?);
        OperatingSystemFiles.list(path)
    }

    fn free_space(&self, path: &Path) -> io::Result<u64> {
        drop(self.disk.call()?);
        OperatingSystemFiles.free_space(path)
    }
}
