//! The flags that every verb has, and the context that they make.
//!
//! Their ids begin with `global_`, so that a verb may call an argument of its own `query` or
//! `file` without the two being taken for one.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::OnceLock;
use std::time::Duration;

use clap::ArgAction;
use clap::ArgMatches;
use clap::Args;
use clap::parser::ValueSource;

use crate::base::SystemClock;
use crate::settings::Environment;
use crate::settings::Flags;
use crate::settings::Locations;
use crate::settings::Origin;
use crate::settings::Setting;
use crate::settings::ShownSetting;
use crate::settings::Variable;
use crate::settings::env;
use crate::settings::parse_duration;
use crate::ui::Ci;
use crate::ui::CiChoice;
use crate::ui::ColorChoice;
use crate::ui::ColorInputs;
use crate::ui::Format;
use crate::ui::Query;
use crate::ui::QueryError;
use crate::ui::RunnerOptions;
use crate::ui::Terminals;
use crate::ui::Ui;
use crate::ui::UiOptions;
use crate::ui::Verbosity;

use super::context::Context;
use super::shutdown::Shutdown;

/// The flags that every verb has.
#[derive(Args, Debug, Clone)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// Work on this profile: `local`, or one declared in cruddur-obs.toml
    #[arg(id = "global_profile", long = "profile", global = true, value_name = "NAME")]
    profile: Option<String>,
    /// Use this region
    #[arg(id = "global_region", long = "region", global = true, value_name = "REGION")]
    region: Option<String>,
    /// Read this project file instead of the nearest cruddur-obs.toml upward
    #[arg(
        id = "global_file",
        long = "file",
        alias = "project-file",
        global = true,
        value_name = "FILE",
        hide_short_help = true
    )]
    file: Option<PathBuf>,
    /// Keep the embedded backend's data in this directory
    #[arg(
        id = "global_data_dir",
        long = "data-dir",
        global = true,
        value_name = "DIR",
        hide_short_help = true
    )]
    data_dir: Option<PathBuf>,
    /// Send every request to this address
    #[arg(
        id = "global_endpoint_url",
        long = "endpoint-url",
        global = true,
        value_name = "URL",
        hide_short_help = true
    )]
    endpoint_url: Option<String>,
    /// Print the result in this format
    #[arg(
        id = "global_output",
        long = "output",
        short = 'o',
        global = true,
        value_name = "FORMAT",
        value_enum
    )]
    output: Option<Format>,
    /// Print only what this JMESPath expression picks from the result
    #[arg(id = "global_query", long = "query", global = true, value_name = "JMESPATH")]
    query: Option<String>,
    /// Use colour
    #[arg(
        id = "global_color",
        long = "color",
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        hide_short_help = true
    )]
    color: ColorChoice,
    /// Print text from outside as it is, without escaping control characters
    #[arg(id = "global_raw", long = "raw", global = true, hide_short_help = true)]
    raw: bool,
    /// Show times in UTC instead of the local time zone
    #[arg(id = "global_utc", long = "utc", global = true, hide_short_help = true)]
    utc: bool,
    /// Speak to this CI system
    #[arg(
        id = "global_ci",
        long = "ci",
        global = true,
        value_name = "SYSTEM",
        value_enum,
        default_value_t,
        hide_short_help = true
    )]
    ci: CiChoice,
    /// Answer yes to every confirmation
    #[arg(id = "global_yes", long = "yes", short = 'y', global = true)]
    yes: bool,
    /// Never prompt; a missing answer is an error
    #[arg(id = "global_no_input", long = "no-input", global = true, hide_short_help = true)]
    no_input: bool,
    /// Print warnings and errors only on stderr
    #[arg(id = "global_quiet", long = "quiet", short = 'q', global = true)]
    quiet: bool,
    /// Say more on stderr: -v shows requests, -vv everything
    #[arg(id = "global_verbose", long = "verbose", short = 'v', global = true, action = ArgAction::Count)]
    verbose: u8,
    /// Stop the command after this time, such as 90s or 5m
    #[arg(id = "global_timeout", long = "timeout", global = true, value_name = "DURATION", value_parser = parse_duration, hide_short_help = true)]
    timeout: Option<Duration>,
}

impl GlobalArgs {
    /// Makes the context. `matches` are those of the root, which know flag from variable.
    ///
    /// # Errors
    /// `--query` is no JMESPath expression.
    pub(crate) fn context(
        self,
        matches: &ArgMatches,
        environment: Environment,
        command_line: Vec<String>,
        root: fn() -> clap::Command,
    ) -> Result<Context, QueryError> {
        let flags = self.flags(matches);
        // A working directory that was deleted is told by what needs it.
        let working_directory = std::env::current_dir().unwrap_or_default();
        let query = self.query.as_deref().map(Query::parse).transpose()?;
        let terminals = Terminals::detect();
        let (timeout, utc) = (self.timeout, self.utc);
        Ok(Context {
            ui: Ui::new(UiOptions {
                query,
                runner: runner(&environment, &working_directory, terminals),
                ..self.ui_options(&environment, terminals)
            }),
            locations: Locations::new(&environment, working_directory),
            environment,
            command_line,
            shutdown: Shutdown::default(),
            clock: Arc::new(SystemClock),
            timeout,
            utc,
            flags,
            root,
            settings: OnceLock::new(),
            zone: OnceLock::new(),
        })
    }

    /// Works out how everything looks; the query is added later, because it can be wrong.
    pub(crate) fn ui_options(&self, environment: &Environment, terminals: Terminals) -> UiOptions {
        let color = color_inputs(self.color, environment);
        UiOptions {
            format: self.output,
            query: None,
            // Programs do not read colour, whoever asked for it.
            color_stdout: color.wants_color(terminals.stdout)
                && !self.output.is_some_and(Format::is_machine),
            color_stderr: color.wants_color(terminals.stderr),
            stdin_is_terminal: terminals.stdin,
            stdout_is_terminal: terminals.stdout,
            stderr_is_terminal: terminals.stderr,
            width: terminals.width,
            verbosity: match (self.quiet, self.verbose) {
                (true, _) => Verbosity::Quiet,
                (_, 0) => Verbosity::Normal,
                (_, 1) => Verbosity::Verbose,
                _ => Verbosity::Debug,
            },
            raw: self.raw,
            ci: Ci::detect(
                self.ci,
                environment.is_true(&env::CI),
                environment.is_true(&env::GITHUB_ACTIONS),
                environment.is_true(&env::GITLAB_CI),
            ),
            no_input: self.no_input,
            yes: self.yes,
            ..UiOptions::default()
        }
    }

    fn flags(&self, matches: &ArgMatches) -> Flags {
        Flags {
            profile: given(
                matches,
                "global_profile",
                "--profile",
                &env::PROFILE,
                self.profile.clone(),
            ),
            region: given(matches, "global_region", "--region", &env::REGION, self.region.clone()),
            file: given(matches, "global_file", "--file", &env::FILE, self.file.clone()),
            data_dir: given(
                matches,
                "global_data_dir",
                "--data-dir",
                &env::DATA_DIR,
                self.data_dir.clone(),
            ),
            endpoint_url: given(
                matches,
                "global_endpoint_url",
                "--endpoint-url",
                &env::ENDPOINT_URL,
                self.endpoint_url.clone(),
            ),
            others: self.shown(matches),
        }
    }

    // The flags that only change looks, for `config show`.
    fn shown(&self, matches: &ArgMatches) -> Vec<ShownSetting> {
        let name = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
        let rows: [(&str, &'static str, &'static Variable, Option<String>); 10] = [
            ("output", "--output", &env::OUTPUT, Some(name(&self.output.unwrap_or_default()))),
            ("query", "--query", &env::QUERY, self.query.clone()),
            ("color", "--color", &env::COLOR, Some(name(&self.color))),
            ("raw", "--raw", &env::RAW, Some(self.raw.to_string())),
            ("utc", "--utc", &env::UTC, Some(self.utc.to_string())),
            ("ci", "--ci", &env::CI_MODE, Some(name(&self.ci))),
            ("no_input", "--no-input", &env::NO_INPUT, Some(self.no_input.to_string())),
            ("quiet", "--quiet", &env::QUIET, Some(self.quiet.to_string())),
            ("verbose", "--verbose", &env::VERBOSE, Some(self.verbose.to_string())),
            (
                "timeout",
                "--timeout",
                &env::TIMEOUT,
                self.timeout.map(|timeout| format!("{timeout:?}")),
            ),
        ];
        let show = |(name, flag, variable, value): (
            &str,
            &'static str,
            &'static Variable,
            Option<String>,
        )| {
            let origin = origin(matches, &format!("global_{name}"), flag, variable);
            ShownSetting { name: name.to_owned(), value, origin }
        };
        rows.into_iter().map(show).collect()
    }
}

/// Collects what the decision about colour depends on.
pub(crate) fn color_inputs(choice: ColorChoice, environment: &Environment) -> ColorInputs {
    ColorInputs {
        choice,
        no_color: environment.is_set(&env::NO_COLOR),
        force: environment.is_set(&env::CLICOLOR_FORCE)
            && environment.get(&env::CLICOLOR_FORCE) != Some("0"),
        dumb_terminal: environment.get(&env::TERM) == Some("dumb"),
    }
}

/// Collects what GitHub's runner has given us.
fn runner(
    environment: &Environment,
    working_directory: &Path,
    terminals: Terminals,
) -> RunnerOptions {
    let workspace = environment.path(&env::GITHUB_WORKSPACE);
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = workspace.and_then(|workspace| {
        real(working_directory).strip_prefix(real(&workspace)).map(Path::to_owned).ok()
    });
    RunnerOptions {
        is_present: environment.is_true(&env::GITHUB_ACTIONS),
        stdout_is_file: terminals.stdout_is_file,
        stderr_is_file: terminals.stderr_is_file,
        output: environment.path(&env::GITHUB_OUTPUT),
        summary: environment.path(&env::GITHUB_STEP_SUMMARY),
        folder: folder.filter(|folder| !folder.as_os_str().is_empty()),
    }
}

fn given<T>(
    matches: &ArgMatches,
    id: &str,
    flag: &'static str,
    variable: &'static Variable,
    value: Option<T>,
) -> Option<Setting<T>> {
    value.map(|value| Setting::new(value, origin(matches, id, flag, variable)))
}

fn origin(
    matches: &ArgMatches,
    id: &str,
    flag: &'static str,
    variable: &'static Variable,
) -> Origin {
    match matches.value_source(id) {
        Some(ValueSource::CommandLine) => Origin::Flag(flag),
        Some(ValueSource::EnvVariable) => Origin::Variable(variable.name),
        _ => Origin::Default,
    }
}
