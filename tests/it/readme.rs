//! The README's commands do what it says.

use std::process::Command;
use std::process::Stdio;

use crate::support::World;

const README: &str = include_str!("../../README.md");

/// Returns the lines of the shell blocks.
fn commands() -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut is_shell = false;
    for line in README.lines() {
        match line {
            "```sh" => is_shell = true,
            "```" => is_shell = false,
            line if is_shell => found.push(line),
            _ => {}
        }
    }
    found
}

#[test]
fn every_command_works_in_its_order() {
    let world = World::new()
        .project(include_str!("../../templates/cruddur/cruddur-obs.toml"))
        .write("project/aws/json/xray.json", XRAY_JSON)
        .write("project/app.log", "{\"msg\":\"boot\",\"status\":200}\nserver started\n");
    let program = std::path::PathBuf::from(assert_cmd::cargo::cargo_bin!("cruddur-obs"));
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let mut count = 0;
    for line in commands().into_iter().filter(|line| line.starts_with("cruddur-obs ")) {
        let output = Command::new("sh")
            .args(["-c", line])
            .current_dir(world.path("project"))
            .env_clear()
            .env("HOME", world.path("home"))
            .env("PATH", &path)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}\n{said}");
        count += 1;
    }
    assert!(count > 10, "the shell blocks were not found");
}

#[test]
fn the_two_first_commands_are_what_ci_runs() {
    assert_eq!(commands()[..2], ["cargo run --release -- demo", "cargo test"]);
    let script = include_str!("../../.ci/run");
    assert!(script.contains("\ncargo test --locked\n"));
}

#[test]
fn the_shown_mistake_is_the_real_one() {
    let arguments =
        ["xray", "create-group", "Cruddur", "--filter-expression", "service(backend-flask)"];
    let output = World::new().output(&arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(README.contains(&format!("'service(backend-flask)'\n{said}```")), "{said}");
}

#[test]
fn the_shown_file_is_the_demos() {
    let block = README.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let keys = |text: &str| {
        let lines = text.lines().map(|line| line.split("   #").next().unwrap_or(line).trim_end());
        let kept = lines.filter(|line| {
            !line.is_empty() && !line.starts_with('#') && !line.starts_with("default_profile")
        });
        kept.map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(keys(block), keys(include_str!("../../templates/cruddur/cruddur-obs.toml")));
}

#[test]
fn links_lead_to_files() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for link in README.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(root.join(link).exists(), "{link}");
    }
}

#[test]
fn the_page_of_exit_codes_is_the_programs_table() {
    let page = include_str!("../../docs/exit-codes.md");
    let output = World::new().output(&["help", "exit-codes", "-o", "plain"]);
    let table = String::from_utf8(output.stdout).unwrap();
    for row in table.lines() {
        let (code, meaning) = row.split_once('\t').unwrap();
        assert!(page.contains(&format!("| {code} | {meaning} |")), "{row}");
    }
}

const XRAY_JSON: &str = include_str!("../../templates/cruddur/aws/json/xray.json");
