//! What settings read from `cruddur-obs.toml`.
//!
//! The tables that declare things (`xray`, `logs`, …) are the manifest's; here they are only
//! known names.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use super::origin::Origin;
use super::origin::Setting;
use crate::base::Document;
use crate::base::DocumentError;
use crate::base::TableReader;
use crate::base::value_checks;

/// The name of the project file.
pub(crate) const PROJECT_FILE_NAME: &str = "cruddur-obs.toml";

const TABLES: [&str; 9] =
    ["project", "profiles", "xray", "logs", "honeycomb", "rollbar", "env", "services", "apply"];

/// The settings of the project file.
#[derive(Clone, Debug, Default)]
pub struct ProjectFile {
    /// Where the file is.
    pub path: PathBuf,
    /// `project.name`.
    pub name: Option<Setting<String>>,
    /// `project.default_profile`.
    pub default_profile: Option<Setting<String>>,
    /// The declared profiles.
    pub profiles: BTreeMap<String, ProjectProfile>,
}

/// A declared profile.
#[derive(Clone, Debug)]
pub struct ProjectProfile {
    /// Where it is declared.
    pub origin: Origin,
    /// The profile of the AWS configuration that holds the credentials.
    pub aws_profile: Option<Setting<String>>,
    /// The account it must be.
    pub account: Option<Setting<String>>,
    /// The region it must be.
    pub region: Option<Setting<String>>,
}

impl ProjectFile {
    /// Finds the nearest project file upward from `directory`; a folder with `.git` is the last
    /// one looked at.
    pub(crate) fn find(directory: &Path) -> Option<PathBuf> {
        for folder in directory.ancestors() {
            let candidate = folder.join(PROJECT_FILE_NAME);
            if candidate.exists() {
                return Some(candidate);
            }
            if folder.join(".git").exists() {
                return None;
            }
        }
        None
    }

    /// Reads the settings of a document.
    pub(crate) fn parse(path: PathBuf, document: &Document) -> Result<Self, DocumentError> {
        document.parse(|root| {
            root.only(&TABLES, &[], value_checks::refuse_in_project);
            let mut file = Self { path, ..Self::default() };
            if let Some(mut project) = root.table("project") {
                project.only(&["name", "default_profile"], &[], value_checks::refuse_in_project);
                file.name = project.text("name", value_checks::name).map(Setting::from);
                file.default_profile =
                    project.text("default_profile", value_checks::profile_name).map(Setting::from);
            }
            if let Some(mut profiles) = root.table("profiles") {
                file.profiles = read_profiles(&mut profiles);
            }
            file
        })
    }
}

fn read_profiles(profiles: &mut TableReader<'_, '_>) -> BTreeMap<String, ProjectProfile> {
    let mut declared = BTreeMap::new();
    for (name, range) in profiles.keys() {
        if let Err(fault) = value_checks::declared_profile_name(&name) {
            profiles.problem(range, fault.message, fault.hint);
            continue;
        }
        let origin = Origin::File(profiles.place(range.start));
        if let Some(mut table) = profiles.table(&name) {
            table.only(&["aws_profile", "account", "region"], &[], value_checks::refuse_in_project);
            declared.insert(name, read_profile(origin, &mut table));
        }
    }
    declared
}

/// Reads the keys that project file and user file share.
pub(crate) fn read_profile(origin: Origin, table: &mut TableReader<'_, '_>) -> ProjectProfile {
    ProjectProfile {
        origin,
        aws_profile: table.text("aws_profile", value_checks::name).map(Setting::from),
        account: table.text("account", value_checks::account).map(Setting::from),
        region: table.text("region", value_checks::region).map(Setting::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<ProjectFile, DocumentError> {
        ProjectFile::parse(
            PathBuf::from("cruddur-obs.toml"),
            &Document::new("cruddur-obs.toml".to_owned(), text),
        )
    }

    fn problems(text: &str) -> Vec<String> {
        let document = Document::new("cruddur-obs.toml".to_owned(), text);
        match parse(text) {
            Ok(_) => Vec::new(),
            Err(DocumentError::Wrong(files)) => files
                .iter()
                .flat_map(|file| &file.problems)
                .map(|p| {
                    format!(
                        "{} {} | {}",
                        document.place(p.range.start),
                        p.message,
                        p.hint.as_deref().unwrap_or("-")
                    )
                })
                .collect(),
            Err(other) => vec![other.to_string()],
        }
    }

    #[test]
    fn values_know_their_place_also_with_crlf_and_mark() {
        let file = parse("\u{feff}[project]\r\nname = \"cruddur\"\r\n[profiles.aws]\r\nregion = \"eu-west-3\"\r\n[logs.groups.x]\r\n").unwrap();
        let region = file.profiles["aws"].region.clone().unwrap();
        assert_eq!(region.value, "eu-west-3");
        assert_eq!(region.origin.to_string(), "cruddur-obs.toml:4:10");
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let text = "[projects]\n[project]\nnane = \"x\"\n[profiles.aws]\naccount = 123\nregion = \"Paris\"\nendpoint = \"http://evil\"\n[profiles.local]\n[rollbar]\naccess_token = \"mine, not settings'\"\n";
        insta::assert_snapshot!(problems(text).join("\n"), @r#"
        cruddur-obs.toml:1:2 unknown key `projects` | did you mean `project`?
        cruddur-obs.toml:3:1 unknown key `project.nane` | did you mean `name`?
        cruddur-obs.toml:5:11 `profiles.aws.account` must be a text, not a number | put it in quotes: account = "…"
        cruddur-obs.toml:6:10 `profiles.aws.region` must be a region such as eu-west-3 | -
        cruddur-obs.toml:7:1 `profiles.aws.endpoint` is not legal here: endpoints and hosts are not read from the project file, so that a pull request cannot send keys elsewhere | use --endpoint-url, CRUDDUR_OBS_ENDPOINT_URL, or endpoint in [profiles.NAME] of the user file
        cruddur-obs.toml:8:11 profile `local` is built in and cannot be declared | `local` always means the embedded backend; choose another name
        "#);
    }

    #[test]
    fn syntax_errors_have_a_place() {
        insta::assert_snapshot!(problems("[project]\nname = \n").join("\n"), @"cruddur-obs.toml:2:8 string values must be quoted, expected literal string | -");
    }
}
