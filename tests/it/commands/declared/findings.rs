//! What the checks of a project find when it is planned, and what a GitHub step gets.

use super::json;
use super::rewrite;
use super::run;
use super::world;
use crate::support::World;

/// Made up: 32 digits, as those of a Rollbar token.
const DIGITS: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

fn with_mistakes() -> World {
    let app = format!("import rollbar\nrollbar.init('{DIGITS}', 'production')\n");
    let setup = "export HONEYCOMB_API_KEY=\"\"\n";
    world().write("project/app.py", &app).write("project/setup.sh", setup)
}

#[test]
fn findings_are_said_before_the_plan_and_errors_end_with_1() {
    let world = with_mistakes();
    insta::assert_snapshot!(run(&world, &["plan", "--query", "summary.create"]), @"
    4
    ---
    error: app.py:2:15: a Rollbar access token that ends in e1f0 [token-in-source]
    hint: read it from a variable, and revoke it: its history stays
    warning: setup.sh:1:8: HONEYCOMB_API_KEY is set to nothing [empty-value]
    hint: leave the line out, or take the value from where it is kept
    target: local (embedded backend)
    error: the checks found 1 error in the project
    hint: what was looked at and is right can stay: cruddur-obs: allow REASON, as a comment
    --- 1
    ");
    assert!(run(&world, &["plan", "--against", "local"]).ends_with("--- 1"));
    // What was planned for is kept all the same.
    assert!(run(&world, &["plan", "--out", "p.plan"]).ends_with("--- 1"));
    assert!(world.path("project/p.plan").exists());
    assert!(!run(&world, &["plan", "-o", "json"]).contains(DIGITS));
    assert!(run(&world, &["plan", "--only", "logs"]).ends_with("--- 0"));
    assert!(run(&world, &["apply", "p.plan"]).ends_with("--- 0"));
}

#[test]
fn warnings_change_no_code() {
    let world = with_mistakes().write("project/app.py", "");
    let found = &json(&world, &["plan"])["findings"];
    insta::assert_snapshot!(format!("{found:#}"), @r#"
    [
      {
        "id": "empty-value",
        "level": "warning",
        "message": "HONEYCOMB_API_KEY is set to nothing",
        "why": "it hides a value that is set elsewhere, and calls fail without a key",
        "fix": "leave the line out, or take the value from where it is kept",
        "place": "setup.sh:1:8",
        "also": null
      }
    ]
    "#);
}

#[test]
fn a_finding_that_was_looked_at_stays() {
    let app = format!("# cruddur-obs: allow made up\ntoken = 'rollbar {DIGITS}'\n");
    let world = world().write("project/app.py", &app);
    assert_eq!(json(&world, &["plan"])["findings"], serde_json::json!([]));
}

#[test]
fn what_is_odd_in_the_file_is_an_annotation() {
    let world = world().set("GITHUB_ACTIONS", "true");
    let world = rewrite(world, "\"7d\"", "\"8d\"");
    let shown = run(&world, &["plan"]);
    assert!(
        shown.contains("::error file=cruddur-obs.toml,line=11,col=13,title=cruddur-obs::"),
        "{shown}"
    );
}
