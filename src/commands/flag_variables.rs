//! A variable for every flag, by rule: `CRUDDUR_OBS_<FLAG>` for global flags,
//! `CRUDDUR_OBS_<NOUN>_<VERB>_<FLAG>` for a verb's own.
//!
//! Flags that agree to something dangerous have none, and arguments without dashes have none.
//! This is the one place where the argument parser is told to look at a variable.

use clap::Arg;
use clap::ArgAction;
use clap::Command;
use clap::builder::FalseyValueParser;

use crate::settings::Environment;

const PREFIX: &str = "CRUDDUR_OBS";
const WITHOUT_VARIABLE: [&str; 9] = [
    "yes",
    "force",
    "prune",
    "replace",
    "delete-logs",
    "reveal",
    "rewrite-secrets",
    "help",
    "version",
];

/// Gives every flag its variable, and room to verbs that have a `--file` of their own.
pub(crate) fn attach(mut root: Command, environment: &Environment) -> Command {
    let names: Vec<String> = root.get_arguments().filter_map(variable_flag).collect();
    for name in names {
        root = root.mut_arg(&name, |arg| with_variable(arg, &[], environment));
    }
    for name in subcommand_names(&root) {
        root = root.mut_subcommand(&name, |command| {
            attach_below(command, std::slice::from_ref(&name), environment)
        });
    }
    root
}

fn attach_below(mut command: Command, path: &[String], environment: &Environment) -> Command {
    // The verb's own `--file` wins; the project file is then given by `--project-file`.
    if command.get_arguments().any(|arg| arg.get_long() == Some("file")) {
        let project_file = Arg::new("global_file").long("project-file").value_name("FILE");
        let project_file = project_file
            .value_parser(clap::value_parser!(std::path::PathBuf))
            .help_heading("Global options");
        command = command.arg(
            project_file
                .help("Read this project file instead of the nearest cruddur-obs.toml upward"),
        );
    }
    let ids: Vec<String> = command.get_arguments().filter_map(variable_flag).collect();
    for id in ids.into_iter().filter(|id| !id.starts_with("global_")) {
        command = command.mut_arg(&id, |arg| with_variable(arg, path, environment));
    }
    for name in subcommand_names(&command) {
        let below: Vec<String> = path.iter().cloned().chain([name.clone()]).collect();
        command =
            command.mut_subcommand(&name, |command| attach_below(command, &below, environment));
    }
    command
}

/// Returns the name of the variable of a flag.
pub(crate) fn variable_name(path: &[String], long: &str) -> String {
    let words = path.iter().map(String::as_str).chain([long]);
    words.fold(PREFIX.to_owned(), |name, word| name + "_" + &word.to_uppercase().replace('-', "_"))
}

fn subcommand_names(command: &Command) -> Vec<String> {
    command.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

fn variable_flag(arg: &Arg) -> Option<String> {
    let long = arg.get_long()?;
    (!WITHOUT_VARIABLE.contains(&long)).then(|| arg.get_id().to_string())
}

fn with_variable(arg: Arg, path: &[String], environment: &Environment) -> Arg {
    let name = variable_name(path, arg.get_long().unwrap_or_default());
    let short = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let long = arg.get_long_help().map_or(short, ToString::to_string);
    let is_switch = matches!(arg.get_action(), ArgAction::SetTrue);
    let mut arg = arg.long_help(format!("{long}\n\n[variable: {name}]")).hide_env(true);
    if is_switch {
        // `1` and `yes` are as good as `true`; `0`, `no` and `false` switch off.
        arg = arg.value_parser(FalseyValueParser::new());
    }
    // An empty variable counts as one that is not set.
    if environment.has_name(&name) { arg.env(name) } else { arg }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Command {
        let verb = Command::new("create-sampling-rule")
            .arg(
                Arg::new("file").long("file").value_parser(clap::value_parser!(std::path::PathBuf)),
            )
            .arg(Arg::new("force").long("force").action(ArgAction::SetTrue))
            .arg(Arg::new("fixed-target").long("fixed-target"))
            .arg(Arg::new("NAME"));
        let file = Arg::new("global_file").long("file").alias("project-file").global(true);
        Command::new("cruddur-obs")
            .arg(file.value_parser(clap::value_parser!(std::path::PathBuf)))
            .subcommand(Command::new("xray").subcommand(verb))
            .subcommand(Command::new("config"))
    }

    #[test]
    fn names_follow_the_rule() {
        let path = ["xray".to_owned(), "create-sampling-rule".to_owned()];
        assert_eq!(
            variable_name(&path, "fixed-target"),
            "CRUDDUR_OBS_XRAY_CREATE_SAMPLING_RULE_FIXED_TARGET"
        );
        assert_eq!(variable_name(&[], "data-dir"), "CRUDDUR_OBS_DATA_DIR");
    }

    #[test]
    fn dangerous_flags_have_no_variable() {
        let environment =
            Environment::from_pairs([("CRUDDUR_OBS_XRAY_CREATE_SAMPLING_RULE_FORCE", "1")]);
        let root = attach(sample(), &environment);
        let verb = root
            .find_subcommand("xray")
            .and_then(|xray| xray.find_subcommand("create-sampling-rule"))
            .unwrap();
        let flag = |id: &str| verb.get_arguments().find(|arg| arg.get_id() == id).unwrap().clone();
        assert!(flag("force").get_env().is_none() && flag("force").get_long_help().is_none());
        assert!(flag("fixed-target").get_long_help().is_some());
    }

    #[test]
    fn a_verb_may_have_a_file_of_its_own() {
        let path = |matches: &clap::ArgMatches, id: &str| {
            matches.get_one::<std::path::PathBuf>(id).cloned()
        };
        let arguments = [
            "cruddur-obs",
            "xray",
            "create-sampling-rule",
            "--file",
            "rule.json",
            "--project-file",
            "p.toml",
        ];
        let root =
            attach(sample(), &Environment::default()).try_get_matches_from(arguments).unwrap();
        let verb = root.subcommand().unwrap().1.subcommand().unwrap().1;
        assert_eq!(path(verb, "file"), Some("rule.json".into()));
        assert_eq!(path(&root, "global_file"), Some("p.toml".into()));
        let arguments = ["cruddur-obs", "xray", "create-sampling-rule", "--file", "rule.json"];
        let root =
            attach(sample(), &Environment::default()).try_get_matches_from(arguments).unwrap();
        assert_eq!(path(&root, "global_file"), None);
        let root = attach(sample(), &Environment::default())
            .try_get_matches_from(["cruddur-obs", "config", "--file", "p.toml"])
            .unwrap();
        assert_eq!(path(&root, "global_file"), Some("p.toml".into()));
    }
}
