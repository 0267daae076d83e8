//! The commit that is checked out, read from the repository's own files.
//!
//! No program is run for it: where this is used, one may not be there, and a repository's
//! configuration can make git run others.

use std::io::Read as _;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use crate::base::open_regular;

/// Most bytes of a file of the repository; the list of its references is the longest.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// Returns the commit of the repository around a folder.
pub(crate) fn revision(start: &Path) -> Option<String> {
    let git = start.ancestors().map(|folder| folder.join(".git")).find(|path| path.exists())?;
    let folder = git_folder(git)?;
    let head = read(&folder.join("HEAD"))?;
    let Some(name) = head.strip_prefix("ref:").map(str::trim) else { return commit(&head) };
    let name = Path::new(name);
    let is_below = name.starts_with("refs")
        && name.components().all(|part| matches!(part, Component::Normal(_)));
    if !is_below {
        return None;
    }
    // A further work tree shares the references of its repository.
    let shared = match read(&folder.join("commondir")) {
        Some(path) => folder.join(path.trim()),
        None => folder.clone(),
    };
    let loose = [&folder, &shared].into_iter().find_map(|at| commit(&read(&at.join(name))?));
    loose.or_else(|| packed(&read(&shared.join("packed-refs"))?, name.to_str()?))
}

/// Follows the file that stands in a further work tree instead of the folder.
fn git_folder(git: PathBuf) -> Option<PathBuf> {
    if git.is_dir() {
        return Some(git);
    }
    let text = read(&git)?;
    Some(git.parent()?.join(text.strip_prefix("gitdir:")?.trim()))
}

fn packed(references: &str, name: &str) -> Option<String> {
    let found = references.lines().filter_map(|line| line.split_once(' '));
    found.into_iter().find(|(_, other)| *other == name).and_then(|(digits, _)| commit(digits))
}

/// Returns a commit, if a text is one.
pub(crate) fn commit(text: &str) -> Option<String> {
    let text = text.trim();
    let is_commit =
        matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_commit.then(|| text.to_ascii_lowercase())
}

fn read(path: &Path) -> Option<String> {
    let mut text = String::new();
    open_regular(path).ok()?.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432";

    /// A repository with these files, and a folder inside of it.
    fn found(files: &[(&str, &str)]) -> Option<String> {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let inside = root.path().join("tree/a/b");
        std::fs::create_dir_all(&inside).unwrap();
        revision(&inside)
    }

    #[test]
    fn every_way_to_keep_a_commit_is_read() {
        let line = format!("{COMMIT}\n");
        let packed = format!("# pack-refs\n{COMMIT} refs/heads/x\n^{COMMIT}\n");
        let head = "ref: refs/heads/x\n";
        let expected = Some(COMMIT.to_owned());
        assert_eq!(found(&[("tree/.git/HEAD", &line)]), expected);
        assert_eq!(found(&[("tree/.git/HEAD", head), ("tree/.git/refs/heads/x", &line)]), expected);
        assert_eq!(
            found(&[("tree/.git/HEAD", head), ("tree/.git/packed-refs", &packed)]),
            expected
        );
        let further = [
            ("tree/.git", "gitdir: ../main/.git/worktrees/x\n"),
            ("main/.git/worktrees/x/HEAD", head),
            ("main/.git/worktrees/x/commondir", "../..\n"),
            ("main/.git/refs/heads/x", &line),
        ];
        assert_eq!(found(&further), expected);
    }

    #[test]
    fn what_is_no_commit_is_none() {
        assert_eq!(found(&[("tree/.git/HEAD", "ref: refs/heads/new\n")]), None);
        assert_eq!(found(&[("tree/.git/HEAD", "main\n")]), None);
        assert_eq!(found(&[("tree/.git/HEAD", "")]), None);
        assert_eq!(found(&[("tree/.git", "gitdir: nowhere\n")]), None);
        let escape = [("tree/.git/HEAD", "ref: refs/../../../secret\n"), ("secret", COMMIT)];
        assert_eq!(found(&escape), None);
    }
}
