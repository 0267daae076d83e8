//! X-Ray groups.
//!
//! Limits: X-Ray API reference, `CreateGroup`; developer guide, "Configuring groups".

use super::Rule;
use super::Violation;
use super::check_characters;
use super::check_length;

/// Longest group name, in characters.
pub const MAXIMUM_NAME_LENGTH: usize = 32;

/// Longest group ARN, in characters.
pub const MAXIMUM_ARN_LENGTH: usize = 400;

/// Most groups of one account and region, the reserved one not counted.
pub const MAXIMUM_GROUPS: usize = 25;

/// The reserved group that always exists.
pub const DEFAULT_NAME: &str = "Default";

/// What a group tells its watchers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Insights {
    /// Whether insights are generated.
    pub enabled: bool,
    /// Whether insights send notifications.
    pub notifications: bool,
}

/// Checks the name of a new group.
///
/// # Errors
/// It is empty, too long or holds a character other than a letter, a digit, `-` or `_`.
pub fn check_name(path: &str, name: &str) -> Result<(), Violation> {
    check_length(path, name, 1, MAXIMUM_NAME_LENGTH)?;
    check_characters(path, name, "[A-Za-z0-9_-]+", |c| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
    })
}

/// Checks that notifications are asked for only where there are insights.
///
/// # Errors
/// Notifications are on and insights are off.
pub fn check_insights(insights: Insights) -> Result<(), Violation> {
    if insights.notifications && !insights.enabled {
        return Err(Violation::new(
            "InsightsConfiguration.NotificationsEnabled",
            Rule::Sentence("Insights must be enabled in order to enable notifications".to_owned()),
            "true",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_words() {
        assert!(check_name("GroupName", "Cruddur_1-x").is_ok());
        for bad in ["", "a b", "a.b", "é"] {
            assert!(check_name("GroupName", bad).is_err(), "{bad:?}");
        }
        assert!(check_name("GroupName", &"g".repeat(33)).is_err());
    }

    #[test]
    fn notifications_need_insights() {
        assert!(check_insights(Insights { enabled: false, notifications: true }).is_err());
        assert!(check_insights(Insights { enabled: true, notifications: true }).is_ok());
    }
}
