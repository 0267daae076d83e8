//! The files of a project that git does not ignore, bounded in number, size and depth.

use std::collections::BTreeSet;
use std::fs::File;
use std::fs::Metadata;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::path::PathBuf;

use ignore::WalkBuilder;

use crate::base::Place;
use crate::base::open_regular;

/// Most entries that are looked at, folders included.
const MAXIMUM_ENTRIES: usize = 20_000;

/// How deep folders are entered.
const MAXIMUM_DEPTH: usize = 24;

/// Largest file that is read, in bytes, and most bytes of all files together.
const MAXIMUM_FILE_BYTES: u64 = 1024 * 1024;
const MAXIMUM_BYTES: u64 = 64 * 1024 * 1024;

/// How much of a file is looked at to see that it is no text.
const HEAD: u64 = 8 * 1024;

/// Folders of tools, whether git ignores them or not.
const SKIPPED_FOLDERS: [&str; 10] = [
    ".git",
    ".hg",
    ".svn",
    "node_modules",
    "target",
    ".venv",
    "venv",
    "__pycache__",
    ".terraform",
    "vendor",
];

/// Files that tools write: sums and packed scripts, in which every digit looks like a token.
const SKIPPED_ENDS: [&str; 8] =
    [".lock", "-lock.json", "-lock.yaml", "go.sum", ".min.js", ".min.css", ".map", ".svg"];

/// A text file of the project.
#[derive(Debug)]
pub(super) struct ProjectFile {
    /// The path below the project's folder, with `/`.
    pub(super) path: String,
    /// The path as people know it.
    shown: String,
    pub(super) text: String,
    line_starts: Vec<usize>,
}

impl ProjectFile {
    pub(super) fn new(path: String, shown: String, text: String) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        Self { path, shown, text, line_starts }
    }

    /// Returns the name without its folders.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Returns the folder, or nothing for that of the project.
    pub(super) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Returns the place of a byte.
    pub(super) fn place(&self, at: usize) -> Place {
        let line = self.line_of(at);
        let start = self.line_starts.get(line).copied().unwrap_or_default();
        let column = self.text.get(start..at).map_or(0, |before| before.chars().count());
        Place { name: self.shown.clone(), line: line + 1, column: column + 1 }
    }

    /// Returns the name that places of this file have.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// Returns a line, counted from 1.
    pub(super) fn line(&self, number: usize) -> Option<&str> {
        let line = number.checked_sub(1)?;
        let start = *self.line_starts.get(line)?;
        let end = self.line_starts.get(line + 1).copied().unwrap_or(self.text.len());
        Some(self.text.get(start..end)?.trim_end())
    }

    fn line_of(&self, at: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= at).saturating_sub(1)
    }
}

/// The files, and whether there were more than are looked at.
#[derive(Debug, Default)]
pub(super) struct ProjectFiles {
    pub(super) files: Vec<ProjectFile>,
    pub(super) is_cut: bool,
}

/// Reads the text files below `folder` but those in `left_out`, which are paths below it, under
/// whatever other names they have. `shown` is the folder as people know it.
pub(super) fn read(folder: &Path, shown: &Path, left_out: &BTreeSet<PathBuf>) -> ProjectFiles {
    // Without a repository, what others left in the folders above says nothing about this one.
    let is_in_repository = folder.ancestors().any(|above| above.join(".git").exists());
    let walk = WalkBuilder::new(folder)
        .parents(is_in_repository)
        // What other tools ignore, or a person on this machine, is looked at all the same.
        .hidden(false)
        .ignore(false)
        .git_global(false)
        .require_git(false)
        .follow_links(false)
        .max_depth(Some(MAXIMUM_DEPTH))
        .sort_by_file_name(Ord::cmp)
        .filter_entry(|entry| {
            entry.depth() == 0 || !SKIPPED_FOLDERS.iter().any(|name| entry.file_name() == *name)
        })
        .build();
    let identity = |metadata: &Metadata| (metadata.dev(), metadata.ino());
    let left_out: BTreeSet<(u64, u64)> = left_out
        .iter()
        .filter_map(|path| folder.join(path).metadata().ok())
        .map(|metadata| identity(&metadata))
        .collect();
    let mut found = ProjectFiles::default();
    let (mut entries, mut bytes) = (0, 0);
    for entry in walk {
        entries += 1;
        if entries > MAXIMUM_ENTRIES || bytes > MAXIMUM_BYTES {
            found.is_cut = true;
            break;
        }
        // What may not be read is of no interest to others, either.
        let Ok(entry) = entry else { continue };
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        let Ok(path) = entry.path().strip_prefix(folder) else { continue };
        if !is_file {
            continue;
        }
        let name = path.display().to_string().replace('\\', "/");
        if SKIPPED_ENDS.iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let Ok(file) = open_regular(entry.path()) else { continue };
        let Ok(metadata) = file.metadata() else { continue };
        if left_out.contains(&identity(&metadata)) || metadata.len() > MAXIMUM_FILE_BYTES {
            continue;
        }
        if let Some(text) = read_text(file, &mut bytes) {
            let shown = shown.join(path).display().to_string();
            found.files.push(ProjectFile::new(name, shown, text));
        }
    }
    found
}

// A file with a zero byte is no text; bytes that are no UTF-8 become signs that match nothing. All
// that is read is counted, whatever it turns out to be.
fn read_text(file: File, counted: &mut u64) -> Option<String> {
    let mut bytes = Vec::new();
    for most in [HEAD, MAXIMUM_FILE_BYTES + 1 - HEAD] {
        *counted += (&file).take(most).read_to_end(&mut bytes).ok()? as u64;
        // A file may have grown since its size was looked at.
        if bytes.contains(&0) || bytes.len() as u64 > MAXIMUM_FILE_BYTES {
            return None;
        }
    }
    Some(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path, left_out: &[&str]) -> Vec<String> {
        let left_out = left_out.iter().map(PathBuf::from).collect();
        let found = read(folder, Path::new("shown"), &left_out);
        found.files.into_iter().map(|file| file.path).collect()
    }

    #[test]
    fn what_git_ignores_and_tools_write_is_not_read() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, bytes: &[u8]| {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        write(".gitignore", b".env\n/build/\n!keep.env\n");
        write("app/.gitignore", b"local.*\n");
        for path in [".env", "build/x.js", "app/local.py", "node_modules/a.js", ".git/config"] {
            write(path, b"x");
        }
        for path in ["app/app.py", "keep.env", ".gitpod.yml", "app/build/x.js", "left.out"] {
            write(path, b"x");
        }
        write("package-lock.json", b"x");
        write("picture.png", b"\x89PNG\0");
        write("large.txt", &vec![b'x'; 1024 * 1024 + 1]);
        write("latin.txt", b"caf\xe9");
        std::os::unix::fs::symlink("/etc/passwd", root.path().join("link")).unwrap();
        assert_eq!(
            names(root.path(), &["left.out"]),
            [
                ".gitignore",
                ".gitpod.yml",
                "app/.gitignore",
                "app/app.py",
                "app/build/x.js",
                "keep.env",
                "latin.txt",
            ]
        );
    }

    #[test]
    fn what_is_left_out_is_left_out_under_every_name() {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str| root.path().join(name);
        std::fs::write(path("real.txt"), "x").unwrap();
        std::os::unix::fs::symlink("real.txt", path("link.txt")).unwrap();
        std::fs::hard_link(path("real.txt"), path("other.txt")).unwrap();
        std::fs::write(path("kept.txt"), "x").unwrap();
        assert_eq!(names(root.path(), &["link.txt"]), ["kept.txt"]);
        assert_eq!(names(root.path(), &["missing.txt"]).len(), 3);
    }

    #[test]
    fn what_is_above_counts_within_a_repository_only() {
        let root = tempfile::tempdir().unwrap();
        let project = root.path().join("infra");
        std::fs::create_dir(&project).unwrap();
        std::fs::write(root.path().join(".gitignore"), "*.env\n").unwrap();
        std::fs::write(project.join("a.env"), "x").unwrap();
        assert_eq!(names(&project, &[]), ["a.env"]);
        std::fs::create_dir(root.path().join(".git")).unwrap();
        assert_eq!(names(&project, &[]), [""; 0]);
    }

    #[test]
    fn places_are_counted_in_characters() {
        let file = ProjectFile::new("a".to_owned(), "b/a".to_owned(), "é\nöx = 1\n".to_owned());
        assert_eq!(file.place("é\nö".len()).to_string(), "b/a:2:2");
        assert_eq!((file.line(1), file.line(2)), (Some("é"), Some("öx = 1")));
        assert_eq!((file.line(0), file.line(9)), (None, None));
        assert_eq!(file.place(file.text.len()).line, 3);
    }
}
