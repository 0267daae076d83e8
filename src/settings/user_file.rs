//! What settings read from the user's own `cruddur-obs/config.toml`.
//!
//! It may hold what the project file must not: where requests go.

use std::collections::BTreeMap;

use super::origin::Origin;
use super::origin::Setting;
use super::profile::LOCAL;
use super::project_file::ProjectProfile;
use super::project_file::read_profile;
use crate::base::Document;
use crate::base::DocumentError;
use crate::base::TableReader;
use crate::base::value_checks;

/// The settings of the user file.
#[derive(Clone, Debug, Default)]
pub struct UserFile {
    /// `default_profile`.
    pub default_profile: Option<Setting<String>>,
    /// The profiles, `local` among them if it has an endpoint.
    pub profiles: BTreeMap<String, UserProfile>,
}

/// A profile of the user file.
#[derive(Clone, Debug)]
pub struct UserProfile {
    /// What a project file may declare as well.
    pub declared: ProjectProfile,
    /// Where every request goes.
    pub endpoint: Option<Setting<String>>,
    /// Where CloudWatch Logs requests go.
    pub logs: Option<Setting<String>>,
    /// Where X-Ray requests go.
    pub xray: Option<Setting<String>>,
    /// Where STS requests go.
    pub sts: Option<Setting<String>>,
    /// Where Rollbar requests go.
    pub rollbar: Option<Setting<String>>,
}

impl UserFile {
    /// Reads the settings of a document.
    pub(crate) fn parse(document: &Document) -> Result<Self, DocumentError> {
        document.parse(|root| {
            root.only(&["default_profile", "profiles"], &[], |_| None);
            let default_profile =
                root.text("default_profile", value_checks::profile_name).map(Setting::from);
            let profiles = root
                .table("profiles")
                .map(|mut table| read_profiles(&mut table))
                .unwrap_or_default();
            Self { default_profile, profiles }
        })
    }
}

fn read_profiles(profiles: &mut TableReader<'_, '_>) -> BTreeMap<String, UserProfile> {
    let mut declared = BTreeMap::new();
    for (name, range) in profiles.keys() {
        if let Err(fault) = value_checks::profile_name(&name) {
            profiles.problem(range, format!("the name of a profile {}", fault.message), None);
            continue;
        }
        let origin = Origin::File(profiles.place(range.start));
        let Some(mut table) = profiles.table(&name) else { continue };
        let known: &[&str] = if name == LOCAL {
            &["endpoint", "endpoints"]
        } else {
            &["aws_profile", "account", "region", "endpoint", "endpoints"]
        };
        table.only(known, &[], |_| None);
        let shared = read_profile(origin, &mut table);
        let endpoint = table.text("endpoint", value_checks::endpoint).map(Setting::from);
        let mut profile = UserProfile {
            declared: shared,
            endpoint,
            logs: None,
            xray: None,
            sts: None,
            rollbar: None,
        };
        if let Some(mut endpoints) = table.table("endpoints") {
            endpoints.only(&["logs", "xray", "sts", "rollbar"], &[], |_| None);
            profile.logs = endpoints.text("logs", value_checks::endpoint).map(Setting::from);
            profile.xray = endpoints.text("xray", value_checks::endpoint).map(Setting::from);
            profile.sts = endpoints.text("sts", value_checks::endpoint).map(Setting::from);
            profile.rollbar = endpoints.text("rollbar", value_checks::endpoint).map(Setting::from);
        }
        declared.insert(name, profile);
    }
    declared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_endpoints() {
        let text = "default_profile = \"aws\"\n[profiles.aws]\naws_profile = \"x\"\nendpoints.logs = \"https://logs.example\"\n[profiles.local]\nendpoint = \"http://127.0.0.1:4570\"\n";
        let file = UserFile::parse(&Document::new("config.toml".to_owned(), text)).unwrap();
        assert_eq!(file.profiles["aws"].logs.as_ref().unwrap().value, "https://logs.example");
        assert_eq!(
            file.profiles["local"].endpoint.as_ref().unwrap().origin.to_string(),
            "config.toml:6:12"
        );
    }

    #[test]
    fn refuses_what_is_no_address() {
        for address in ["127.0.0.1:4570", "http://", "http://user:pw@host", "ftp://x"] {
            let text = format!("[profiles.aws]\nendpoint = \"{address}\"\n");
            assert!(UserFile::parse(&Document::new("c".to_owned(), &text)).is_err(), "{address}");
        }
    }
}
