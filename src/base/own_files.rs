//! Files that a project keeps for its tools: nobody's values, and not to be written for others.

use std::path::Path;

/// Says whether a path leads into a folder `.git`, whose files hold credentials and run programs.
#[must_use]
pub fn is_of_git(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gits_folder_is_known_wherever_it_stands() {
        for path in [".git/config", "a/.GIT/hooks/pre-commit", ".git"] {
            assert!(is_of_git(Path::new(path)), "{path}");
        }
        for path in [".gitignore", "git/config", "a.git/x", ".github/x"] {
            assert!(!is_of_git(Path::new(path)), "{path}");
        }
    }
}
