//! Everything that a verb is given besides its own arguments.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::OnceLock;
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::base::Clock;
use crate::base::Milliseconds;
use crate::settings::Environment;
use crate::settings::Flags;
use crate::settings::Locations;
use crate::settings::Settings;
use crate::settings::Target;
use crate::settings::TimeError;
use crate::settings::Vendor;
use crate::settings::format_time;
use crate::settings::parse_time;
use crate::settings::project_file;
use crate::settings::time_zone;
use crate::ui::Ui;

use super::error::CommandError;
use super::shutdown::Shutdown;

/// Everything that a verb is given besides its own arguments. Made once.
#[derive(Debug)]
pub struct Context {
    /// The voice.
    pub ui: Ui,
    /// The variables around us.
    pub environment: Environment,
    /// What the user typed after the program's name.
    pub command_line: Vec<String>,
    /// The wish that the command should end.
    pub shutdown: Shutdown,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// `--timeout`.
    pub timeout: Option<Duration>,
    pub(crate) utc: bool,
    pub(crate) flags: Flags,
    pub(crate) locations: Locations,
    pub(crate) root: fn() -> clap::Command,
    pub(crate) settings: OnceLock<Settings>,
    pub(crate) zone: OnceLock<TimeZone>,
}

impl Context {
    /// Returns the settings; the files are read at the first call, so that verbs which need none
    /// work beside a broken one.
    ///
    /// # Errors
    /// A file cannot be read, or its content is wrong.
    pub fn settings(&self) -> Result<&Settings, CommandError> {
        if let Some(settings) = self.settings.get() {
            return Ok(settings);
        }
        let settings =
            Settings::load(self.flags.clone(), self.environment.clone(), self.locations.clone())?;
        Ok(self.settings.get_or_init(|| settings))
    }

    /// Works out where a verb works that calls `vendors`, and says it on stderr.
    ///
    /// # Errors
    /// No profile is named while credentials are visible, the profile is not declared, or an
    /// account profile lacks a region.
    pub fn target(&self, vendors: &[Vendor]) -> Result<Target, CommandError> {
        let target = self.settings()?.target(vendors, &self.command_line)?;
        self.ui.status(&target.description(vendors));
        Ok(target)
    }

    /// Finds the project file, and what people call it, without reading it.
    pub(crate) fn project_file(&self) -> Option<(PathBuf, String)> {
        project_file(&self.flags, &self.locations)
    }

    /// Returns the current time.
    #[must_use]
    pub fn now(&self) -> Milliseconds {
        self.clock.now()
    }

    /// Returns the zone in which times are read and shown.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        self.zone.get_or_init(|| time_zone(&self.environment, self.utc))
    }

    /// Reads a time as people type it.
    ///
    /// # Errors
    /// The text has none of the accepted forms.
    pub fn parse_time(&self, text: &str) -> Result<Milliseconds, TimeError> {
        parse_time(text, self.now(), self.zone())
    }

    /// Shows a time; the zone is always there.
    #[must_use]
    pub fn format_time(&self, time: Milliseconds) -> String {
        format_time(time, self.zone())
    }
}

#[cfg(test)]
impl Context {
    /// Creates a context over nothing.
    pub(crate) fn for_tests() -> Self {
        let environment = Environment::default();
        Self {
            ui: Ui::captured(crate::ui::UiOptions::default()).0,
            locations: Locations::new(&environment, std::path::PathBuf::from("/nowhere")),
            environment,
            command_line: Vec::new(),
            shutdown: Shutdown::default(),
            clock: Arc::new(crate::base::ManualClock::new(0)),
            timeout: None,
            utc: true,
            flags: Flags::default(),
            root: || clap::Command::new("cruddur-obs"),
            settings: OnceLock::new(),
            zone: OnceLock::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Kind;
    use crate::ui::UiOptions;

    use super::*;

    fn target(variables: &[(&str, &str)]) -> (Result<Target, CommandError>, String) {
        let (ui, captured) = Ui::captured(UiOptions::default());
        let environment = Environment::from_pairs(variables.iter().copied());
        let command_line = ["logs", "tail", "cruddur", "--since", "2 hours ago"];
        let context = Context {
            ui,
            locations: Locations::new(&environment, std::path::PathBuf::from("/nowhere")),
            environment,
            command_line: command_line.map(ToOwned::to_owned).to_vec(),
            ..Context::for_tests()
        };
        let target = context.target(&[Vendor::Aws]);
        if let Err(error) = &target {
            context.ui.error(&error.message());
        }
        (target, captured.stderr())
    }

    #[test]
    fn every_target_is_said() {
        let (target, said) = target(&[]);
        assert!(target.is_ok_and(|target| target.is_local()));
        assert_eq!(said, "target: local (embedded backend)\n");
    }

    #[test]
    fn the_guard_prints_both_commands() {
        let (target, said) = target(&[("AWS_PROFILE", "work")]);
        assert_eq!(target.unwrap_err().kind(), Kind::Usage);
        insta::assert_snapshot!(said, @r#"
        error: no profile is named, but AWS credentials are visible (AWS_PROFILE): say which target is meant
        hint: for the embedded backend: cruddur-obs --profile local logs tail cruddur --since '2 hours ago'
        hint: for the account:          cruddur-obs --profile work logs tail cruddur --since '2 hours ago'
        hint: declare it first in cruddur-obs.toml:
            [profiles.work]
            aws_profile = "work"
        "#);
    }
}
