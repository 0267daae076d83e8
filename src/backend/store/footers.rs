//! A bounded cache of the footers of sealed files.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use parquet::arrow::arrow_reader::ArrowReaderMetadata;

/// The footers that were used last, up to a number of bytes.
#[derive(Debug)]
pub(crate) struct FooterCache {
    capacity: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    footers: HashMap<i64, Kept>,
    bytes: usize,
    clock: u64,
}

#[derive(Debug)]
struct Kept {
    footer: ArrowReaderMetadata,
    bytes: usize,
    used: u64,
}

impl FooterCache {
    /// Creates a cache for `capacity` bytes.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, state: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the footer of a file, if it is kept.
    pub(crate) fn get(&self, file: i64) -> Option<ArrowReaderMetadata> {
        let mut state = self.lock();
        state.clock += 1;
        let now = state.clock;
        let kept = state.footers.get_mut(&file)?;
        kept.used = now;
        Some(kept.footer.clone())
    }

    /// Keeps a footer, letting go of those that were not used for longest.
    pub(crate) fn put(&self, file: i64, footer: ArrowReaderMetadata) {
        let bytes = footer.metadata().memory_size();
        let mut state = self.lock();
        state.clock += 1;
        let used = state.clock;
        if let Some(old) = state.footers.insert(file, Kept { footer, bytes, used }) {
            state.bytes -= old.bytes;
        }
        state.bytes += bytes;
        while state.bytes > self.capacity && state.footers.len() > 1 {
            let Some(oldest) = state.footers.iter().min_by_key(|(_, kept)| kept.used) else {
                break;
            };
            let oldest = *oldest.0;
            state.forget(oldest);
        }
    }

    /// Lets go of the footer of a file that is gone.
    pub(crate) fn forget(&self, file: i64) {
        self.lock().forget(file);
    }
}

impl State {
    fn forget(&mut self, file: i64) {
        if let Some(kept) = self.footers.remove(&file) {
            self.bytes -= kept.bytes;
        }
    }
}
