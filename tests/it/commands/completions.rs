//! `completions`.

use crate::support::World;

#[test]
fn every_shell_has_a_script() {
    for (shell, mark) in [
        ("bash", "_cruddur__obs() {"),
        ("zsh", "#compdef cruddur-obs"),
        ("fish", "complete -c cruddur-obs"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion:arg-completer[cruddur-obs]"),
    ] {
        let output = World::new().output(&["completions", shell]);
        assert!(output.status.success());
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(script.contains(mark) && script.contains("config"), "{shell}");
    }
}

#[test]
fn the_committed_scripts_are_the_generated_ones() {
    for (shell, file) in [
        ("bash", "cruddur-obs.bash"),
        ("zsh", "_cruddur-obs"),
        ("fish", "cruddur-obs.fish"),
        ("powershell", "_cruddur-obs.ps1"),
        ("elvish", "cruddur-obs.elv"),
    ] {
        let path = format!("{}/completions/{file}", env!("CARGO_MANIFEST_DIR"));
        let committed = std::fs::read(&path).unwrap_or_default();
        let generated = World::new().output(&["completions", shell]).stdout;
        assert!(committed == generated, "{file} is old: run 'just completions'");
    }
}

#[test]
fn an_unknown_shell_is_a_usage_error() {
    insta::assert_snapshot!(World::new().run(&["completions", "fsh"]), @"
    ---
    error: invalid value 'fsh' for '<SHELL>'
      [possible values: bash, elvish, fish, powershell, zsh]

      tip: a similar value exists: 'fish'

    For more information, try '--help'.
    --- 2
    ");
}

#[test]
fn scripts_work_beside_a_broken_project_file() {
    assert!(World::new().project("[[[").output(&["completions", "bash"]).status.success());
}
