//! Paths of the project file: they stay inside of its folder.

use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use crate::base::Fault;
use crate::base::is_of_git;

/// A file inside of the project.
#[derive(Debug)]
pub(super) struct Found {
    /// The path below the project's folder, tidied.
    pub(super) name: String,
    /// Where it is, links followed.
    pub(super) path: PathBuf,
}

/// Tidies a relative path and refuses one that leaves the folder it is relative to.
pub(super) fn inside(text: &str) -> Result<PathBuf, Fault> {
    let is_absolute = text.starts_with(['/', '~', '\\']) || text.as_bytes().get(1) == Some(&b':');
    if is_absolute {
        return Err(fault("must be relative to the folder of the project file", None));
    }
    if text.contains(char::is_control) {
        return Err(fault("must not hold control characters", None));
    }
    let mut tidy = PathBuf::new();
    for component in Path::new(text).components() {
        match component {
            Component::Normal(part) => tidy.push(part),
            Component::CurDir => {}
            Component::ParentDir => {
                if !tidy.pop() {
                    let hint = "keep the file below the folder of the project file".to_owned();
                    return Err(fault("leaves the project with `..`", Some(hint)));
                }
            }
            Component::RootDir | Component::Prefix(_) => {
                return Err(fault("must be relative to the folder of the project file", None));
            }
        }
    }
    if tidy.as_os_str().is_empty() {
        return Err(fault("must name a file", None));
    }
    if is_of_git(&tidy) {
        return Err(fault("must not lie in git's own folder", None));
    }
    Ok(tidy)
}

/// Finds a file inside of `folder`, also after following links.
pub(super) fn resolve(folder: &Path, text: &str) -> Result<Found, Fault> {
    let tidy = inside(text)?;
    let name = tidy.display().to_string();
    let real_folder = folder.canonicalize().map_err(|error| unusable(&name, &error.to_string()))?;
    let path = match real_folder.join(&tidy).canonicalize() {
        Ok(path) => path,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(missing(&name)),
        Err(error) => return Err(unusable(&name, &error.to_string())),
    };
    if !path.starts_with(&real_folder) {
        let hint = "copy the file into the project".to_owned();
        return Err(fault("is a link that leaves the project", Some(hint)));
    }
    if path.strip_prefix(&real_folder).is_ok_and(is_of_git) {
        return Err(fault("is a link into git's own folder", None));
    }
    Ok(Found { name, path })
}

/// There is no such file.
pub(super) fn missing(name: &str) -> Fault {
    let hint = "paths are relative to the folder of the project file".to_owned();
    fault(&format!("names {name}, which does not exist"), Some(hint))
}

/// The file cannot be read.
pub(super) fn unusable(name: &str, reason: &str) -> Fault {
    fault(&format!("names {name}, which cannot be used: {reason}"), None)
}

fn fault(message: &str, hint: Option<String>) -> Fault {
    Fault { message: message.to_owned(), hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_tidied_and_stay_inside() {
        let tidy = |text: &str| inside(text).map(|path| path.display().to_string());
        assert_eq!(tidy("./aws//json/../json/x.json").unwrap(), "aws/json/x.json");
        for bad in [
            "",
            ".",
            "a/..",
            "/etc/passwd",
            "~/x",
            "C:\\x",
            "\\\\h\\x",
            "../x",
            "a/../../x",
            "a\0b",
        ] {
            assert!(inside(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn links_are_followed() {
        let root = tempfile::tempdir().unwrap();
        let project = root.path().join("project");
        std::fs::create_dir(&project).unwrap();
        std::fs::write(root.path().join("outside.json"), "{}").unwrap();
        std::fs::write(project.join("real.json"), "{}").unwrap();
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(to, project.join(name)).unwrap();
        };
        link("real.json", "good.json");
        link("../outside.json", "bad.json");
        link("nowhere.json", "dangling.json");
        assert_eq!(resolve(&project, "good.json").unwrap().name, "good.json");
        let wrong = |path| resolve(&project, path).unwrap_err().message;
        assert_eq!(wrong("bad.json"), "is a link that leaves the project");
        assert_eq!(wrong("dangling.json"), "names dangling.json, which does not exist");
    }
}
