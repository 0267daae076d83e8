//! Streams that end in memory, for tests of everything that speaks.

use std::io;
use std::io::Write;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

/// What a captured voice has said.
#[derive(Clone, Debug, Default)]
pub struct Captured {
    data: SharedBuffer,
    messages: SharedBuffer,
}

impl Captured {
    /// Returns the two ends to write to.
    pub(crate) fn writers(&self) -> (Box<dyn Write + Send>, Box<dyn Write + Send>) {
        (Box::new(self.data.clone()), Box::new(self.messages.clone()))
    }

    /// Returns what went to stdout.
    #[must_use]
    pub fn stdout(&self) -> String {
        self.data.text()
    }

    /// Returns what went to stderr.
    #[must_use]
    pub fn stderr(&self) -> String {
        self.messages.text()
    }
}

#[derive(Clone, Debug, Default)]
struct SharedBuffer(Arc<Mutex<Vec<u8>>>);

impl SharedBuffer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for SharedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
