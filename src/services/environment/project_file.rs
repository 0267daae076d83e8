//! Files inside of a project: found without leaving it, read whole, replaced whole.

use std::fs::File;
use std::io;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;

use super::error::TargetCause;
use super::error::TargetError;
use crate::base::PrivateFile;
use crate::base::is_of_git;
use crate::base::lock_folder;
use crate::base::open_regular;

/// How often an edit is tried that somebody else's edit overtakes.
const ATTEMPTS: u32 = 3;

/// Returns where a file of the project really is; it need not exist.
///
/// # Errors
/// The way to it leaves the project, its folder does not exist, or a link leads to nothing.
pub(super) fn locate(project: &Path, relative: &Path) -> Result<PathBuf, TargetError> {
    let name = relative.display();
    let broken = |reason: String| TargetError::new(TargetCause::Invalid, reason);
    let leaves = || {
        broken(format!("{name} is a link that leaves the project"))
            .hint("name a file that is inside of the project itself")
    };
    let real = |path: &Path| path.canonicalize();
    let project = real(project)
        .map_err(|error| broken(format!("the project folder cannot be used: {error}")))?;
    let folder = project.join(relative.parent().unwrap_or(Path::new("")));
    let folder = match real(&folder) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(broken(format!("the folder of {name} does not exist"))
                .hint("make the folder, or correct the path"));
        }
        Err(error) => return Err(broken(format!("the folder of {name} cannot be used: {error}"))),
    };
    if !folder.starts_with(&project) {
        return Err(leaves());
    }
    let Some(file_name) = relative.file_name() else {
        return Err(broken(format!("{name} names no file")));
    };
    let path = folder.join(file_name);
    let own = |path: &Path| {
        let below = path.strip_prefix(&project).unwrap_or(path);
        let is_own = is_of_git(below) || below.extension().is_some_and(|end| end == "toml");
        let refusal = format!("{name} is a file of the project's own tools");
        if is_own {
            Err(broken(refusal).hint("name a file of its own for variables"))
        } else {
            Ok(())
        }
    };
    own(&path)?;
    match std::fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path),
        Err(error) => Err(broken(format!("{name} cannot be used: {error}"))),
        Ok(metadata) if metadata.is_file() => Ok(path),
        Ok(metadata) if metadata.is_symlink() => {
            let target = real(&path)
                .map_err(|error| broken(format!("the link {name} leads nowhere: {error}")))?;
            if !target.starts_with(&project) {
                return Err(leaves());
            }
            own(&target)?;
            if !target.is_file() {
                return Err(broken(format!("{name} is no regular file")));
            }
            Ok(target)
        }
        Ok(_) => Err(broken(format!("{name} is no regular file"))),
    }
}

/// Reads a file of the project as text.
///
/// # Errors
/// The way to it leaves the project, there is none, or it cannot be read as text of `most` bytes.
pub fn read_inside(project: &Path, relative: &Path, most: usize) -> Result<String, TargetError> {
    let name = relative.display();
    match read(&locate(project, relative)?, most) {
        Ok(Some(text)) => Ok(text),
        Ok(None) => Err(TargetError::new(TargetCause::Missing, format!("there is no {name}"))),
        Err(error) => {
            let reason = format!("{name} cannot be read: {error}");
            Err(TargetError::new(TargetCause::Broken, reason))
        }
    }
}

/// Reads a file as text; nothing if there is none.
///
/// # Errors
/// It cannot be read, is larger than `most` bytes, or is no UTF-8.
pub(super) fn read(path: &Path, most: usize) -> io::Result<Option<String>> {
    let file = match open_regular(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes)?;
    let wrong = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
    if bytes.len() > most {
        return Err(wrong(format!("it has more than {most} bytes")));
    }
    // What is wrong with the bytes would show some of them.
    String::from_utf8(bytes).map(Some).map_err(|_| wrong("it is no UTF-8".to_owned()))
}

/// Changes a file: `edit` makes the new text of the old one, or nothing where nothing is to be
/// done. The file is replaced as a whole, with mode 0600. An edit that somebody else overtakes is
/// made again over what is there then.
///
/// # Errors
/// As [`read`]; `edit` fails; the file cannot be written, or is edited again and again.
pub(super) fn replace(
    path: &Path,
    most: usize,
    edit: impl Fn(Option<String>) -> Result<Option<String>, TargetError>,
) -> Result<(), TargetError> {
    let name = path.display();
    let unreadable = |error: io::Error| {
        TargetError::new(TargetCause::Broken, format!("{name} cannot be read: {error}"))
    };
    let unwritable = |error: io::Error| {
        TargetError::new(TargetCause::Broken, format!("{name} cannot be written: {error}"))
    };
    let folder = File::open(path.parent().unwrap_or(Path::new("."))).map_err(unwritable)?;
    // Nobody waits inside of this function, so that tasks of one thread cannot hold each other up.
    // Where folders cannot be locked, the comparison below is what there is.
    if lock_folder(&folder).map_err(unwritable)? {
        remove_leftovers(path);
    }
    for _ in 0..ATTEMPTS {
        let before = read(path, most).map_err(unreadable)?;
        let Some(text) = edit(before.clone())? else { return Ok(()) };
        if text.len() > most {
            let reason = format!("{name} would have more than {most} bytes");
            return Err(TargetError::new(TargetCause::Invalid, reason));
        }
        let mut file = PrivateFile::create(path).map_err(unwritable)?;
        file.write(text.as_bytes()).map_err(unwritable)?;
        // An editor does not ask for the lock.
        if read(path, most).map_err(unreadable)? == before {
            return file.finish(true).map_err(unwritable);
        }
    }
    let reason = format!("{name} is edited by somebody else at the same time");
    Err(TargetError::new(TargetCause::Broken, reason).hint("try again when nobody edits it"))
}

/// Removes what writers that were killed left beside the file: it holds what the file was to hold,
/// under a name that git may not ignore. Whoever has the lock is the only writer.
fn remove_leftovers(path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|n| n.to_str()))
    else {
        return;
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| PrivateFile::is_leftover(&entry.file_name(), name)) {
        // Somebody else may remove it, too.
        let _ = std::fs::remove_file(entry.path());
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_is_found_inside_of_the_project_only() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        let project = root.join("project");
        std::fs::create_dir_all(project.join("web")).unwrap();
        std::fs::create_dir(root.join("outside")).unwrap();
        std::fs::write(root.join("outside/.env"), "").unwrap();
        std::fs::write(project.join(".env"), "").unwrap();
        let link = |to: &str, name: &str| symlink(to, project.join(name)).unwrap();
        link("../outside", "away");
        link("../outside/.env", "away.env");
        link("../outside/new.env", "new.env");
        link("web", "inside");
        link(".env", "inside.env");
        let found = |name: &str| locate(&project, Path::new(name));
        assert_eq!(found(".env").unwrap(), project.join(".env"));
        assert_eq!(found("web/.env").unwrap(), project.join("web/.env"));
        assert_eq!(found("inside/.env").unwrap(), project.join("web/.env"));
        assert_eq!(found("inside.env").unwrap(), project.join(".env"));
        for wrong in ["away/.env", "away/new", "away.env", "new.env", "none/.env", "web"] {
            assert!(found(wrong).is_err(), "{wrong}");
        }
        assert!(found("away/.env").unwrap_err().to_string().contains("leaves the project"));
    }

    #[test]
    fn a_file_is_replaced_whole_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env");
        std::fs::write(&path, "A=1\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
        replace(&path, 100, |before| Ok(before.map(|text| text + "B=2\n"))).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "A=1\nB=2\n");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let fails = |text: &str| replace(&path, 10, |_| Ok(Some(text.to_owned()))).is_err();
        assert!(fails("longer than ten"));
        std::fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(fails("x"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside");
    }

    #[test]
    fn what_a_killed_writer_left_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env");
        // A writer that never comes to its end.
        std::mem::forget(PrivateFile::create(&path).unwrap());
        let kept =
            [".env.new", ".env.local", ".env.0123456789abcdeX.new", "x.0123456789abcdef.new"];
        for name in kept {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1 + kept.len());
        replace(&path, 100, |_| Ok(Some("A=1\n".to_owned()))).unwrap();
        let names = std::fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
        names.retain(|name| name != ".env");
        names.sort();
        let mut kept = kept.map(std::ffi::OsString::from);
        kept.sort();
        assert_eq!(names, kept);
    }

    #[test]
    fn an_edit_of_somebody_else_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env");
        let calls = Cell::new(0);
        let edit = |rounds: u32| {
            let (path, calls) = (path.clone(), &calls);
            move |before: Option<String>| {
                calls.set(calls.get() + 1);
                if calls.get() <= rounds {
                    std::fs::write(&path, format!("THEIRS={}\n", calls.get())).unwrap();
                }
                Ok(Some(before.unwrap_or_default() + "OURS=1\n"))
            }
        };
        replace(&path, 100, edit(2)).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "THEIRS=2\nOURS=1\n");
        calls.set(0);
        let error = replace(&path, 100, edit(u32::MAX)).unwrap_err();
        assert!(error.to_string().contains("edited by somebody else"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "THEIRS=3\n");
    }
}
