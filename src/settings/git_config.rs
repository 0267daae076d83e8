//! The one fact that settings need from git's own files: where the remote `origin` is.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;

use crate::base::open_regular;

/// How much of a file is read.
const MAXIMUM_BYTES: u64 = 1024 * 1024;

/// Where the remote `origin` is, and the line that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OriginUrl {
    /// The configuration file.
    pub(crate) file: PathBuf,
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// The address as it stands there; it may hold a password.
    pub(crate) url: String,
}

/// Finds the remote `origin` of the repository that a folder lies in.
///
/// Only the repository's own configuration is read: what it includes, and what the user's
/// configuration replaces, is git's business.
pub(crate) fn origin_url(folder: &Path) -> Option<OriginUrl> {
    let dot_git = folder.ancestors().map(|folder| folder.join(".git")).find(|git| git.exists())?;
    let file = common_folder(&dot_git)?.join("config");
    let (line, url) = find_origin(&read_text(&file)?)?;
    Some(OriginUrl { file, line, url })
}

/// Returns the folder that all work trees share; of one that `git worktree` added, `.git` is a file
/// that names it.
fn common_folder(dot_git: &Path) -> Option<PathBuf> {
    if dot_git.is_dir() {
        return Some(dot_git.to_owned());
    }
    let text = read_text(dot_git)?;
    let named = PathBuf::from(text.strip_prefix("gitdir:")?.trim());
    let own = dot_git.parent()?.join(named);
    // A submodule has no common folder beside its own.
    match read_text(&own.join("commondir")) {
        Some(common) => Some(own.join(common.trim())),
        None => Some(own),
    }
}

fn read_text(path: &Path) -> Option<String> {
    let file: File = open_regular(path).ok()?;
    let mut text = String::new();
    file.take(MAXIMUM_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Finds the last `url` of `[remote "origin"]`; git would fetch from the first of several, and
/// several are an error of ours to guess at, so none counts then.
fn find_origin(text: &str) -> Option<(usize, String)> {
    let mut is_origin = false;
    let mut found: Option<(usize, String)> = None;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix('[') {
            let header = rest.split(']').next().unwrap_or_default();
            is_origin = is_origin_section(header);
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        if is_origin && key.trim().eq_ignore_ascii_case("url") {
            if found.is_some() {
                return None;
            }
            found = Some((index + 1, plain_value(value)?));
        }
    }
    found
}

fn is_origin_section(header: &str) -> bool {
    let Some((section, name)) = header.split_once(char::is_whitespace) else { return false };
    section.trim().eq_ignore_ascii_case("remote") && name.trim() == "\"origin\""
}

/// Returns a value without its comment; quotes and escapes are in no address.
fn plain_value(value: &str) -> Option<String> {
    let value = value.trim();
    let value = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    let value = value.split([';', '#']).next().unwrap_or_default().trim();
    let is_plain = !value.is_empty() && !value.contains(['"', '\\']);
    is_plain.then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = "[core]\n\tbare = false\n[remote \"upstream\"]\n\turl = https://github.com/a/b\n[remote \"origin\"]\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n\turl = git@github.com:omenking/cruddur.git\n[branch \"main\"]\n\tremote = origin\n";

    #[test]
    fn the_address_of_origin_is_found() {
        let url = "git@github.com:omenking/cruddur.git".to_owned();
        assert_eq!(find_origin(CONFIG), Some((7, url)));
        let quoted = "[REMOTE \"origin\"]\r\nURL=\"https://github.com/o/r\" ; mine\r\n";
        assert_eq!(find_origin(quoted), None, "a quote inside is not understood");
        let quoted = "[Remote \"origin\"]\r\nURL = \"https://github.com/o/r\"\r\n";
        assert_eq!(find_origin(quoted).unwrap().1, "https://github.com/o/r");
        for none in [
            "",
            "[remote \"Origin\"]\nurl = x",
            "[remote]\nurl = x",
            "[remote \"origin\"]\nurl =\n",
            "[remote \"origin\"]\nurl = a\nurl = b\n",
            "[remote \"origin\"]\n[core]\nurl = a\n",
        ] {
            assert_eq!(find_origin(none), None, "{none}");
        }
    }

    #[test]
    fn repositories_and_their_work_trees_are_read_from_below() {
        let root = tempfile::tempdir().unwrap();
        let (main, tree) = (root.path().join("main"), root.path().join("tree"));
        let own = main.join(".git/worktrees/tree");
        std::fs::create_dir_all(&own).unwrap();
        std::fs::create_dir_all(tree.join("a/b")).unwrap();
        std::fs::write(main.join(".git/config"), CONFIG).unwrap();
        std::fs::write(own.join("commondir"), "../..\n").unwrap();
        std::fs::write(tree.join(".git"), format!("gitdir: {}\n", own.display())).unwrap();
        for folder in [&main, &tree, &tree.join("a/b")] {
            let found = origin_url(folder).unwrap();
            assert_eq!(
                (found.line, found.url.as_str()),
                (7, "git@github.com:omenking/cruddur.git")
            );
        }
        std::fs::write(tree.join(".git"), "gitdir: /nowhere\n").unwrap();
        assert_eq!(origin_url(&tree), None);
        std::fs::write(main.join(".git/config"), b"[remote \"origin\"]\nurl = \xff\n").unwrap();
        assert_eq!(origin_url(&main), None);
    }
}
