//! Where a command works: the embedded backend or an account, and what to call it.

use super::env;
use super::env::Variable;
use super::layers::Settings;
use super::origin::Origin;
use super::origin::Setting;
use super::profile::LOCAL;
use super::profile::ProfileError;
use super::profile::Vendor;
use crate::base::value_checks;

/// The region of the embedded backend where nothing names one.
pub(crate) const LOCAL_REGION: &str = "us-east-1";

/// Where a command works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The profile.
    pub profile: Setting<String>,
    /// What it stands for.
    pub kind: TargetKind,
    /// Addresses that are not the vendor's own.
    pub endpoints: Endpoints,
}

/// What a profile stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// The embedded backend, in this process or a running one.
    Local {
        /// The region that requests are signed for.
        region: Setting<String>,
    },
    /// Real accounts.
    Account(AccountTarget),
}

/// What is known about an account before it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountTarget {
    /// The profile of the AWS configuration; without one the AWS chain decides.
    pub aws_profile: Option<Setting<String>>,
    /// The account that it must turn out to be.
    pub account: Option<Setting<String>>,
    /// The region; always there if the target was asked for with [`Vendor::Aws`].
    pub region: Option<Setting<String>>,
    /// The region that the profile declares, to be compared before the first write.
    pub declared_region: Option<Setting<String>>,
}

/// Addresses that are not the vendor's own, each with its origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// CloudWatch Logs.
    pub logs: Option<Setting<String>>,
    /// X-Ray.
    pub xray: Option<Setting<String>>,
    /// STS.
    pub sts: Option<Setting<String>>,
    /// Honeycomb.
    pub honeycomb: Option<Setting<String>>,
    /// Rollbar.
    pub rollbar: Option<Setting<String>>,
}

impl Target {
    /// Says whether this is the embedded backend.
    #[must_use]
    pub const fn is_local(&self) -> bool {
        matches!(self.kind, TargetKind::Local { .. })
    }

    /// Returns the region, if there is one.
    #[must_use]
    pub const fn region(&self) -> Option<&Setting<String>> {
        match &self.kind {
            TargetKind::Local { region } => Some(region),
            TargetKind::Account(account) => account.region.as_ref(),
        }
    }

    /// Returns the one line that every command says on stderr.
    #[must_use]
    pub fn description(&self, vendors: &[Vendor]) -> String {
        let mut words = String::from("target: ");
        match &self.kind {
            TargetKind::Local { region } => {
                words += if self.endpoints == Endpoints::default() {
                    "local (embedded backend)"
                } else {
                    "local"
                };
                if region.origin != Origin::Default {
                    words += &format!(", region {}", region.value);
                }
            }
            TargetKind::Account(account) => {
                words += &format!("profile {}", self.profile.value);
                let known = [("account", &account.account), ("region", &account.region)];
                // Both are AWS's words; they say nothing about another vendor's account.
                let known = known.iter().filter(|_| vendors.contains(&Vendor::Aws));
                for (name, setting) in known {
                    if let Some(setting) = setting {
                        words += &format!(", {name} {}", setting.value);
                    }
                }
            }
        }
        words + &self.endpoints.description(vendors)
    }
}

impl Endpoints {
    fn everywhere(endpoint: &Setting<String>) -> Self {
        let endpoint = Some(endpoint.clone());
        Self {
            logs: endpoint.clone(),
            xray: endpoint.clone(),
            sts: endpoint.clone(),
            honeycomb: endpoint.clone(),
            rollbar: endpoint,
        }
    }

    fn description(&self, vendors: &[Vendor]) -> String {
        let aws = [("logs", &self.logs), ("xray", &self.xray), ("sts", &self.sts)];
        let of = |vendor: &Vendor| match vendor {
            Vendor::Aws => aws.to_vec(),
            Vendor::Honeycomb => vec![("honeycomb", &self.honeycomb)],
            Vendor::Rollbar => vec![("rollbar", &self.rollbar)],
        };
        let named: Vec<(&str, &Option<Setting<String>>)> = vendors.iter().flat_map(of).collect();
        // One address for everything is said once.
        if let Some((_, Some(first))) = named.first()
            && named.iter().all(|(_, endpoint)| {
                endpoint.as_ref().is_some_and(|endpoint| endpoint.value == first.value)
            })
        {
            return format!(", endpoint {} ({})", first.value, first.origin);
        }
        let said = |(name, endpoint): &(&str, &Option<Setting<String>>)| {
            endpoint.as_ref().map(|endpoint| {
                format!(", {name} endpoint {} ({})", endpoint.value, endpoint.origin)
            })
        };
        named.iter().filter_map(said).collect()
    }
}

impl Settings {
    /// Works out where a command works that calls `vendors`; `command_line` is what the user
    /// typed after the program's name.
    ///
    /// # Errors
    /// No profile is named while credentials are visible, the profile is not declared, or an
    /// account profile lacks a region.
    pub fn target(
        &self,
        vendors: &[Vendor],
        command_line: &[String],
    ) -> Result<Target, ProfileError> {
        let profile = self.profile();
        self.guard(&profile, vendors, command_line)?;
        self.require_declared(&profile)?;
        let kind = if profile.value == LOCAL {
            TargetKind::Local { region: self.local_region()? }
        } else {
            let account = self.account_target(&profile.value)?;
            if account.region.is_none() && vendors.contains(&Vendor::Aws) {
                return Err(ProfileError::NoRegion { profile: profile.value });
            }
            TargetKind::Account(account)
        };
        let endpoints = self.endpoints(&profile.value)?;
        Ok(Target { profile, kind, endpoints })
    }

    /// Returns what an account profile says, completed from the layers below.
    pub(crate) fn account_target(&self, profile: &str) -> Result<AccountTarget, ProfileError> {
        let variable = |variable| self.variable(variable);
        let (project, user) = self.declarations(profile);
        let declared = |pick: fn(&super::ProjectProfile) -> &Option<Setting<String>>| {
            project
                .and_then(|project| pick(project).clone())
                .or_else(|| user.and_then(|user| pick(&user.declared).clone()))
        };
        Ok(AccountTarget {
            // Naming a profile is a choice, AWS_PROFILE is ambient: what the profile declares wins.
            aws_profile: self
                .declared_aws_profile(profile)
                .or_else(|| variable(&env::AWS_PROFILE))
                .or_else(|| variable(&env::AWS_DEFAULT_PROFILE)),
            account: declared(|profile| &profile.account),
            region: self.region(profile)?,
            declared_region: declared(|profile| &profile.region),
        })
    }

    /// Returns the AWS profile that a profile declares.
    pub(crate) fn declared_aws_profile(&self, profile: &str) -> Option<Setting<String>> {
        let (project, user) = self.declarations(profile);
        project
            .and_then(|project| project.aws_profile.clone())
            .or_else(|| user.and_then(|user| user.declared.aws_profile.clone()))
    }

    /// Returns the region: flag, variable, project file, user file, AWS configuration.
    ///
    /// `local` looks at AWS_REGION too, although it ignores every other vendor variable: it is
    /// where the SDKs around us write, and where the backend's home is.
    pub(crate) fn region(&self, profile: &str) -> Result<Option<Setting<String>>, ProfileError> {
        let (project, user) = self.declarations(profile);
        let region = self
            .flags
            .region
            .clone()
            .or_else(|| self.variable(&env::AWS_REGION))
            .or_else(|| self.variable(&env::AWS_DEFAULT_REGION))
            .or_else(|| project.and_then(|project| project.region.clone()))
            .or_else(|| user.and_then(|user| user.declared.region.clone()))
            .or_else(|| if profile == LOCAL { None } else { self.region_of_aws_profile(profile) });
        checked(region, value_checks::region)
    }

    fn region_of_aws_profile(&self, profile: &str) -> Option<Setting<String>> {
        let in_use = self.declared_aws_profile(profile).map(|setting| setting.value);
        let in_use =
            in_use.or_else(|| self.environment.get(&env::AWS_PROFILE).map(ToOwned::to_owned));
        let in_use = in_use.unwrap_or_else(|| "default".to_owned());
        let region = self.aws_config().region(&in_use)?.to_owned();
        Some(Setting::new(region, Origin::AwsConfiguration(in_use)))
    }

    /// Returns the region of the embedded backend.
    ///
    /// # Errors
    /// The region that is named cannot be one.
    pub fn local_region(&self) -> Result<Setting<String>, ProfileError> {
        Ok(self.region(LOCAL)?.unwrap_or_else(|| Setting::default_value(LOCAL_REGION.to_owned())))
    }

    /// Returns the address that a flag names for every request.
    ///
    /// # Errors
    /// It is no URL.
    pub fn endpoint_flag(&self) -> Result<Option<String>, ProfileError> {
        let named = checked(self.flags.endpoint_url.clone(), value_checks::endpoint)?;
        Ok(named.map(|setting| setting.value))
    }

    /// Returns the addresses that are not the vendor's own.
    pub(crate) fn endpoints(&self, profile: &str) -> Result<Endpoints, ProfileError> {
        let everything = checked(self.flags.endpoint_url.clone(), value_checks::endpoint)?;
        if let Some(endpoint) = &everything {
            return Ok(Endpoints::everywhere(endpoint));
        }
        let (_, user) = self.declarations(profile);
        let user_all = user.and_then(|user| user.endpoint.clone());
        if profile == LOCAL {
            return Ok(user_all.as_ref().map(Endpoints::everywhere).unwrap_or_default());
        }
        let ignored = self
            .environment
            .get(&env::AWS_IGNORE_CONFIGURED_ENDPOINT_URLS)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let aws = |own: &'static Variable, user_own: Option<Setting<String>>| {
            let from_variables = self
                .variable(own)
                .or_else(|| self.variable(&env::AWS_ENDPOINT_URL))
                .filter(|_| !ignored);
            checked(
                from_variables.or(user_own).or_else(|| user_all.clone()),
                value_checks::endpoint,
            )
        };
        Ok(Endpoints {
            logs: aws(
                &env::AWS_ENDPOINT_URL_CLOUDWATCH_LOGS,
                user.and_then(|user| user.logs.clone()),
            )?,
            xray: aws(&env::AWS_ENDPOINT_URL_XRAY, user.and_then(|user| user.xray.clone()))?,
            sts: aws(&env::AWS_ENDPOINT_URL_STS, user.and_then(|user| user.sts.clone()))?,
            honeycomb: checked(
                self.variable(&env::HONEYCOMB_API_ENDPOINT).or_else(|| user_all.clone()),
                value_checks::endpoint,
            )?,
            rollbar: checked(
                self.variable(&env::ROLLBAR_API_BASE)
                    .or_else(|| user.and_then(|user| user.rollbar.clone()))
                    .or_else(|| user_all.clone()),
                value_checks::endpoint,
            )?,
        })
    }
}

fn checked(
    setting: Option<Setting<String>>,
    check: impl Fn(&str) -> Result<(), crate::base::Fault>,
) -> Result<Option<Setting<String>>, ProfileError> {
    let Some(setting) = setting else { return Ok(None) };
    match check(&setting.value) {
        Ok(()) => Ok(Some(setting)),
        Err(fault) => Err(ProfileError::WrongValue {
            value: setting.value,
            origin: setting.origin,
            message: fault.message,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::layers::tests::settings;
    use super::*;

    const PROJECT: &str = "[project]\ndefault_profile = \"aws\"\n[profiles.aws]\naws_profile = \"cruddur\"\naccount = \"123456789012\"\nregion = \"eu-west-3\"\n";

    fn describe(
        project: &str,
        user: &str,
        variables: &[(&str, &str)],
        vendors: &[Vendor],
    ) -> String {
        match settings(project, user, variables.iter().copied(), None).target(vendors, &[]) {
            Ok(target) => target.description(vendors),
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn every_target_says_what_it_is() {
        use Vendor::Aws;
        use Vendor::Honeycomb;
        let local = "[profiles.local]\nendpoint = \"http://127.0.0.1:4570\"\n";
        let lines = [
            describe("", "", &[], &[Aws]),
            describe("", local, &[], &[Aws]),
            describe(
                "",
                "",
                &[("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", "http://x")],
                &[Aws],
            ),
            describe(PROJECT, "", &[], &[Aws]),
            describe(PROJECT, "", &[], &[Honeycomb]),
            describe(PROJECT, "", &[("AWS_REGION", "us-west-2")], &[Aws]),
            describe(PROJECT, "", &[("AWS_ENDPOINT_URL_XRAY", "http://127.0.0.1:1")], &[Aws]),
            describe(PROJECT, "", &[("AWS_ENDPOINT_URL", "http://127.0.0.1:1")], &[Aws]),
            describe(
                PROJECT,
                "",
                &[
                    ("AWS_ENDPOINT_URL", "http://x"),
                    ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"),
                ],
                &[Aws],
            ),
            describe(PROJECT, "", &[("AWS_REGION", "Paris")], &[Aws]),
            describe("[project]\ndefault_profile = \"p\"\n[profiles.p]\n", "", &[], &[Aws]),
            describe("[project]\ndefault_profile = \"q\"\n[profiles.p]\n", "", &[], &[Aws]),
        ];
        insta::assert_snapshot!(lines.join("\n"), @"
        target: local (embedded backend)
        target: local, endpoint http://127.0.0.1:4570 (config.toml:2:12)
        target: local (embedded backend), region eu-west-1
        target: profile aws, account 123456789012, region eu-west-3
        target: profile aws
        target: profile aws, account 123456789012, region us-west-2
        target: profile aws, account 123456789012, region eu-west-3, xray endpoint http://127.0.0.1:1 (variable AWS_ENDPOINT_URL_XRAY)
        target: profile aws, account 123456789012, region eu-west-3, endpoint http://127.0.0.1:1 (variable AWS_ENDPOINT_URL)
        target: profile aws, account 123456789012, region eu-west-3
        error: `Paris` (variable AWS_REGION) must be a region such as eu-west-3
        error: profile `p` has no region
        error: there is no profile `q` (cruddur-obs.toml:2:19)
        ");
    }

    #[test]
    fn a_declared_aws_profile_beats_the_ambient_one() {
        let settings = settings(PROJECT, "", [("AWS_PROFILE", "other")], None);
        let TargetKind::Account(account) = settings.target(&[Vendor::Aws], &[]).unwrap().kind
        else {
            panic!("an account")
        };
        assert_eq!(account.aws_profile.unwrap().value, "cruddur");
        assert_eq!(account.declared_region.unwrap().value, "eu-west-3");
    }
}
