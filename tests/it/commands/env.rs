//! `env`, and variables in `plan`, `apply`, `status` and `destroy`.

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::support::World;

/// A value with what shells and readers like to change, and that no other text holds.
const VALUE: &str = "hun ter2#$HOME`id`";

const FILE: &str = r#"[env.TOKEN]
secret = true
from = "env:TOKEN_SOURCE"
targets = ["dotenv:.env", "dotenv:web/.env", "shell"]
[services.web.env.OTEL_SERVICE_NAME]
value = "web"
targets = ["dotenv:web/.env", "shell"]
"#;

fn world() -> World {
    World::new().project(FILE).write("project/web/.keep", "").set("TOKEN_SOURCE", VALUE)
}

fn text(world: &World, path: &str) -> String {
    std::fs::read_to_string(world.path(path)).unwrap_or_default()
}

fn code(shown: &str) -> i32 {
    shown.rsplit("--- ").next().unwrap().trim().parse().unwrap()
}

fn json(world: &World, arguments: &[&str]) -> serde_json::Value {
    let output = world.output(&[arguments, &["--output", "json"]].concat());
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// Lists `name in target: result` of a writing verb.
fn results(value: &serde_json::Value) -> Vec<String> {
    let of = |row: &serde_json::Value| {
        let text = |key: &str| row[key].as_str().unwrap().to_owned();
        format!("{} in {}: {}", text("name"), text("target"), text("result"))
    };
    value["results"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn a_value_is_piped_in_as_from_a_file() {
    let world = world();
    let shown = world.run_with(&["env", "set", "TOKEN"], &format!("{VALUE}\r\n"));
    assert_eq!(code(&shown), 0, "{shown}");
    assert!(shown.contains("the line break at the end of the value of TOKEN is left out"));
    assert_eq!(text(&world, "project/.env"), format!("TOKEN='{VALUE}'\n"));
    assert_eq!(text(&world, "project/web/.env"), format!("TOKEN='{VALUE}'\n"));
    let mode = std::fs::metadata(world.path("project/.env")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // All bytes are meant, and a dotenv file cannot carry them.
    let shown = world.run_with(&["env", "set", "TOKEN", "--raw"], "one\ntwo");
    assert_eq!(code(&shown), 2);
    assert!(shown.contains("dotenv:.env cannot carry TOKEN: it holds several lines"), "{shown}");
    assert_eq!(text(&world, "project/.env"), format!("TOKEN='{VALUE}'\n"));
}

#[test]
fn a_value_comes_from_a_file_a_variable_or_a_program() {
    let world = world().write("outside.txt", "from the file\n").set("OTHER", "from the variable");
    let set = |arguments: &[&str]| {
        let all = [&["env", "set", "TOKEN", "--target", "dotenv:.env"], arguments].concat();
        let shown = world.run(&all);
        (code(&shown), text(&world, "project/.env"), shown)
    };
    assert_eq!(set(&["--from-file", "../outside.txt"]).1, "TOKEN='from the file'\n");
    assert_eq!(set(&["--from-env", "OTHER"]).1, "TOKEN='from the variable'\n");
    let (code, file, shown) = set(&["--", "printf", "%s", "a program's"]);
    assert_eq!((code, file.as_str()), (0, "TOKEN=\"a program's\"\n"));
    let ran = "running for the value of TOKEN: printf %s 'a program'\\''s'";
    assert!(shown.contains(ran), "{shown}");
    let (code, file, shown) = set(&["--", "sh", "-c", "echo hunter2; echo hunter3 >&2; exit 3"]);
    assert_eq!((code, file.as_str()), (1, "TOKEN=\"a program's\"\n"));
    assert!(!shown.replace("echo hunter", "").contains("hunter"), "{shown}");
    assert_eq!(set(&["--from-env", "UNSET"]).0, 2);
    assert_eq!(set(&["--from-env", "OTHER", "--", "true"]).0, 2, "one source");
}

#[test]
fn what_is_hardly_meant_is_refused() {
    let world = world();
    let set = |value: &str, more: &[&str]| {
        let arguments = [&["env", "set", "TOKEN", "--target", "dotenv:.env"], more].concat();
        code(&world.run_with(&arguments, value))
    };
    for odd in ["", "\n", "\"quoted\"", " outer ", "changeme", "<token>"] {
        assert_eq!(set(odd, &[]), 2, "{odd:?}");
    }
    assert_eq!(text(&world, "project/.env"), "");
    assert_eq!(set("\"quoted\"", &["--allow-odd-value"]), 0);
    assert_eq!(text(&world, "project/.env"), "TOKEN='\"quoted\"'\n");
}

#[test]
fn a_token_is_refused_under_the_name_of_something_else() {
    let world = world();
    let honeycomb = format!("hcaik_{}", "a1".repeat(29));
    let set = |name: &str, value: &str| {
        let shown = world.run_with(&["env", "set", name, "--target", "dotenv:.env"], value);
        assert!(!shown.contains(value), "{shown}");
        code(&shown)
    };
    // What looks like a token of Rollbar, and is no region.
    assert_eq!(set("AWS_DEFAULT_REGION", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"), 2);
    assert_eq!(set("ROLLBAR_ACCESS_TOKEN", &honeycomb), 2);
    assert_eq!(text(&world, "project/.env"), "");
    assert_eq!(set("HONEYCOMB_API_KEY", &honeycomb), 0);
    assert_eq!(set("ROLLBAR_ACCESS_TOKEN", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"), 0);
    assert_eq!(set("OTEL_EXPORTER_OTLP_HEADERS", &format!("x-honeycomb-team={honeycomb}")), 0);
}

#[test]
fn a_check_looks_for_mistakes_in_the_project_too() {
    let world = world().write(
        "project/app.py",
        "import rollbar\nrollbar.init('0f1e2d3c4b5a69788796a5b4c3d2e1f0')\n",
    );
    assert_eq!(code(&world.run(&["env", "sync"])), 0);
    let shown = world.run(&["env", "check"]);
    assert_eq!(code(&shown), 1, "{shown}");
    assert!(shown.contains("app.py:2") && !shown.contains("0f1e2d3c"), "{shown}");
    let value = json(&world, &["env", "check"]);
    assert_eq!(value["findings"].as_array().unwrap().len(), 1, "{value}");
}

#[test]
fn secrets_are_masked_in_a_step_before_anything_is_said() {
    let world = world().set("GITHUB_ACTIONS", "true").set("CI", "true");
    let shown = world.run(&["env", "sync"]);
    assert_eq!(code(&shown), 0, "{shown}");
    let mask = shown.find(&format!("::add-mask::{VALUE}")).unwrap();
    assert!(
        shown.find("written").is_none_or(|said| said > mask || said < shown.find("---").unwrap())
    );
    assert!(!shown.contains("add-mask::web"), "what is no secret is not masked: {shown}");
}

#[test]
fn what_is_not_declared_needs_a_place() {
    let world = world();
    let shown = world.run_with(&["env", "set", "NEW"], "value");
    assert_eq!(code(&shown), 2);
    assert!(shown.contains("--target"), "{shown}");
    assert_eq!(code(&world.run_with(&["env", "set", "NEW", "--target", "dotenv:.env"], "v")), 0);
    for wrong in ["9A", "A-B", ""] {
        let arguments = ["env", "set", wrong, "--target", "dotenv:.env"];
        assert_eq!(code(&world.run_with(&arguments, "value")), 2, "{wrong}");
    }
    for wrong in ["dotenv:../x", "dotenv:/etc/x", "nowhere", "shell", "github"] {
        let arguments = ["env", "set", "NEW", "--target", wrong];
        assert_eq!(code(&world.run_with(&arguments, "value")), 2, "{wrong}");
    }
    let shown = world.run_with(&["env", "set", "OTEL_SERVICE_NAME"], "value");
    assert!(shown.contains("stands in the project file (cruddur-obs.toml:5:"), "{shown}");
}

#[test]
fn values_are_shown_on_demand_and_never_in_ci() {
    let world = world();
    assert_eq!(code(&world.run(&["env", "sync"])), 0);
    let get = ["env", "get", "TOKEN", "--reveal"];
    let output = world.output(&get);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("{VALUE}\n"));
    let raw = world.output(&[&get[..], &["--raw", "--from", "dotenv:web/.env"]].concat());
    assert_eq!(String::from_utf8(raw.stdout).unwrap(), VALUE);
    assert_eq!(json(&world, &get)["value"], VALUE);
    assert_eq!(code(&world.run(&get[..3])), 2, "without --reveal");
    assert_eq!(code(&world.run(&["env", "get", "NOTHING", "--reveal"])), 3);
    let missing = ["env", "get", "NOTHING", "--reveal", "--from", "dotenv:.env"];
    assert_eq!(code(&world.run(&missing)), 3);
    let world = world.set("CI", "true");
    for arguments in [
        &get[..],
        &["env", "sync", "--target", "shell"],
        &["--ci", "none", "env", "get", "TOKEN", "--reveal"],
    ] {
        let shown = world.run(arguments);
        assert_eq!(code(&shown), 2, "{shown}");
        assert!(!shown.contains(VALUE) && shown.contains("CI job"), "{shown}");
    }
}

#[test]
fn a_shell_takes_over_what_it_is_told() {
    let world = world();
    let output = world.output(&["env", "sync", "--target", "shell"]);
    let lines = String::from_utf8(output.stdout).unwrap();
    for shell in ["bash", "dash"] {
        let script = format!("{lines}printf '%s|%s' \"$TOKEN\" \"$OTEL_SERVICE_NAME\"");
        let told = std::process::Command::new(shell).args(["-c", &script]).output().unwrap();
        assert_eq!(String::from_utf8(told.stdout).unwrap(), format!("{VALUE}|web"), "{shell}");
    }
    let fish = world.output(&["env", "sync", "TOKEN", "--target", "shell", "--shell", "fish"]);
    assert_eq!(String::from_utf8(fish.stdout).unwrap(), format!("set -gx TOKEN '{VALUE}'\n"));
    let both = ["env", "sync", "--target", "shell", "--target", "dotenv:.env"];
    assert_eq!(code(&world.run(&both)), 2);
}

#[test]
fn a_second_sync_writes_nothing() {
    let world = world();
    let first = json(&world, &["env", "sync"]);
    assert_eq!(
        results(&first),
        [
            "TOKEN in dotenv:.env: written",
            "TOKEN in dotenv:web/.env: written",
            "OTEL_SERVICE_NAME in dotenv:web/.env: written"
        ]
    );
    let second = json(&world, &["env", "sync"]);
    assert!(results(&second).iter().all(|row| row.ends_with("unchanged")), "{second}");
    let one = json(&world, &["env", "sync", "TOKEN", "--target", "dotenv:.env"]);
    assert_eq!(results(&one), ["TOKEN in dotenv:.env: unchanged"]);
    assert_eq!(code(&world.run(&["env", "sync", "NOTHING"])), 3);
    let owned = json(&world, &["env", "sync", "--service", "web"]);
    assert_eq!(results(&owned), ["OTEL_SERVICE_NAME in dotenv:web/.env: unchanged"]);
}

#[test]
fn a_place_that_fails_leaves_the_others_done() {
    let world = world();
    std::fs::remove_dir_all(world.path("project/web")).unwrap();
    let shown = world.run(&["env", "sync"]);
    assert_eq!(code(&shown), 5, "{shown}");
    assert!(shown.contains("the folder of web/.env does not exist"), "{shown}");
    assert_eq!(text(&world, "project/.env"), format!("TOKEN='{VALUE}'\n"));
    // A source that is missing, or a value that a place cannot carry, is told before any write.
    let world = World::new().project(&FILE.replace("TOKEN_SOURCE", "UNSET"));
    let shown = world.run(&["env", "sync"]);
    assert_eq!(code(&shown), 2);
    assert!(shown.contains("UNSET, which is not set"), "{shown}");
    assert!(!world.path("project/.env").exists());
}

#[test]
fn plan_apply_status_and_destroy_know_variables() {
    let world = world();
    let shown = world.run(&["plan"]);
    assert!(shown.contains("+ create variable TOKEN in dotenv:.env"), "{shown}");
    assert!(shown.contains("variable OTEL_SERVICE_NAME of web in dotenv:web/.env"), "{shown}");
    assert!(!world.path("project/.env").exists());
    assert_eq!(code(&world.run(&["apply"])), 0);
    assert_eq!(text(&world, "project/.env"), format!("TOKEN='{VALUE}'\n"));
    let again = json(&world, &["plan"]);
    assert_eq!(again["has_changes"], false, "{again}");
    // Somebody edits.
    let edited = text(&world, "project/.env").replace("hun", "HUN");
    std::fs::write(world.path("project/.env"), format!("# mine\nMORE=1\n{edited}")).unwrap();
    let status = json(&world, &["status"]);
    assert_eq!(status["differs"], true);
    assert!(status.to_string().contains("changed outside"), "{status}");
    assert!(!status.to_string().contains("HUN"));
    assert_eq!(code(&world.run(&["env", "check"])), 1);
    assert_eq!(code(&world.run(&["apply", "--only", "env"])), 0);
    assert_eq!(text(&world, "project/.env"), format!("# mine\nMORE=1\nTOKEN='{VALUE}'\n"));
    assert_eq!(code(&world.run(&["env", "check"])), 0);
    let literal = text(&world, "project/web/.env").replace("=web", "=other");
    std::fs::write(world.path("project/web/.env"), literal).unwrap();
    assert!(json(&world, &["plan"]).to_string().contains("differs"));
    assert_eq!(code(&world.run(&["destroy", "--yes"])), 0);
    assert_eq!(text(&world, "project/.env"), "# mine\nMORE=1\n");
    assert_eq!(text(&world, "project/web/.env"), "");
}

#[test]
fn what_was_not_written_from_here_is_no_change() {
    let world = world().write("project/.env", "TOKEN=theirs\n");
    let plan = json(&world, &["plan"]);
    let change = &plan["changes"][0];
    assert_eq!(change["address"], "env.TOKEN.targets.\"dotenv:.env\"");
    assert_eq!(change["action"], "unchanged");
    assert!(change["reason"].as_str().unwrap().starts_with("unknown"), "{change}");
    assert_eq!(code(&world.run(&["apply"])), 0);
    assert_eq!(text(&world, "project/.env"), "TOKEN=theirs\n");
    let check = json(&world, &["env", "check"]);
    assert_eq!(check["variables"][0]["state"], "unknown");
    assert_eq!(code(&world.run(&["apply", "--rewrite-secrets"])), 0);
    assert_eq!(text(&world, "project/.env"), format!("TOKEN='{VALUE}'\n"));
}

#[test]
fn a_kept_plan_is_applied_and_nothing_else() {
    let world = world();
    assert_eq!(code(&world.run(&["plan", "--out", "kept.plan"])), 0);
    assert!(!text(&world, "project/kept.plan").contains("hun ter2"));
    assert_eq!(code(&world.run(&["apply", "kept.plan"])), 0);
    assert_eq!(text(&world, "project/.env"), format!("TOKEN='{VALUE}'\n"));
    assert_eq!(code(&world.run(&["apply", "kept.plan"])), 0, "it is done already");
}

#[test]
fn a_project_file_runs_nothing_before_somebody_writes() {
    let file = "[env.TOKEN]\ncommand = [\"sh\", \"-c\", \"touch ran; echo value\"]\n\
                targets = [\"dotenv:.env\", \"shell\"]\n[env.B]\nfrom = \"file:secret\"\n\
                targets = [\"dotenv:.env\"]\n";
    let world = World::new().project(file);
    // Whoever reads this file waits for ever, or fails.
    std::fs::create_dir(world.path("project/secret")).unwrap();
    for arguments in [
        &["plan"][..],
        &["plan", "--against", "local"],
        &["status"],
        &["env", "check"],
        &["env", "list"],
        &["config", "show"],
    ] {
        let shown = world.run(arguments);
        assert!(matches!(code(&shown), 0 | 1), "{shown}");
        assert!(!world.path("project/ran").exists(), "{arguments:?}");
    }
    let shown = world.run(&["apply"]);
    assert_eq!(code(&shown), 2, "{shown}");
    assert!(shown.contains("running for the value of TOKEN: sh -c 'touch ran; echo value'"));
    assert!(world.path("project/ran").exists() && !world.path("project/.env").exists());
}

#[test]
fn nothing_leaves_the_machine_on_the_profile_local() {
    let file = "[env.TOKEN]\nfrom = \"env:TOKEN_SOURCE\"\n\
                targets = [\"github\", \"gitpod\", \"ona\", \"codespaces\", \"dotenv:.env\"]\n";
    // An address that would answer if anybody called it.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let world = World::new()
        .project(file)
        .set("TOKEN_SOURCE", VALUE)
        .set("GH_TOKEN", "token")
        .set("GITHUB_API_URL", &url)
        .set("GITPOD_API_KEY", "token")
        .set("GITPOD_BASE_URL", &url);
    let plan = json(&world, &["plan"]);
    assert_eq!(plan["changes"].as_array().unwrap().len(), 1, "{plan}");
    let note = plan["notes"][0].as_str().unwrap();
    assert!(note.contains("codespaces, github, gitpod, ona"), "{note}");
    let synced = json(&world, &["env", "sync"]);
    assert_eq!(synced["left_out"], 4);
    assert_eq!(synced["done"], 1);
    assert_eq!(code(&world.run(&["apply"])), 0);
    assert_eq!(code(&world.run(&["env", "sync", "--target", "github"])), 2);
    let check = world.run(&["env", "check"]);
    assert!(check.contains("left out"), "{check}");
    assert_eq!(code(&world.run(&["env", "unset", "TOKEN"])), 0);
    let declared = "[env.TOKEN]\nfrom = \"env:TOKEN_SOURCE\"\ntargets = [\"github\"]\n";
    let world = world.project(declared);
    let unset = world.run(&["env", "unset", "TOKEN"]);
    assert!(unset.contains("nothing was taken away") && code(&unset) == 2, "{unset}");
    assert!(listener.accept().is_err(), "somebody was called");
}

#[test]
fn a_link_that_leaves_the_project_is_refused() {
    let world = world();
    std::fs::create_dir(world.path("outside")).unwrap();
    symlink(world.path("outside/env"), world.path("project/.env")).unwrap();
    std::fs::write(world.path("outside/env"), "A=1\n").unwrap();
    std::fs::remove_dir_all(world.path("project/web")).unwrap();
    symlink(world.path("outside"), world.path("project/web")).unwrap();
    let shown = world.run(&["env", "sync"]);
    assert!(shown.contains("is a link that leaves the project"), "{shown}");
    assert_eq!(code(&shown), 2);
    assert_eq!(code(&world.run(&["plan"])), 2);
    assert_eq!(text(&world, "outside/env"), "A=1\n");
    assert!(!world.path("outside/.env").exists());
    symlink(world.path("outside/env"), world.path("project/secret")).unwrap();
    let arguments = ["env", "sync", "B"];
    let file = "[env.B]\nfrom = \"file:secret\"\ntargets = [\"dotenv:b.env\"]\n";
    let shown = world.project(file).run(&arguments);
    assert_eq!(code(&shown), 2, "{shown}");
    assert!(shown.contains("leaves the project"), "{shown}");
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = std::process::Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@b"])
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .status()
        .unwrap();
    assert!(status.success(), "git {arguments:?}");
}

#[test]
fn a_file_that_git_keeps_is_warned_of_before_it_is_written() {
    let world = World::new()
        .set("TOKEN_SOURCE", VALUE)
        .set("PATH", "/usr/local/bin:/usr/bin:/bin")
        .project("[env.TOKEN]\nfrom = \"env:TOKEN_SOURCE\"\ntargets = [\"dotenv:.env\"]\n");
    let project = world.path("project");
    std::fs::remove_dir_all(project.join(".git")).unwrap();
    git(&project, &["init", "--quiet"]);
    let shown = world.run(&["env", "sync"]);
    assert!(shown.contains("warning: git does not ignore .env"), "{shown}");
    git(&project, &["add", ".env"]);
    let shown = world.run(&["env", "set", "TOKEN", "--from-env", "TOKEN_SOURCE"]);
    assert!(shown.contains("warning: git tracks .env"), "{shown}");
    git(&project, &["rm", "--quiet", "--cached", ".env"]);
    std::fs::write(project.join(".gitignore"), ".env\n").unwrap();
    let shown = world.run(&["env", "set", "TOKEN", "--from-env", "TOKEN_SOURCE"]);
    assert!(!shown.contains("warning"), "{shown}");
}

#[test]
fn lists_say_what_there_is_and_no_value() {
    let world = world();
    assert_eq!(code(&world.run(&["env", "sync"])), 0);
    std::fs::write(world.path("project/.env"), format!("OTHER=1\nTOKEN='{VALUE}'\n")).unwrap();
    let listed = json(&world, &["env", "list"]);
    assert_eq!(listed["variables"][0]["source"], "env:TOKEN_SOURCE");
    assert_eq!(listed["variables"][1]["service"], "web");
    let held = json(&world, &["env", "list", "--target", "dotenv:.env"]);
    let rows: Vec<_> = held["held"].as_array().unwrap().iter().collect();
    assert_eq!((&rows[0]["name"], &rows[0]["declared"]), (&"OTHER".into(), &false.into()));
    assert_eq!((&rows[1]["name"], &rows[1]["declared"]), (&"TOKEN".into(), &true.into()));
    assert_eq!(code(&world.run(&["env", "unset", "OTHER", "--target", "dotenv:.env"])), 0);
    assert_eq!(text(&world, "project/.env"), format!("TOKEN='{VALUE}'\n"));
    assert_eq!(code(&world.run(&["env", "unset", "OTHER", "--target", "dotenv:.env"])), 3);
    assert_eq!(code(&world.run(&["env", "unset", "OTHER"])), 2, "not declared");
}

/// A value that is in no other text, in the forms in which it could slip out.
fn forms() -> Vec<String> {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD_NO_PAD;
    let encoded = VALUE.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    });
    vec![VALUE.to_owned(), STANDARD_NO_PAD.encode(VALUE), encoded.collect()]
}

fn files_below(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn a_value_is_where_it_was_written_and_nowhere_else() {
    // Children write down how they are called.
    let world = world().set("CRUDDUR_OBS_VERBOSE", "2");
    let (log, bin) = (world.path("called.log"), world.path("bin"));
    let script = format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\nexit 1\n", log.display());
    let world =
        world.set("PATH", &format!("{}:/usr/bin:/bin", bin.display())).write("bin/git", &script);
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(world.path("bin/git"), executable).unwrap();
    let leaks = |text: &str| forms().into_iter().any(|form| text.contains(&form));
    let commands: [&[&str]; 14] = [
        &["plan"],
        &["plan", "--out", "kept.plan"],
        &["apply"],
        &["apply", "kept.plan"],
        &["status"],
        &["env", "sync"],
        &["env", "sync", "--output", "json"],
        &["env", "set", "TOKEN", "--from-env", "TOKEN_SOURCE"],
        &["env", "set", "BAD", "--from-env", "TOKEN_SOURCE", "--target", "dotenv:none/.env"],
        &["env", "check", "--output", "yaml"],
        &["env", "list", "--target", "dotenv:.env"],
        &["config", "show", "--origin"],
        &["env", "unset", "TOKEN"],
        &["destroy", "--yes"],
    ];
    for arguments in commands {
        let shown = world.run(arguments);
        assert!(!leaks(&shown), "{arguments:?}: {shown}");
        let mut files = Vec::new();
        files_below(&world.path(""), &mut files);
        for file in files.into_iter().filter(|file| !file.ends_with(".env")) {
            let bytes = std::fs::read(&file).unwrap();
            assert!(!leaks(&String::from_utf8_lossy(&bytes)), "{}", file.display());
        }
    }
    assert!(text(&world, "called.log").contains("git"), "no child was called");
    // Every way to fail with the value in hand.
    let refused = ["env", "set", "TOKEN", "--target", "dotenv:.env"];
    for value in [
        format!("{VALUE}\nmore"),
        format!("\"{VALUE}\""),
        format!(" {VALUE}"),
        format!("{VALUE}\0"),
    ] {
        let shown = world.run_with(&refused, &value);
        assert!(code(&shown) == 2 && !leaks(&shown), "{shown}");
    }
}

#[test]
fn direnv_is_told_by_an_envrc_without_values() {
    let world = World::new()
        .set("TOKEN_SOURCE", VALUE)
        .project("[env.TOKEN]\nfrom = \"env:TOKEN_SOURCE\"\ntargets = [\"direnv\"]\n");
    let shown = world.run(&["env", "sync"]);
    assert_eq!(code(&shown), 0, "{shown}");
    assert!(shown.contains("direnv allow"), "{shown}");
    assert_eq!(text(&world, "project/.envrc"), "dotenv_if_exists .env\n");
    assert_eq!(text(&world, "project/.env"), format!("TOKEN='{VALUE}'\n"));
}
