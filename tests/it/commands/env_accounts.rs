//! Variables at places of an account: what is asked of whom, and what is said where that fails.

use serde_json::json;

use crate::stub::Reply;
use crate::stub::Stub;
use crate::support::World;

const VALUE: &str = "hunter2-hunter2";

/// A declared variable at one place, on a profile of an account.
fn world(target: &str) -> World {
    let file = format!(
        "[project]\ndefault_profile = \"work\"\n[profiles.work]\n[env.TOKEN]\nfrom = \"env:SOURCE\"\ntargets = [\"{target}\"]\n"
    );
    let world = World::new().project(&file).set("SOURCE", VALUE);
    let remote = "[remote \"origin\"]\n\turl = git@github.com:omenking/cruddur.git\n";
    world.write("project/.git/config", remote)
}

/// Why the variable was not written, what to do about it, and the exit code.
fn told(world: &World) -> String {
    let output = world.output(&["env", "sync", "--output", "json"]);
    let said = [&output.stdout[..], &output.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(!said.contains(VALUE), "{said}");
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let error = &value["results"][0]["error"];
    let mut lines = vec![error["message"].as_str().unwrap()];
    lines.extend(error["hints"].as_array().unwrap().iter().filter_map(|hint| hint.as_str()));
    let git = world.path("project/.git/config").display().to_string();
    format!("{}: {}", output.status.code().unwrap(), lines.join(" | ").replace(&git, ".git/config"))
}

fn empty_list() -> Reply {
    Reply::json(200, &json!({"total_count": 0, "secrets": [], "variables": []}))
}

fn public_key() -> Reply {
    let key = "pOCSkrZRwni5dyxWn1+puxPZBrRqtoyd+dwrRAn4ogk=";
    Reply::json(200, &json!({"key_id": "1", "key": key}))
}

#[test]
fn without_a_token_or_a_repository_the_next_step_is_named() {
    let lines = [
        told(&world("github")),
        told(&world("gitpod")),
        told(&world("ona")),
        told(
            &world("github").set("GH_TOKEN", "x").set("GITHUB_API_URL", "https://git.example.com"),
        ),
        told(&world("github").set("GH_TOKEN", "x").set("GH_REPO", "cruddur")),
        told(&world("github").set("GH_TOKEN", "x").write("project/.git/config", "")),
        told(&world("ona:project").set("ONA_API_KEY", "x")),
        told(&world("ona").set("ONA_API_KEY", "x").set("ONA_BASE_URL", "http://example.com")),
        told(&world("gitpod").set("GITPOD_WORKSPACE_ID", "x")),
    ];
    insta::assert_snapshot!(lines.join("\n"), @r"
    2: there is no token of GitHub | set GH_TOKEN to a token that may write secrets; 'gh auth token' prints the one of GitHub's program
    2: gitpod cannot be used: this is no workspace of Gitpod, and GITPOD_TOKEN is not set | set GITPOD_TOKEN to a personal access token of Gitpod | gitpod.io itself ended in October 2025: name the target ona, codespaces or dotenv:PATH instead
    2: there is no token of Ona | set ONA_API_KEY to a personal access token of https://app.ona.com/settings/personal-access-tokens
    2: github.com/omenking/cruddur (.git/config:2:1) is not on the host of https://git.example.com | set GITHUB_API_URL to the API of that host, or GH_REPO to the repository that is meant
    2: `cruddur` (variable GH_REPO) must be [HOST/]OWNER/NAME
    2: nothing says which repository is meant: the remote origin of git has no address of a host | set GH_REPO to OWNER/NAME, or add the remote: git remote add origin URL
    2: nothing says which project of Ona is meant | set ONA_PROJECT_ID to the id of the project
    2: `http://example.com` (variable ONA_BASE_URL) must begin with https://, because a token is sent there
    2: there is no program gp on the PATH | set GITPOD_TOKEN to use the API instead
    ");
}

#[test]
fn nothing_leaves_the_machine_on_the_profile_local() {
    let stub = Stub::start(|_, _| empty_list());
    let world = world("github").set("GITHUB_API_URL", stub.url()).set("GH_REPO", "o/r");
    for verb in [&["env", "sync"][..], &["env", "check"], &["plan", "--only", "env"]] {
        world.run(&[&["--profile", "local"], verb].concat());
    }
    assert!(stub.asked().is_empty(), "{:?}", stub.asked());
}

#[test]
fn a_plan_only_reads_and_a_sync_seals_and_writes_once() {
    let stub = Stub::start(|line, _| match line {
        "PUT /repos/o/r/actions/secrets/TOKEN" => Reply::json(201, &json!({})),
        line if line.ends_with("public-key") => public_key(),
        _ => empty_list(),
    });
    let world = world("github")
        .set("GITHUB_API_URL", stub.url())
        .set("GH_REPO", "o/r")
        .set("GH_TOKEN", "the-token-itself");
    let shown = world.run(&["plan", "--only", "env", "--detailed-exitcode"]);
    assert!(shown.ends_with("--- 10") && stub.asked().iter().all(|line| line.starts_with("GET ")));
    let shown = world.run(&["env", "sync", "-v"]);
    assert!(shown.ends_with("--- 0"), "{shown}");
    assert!(!shown.contains("the-token-itself") && !shown.contains(VALUE), "{shown}");
    let writes = stub.asked().into_iter().filter(|line| !line.starts_with("GET "));
    assert_eq!(writes.collect::<Vec<_>>(), ["PUT /repos/o/r/actions/secrets/TOKEN"]);
}

#[test]
fn each_refusal_has_its_exit_code_and_its_next_step() {
    let refused = |status: u16, message: &str| {
        let body = json!({"message": message});
        let stub = Stub::start(move |_, _| Reply::json(status, &body));
        let world = world("github").set("GITHUB_API_URL", stub.url()).set("GH_REPO", "o/r");
        told(&world.set("GH_TOKEN", "x"))
    };
    let lines = [
        refused(401, "Bad credentials"),
        refused(403, "Resource not accessible by personal access token"),
        refused(404, "Not Found"),
        refused(422, "Validation Failed"),
    ];
    insta::assert_snapshot!(lines.join("\n"), @r"
    4: GitHub does not accept the token of GH_TOKEN: Bad credentials | set GH_TOKEN to a token that is still good
    4: the token of GH_TOKEN may not use secrets of the repository o/r: Resource not accessible by personal access token | a fine-grained token needs 'Secrets: write', a classic one repo
    3: the repository o/r is not there, or the token of GH_TOKEN may not see its secrets | check the name; a fine-grained token needs 'Secrets: write', a classic one repo
    2: GitHub does not take it: Validation Failed | look at names, sizes and the number of secrets there
    ");
}
