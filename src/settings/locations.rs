//! The folders and files around the program.

use std::path::Path;
use std::path::PathBuf;

use super::env;
use super::environment::Environment;

/// Where the program looks for things.
#[derive(Clone, Debug)]
pub struct Locations {
    /// The working directory.
    pub working_directory: PathBuf,
    /// The user file, whether it exists or not; none without a home folder.
    pub user_file: Option<PathBuf>,
    /// The folder of data directories.
    pub data_home: Option<PathBuf>,
    /// The folder of what is remembered between commands.
    pub state_home: Option<PathBuf>,
    /// The folder of answers that are kept for a while.
    pub cache_home: Option<PathBuf>,
    /// The AWS configuration file.
    pub aws_config: Option<PathBuf>,
    /// The AWS credentials file.
    pub aws_credentials: Option<PathBuf>,
}

impl Locations {
    /// Works them out.
    #[must_use]
    pub fn new(environment: &Environment, working_directory: PathBuf) -> Self {
        let home = environment.path(&env::HOME).filter(|path| path.is_absolute());
        // The XDG specification: a relative path is to be ignored.
        let folder = |variable, below_home: &str| {
            environment
                .path(variable)
                .filter(|path| path.is_absolute())
                .or_else(|| home.as_ref().map(|home| home.join(below_home)))
        };
        let aws_file = |variable, name: &str| {
            environment
                .path(variable)
                .or_else(|| home.as_ref().map(|home| home.join(".aws").join(name)))
        };
        Self {
            user_file: folder(&env::XDG_CONFIG_HOME, ".config")
                .map(|folder| folder.join("cruddur-obs/config.toml")),
            data_home: folder(&env::XDG_DATA_HOME, ".local/share")
                .map(|folder| folder.join("cruddur-obs")),
            state_home: folder(&env::XDG_STATE_HOME, ".local/state")
                .map(|folder| folder.join("cruddur-obs")),
            cache_home: folder(&env::XDG_CACHE_HOME, ".cache")
                .map(|folder| folder.join("cruddur-obs")),
            aws_config: aws_file(&env::AWS_CONFIG_FILE, "config"),
            aws_credentials: aws_file(&env::AWS_SHARED_CREDENTIALS_FILE, "credentials"),
            working_directory,
        }
    }

    /// Returns the data directory of a project: one per project folder.
    ///
    /// The name is for people; the digits of the folder keep two projects of one name apart.
    pub(crate) fn data_directory(
        &self,
        project_file: Option<&Path>,
        name: Option<&str>,
    ) -> Option<PathBuf> {
        let home = self.data_home.as_ref()?;
        let Some(folder) = project_file.and_then(Path::parent) else {
            return Some(home.join("default"));
        };
        let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let label = name.map_or_else(
            || folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default(),
            ToOwned::to_owned,
        );
        let label: String = label
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
            .take(40)
            .collect();
        let digits = fnv1a(folder.as_os_str().as_encoded_bytes());
        Some(home.join(format!("{}-{:08x}", label.trim_matches('-'), digits & 0xffff_ffff)))
    }
}

// Stable across releases of Rust, unlike the standard hasher; nothing here needs to resist attack.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_name_cannot_leave_the_data_folder() {
        let environment = Environment::from_pairs([("HOME", "/h")]);
        let locations = Locations::new(&environment, PathBuf::from("/w"));
        let directory = locations
            .data_directory(Some(Path::new("/nowhere/x/cruddur-obs.toml")), Some("../../etc/A b"))
            .unwrap();
        assert_eq!(directory.parent(), Some(Path::new("/h/.local/share/cruddur-obs")));
        assert!(
            directory.file_name().unwrap().to_string_lossy().starts_with("etc-a-b-"),
            "{directory:?}"
        );
        assert_eq!(
            locations.data_directory(None, None),
            Some(PathBuf::from("/h/.local/share/cruddur-obs/default"))
        );
    }

    #[test]
    fn relative_xdg_folders_are_ignored() {
        let environment =
            Environment::from_pairs([("HOME", "/h"), ("XDG_CONFIG_HOME", "relative")]);
        let locations = Locations::new(&environment, PathBuf::from("/w"));
        assert_eq!(locations.user_file, Some(PathBuf::from("/h/.config/cruddur-obs/config.toml")));
    }
}
