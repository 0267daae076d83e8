//! The lock of a folder, by which commands that edit a file in it take turns.

use std::fs::File;
use std::io;
use std::thread::sleep;
use std::time::Duration;
use std::time::Instant;

use rustix::fs::FlockOperation;
use rustix::fs::flock;

/// How long to wait for others; an edit takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// Pause between two tries.
const PAUSE: Duration = Duration::from_millis(5);

/// Locks an open folder until it is closed; says whether such folders can be locked at all.
///
/// # Errors
/// Somebody else holds the lock for seconds.
pub fn lock_folder(folder: &File) -> io::Result<bool> {
    let end = Instant::now() + PATIENCE;
    loop {
        match flock(folder, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(true),
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Ok(false),
            Err(_) if Instant::now() < end => sleep(PAUSE),
            Err(_) => {
                let reason = "another program has locked its folder";
                return Err(io::Error::new(io::ErrorKind::WouldBlock, reason));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_after_the_other_has_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let open = || File::open(folder.path()).unwrap();
        let first = open();
        assert!(lock_folder(&first).unwrap());
        let second = std::thread::scope(|scope| {
            let waiting = scope.spawn(|| lock_folder(&open()));
            drop(first);
            waiting.join().unwrap()
        });
        assert!(second.unwrap());
    }
}
