//! X-Ray sampling rules.
//!
//! Limits: X-Ray API reference, `SamplingRule`; developer guide, "Configuring sampling rules".

use std::collections::BTreeMap;

use super::Rule;
use super::Violation;
use super::check_characters;
use super::check_count;
use super::check_length;
use super::check_range;

/// Longest rule name, in characters.
pub const MAXIMUM_NAME_LENGTH: usize = 32;

/// Most custom rules of one account and region.
pub const MAXIMUM_RULES: usize = 25;

/// Highest priority number that can be set; lower numbers are tried first.
pub const MAXIMUM_PRIORITY: i64 = 9999;

/// Priority of the reserved rule, which is tried last.
pub const DEFAULT_PRIORITY: i64 = 10_000;

/// The reserved rule that always exists.
pub const DEFAULT_NAME: &str = "Default";

/// The only rule version there is.
pub const VERSION: i64 = 1;

/// Most attributes a rule matches on.
pub const MAXIMUM_ATTRIBUTES: usize = 5;

/// Longest key or value of an attribute, in characters.
pub const MAXIMUM_ATTRIBUTE_LENGTH: usize = 32;

/// Longest glob on the name or type of a service, or on a host, in characters.
pub const MAXIMUM_SERVICE_LENGTH: usize = 64;

/// Longest glob on the HTTP method, in characters.
pub const MAXIMUM_METHOD_LENGTH: usize = 10;

/// Longest glob on the path of the URL, in characters.
pub const MAXIMUM_URL_PATH_LENGTH: usize = 128;

/// Longest glob on the ARN, in characters.
pub const MAXIMUM_RESOURCE_ARN_LENGTH: usize = 500;

/// Raises the rate of a rule for a while when anomalies are seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateBoost {
    /// Highest rate, 0 to 1.
    pub maximum_rate: f64,
    /// Minutes between two boosts.
    pub cooldown_minutes: i64,
}

/// Which requests are traced, and how many of them.
#[derive(Clone, Debug, PartialEq)]
pub struct SamplingRule {
    /// The name, unique in an account and region.
    pub name: String,
    /// Glob on the ARN of the resource the service runs on.
    pub resource_arn: String,
    /// Order in which rules are tried, lowest first, then by name.
    pub priority: i64,
    /// Share of requests beyond the reservoir that are traced, 0 to 1.
    pub fixed_rate: f64,
    /// Requests traced per second before the rate applies.
    pub reservoir_size: i64,
    /// Glob on the service's name.
    pub service_name: String,
    /// Glob on the service's type.
    pub service_type: String,
    /// Glob on the host header.
    pub host: String,
    /// Glob on the HTTP method.
    pub http_method: String,
    /// Glob on the path of the URL.
    pub url_path: String,
    /// The rule format, always [`VERSION`].
    pub version: i64,
    /// Attributes that must match too.
    pub attributes: BTreeMap<String, String>,
    /// Boost of the rate, if asked for.
    pub rate_boost: Option<RateBoost>,
}

impl SamplingRule {
    /// Returns the reserved rule as it is before anybody changes it.
    #[must_use]
    pub fn reserved() -> Self {
        let any = || "*".to_owned();
        Self {
            name: DEFAULT_NAME.to_owned(),
            resource_arn: any(),
            priority: DEFAULT_PRIORITY,
            fixed_rate: 0.05,
            reservoir_size: 1,
            service_name: any(),
            service_type: any(),
            host: any(),
            http_method: any(),
            url_path: any(),
            version: VERSION,
            attributes: BTreeMap::new(),
            rate_boost: None,
        }
    }

    /// Returns every limit the rule breaks; the reserved rule is held only to the fields it may
    /// change.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        let path = |member: &str| format!("SamplingRule.{member}");
        let mut checks = vec![
            check_rate(&path("FixedRate"), self.fixed_rate),
            check_range(&path("ReservoirSize"), self.reservoir_size, 0, i64::from(i32::MAX)),
        ];
        if self.name != DEFAULT_NAME {
            checks.extend([
                check_name(&path("RuleName"), &self.name),
                check_length(
                    &path("ResourceARN"),
                    &self.resource_arn,
                    0,
                    MAXIMUM_RESOURCE_ARN_LENGTH,
                ),
                check_range(&path("Priority"), self.priority, 1, MAXIMUM_PRIORITY),
                check_length(&path("ServiceName"), &self.service_name, 0, MAXIMUM_SERVICE_LENGTH),
                check_length(&path("ServiceType"), &self.service_type, 0, MAXIMUM_SERVICE_LENGTH),
                check_length(&path("Host"), &self.host, 0, MAXIMUM_SERVICE_LENGTH),
                check_length(&path("HTTPMethod"), &self.http_method, 0, MAXIMUM_METHOD_LENGTH),
                check_length(&path("URLPath"), &self.url_path, 0, MAXIMUM_URL_PATH_LENGTH),
                self.check_version(),
                self.check_attributes(),
                self.check_rate_boost(),
            ]);
        }
        checks.into_iter().filter_map(Result::err).collect()
    }

    fn check_version(&self) -> Result<(), Violation> {
        if self.version == VERSION {
            return Ok(());
        }
        Err(Violation::new(
            "SamplingRule.Version",
            Rule::Sentence(format!("Version must be {VERSION}, not {}", self.version)),
            self.version.to_string(),
        ))
    }

    fn check_attributes(&self) -> Result<(), Violation> {
        let path = "SamplingRule.Attributes";
        check_count(path, self.attributes.len(), 0, MAXIMUM_ATTRIBUTES, String::new)?;
        for (key, value) in &self.attributes {
            check_length(path, key, 1, MAXIMUM_ATTRIBUTE_LENGTH)?;
            check_length(path, value, 1, MAXIMUM_ATTRIBUTE_LENGTH)?;
        }
        Ok(())
    }

    fn check_rate_boost(&self) -> Result<(), Violation> {
        let Some(boost) = self.rate_boost else { return Ok(()) };
        check_rate("SamplingRule.SamplingRateBoost.MaxRate", boost.maximum_rate)?;
        check_range(
            "SamplingRule.SamplingRateBoost.CooldownWindowMinutes",
            boost.cooldown_minutes,
            0,
            i64::from(i32::MAX),
        )
    }
}

/// Checks the name of a sampling rule.
///
/// # Errors
/// It is empty, too long or holds a character other than a letter, a digit, `-` or `_`.
pub fn check_name(path: &str, name: &str) -> Result<(), Violation> {
    check_length(path, name, 1, MAXIMUM_NAME_LENGTH)?;
    check_characters(path, name, "[A-Za-z0-9_-]+", |c| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
    })
}

fn check_rate(path: &str, rate: f64) -> Result<(), Violation> {
    if (0.0..=1.0).contains(&rate) {
        return Ok(());
    }
    let rule = if rate < 0.0 { Rule::MinimumValue(0) } else { Rule::MaximumValue(1) };
    Err(Violation::new(path, rule, rate.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> SamplingRule {
        SamplingRule { name: "Cruddur".to_owned(), priority: 9000, ..SamplingRule::reserved() }
    }

    #[test]
    fn every_limit_is_named_by_its_path() {
        assert!(rule().violations().is_empty());
        assert!(SamplingRule::reserved().violations().is_empty());
        let wrong = SamplingRule {
            name: "a b".to_owned(),
            resource_arn: "r".repeat(501),
            priority: 10_000,
            fixed_rate: 1.5,
            reservoir_size: -1,
            service_name: "s".repeat(65),
            service_type: "t".repeat(65),
            host: "h".repeat(65),
            http_method: "m".repeat(11),
            url_path: "u".repeat(129),
            version: 2,
            attributes: (0..6).map(|i| (format!("k{i}"), "v".to_owned())).collect(),
            rate_boost: Some(RateBoost { maximum_rate: -0.1, cooldown_minutes: 1 }),
        };
        let paths: Vec<String> = wrong.violations().into_iter().map(|v| v.path).collect();
        assert_eq!(paths.len(), 13, "{paths:?}");
    }

    #[test]
    fn a_rate_that_is_no_number_is_refused() {
        assert!(!SamplingRule { fixed_rate: f64::NAN, ..rule() }.violations().is_empty());
    }
}
