//! `help`.

use crate::support::World;

#[test]
fn exit_codes_are_documented() {
    insta::assert_snapshot!(World::new().run(&["help", "exit-codes"]), @"
    CODE  MEANING
       0  ok; an empty list, query or tail is ok too
       1  the work was tried and failed
       2  usage, configuration or wrong target: nothing was tried
       3  a named thing does not exist, or nothing matched under --fail-on-empty
       4  authentication, permission or a limit of the plan
       5  partly applied: some items were done and some were not
      10  there are changes (plan and status, only with --detailed-exitcode)
     124  a deadline passed (--timeout, or what was awaited did not come)
     130  interrupted (^C)
     143  terminated (SIGTERM)
    ---
    --- 0
    ");
}

#[test]
fn topics_are_data_too() {
    insta::assert_snapshot!(World::new().run(&["help", "exit-codes", "--query", "exit_codes[2]", "-o", "yaml"]), @r#"
    code: 2
    meaning: "usage, configuration or wrong target: nothing was tried"
    ---
    --- 0
    "#);
    let run = |arguments: &[&str]| World::new().run(arguments);
    assert!(run(&["help", "environment"]).contains("CRUDDUR_OBS_PROFILE "));
    assert!(run(&["help", "profiles"]).contains("nothing leaves this machine"));
}

#[test]
fn commands_have_help() {
    insta::assert_snapshot!(World::new().run(&["config", "show", "-h"]), @"
    Show the settings that a command would use here

    Usage: cruddur-obs config show [OPTIONS]

    Options:
          --origin  Show where each value comes from
          --all     Show settings without a value too
      -h, --help    Print help (see more with '--help')

    Global options:
          --profile <NAME>    Work on this profile: `local`, or one declared in cruddur-obs.toml
          --region <REGION>   Use this region
      -o, --output <FORMAT>   Print the result in this format [possible values: human, table, plain,
                              json, ndjson, yaml, csv]
          --query <JMESPATH>  Print only what this JMESPath expression picks from the result
      -y, --yes               Answer yes to every confirmation
      -q, --quiet             Print warnings and errors only on stderr
      -v, --verbose...        Say more on stderr: -v shows requests, -vv everything
    ---
    --- 0
    ");
    let short = World::new().run(&["help", "config", "show"]);
    assert!(
        short.contains("CRUDDUR_OBS_CONFIG_SHOW_ORIGIN") && short.contains("Examples:"),
        "{short}"
    );
}

#[test]
fn a_slip_gets_a_suggestion() {
    insta::assert_snapshot!(World::new().run(&["help", "exitcodes"]), @"
    ---
    error: there is no command or topic `exitcodes`
    hint: did you mean `exit-codes`?
    --- 2
    ");
    insta::assert_snapshot!(World::new().run(&["help", "config", "sow"]), @"
    ---
    error: there is no command or topic `config sow`
    hint: did you mean `show`?
    --- 2
    ");
}

#[test]
fn help_works_beside_a_broken_project_file() {
    assert!(World::new().project("[[[").output(&["help", "environment"]).status.success());
}
