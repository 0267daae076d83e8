//! What may lie in a data directory that is to be replaced.
//!
//! An import removes the old directory as a whole. A folder that was named by mistake must not go
//! that way, whatever the caller has agreed to.

use std::fs;
use std::path::Path;

use super::error::ImportError;
use crate::backend::store::directory::HOLDER_NAME;
use crate::backend::store::directory::LOCK_NAME;
use crate::backend::store::encoder::FILE_SUFFIX;
use crate::backend::store::encoder::TEMPORARY_SUFFIX;
use crate::backend::store::error::StoreError;
use crate::backend::store::schema::COPY_PREFIX;
use crate::backend::store::schema::COPY_SUFFIX;
use crate::backend::store::schema::DATABASE_NAME;
use crate::backend::store::table::TableId;

/// Refuses a directory that holds anything which no backend put there.
pub(super) fn check(directory: &Path) -> Result<(), ImportError> {
    check_names(directory, directory, |name, is_folder| {
        if is_folder {
            return TableId::from_name(name).is_some();
        }
        let database = name.strip_prefix(DATABASE_NAME);
        name == LOCK_NAME
            || name.starts_with(HOLDER_NAME)
            || database.is_some_and(|rest| matches!(rest, "" | "-wal" | "-shm" | "-journal"))
            || (name.starts_with(COPY_PREFIX) && name.ends_with(COPY_SUFFIX))
    })?;
    for table in TableId::ALL {
        let folder = directory.join(table.definition().name());
        if folder.is_dir() {
            check_names(directory, &folder, |name, is_folder| {
                let name = name.strip_suffix(TEMPORARY_SUFFIX).unwrap_or(name);
                !is_folder && name.ends_with(FILE_SUFFIX)
            })?;
        }
    }
    Ok(())
}

fn check_names(
    directory: &Path,
    folder: &Path,
    is_ours: impl Fn(&str, bool) -> bool,
) -> Result<(), ImportError> {
    let failed = |error| StoreError::io("list", folder, error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_folder = entry.file_type().map_err(failed)?.is_dir();
        let name = entry.file_name().to_string_lossy().into_owned();
        if !is_ours(&name, is_folder) {
            let path = entry.path();
            let name = path.strip_prefix(directory).unwrap_or(&path).display().to_string();
            return Err(ImportError::Strange { path: directory.to_owned(), name });
        }
    }
    Ok(())
}
