//! The layers of settings, read once.

use std::path::Path;
use std::path::PathBuf;
use std::sync::OnceLock;

use super::aws_config::AwsConfig;
use super::env::Variable;
use super::environment::Environment;
use super::locations::Locations;
use super::origin::Origin;
use super::origin::Setting;
use super::profile::LOCAL;
use super::profile::ProfileError;
use super::project_file::ProjectFile;
use super::project_file::ProjectProfile;
use super::target::LOCAL_REGION;
use super::user_file::UserFile;
use super::user_file::UserProfile;
use crate::base::Document;
use crate::base::DocumentError;
use crate::base::display_name;

/// The settings that flags give, each from its flag or that flag's variable.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--profile`.
    pub profile: Option<Setting<String>>,
    /// `--region`.
    pub region: Option<Setting<String>>,
    /// `--file`.
    pub file: Option<Setting<PathBuf>>,
    /// `--data-dir`.
    pub data_dir: Option<Setting<PathBuf>>,
    /// `--endpoint-url`.
    pub endpoint_url: Option<Setting<String>>,
    /// The other global flags, only for showing.
    pub others: Vec<ShownSetting>,
}

/// A setting as `config show` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownSetting {
    /// Its name.
    pub name: String,
    /// Its value, if it has one.
    pub value: Option<String>,
    /// Where that came from.
    pub origin: Origin,
}

/// All layers together.
#[derive(Debug)]
pub struct Settings {
    pub(crate) flags: Flags,
    pub(crate) environment: Environment,
    pub(crate) locations: Locations,
    pub(crate) project: Option<ProjectFile>,
    pub(crate) user: UserFile,
    aws_config: OnceLock<AwsConfig>,
}

impl Settings {
    /// Reads the files.
    ///
    /// # Errors
    /// A file cannot be read, or its content is wrong.
    pub fn load(
        flags: Flags,
        environment: Environment,
        locations: Locations,
    ) -> Result<Self, DocumentError> {
        let project = load_project(&flags, &locations)?;
        let user = match &locations.user_file {
            Some(path) => match Document::read(path, path.display().to_string())? {
                Some(document) => UserFile::parse(&document)?,
                None => UserFile::default(),
            },
            None => UserFile::default(),
        };
        Ok(Self { flags, environment, locations, project, user, aws_config: OnceLock::new() })
    }

    /// Returns the project file, if there is one.
    #[must_use]
    pub const fn project(&self) -> Option<&ProjectFile> {
        self.project.as_ref()
    }

    /// Returns where the program looks for things.
    #[must_use]
    pub const fn locations(&self) -> &Locations {
        &self.locations
    }

    /// Returns the data directory of the embedded backend; none without a home folder.
    #[must_use]
    pub fn data_directory(&self) -> Option<Setting<PathBuf>> {
        if let Some(given) = &self.flags.data_dir {
            return Some(given.clone());
        }
        let project = self.project.as_ref();
        let name =
            project.and_then(|project| project.name.as_ref()).map(|name| name.value.as_str());
        self.locations
            .data_directory(project.map(|project| project.path.as_path()), name)
            .map(Setting::default_value)
    }

    /// Lists every setting with its origin.
    #[must_use]
    pub fn shown(&self) -> Vec<ShownSetting> {
        let profile = self.profile();
        let text = |name: &str, setting: Option<Setting<String>>| show(name, setting);
        let path = |name: &str, setting: Option<Setting<PathBuf>>| {
            show(name, setting.map(|setting| setting.map(|path| path.display().to_string())))
        };
        let project = self.project.as_ref();
        let found = project.map(|project| {
            self.flags.file.clone().unwrap_or_else(|| Setting::default_value(project.path.clone()))
        });
        let user_file = self.locations.user_file.clone().map(Setting::default_value);
        let mut rows = vec![
            path("project_file", found),
            path("user_file", user_file),
            text("project.name", project.and_then(|project| project.name.clone())),
            text("profile", Some(profile.clone())),
        ];
        // What is wrong with a value is told by `complaints`.
        if profile.value != LOCAL {
            let (declared, user) = self.declarations(&profile.value);
            let account = declared
                .and_then(|p| p.account.clone())
                .or_else(|| user.and_then(|u| u.declared.account.clone()));
            rows.push(text(
                "aws_profile",
                self.account_target(&profile.value).ok().and_then(|account| account.aws_profile),
            ));
            rows.push(text("account", account));
        }
        let region = self.region(&profile.value).ok().flatten();
        let home =
            || (profile.value == LOCAL).then(|| Setting::default_value(LOCAL_REGION.to_owned()));
        rows.push(text("region", region.or_else(home)));
        let endpoints = self.endpoints(&profile.value).unwrap_or_default();
        rows.push(text("endpoints.logs", endpoints.logs));
        rows.push(text("endpoints.xray", endpoints.xray));
        rows.push(text("endpoints.sts", endpoints.sts));
        rows.push(text("endpoints.honeycomb", endpoints.honeycomb));
        rows.push(text("endpoints.rollbar", endpoints.rollbar));
        rows.push(path("data_dir", self.data_directory()));
        rows.extend(self.flags.others.iter().cloned());
        rows
    }

    /// Returns what a command that calls the vendors would complain about.
    #[must_use]
    pub fn complaints(&self) -> Vec<ProfileError> {
        let profile = self.profile();
        let checks = [
            self.require_declared(&profile),
            self.region(&profile.value).map(|_| ()),
            self.endpoints(&profile.value).map(|_| ()),
        ];
        checks.into_iter().filter_map(Result::err).collect()
    }

    /// Returns a variable as a setting.
    pub(crate) fn variable(&self, variable: &'static Variable) -> Option<Setting<String>> {
        let value = self.environment.get(variable)?.to_owned();
        Some(Setting::new(value, Origin::Variable(variable.name)))
    }

    /// Returns what the two files say about a profile.
    pub(crate) fn declarations(
        &self,
        profile: &str,
    ) -> (Option<&ProjectProfile>, Option<&UserProfile>) {
        (
            self.project.as_ref().and_then(|project| project.profiles.get(profile)),
            self.user.profiles.get(profile),
        )
    }

    /// Returns the profiles of the AWS CLI's own files, read at the first call.
    pub(crate) fn aws_config(&self) -> &AwsConfig {
        self.aws_config.get_or_init(|| {
            AwsConfig::read(
                self.locations.aws_config.as_deref(),
                self.locations.aws_credentials.as_deref(),
            )
        })
    }
}

fn show(name: &str, setting: Option<Setting<String>>) -> ShownSetting {
    let (value, origin) =
        setting.map_or((None, Origin::Default), |setting| (Some(setting.value), setting.origin));
    ShownSetting { name: name.to_owned(), value, origin }
}

/// Finds the project file, and what people call it: the one that a flag names, else the nearest
/// upward.
#[must_use]
pub fn project_file(flags: &Flags, locations: &Locations) -> Option<(PathBuf, String)> {
    let here: &Path = &locations.working_directory;
    match &flags.file {
        Some(given) => Some((here.join(&given.value), given.value.display().to_string())),
        None => ProjectFile::find(here).map(|path| (path.clone(), display_name(&path, here))),
    }
}

fn load_project(
    flags: &Flags,
    locations: &Locations,
) -> Result<Option<ProjectFile>, DocumentError> {
    let Some((path, name)) = project_file(flags, locations) else { return Ok(None) };
    match Document::read(&path, name.clone())? {
        Some(document) => ProjectFile::parse(path, &document).map(Some),
        None => Err(DocumentError::Unreadable { name, reason: "there is no such file".to_owned() }),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Makes settings from the texts of the two files.
    pub(crate) fn settings<'v>(
        project: &str,
        user: &str,
        variables: impl IntoIterator<Item = (&'v str, &'v str)>,
        profile: Option<Setting<String>>,
    ) -> Settings {
        let environment = Environment::from_pairs(variables);
        let project_document = Document::new("cruddur-obs.toml".to_owned(), project);
        let user_document = Document::new("config.toml".to_owned(), user);
        Settings {
            flags: Flags { profile, ..Flags::default() },
            locations: Locations::new(&environment, PathBuf::from("/w")),
            environment,
            project: Some(
                ProjectFile::parse(PathBuf::from("/w/cruddur-obs.toml"), &project_document)
                    .unwrap(),
            ),
            user: UserFile::parse(&user_document).unwrap(),
            aws_config: OnceLock::new(),
        }
    }

    #[test]
    fn the_nearest_file_is_found_up_to_the_repository() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("repository/.git")).unwrap();
        std::fs::create_dir_all(root.join("repository/a/b")).unwrap();
        std::fs::write(root.join("cruddur-obs.toml"), "").unwrap();
        assert_eq!(ProjectFile::find(&root.join("repository/a/b")), None);
        std::fs::write(root.join("repository/cruddur-obs.toml"), "").unwrap();
        assert_eq!(
            ProjectFile::find(&root.join("repository/a/b")),
            Some(root.join("repository/cruddur-obs.toml"))
        );
    }

    #[test]
    fn odd_files_are_errors_not_hangs() {
        let folder = tempfile::tempdir().unwrap();
        let load = |content: &[u8]| {
            let path = folder.path().join("cruddur-obs.toml");
            std::fs::write(&path, content).unwrap();
            let environment = Environment::default();
            let locations = Locations::new(&environment, folder.path().to_owned());
            Settings::load(Flags::default(), environment, locations)
                .map(|_| ())
                .map_err(|error| error.to_string())
        };
        assert_eq!(
            load(b"\n\xff"),
            Err("cannot read cruddur-obs.toml: it is not UTF-8 (line 2)".to_owned())
        );
        assert_eq!(
            load(&vec![b'#'; 1024 * 1024 + 1]),
            Err("cannot read cruddur-obs.toml: it is larger than 1 MiB".to_owned())
        );
        assert_eq!(load(b""), Ok(()));
        std::fs::remove_file(folder.path().join("cruddur-obs.toml")).unwrap();
        std::fs::create_dir(folder.path().join("cruddur-obs.toml")).unwrap();
        let environment = Environment::default();
        let locations = Locations::new(&environment, folder.path().to_owned());
        assert!(Settings::load(Flags::default(), environment, locations).is_err());
    }
}
