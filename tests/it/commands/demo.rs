//! `demo`.

use std::process::Command;

use crate::support::World;
use crate::support::masked;

#[test]
fn the_demo_shows_the_main_job_and_removes_everything() {
    let world = World::new();
    let shown = masked(&world.run(&["demo"]));
    assert!(shown.ends_with("--- 0"), "{shown}");
    assert_eq!(shown.matches("\n$ cruddur-obs ").count(), 7, "{shown}");
    assert!(shown.contains("everything was removed"), "{shown}");
    assert!(!world.path("home/.local").exists(), "the demo touches no data of the user");
    let folder = shown.lines().find_map(|line| line.split(" in /").nth(1)).unwrap();
    assert!(!std::path::Path::new(&format!("/{folder}")).exists(), "{folder}");
}

#[test]
fn every_command_that_the_demo_prints_works_as_printed() {
    let world = World::new();
    let shown = world.output(&["demo"]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    let rule = include_str!("../../../templates/cruddur/aws/json/xray.json");
    let world = World::new()
        .project(include_str!("../../../templates/cruddur/cruddur-obs.toml"))
        .write("project/aws/json/xray.json", rule)
        .write("project/app.log", "{\"status\":500}\n");
    std::fs::create_dir(world.path("bin")).unwrap();
    let binary = assert_cmd::cargo::cargo_bin!("cruddur-obs");
    std::os::unix::fs::symlink(binary, world.path("bin/cruddur-obs")).unwrap();
    let next = shown.split("Next, in a folder").nth(1).unwrap();
    let next = next.lines().skip(1).filter(|line| line.contains("cruddur-obs")).map(|line| {
        // A remark follows a command after two blanks.
        line.trim().split("  ").next().unwrap_or_default()
    });
    let steps = shown.lines().filter_map(|line| line.strip_prefix("$ "));
    let mut count = 0;
    for line in steps.chain(next) {
        // These two go on until they are stopped.
        if line.ends_with("backend serve") || line.ends_with(" -f") {
            continue;
        }
        let output = Command::new("sh")
            .args(["-c", line])
            .current_dir(world.path("project"))
            .env_clear()
            .env("HOME", world.path("home"))
            .env("PATH", format!("{}:/usr/bin:/bin", world.path("bin").display()))
            .output()
            .unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        count += 1;
    }
    assert_eq!(count, 11, "{shown}");
}
