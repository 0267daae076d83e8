//! Which profile a command works on, and the guard against the wrong one.

use crate::base::Hint;
use crate::base::Kind;

use super::env;
use super::env::Variable;
use super::environment::Environment;
use super::layers::Settings;
use super::origin::Origin;
use super::origin::Setting;
use crate::base::did_you_mean;
use crate::base::value_checks;

/// The profile that always exists: the embedded backend.
pub(crate) const LOCAL: &str = value_checks::BUILT_IN_PROFILE;

/// Somebody whose service a command calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// X-Ray, CloudWatch Logs, STS.
    Aws,
    /// Honeycomb.
    Honeycomb,
    /// Rollbar.
    Rollbar,
}

impl Vendor {
    /// Returns the name as people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::Honeycomb => "Honeycomb",
            Self::Rollbar => "Rollbar",
        }
    }

    /// Returns the first variable that shows that credentials of this vendor are around.
    pub(crate) fn visible_credential(self, environment: &Environment) -> Option<&'static str> {
        let variables: &[&'static Variable] = match self {
            Self::Aws => &[
                &env::AWS_ACCESS_KEY_ID,
                &env::AWS_PROFILE,
                &env::AWS_DEFAULT_PROFILE,
                &env::AWS_WEB_IDENTITY_TOKEN_FILE,
                &env::AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
                &env::AWS_CONTAINER_CREDENTIALS_FULL_URI,
            ],
            Self::Honeycomb => &[&env::HONEYCOMB_CONFIGURATION_KEY, &env::HONEYCOMB_API_KEY],
            Self::Rollbar => &[&env::ROLLBAR_ACCESS_TOKEN, &env::ROLLBAR_READ_TOKEN],
        };
        variables.iter().find(|variable| environment.is_set(variable)).map(|variable| variable.name)
    }
}

/// Why there is no target.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// No profile is named, but credentials are around: an account could be meant.
    #[error("no profile is named, but {} credentials are visible ({variable}): say which target is meant", vendor.name())]
    Unnamed {
        /// Whose credentials.
        vendor: Vendor,
        /// The variable that shows them.
        variable: &'static str,
        /// The command for the embedded backend.
        local_command: String,
        /// The command for the account.
        account_command: String,
        /// What has to be written into the project file first, if anything.
        declaration: Option<String>,
    },
    /// No profile of this name is declared.
    #[error("there is no profile `{name}` ({origin})")]
    Unknown {
        /// The name.
        name: String,
        /// Where it is named.
        origin: Origin,
        /// Whether the AWS configuration has a profile of this name.
        in_aws_configuration: bool,
        /// The declared profiles.
        declared: Vec<String>,
    },
    /// An account profile needs a region, and nothing names one.
    #[error("profile `{profile}` has no region")]
    NoRegion {
        /// The profile.
        profile: String,
    },
    /// A value from a flag or variable cannot be what it should.
    #[error("`{value}` ({origin}) {message}")]
    WrongValue {
        /// The value.
        value: String,
        /// Where it came from.
        origin: Origin,
        /// What it must be.
        message: String,
    },
}

impl Hint for ProfileError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Unnamed { local_command, account_command, declaration, .. } => {
                let mut hints = vec![
                    format!("for the embedded backend: {local_command}"),
                    format!("for the account:          {account_command}"),
                ];
                hints.extend(declaration.clone());
                hints
            }
            Self::Unknown { name, in_aws_configuration: true, .. } => vec![
                "the AWS configuration has a profile of this name; declare it in cruddur-obs.toml:"
                    .to_owned()
                    + &declaration_of(name, name),
            ],
            Self::Unknown { name, declared, .. } => {
                let candidates = declared.iter().map(String::as_str);
                did_you_mean(name, candidates).map_or_else(
                    || vec![format!("profiles: {}; more are declared as [profiles.NAME] in cruddur-obs.toml", declared.join(", "))],
                    |nearest| vec![format!("did you mean `{nearest}`?")],
                )
            }
            Self::NoRegion { profile } => {
                vec![format!(
                    "give --region, set AWS_REGION, or put region into [profiles.{profile}] of cruddur-obs.toml"
                )]
            }
            Self::WrongValue { .. } => Vec::new(),
        }
    }
}

impl Settings {
    /// Returns the profile by name: flag, variable, project file, user file, else `local`.
    #[must_use]
    pub fn profile(&self) -> Setting<String> {
        let named = self.flags.profile.clone();
        named
            .or_else(|| self.project.as_ref().and_then(|project| project.default_profile.clone()))
            .or_else(|| self.user.default_profile.clone())
            .unwrap_or_else(|| Setting::default_value(LOCAL.to_owned()))
    }

    /// Returns the profiles that exist, `local` first.
    #[must_use]
    pub fn profile_names(&self) -> Vec<String> {
        let project = self.project.iter().flat_map(|project| project.profiles.keys());
        let mut names: Vec<String> = project
            .chain(self.user.profiles.keys())
            .filter(|name| *name != LOCAL)
            .cloned()
            .collect();
        names.sort();
        names.dedup();
        names.insert(0, LOCAL.to_owned());
        names
    }

    /// Stops a command that would go to the empty local store while an account may be meant.
    pub(crate) fn guard(
        &self,
        profile: &Setting<String>,
        vendors: &[Vendor],
        command_line: &[String],
    ) -> Result<(), ProfileError> {
        if profile.origin != Origin::Default {
            return Ok(());
        }
        let visible = |vendor: &Vendor| {
            vendor.visible_credential(&self.environment).map(|variable| (*vendor, variable))
        };
        let Some((vendor, variable)) = vendors.iter().find_map(visible) else {
            return Ok(());
        };
        let (account_profile, declaration) = self.likely_account_profile();
        Err(ProfileError::Unnamed {
            vendor,
            variable,
            local_command: command_with_profile(command_line, LOCAL),
            account_command: command_with_profile(command_line, &account_profile),
            declaration,
        })
    }

    /// Checks that a profile is declared.
    pub(crate) fn require_declared(&self, profile: &Setting<String>) -> Result<(), ProfileError> {
        let declared = self.profile_names();
        if declared.contains(&profile.value) {
            return Ok(());
        }
        Err(ProfileError::Unknown {
            in_aws_configuration: self.aws_config().has(&profile.value),
            name: profile.value.clone(),
            origin: profile.origin.clone(),
            declared,
        })
    }

    // The declared profile that uses the AWS profile in use, else the first declared one, else
    // the AWS profile in use, else `aws`; the last two have to be declared first.
    fn likely_account_profile(&self) -> (String, Option<String>) {
        let in_use = self
            .environment
            .get(&env::AWS_PROFILE)
            .or_else(|| self.environment.get(&env::AWS_DEFAULT_PROFILE));
        let declared: Vec<String> =
            self.profile_names().into_iter().filter(|name| name != LOCAL).collect();
        if let Some(in_use) = in_use {
            let uses = |name: &&String| {
                self.declared_aws_profile(name).is_some_and(|setting| setting.value == in_use)
            };
            if let Some(name) =
                declared.iter().find(uses).or_else(|| declared.iter().find(|name| *name == in_use))
            {
                return (name.clone(), None);
            }
        }
        if let (None, Some(name)) =
            (in_use, declared.iter().find(|name| *name == "aws").or_else(|| declared.first()))
        {
            return (name.clone(), None);
        }
        let name = in_use
            .filter(|name| *name != LOCAL && value_checks::profile_name(name).is_ok())
            .unwrap_or("aws");
        (
            name.to_owned(),
            Some(format!(
                "declare it first in cruddur-obs.toml:{}",
                declaration_of(name, in_use.unwrap_or_default())
            )),
        )
    }
}

// A table to paste.
fn declaration_of(name: &str, aws_profile: &str) -> String {
    if aws_profile.is_empty() {
        format!("\n[profiles.{name}]\naccount = \"123456789012\"\nregion = \"eu-west-3\"")
    } else {
        format!("\n[profiles.{name}]\naws_profile = \"{aws_profile}\"")
    }
}

/// Returns the user's own command line with a profile named right after the program, which is
/// the one place where it is a flag whatever follows (`backend run -- CMD`).
fn command_with_profile(command_line: &[String], profile: &str) -> String {
    let mut words = vec!["cruddur-obs".to_owned(), "--profile".to_owned(), quoted(profile)];
    words.extend(command_line.iter().map(|word| quoted(word)));
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let safe = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '-' | '_' | '.' | '/' | ':' | '=' | '@' | '%' | '+' | ',')
    };
    if !word.is_empty() && word.chars().all(safe) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::layers::tests::settings;
    use super::*;

    const PROJECT: &str = "[project]\ndefault_profile = \"aws\"\n[profiles.aws]\naws_profile = \"cruddur\"\nregion = \"eu-west-3\"\n";
    const USER: &str = "default_profile = \"other\"\n[profiles.other]\nregion = \"eu-west-1\"\n";

    #[test]
    fn the_first_that_names_a_profile_wins() {
        let flag = Some(Setting::from_flag("flag".to_owned(), "--profile"));
        let variable =
            Some(Setting::new("variable".to_owned(), Origin::Variable("CRUDDUR_OBS_PROFILE")));
        let declared = "[profiles.aws]\nregion = \"eu-west-3\"\n";
        for (named, project, user, profile, origin) in [
            (flag, PROJECT, USER, "flag", "flag --profile"),
            (variable, PROJECT, USER, "variable", "variable CRUDDUR_OBS_PROFILE"),
            (None, PROJECT, USER, "aws", "cruddur-obs.toml:2:19"),
            (None, declared, USER, "other", "config.toml:1:19"),
            (None, declared, "", "local", "default"),
            (None, "", "", "local", "default"),
        ] {
            let found = settings(project, user, [], named).profile();
            assert_eq!(
                (found.value.as_str(), found.origin.to_string().as_str()),
                (profile, origin)
            );
        }
    }

    #[test]
    fn credentials_without_a_named_profile_stop_the_command() {
        let command_line =
            ["logs".to_owned(), "query".to_owned(), "fields @message | limit 1".to_owned()];
        let declared = "[profiles.live]\naws_profile = \"cruddur\"\n";
        let cases: &[(&str, &[Vendor], &str, &str)] = &[
            ("AWS_ACCESS_KEY_ID=AKIA", &[Vendor::Aws], "", "aws"),
            ("AWS_PROFILE=cruddur", &[Vendor::Aws], declared, "live"),
            ("AWS_PROFILE=work", &[Vendor::Aws], declared, "work"),
            ("AWS_ACCESS_KEY_ID=AKIA", &[Vendor::Aws], declared, "live"),
            ("AWS_WEB_IDENTITY_TOKEN_FILE=/t", &[Vendor::Honeycomb, Vendor::Aws], "", "aws"),
            ("HONEYCOMB_API_KEY=x", &[Vendor::Honeycomb], "", "aws"),
            ("ROLLBAR_ACCESS_TOKEN=x", &[Vendor::Rollbar], "", "aws"),
        ];
        for (pair, vendors, project, expected) in cases {
            let settings = settings(project, "", pair.split_once('='), None);
            let profile = settings.profile();
            let error = settings.guard(&profile, vendors, &command_line).unwrap_err();
            let hints = error.hints();
            assert_eq!(
                hints[0],
                "for the embedded backend: cruddur-obs --profile local logs query 'fields @message | limit 1'"
            );
            assert_eq!(
                hints[1],
                format!(
                    "for the account:          cruddur-obs --profile {expected} logs query 'fields @message | limit 1'"
                )
            );
            assert_eq!(error.kind(), Kind::Usage);
        }
    }

    #[test]
    fn other_vendors_credentials_stop_nothing() {
        let settings = settings("", "", [("HONEYCOMB_API_KEY", "x"), ("AWS_PROFILE", "")], None);
        assert!(settings.guard(&settings.profile(), &[Vendor::Aws], &[]).is_ok());
        assert!(settings.guard(&settings.profile(), &[], &[]).is_ok());
    }

    #[test]
    fn a_named_local_profile_is_believed() {
        let settings =
            settings("[project]\ndefault_profile = \"local\"\n", "", [("AWS_PROFILE", "x")], None);
        assert!(settings.guard(&settings.profile(), &[Vendor::Aws], &[]).is_ok());
    }
}
