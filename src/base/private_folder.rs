//! Folders of a user's own that only their owner may enter.

use std::fs::DirBuilder;
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Makes a folder if there is none, and takes others' rights away from one that is there.
///
/// # Errors
/// It cannot be made, it is a link or no folder, or it is somebody else's.
pub fn prepare_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    let metadata = std::fs::symlink_metadata(path)?;
    let wrong = |what: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    if !metadata.is_dir() {
        return wrong("it is no folder");
    }
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return wrong("it belongs to another user");
    }
    if metadata.mode() & 0o077 != 0 {
        std::fs::set_permissions(path, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b");
        prepare_private_folder(&path).unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(0o777)).unwrap();
        prepare_private_folder(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o700);
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(prepare_private_folder(&link).is_err());
    }
}
