//! `plan`, `apply`, `destroy`, `status` on the embedded backend.

mod announce;
mod changes;
mod findings;
mod guards;
mod honeycomb;
mod ownership;

use crate::support::World;
use crate::support::masked;

const RULE: &str = r#"{"SamplingRule":{"RuleName":"Cruddur","ResourceARN":"*","Priority":9000,
    "FixedRate":0.1,"ReservoirSize":5,"ServiceName":"backend-flask","ServiceType":"*","Host":"*",
    "HTTPMethod":"*","URLPath":"*","Version":1}}"#;

const FILE: &str = r#"[project]
name = "cruddur"
[xray.groups.Cruddur]
filter_expression = 'service("backend-flask")'
insights = true
[xray.sampling_rules.Cruddur]
file = "aws/json/xray.json"
[xray.sampling_rules.Default]
reservoir_size = 2
[logs.groups.cruddur]
retention = "7d"
tags.team = "obs"
metric_filters.errors.pattern = "ERROR"
"#;

fn world() -> World {
    World::new().project(FILE).write("project/aws/json/xray.json", RULE)
}

fn rewrite(world: World, from: &str, to: &str) -> World {
    let text = std::fs::read_to_string(world.path("project/cruddur-obs.toml")).unwrap();
    assert!(text.contains(from), "{from}");
    let changed = text.replace(from, to);
    world.project(&changed)
}

/// Runs a command, and sorts what it says of steps: those that do not hang on each other are done
/// at once, in any order.
fn run(world: &World, arguments: &[&str]) -> String {
    let shown = masked(&world.run(arguments));
    let is_step = |line: &&str| {
        ["created ", "adopted ", "updated ", "restored ", "released ", "deleted "]
            .iter()
            .any(|word| line.starts_with(word))
    };
    let Some((data, messages)) = shown.split_once("---\n") else { return shown };
    let mut steps: Vec<&str> = messages.lines().filter(is_step).collect();
    steps.sort_unstable();
    let mut sorted = steps.into_iter();
    let lines = messages
        .lines()
        .map(|line| if is_step(&line) { sorted.next().unwrap_or_default() } else { line });
    format!("{data}---\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// Runs a command that must succeed, and returns its JSON.
fn json(world: &World, arguments: &[&str]) -> serde_json::Value {
    let output = world.output(&[arguments, &["--output", "json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn code(world: &World, arguments: &[&str]) -> Option<i32> {
    world.output(arguments).status.code()
}
