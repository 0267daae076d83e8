//! Whom apply tells: Honeycomb by a marker, Rollbar by a deploy.

use serde_json::Value;
use serde_json::json;

use super::run;
use crate::stub::Reply;
use crate::stub::Stub;
use crate::support::Server;
use crate::support::World;
use crate::support::honeycomb;
use crate::support::rollbar;

const COMMIT: &str = "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432";

const FILE: &str = r#"[project]
name = "cruddur"
[profiles.prod]
region = "eu-west-3"
[logs.groups.cruddur]
retention = "7d"
[rollbar]
environment = "production"
[apply]
marker = true
deploy = true
"#;

/// A world with a repository, and its running backend.
fn world() -> (World, Server) {
    let world = World::new().project(FILE).write("project/.git/HEAD", COMMIT);
    let server = world.serve(&[]);
    (world, server)
}

fn told(server: &Server) -> (Vec<Value>, Vec<Value>) {
    let (_, markers) = honeycomb(&server.url(), "GET", "/1/markers/__all__", "");
    let (_, deploys) = rollbar(&server.url(), "GET", "/api/1/deploys/", "");
    let markers: Value = serde_json::from_str(&markers).unwrap();
    let deploys: Value = serde_json::from_str(&deploys).unwrap();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    (list(&markers), list(&deploys["result"]["deploys"]))
}

#[test]
fn both_are_told_when_something_changed() {
    let (world, server) = world();
    let world = world
        .set("GITHUB_SERVER_URL", "https://github.com")
        .set("GITHUB_REPOSITORY", "ann/cruddur")
        .set("GITHUB_RUN_ID", "17")
        .set("GITHUB_ACTOR", "ann");
    let said = run(&world, &["apply"]);
    assert!(
        said.contains("marked in Honeycomb (") && said.contains("told Rollbar of deploy"),
        "{said}"
    );
    assert!(said.ends_with("--- 0"), "{said}");
    let (markers, deploys) = told(&server);
    assert_eq!((markers.len(), deploys.len()), (1, 1));
    let run_url = "https://github.com/ann/cruddur/actions/runs/17";
    assert_eq!(markers[0]["message"], "cruddur-obs apply: 1 created (9f8e7d6)");
    assert_eq!((&markers[0]["type"], &markers[0]["url"]), (&json!("deploy"), &json!(run_url)));
    assert_eq!(deploys[0]["revision"], COMMIT);
    assert_eq!(deploys[0]["environment"], "production");
    assert_eq!(deploys[0]["local_username"], "ann");
    assert_eq!(deploys[0]["comment"], format!("cruddur-obs apply: 1 created; {run_url}"));
    // A second run changes nothing, so there is nothing to tell.
    let said = run(&world, &["apply"]);
    assert!(said.ends_with("--- 0") && !said.contains("told Rollbar"), "{said}");
    assert_eq!((told(&server).0.len(), told(&server).1.len()), (1, 1));
}

#[test]
fn flags_switch_it_off_and_programs_are_told() {
    let (world, server) = world();
    let output = world.output(&["apply", "--marker=false", "-o", "json"]);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["announced"].as_array().unwrap().len(), 1, "{value}");
    assert_eq!(value["announced"][0]["what"], "rollbar_deploy");
    assert_eq!((told(&server).0.len(), told(&server).1.len()), (0, 1));
}

#[test]
fn destroying_and_planning_tell_nobody() {
    let (world, server) = world();
    for arguments in [&["plan"][..], &["plan", "--against", "local"], &["status"]] {
        assert!(run(&world, arguments).ends_with("--- 0"), "{arguments:?}");
    }
    run(&world, &["apply", "--marker=false", "--deploy=false"]);
    run(&world, &["destroy", "--yes"]);
    assert_eq!((told(&server).0.len(), told(&server).1.len()), (0, 0));
}

#[test]
fn what_is_missing_is_an_error_before_anything_is_written() {
    let world = World::new().project(FILE);
    let server = world.serve(&[]);
    let said = run(&world, &["apply"]);
    assert!(
        said.contains("which commit is deployed is not known") && said.ends_with("--- 2"),
        "{said}"
    );
    assert!(run(&world, &["plan"]).contains("1 to create"), "nothing was written");
    assert!(told(&server).0.is_empty());
    let file = FILE.replace("[rollbar]\nenvironment = \"production\"\n", "");
    let said = run(&World::new().project(&file), &["apply"]);
    assert!(
        said.contains("`apply.deploy` needs the environment") && said.ends_with("--- 2"),
        "{said}"
    );
    let file = file.replace("[apply]\nmarker = true\ndeploy = true\n", "");
    let said = run(&World::new().project(&file), &["apply", "--deploy"]);
    assert!(said.contains("which environment is deployed is not known"), "{said}");
    assert!(said.ends_with("--- 2"), "{said}");
}

#[test]
fn a_failure_leaves_the_rest_done() {
    let (world, server) = world();
    // An account of its own for what is told, and the backend for what is applied.
    let backend = server.url();
    let token = "a".repeat(32);
    let echo = token.clone();
    let stub = Stub::start(move |line, _| match line {
        "GET /1/auth" => Reply::json(
            200,
            &json!({
                "id": "hcxlk_1", "type": "configuration", "api_key_access": { "markers": true },
                "team": { "slug": "t" }, "environment": { "slug": "e" },
            }),
        ),
        // Nothing is left there of an earlier set-up.
        line if line.starts_with("GET /1/") => Reply::json(200, &json!([])),
        "POST /1/markers/__all__" => Reply::json(200, &json!({ "id": "m1" })),
        _ => Reply::json(
            403,
            &json!({ "err": 1, "message": format!("access token not found: {echo}") }),
        ),
    });
    let world = world
        .set("CRUDDUR_OBS_PROFILE", "prod")
        .set("AWS_ENDPOINT_URL", &backend)
        .set("AWS_ACCESS_KEY_ID", "000000000000")
        .set("AWS_SECRET_ACCESS_KEY", "cruddur-obs")
        .set("AWS_EC2_METADATA_DISABLED", "true")
        .set("HONEYCOMB_API_KEY", "0123456789abcdef012345")
        .set("HONEYCOMB_API_ENDPOINT", stub.url())
        .set("ROLLBAR_ACCESS_TOKEN", &token)
        .set("ROLLBAR_API_BASE", stub.url());
    let said = run(&world, &["apply"]);
    for part in [
        "marked in Honeycomb (m1)",
        "error: everything was applied, but Rollbar was not told of the deploy",
        "does not know the token of ROLLBAR_ACCESS_TOKEN",
        "nothing is left to apply",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(said.ends_with("--- 5") && !said.contains(&token), "{said}");
    let said = run(&world, &["apply"]);
    assert!(said.ends_with("--- 0"), "everything is there: {said}");
    let without = world.set("ROLLBAR_ACCESS_TOKEN", "");
    let said = run(&without, &["destroy", "--yes"]);
    assert!(said.ends_with("--- 0"), "{said}");
    let said = run(&without, &["apply"]);
    assert!(said.contains("set ROLLBAR_ACCESS_TOKEN") && said.ends_with("--- 4"), "{said}");
    assert!(run(&without, &["plan"]).contains("1 to create"), "nothing was written");
}
