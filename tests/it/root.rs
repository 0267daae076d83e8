//! What every command shares: usage errors, colour, pipes, variables.

use std::io::Read as _;
use std::process::Stdio;

use crate::support::World;

#[test]
fn no_command_shows_the_short_help() {
    insta::assert_snapshot!(World::new().run(&[]), @"
    ---
    Set up, run and prove the observability of a small project

    Usage: cruddur-obs [OPTIONS] <COMMAND>

    Commands:
      demo         Show the main job on the embedded backend, from nothing to logs read back
      plan         Show what apply would change
      apply        Make what is there as the project file declares it
      destroy      Remove what was created for this project
      status       Show how what is there differs from the project file
      xray         Set up X-Ray groups and sampling rules
      logs         Set up, fill and read CloudWatch log groups
      honeycomb    Query Honeycomb, or the embedded backend in its place
      rollbar      Prove that errors reach Rollbar, or the embedded backend in its place, and read them
      env          Put variables and secrets where they are needed, and compare
      backend      Run and look at the embedded backend
      config       Look at the settings
      completions  Print the completion script of a shell
      man          Print the manual page
      help         Show help about a command or a topic

    Options:
      -h, --help     Print help (see more with '--help')
      -V, --version  Print version

    Global options:
          --profile <NAME>    Work on this profile: `local`, or one declared in cruddur-obs.toml
          --region <REGION>   Use this region
      -o, --output <FORMAT>   Print the result in this format [possible values: human, table, plain,
                              json, ndjson, yaml, csv]
          --query <JMESPATH>  Print only what this JMESPath expression picks from the result
      -y, --yes               Answer yes to every confirmation
      -q, --quiet             Print warnings and errors only on stderr
      -v, --verbose...        Say more on stderr: -v shows requests, -vv everything

    Topics: cruddur-obs help exit-codes|environment|profiles
    --- 2
    ");
}

#[test]
fn the_version_is_data() {
    insta::assert_snapshot!(World::new().run(&["--version"]), @"
    cruddur-obs 0.1.0
    ---
    --- 0
    ");
}

#[test]
fn slips_are_usage_errors_with_a_suggestion() {
    insta::assert_snapshot!(World::new().run(&["confg", "show"]), @"
    ---
    error: unrecognized subcommand 'confg'

      tip: a similar subcommand exists: 'config'

    Usage: cruddur-obs [OPTIONS] <COMMAND>

    For more information, try '--help'.
    --- 2
    ");
    insta::assert_snapshot!(World::new().run(&["config", "show", "--orign"]), @"
    ---
    error: unexpected argument '--orign' found

      tip: a similar argument exists: '--origin'

    Usage: cruddur-obs config show --origin

    For more information, try '--help'.
    --- 2
    ");
    insta::assert_snapshot!(World::new().run(&["config", "show", "--timeout", "5"]), @"
    ---
    error: invalid value '5' for '--timeout <DURATION>': `5` is no duration; accepted: 90s, 5m, 2h30m, 7d, 2w (largest unit first)

    For more information, try '--help'.
    --- 2
    ");
}

#[test]
fn a_wrong_variable_is_named() {
    let world = World::new().set("CRUDDUR_OBS_OUTPUT", "xml");
    insta::assert_snapshot!(world.run(&["config", "show"]), @"
    ---
    error: invalid value 'xml' for '--output <FORMAT>'
      [possible values: human, table, plain, json, ndjson, yaml, csv]

      tip: a similar value exists: 'yaml'

    For more information, try '--help'.
    hint: the value comes from the variable CRUDDUR_OBS_OUTPUT
    --- 2
    ");
}

#[test]
fn empty_variables_are_not_set() {
    let world = World::new()
        .set("CRUDDUR_OBS_OUTPUT", "")
        .set("CRUDDUR_OBS_TIMEOUT", "")
        .set("CRUDDUR_OBS_CONFIG_SHOW_ORIGIN", "");
    assert!(world.output(&["config", "show"]).status.success());
}

#[test]
fn a_verbs_flag_has_a_variable() {
    let with = |value: &str| {
        let world = World::new().set("CRUDDUR_OBS_CONFIG_SHOW_ORIGIN", value);
        world.run(&["config", "show"]).lines().next().unwrap_or_default().contains("ORIGIN")
    };
    assert!(with("1") && with("true") && !with("0") && !with("false"));
}

#[test]
fn a_wrong_query_shows_where() {
    insta::assert_snapshot!(World::new().run(&["config", "show", "--query", "settings[?name=='x'"]), @"
    ---
    error: --query is not a JMESPath expression: expected ']' -- found Eof
     --> --query:1:20
      |
    1 | settings[?name=='x'
      |                    ^
    hint: the language is described at https://jmespath.org; `--output json` without --query shows the whole value
    --- 2
    ");
    insta::assert_snapshot!(World::new().run(&["config", "show", "--query", "length(`1`)"]), @"
    ---
    error: --query cannot be applied to this result: argument 0 expects type array|object|string, given number
     --> --query:1:7
      |
    1 | length(`1`)
      |       ^
    hint: the language is described at https://jmespath.org; `--output json` without --query shows the whole value
    --- 2
    ");
}

#[test]
fn colour_follows_the_rules() {
    let colored = |world: World, arguments: &[&str]| world.output(arguments).stdout.contains(&0x1b);
    assert!(!colored(World::new(), &["config", "show"]));
    assert!(colored(World::new().set("CLICOLOR_FORCE", "1"), &["config", "show"]));
    assert!(!colored(
        World::new().set("CLICOLOR_FORCE", "1").set("NO_COLOR", "1"),
        &["config", "show"]
    ));
    assert!(colored(World::new().set("NO_COLOR", "1"), &["config", "show", "--color", "always"]));
    assert!(!colored(World::new(), &["config", "show", "--color", "always", "-o", "json"]));
    assert!(!colored(
        World::new().set("CLICOLOR_FORCE", "1"),
        &["config", "show", "--color", "never"]
    ));
}

#[test]
fn a_reader_that_goes_is_success() {
    let world = World::new();
    for arguments in [
        &["help", "environment"][..],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["config", "show"],
    ] {
        let mut command = world.program();
        let mut child =
            command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(child.wait().unwrap().success(), "{arguments:?}");
        assert_eq!(said, "", "{arguments:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_no_success() {
    let world = World::new();
    for arguments in [&["config", "show"][..], &["--help"], &["completions", "zsh"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = world.program().args(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(
            String::from_utf8_lossy(&output.stderr).starts_with("error: cannot write to stdout"),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_project_name_cannot_command_the_terminal() {
    let world = World::new().project("[project]\nname = \"a\u{202e}b\"\n");
    let shown = world.run(&["config", "show", "--query", "settings[?name=='project.name']"]);
    assert!(!shown.contains('\u{202e}') && shown.contains("a\\u{202e}b"), "{shown}");
}

#[test]
fn what_was_typed_cannot_command_the_terminal() {
    for arguments in [
        &["\u{1b}[2J"][..],
        &["config", "show", "--output", "\u{1b}[2J"],
        &["config", "show", "--query", "\u{1b}[2J"],
        &["config", "show", "--profile", "x\nerror: y\u{1b}"],
        &["help", "\u{1b}"],
    ] {
        for color in ["always", "never"] {
            let world = World::new().set("CRUDDUR_OBS_COLOR", color);
            let stderr = world.output(arguments).stderr;
            let text = String::from_utf8_lossy(&stderr);
            assert!(!text.contains("\u{1b}[2J"), "{text}");
            assert!(!text.contains("\nerror: y"), "{text}");
        }
    }
}

#[test]
fn no_home_is_no_error() {
    let output =
        World::new().program().env_remove("HOME").args(["config", "show"]).output().unwrap();
    assert!(output.status.success());
}
