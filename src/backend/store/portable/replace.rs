//! Puts a new data directory in the place of the old one, in one step.

use std::fs;
use std::io;
use std::path::Path;

use rustix::fs::CWD;
use rustix::fs::RenameFlags;
use rustix::fs::renameat_with;
use rustix::io::Errno;

use super::error::ImportError;
use crate::backend::store::directory::displaced_name;
use crate::backend::store::directory::sync_parent;
use crate::backend::store::error::StoreError;

/// Exchanges two names at once.
pub(super) type Exchange = fn(&Path, &Path) -> Result<(), Errno>;

/// The operating system's exchange.
pub(super) fn exchange(one: &Path, other: &Path) -> Result<(), Errno> {
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
}

/// Gives `new` the name `current`, and what had it the name `new`.
///
/// A crash leaves the one or the other. Where names cannot be exchanged the old directory is put
/// aside first, under a name from which the next open brings it back.
pub(super) fn replace(current: &Path, new: &Path, exchange: Exchange) -> Result<(), ImportError> {
    let failed = |error| StoreError::io("exchange", current, error);
    match exchange(current, new) {
        Ok(()) => {}
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => put_aside(current, new)?,
        Err(Errno::BUSY | Errno::XDEV) => {
            return Err(ImportError::MountPoint(current.to_owned()));
        }
        Err(error) => return Err(failed(error.into()).into()),
    }
    sync_parent(current).map_err(failed)?;
    Ok(())
}

fn put_aside(current: &Path, new: &Path) -> Result<(), ImportError> {
    let failed = |error| StoreError::io("exchange", current, error);
    let aside = displaced_name(current);
    match fs::remove_dir_all(&aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error).into()),
        _ => {}
    }
    fs::rename(current, &aside).map_err(failed)?;
    if let Err(error) = fs::rename(new, current) {
        // If even this fails, the next open does it.
        let _ = fs::rename(&aside, current);
        return Err(failed(error).into());
    }
    sync_parent(current).map_err(failed)?;
    fs::rename(&aside, new).map_err(failed)?;
    Ok(())
}
