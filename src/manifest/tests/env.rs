//! Variables, their values and their targets.

use super::DocumentError;
use super::parse;
use super::problems;

#[test]
fn sources_and_targets_are_read() {
    let text = r#"[env.A]
secret = true
from = "file:keys/a"
targets = ["gitpod", "ona", "github", "codespaces", "shell"]
[env.ABC]
command = ["pass", "show", "abc"]
targets = ["dotenv:./x/../.env"]
[env.B]
from = "stdin"
targets = ["shell"]
"#;
    // `A` is too short for Ona.
    insta::assert_snapshot!(problems(text), @"cruddur-obs.toml:4:22 an item of `env.A.targets` does not suit A: ona takes names of 3 to 127 characters | leave ona out, or choose another name");
    let manifest = parse(&text.replace("\"ona\", ", "")).unwrap();
    insta::assert_debug_snapshot!(manifest.env[1].source, @r#"
    Some(
        Command(
            [
                "pass",
                "show",
                "abc",
            ],
        ),
    )
    "#);
    insta::assert_debug_snapshot!(manifest.env[1].targets[0].value, @r#"
    Dotenv(
        ".env",
    )
    "#);
}

#[test]
fn wrong_variables_are_told() {
    let text = r#"[env.9A]
value = "x"
targets = ["shell"]
[env.NONE]
targets = ["shell"]
[env.BOTH]
value = "x"
from = "stdin"
targets = ["shell"]
[env.FROM]
from = "vault:x"
targets = []
[env.FILE]
from = "file:../secrets"
targets = ["gihub", "dotenv:/etc/x", "shell", "shell"]
[env.GITPOD_X]
value = " "
targets = ["gitpod"]
[env.github_x]
command = []
targets = ["github"]
[env.NOWHERE]
value = "x"
"#;
    insta::assert_snapshot!(problems(text), @"
    cruddur-obs.toml:1:6 the name of a variable must match [A-Za-z_][A-Za-z0-9_]* | a name has letters, digits and _, and begins with no digit
    cruddur-obs.toml:4:6 `env.NONE.value` is missing | name one of `value`, `from`, `command`
    cruddur-obs.toml:8:1 `env.BOTH.from` stands beside another source | keep only one of `value`, `from`, `command`
    cruddur-obs.toml:11:8 `env.FROM.from` must be env:NAME, file:PATH, prompt or stdin | -
    cruddur-obs.toml:12:11 `env.FROM.targets` must name at least one | -
    cruddur-obs.toml:14:8 `env.FILE.from` leaves the project with `..` | keep the file below the folder of the project file
    cruddur-obs.toml:15:12 an item of `env.FILE.targets` must be gitpod, ona, github, codespaces, shell, direnv or dotenv:PATH | did you mean `github`?
    cruddur-obs.toml:15:21 an item of `env.FILE.targets` must be relative to the folder of the project file | -
    cruddur-obs.toml:15:47 the target shell is named twice | -
    cruddur-obs.toml:17:9 `env.GITPOD_X.value` must not be blank | leave the variable out if it has no value
    cruddur-obs.toml:18:12 an item of `env.GITPOD_X.targets` does not suit GITPOD_X: gitpod reserves names that begin with GITPOD_ | leave gitpod out, or choose another name
    cruddur-obs.toml:20:11 `env.github_x.command` must name at least one | -
    cruddur-obs.toml:21:12 an item of `env.github_x.targets` does not suit github_x: github reserves names that begin with GITHUB_ | leave github out, or choose another name
    cruddur-obs.toml:22:6 `env.NOWHERE.targets` is missing | -
    ");
}

#[test]
fn secrets_are_refused_and_never_shown() {
    let key = format!("hcaik_{}", "a1".repeat(29));
    let text = format!(
        r#"[env.A]
value = "hunter2-a"
secret = true
targets = ["shell"]
[env.OTEL_EXPORTER_OTLP_HEADERS]
value = "x-honeycomb-team={key}"
targets = ["shel"]
[env.ROLLBAR_ACCESS_TOKEN]
value = "hunter2-b"
targets = ["shell"]
[env.AWS_DEFAULT_REGION]
value = "0123456789ABCDEF0123456789ABCDEF"
targets = ["shell"]
[env.PRINTED]
command = ["echo", "{key}"]
targets = ["shell"]
[services.s]
env.B = {{ value = "{key}", targets = ["nope"] }}
env.PUBLIC_KEY = {{ value = "pk", secret = false, targets = ["shell"] }}
"#
    );
    insta::assert_snapshot!(problems(&text), @r#"
    cruddur-obs.toml:2:9 `env.A.value` of a secret must not stand in this file | write from = "env:…", "file:…", "prompt" or "stdin"; revoke a value that was committed (hidden)
    cruddur-obs.toml:6:9 `env.OTEL_EXPORTER_OTLP_HEADERS.value` looks like a Honeycomb ingest or configuration key, and no secret belongs in this file | revoke it, because the file is committed; then write from = "env:…" (hidden)
    cruddur-obs.toml:7:12 an item of `env.OTEL_EXPORTER_OTLP_HEADERS.targets` must be gitpod, ona, github, codespaces, shell, direnv or dotenv:PATH | did you mean `shell`?
    cruddur-obs.toml:9:9 `env.ROLLBAR_ACCESS_TOKEN.value` must not stand in this file: by its name ROLLBAR_ACCESS_TOKEN is a secret | write from = "env:…", or secret = false if it is none (hidden)
    cruddur-obs.toml:12:9 `env.AWS_DEFAULT_REGION.value` must be a region such as eu-west-3 | - (hidden)
    cruddur-obs.toml:15:20 `env.PRINTED.command` holds a Honeycomb ingest or configuration key, and no secret belongs in this file | revoke it, because the file is committed; then write from = "env:…" (hidden)
    cruddur-obs.toml:18:19 `services.s.env.B.value` looks like a Honeycomb ingest or configuration key, and no secret belongs in this file | revoke it, because the file is committed; then write from = "env:…" (hidden)
    cruddur-obs.toml:18:98 an item of `services.s.env.B.targets` must be gitpod, ona, github, codespaces, shell, direnv or dotenv:PATH | - (hidden)
    "#);
    let Err(DocumentError::Wrong(files)) = parse(&text) else { panic!("it is wrong") };
    for secret in [&key, "hunter2", "0123456789"] {
        assert!(!format!("{files:?}").contains(secret), "{}", files[0].text);
    }
    assert_eq!(files[0].text.len(), text.len());
}

#[test]
fn two_values_for_one_place_are_a_mistake() {
    let text = r#"[env.HONEYCOMB_SERVICE_NAME]
value = "backend"
targets = ["dotenv:.env", "shell"]
[services.frontend.env.HONEYCOMB_SERVICE_NAME]
value = "frontend"
targets = ["dotenv:./.env"]
[services.same.env.HONEYCOMB_SERVICE_NAME]
value = "backend"
targets = ["dotenv:.env"]
[env.Name]
value = "a"
targets = ["github", "gitpod"]
[env.NAME]
value = "b"
targets = ["github", "gitpod"]
[env.LOADED]
value = "1"
targets = ["dotenv:.env"]
[services.same.env.LOADED]
value = "2"
targets = ["direnv"]
"#;
    insta::assert_snapshot!(problems(text), @"
    cruddur-obs.toml:6:12 HONEYCOMB_SERVICE_NAME of the service frontend would overwrite HONEYCOMB_SERVICE_NAME of all services in dotenv:.env | the other stands at cruddur-obs.toml:1:6; give each service a file of its own, or both the same value
    cruddur-obs.toml:15:12 NAME of all services would overwrite Name of all services in github | the other stands at cruddur-obs.toml:10:6; give each service a file of its own, or both the same value
    cruddur-obs.toml:21:12 LOADED of the service same would overwrite LOADED of all services in direnv | the other stands at cruddur-obs.toml:16:6; give each service a file of its own, or both the same value
    ");
}
