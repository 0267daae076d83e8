//! Saved queries and the board of a project.

use serde_json::Value;
use serde_json::json;

use super::rewrite;
use super::run;
use crate::stub::Reply;
use crate::stub::Stub;
use crate::support::Server;
use crate::support::World;
use crate::support::honeycomb;
use crate::support::masked;

const FILE: &str = r#"[project]
name = "cruddur"
[honeycomb.queries.requests]
dataset = "backend-flask"
breakdowns = ["http.route"]
limit = 20
[honeycomb.queries.everything]
dataset = "__all__"
calculations = [{ op = "COUNT" }, { op = "P90", column = "duration_ms" }]
"#;

fn world() -> (World, Server) {
    let world = World::new().project(FILE);
    let server = world.serve(&[]);
    (world, server)
}

/// Calls the backend as any client does.
fn call(server: &Server, method: &str, path: &str, body: &Value) -> Value {
    let (_, text) = honeycomb(&server.url(), method, path, &body.to_string());
    serde_json::from_str(&text).unwrap_or_default()
}

fn list(server: &Server, path: &str) -> Vec<Value> {
    call(server, "GET", path, &Value::Null).as_array().cloned().unwrap_or_default()
}

fn annotations(server: &Server) -> Vec<Value> {
    ["backend-flask", "__all__"]
        .iter()
        .flat_map(|dataset| list(server, &format!("/1/query_annotations/{dataset}")))
        .collect()
}

/// What the panels of the only board show: names of saved queries.
fn shown(server: &Server) -> Vec<String> {
    let boards = list(server, "/1/boards");
    assert_eq!(boards.len(), 1, "{boards:?}");
    let known = annotations(server);
    let name = |panel: &Value| {
        let id = panel.pointer("/query_panel/query_annotation_id")?;
        let found = known.iter().find(|annotation| annotation["id"] == *id)?;
        Some(found["name"].as_str()?.to_owned())
    };
    let mut names: Vec<String> =
        boards[0]["panels"].as_array().unwrap().iter().filter_map(name).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_push_makes_queries_and_their_board_and_a_second_one_nothing() {
    let (world, server) = world();
    insta::assert_snapshot!(run(&world, &["plan"]), @r#"
    + create saved query everything of __all__  cruddur-obs.toml:7:20
        calculations  [{"op":"COUNT"},{"column":"duration_ms","op":"P90"}]
    + create saved query requests of backend-flask  cruddur-obs.toml:3:20
        breakdowns  ["http.route"]
        limit       20
    + create board cruddur  cruddur-obs.toml:3:20
        queries  everything=__all__, requests=backend-flask

    3 to create
    ---
    target: local (embedded backend)
    warning: there is no dataset backend-flask yet; apply makes it for its saved queries
    --- 0
    "#);
    insta::assert_snapshot!(run(&world, &["honeycomb", "push"]), @r#"
    + create saved query everything of __all__  cruddur-obs.toml:7:20
        calculations  [{"op":"COUNT"},{"column":"duration_ms","op":"P90"}]
    + create saved query requests of backend-flask  cruddur-obs.toml:3:20
        breakdowns  ["http.route"]
        limit       20
    + create board cruddur  cruddur-obs.toml:3:20
        queries  everything=__all__, requests=backend-flask

    3 to create
    ---
    target: local (embedded backend)
    warning: there is no dataset backend-flask yet; apply makes it for its saved queries
    created board cruddur
    created saved query everything of __all__
    created saved query requests of backend-flask
    3 created; everything reads back as declared
    --- 0
    "#);
    assert_eq!(shown(&server), ["everything", "requests"]);
    insta::assert_snapshot!(run(&world, &["honeycomb", "push"]), @"
    nothing to do: 3 unchanged
    ---
    target: local (embedded backend)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["status"]), @"
    STATE  WHAT                                   NOTE
    ok     saved query everything of __all__
    ok     saved query requests of backend-flask
    ok     board cruddur
    ---
    target: local (embedded backend)
    --- 0
    ");
    assert_eq!(annotations(&server).len(), 2);
}

#[test]
fn an_edited_query_takes_the_place_of_the_old_one() {
    let (world, server) = world();
    run(&world, &["honeycomb", "push"]);
    let before = annotations(&server);
    // A board of somebody else shows it, too.
    let panel = json!({ "type": "query", "query_panel": {
        "query_id": before[0]["query_id"], "query_annotation_id": before[0]["id"] } });
    let text = json!({ "type": "text", "text_panel": { "content": "ours" } });
    let theirs = json!({ "name": "theirs", "type": "flexible", "panels": [text, panel] });
    let theirs = call(&server, "POST", "/1/boards", &theirs);
    let world = rewrite(world, "limit = 20", "limit = 30");
    insta::assert_snapshot!(run(&world, &["plan"]), @"
    ~ update saved query requests of backend-flask  cruddur-obs.toml:3:20
        limit  20 -> 30

    1 to update, 2 unchanged
    ---
    target: local (embedded backend)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["apply"]), @"
    ~ update saved query requests of backend-flask  cruddur-obs.toml:3:20
        limit  20 -> 30

    1 to update, 2 unchanged
    ---
    target: local (embedded backend)
    updated saved query requests of backend-flask
    1 updated; everything reads back as declared
    --- 0
    ");
    let after = annotations(&server);
    assert_eq!(after.len(), 2);
    let of_name = |all: &[Value], name: &str| {
        all.iter().find(|annotation| annotation["name"] == name).cloned().unwrap()
    };
    assert_ne!(of_name(&before, "requests")["id"], of_name(&after, "requests")["id"]);
    assert_eq!(of_name(&before, "everything"), of_name(&after, "everything"));
    let path = format!("/1/boards/{}", theirs["id"].as_str().unwrap());
    let theirs = call(&server, "GET", &path, &Value::Null);
    assert_eq!(theirs["panels"][0]["text_panel"]["content"], "ours");
    let new = of_name(&after, "requests");
    assert_eq!(theirs["panels"][1]["query_panel"]["query_annotation_id"], new["id"]);
    assert_eq!(theirs["panels"][1]["query_panel"]["query_id"], new["query_id"]);
    let path = format!("/1/queries/backend-flask/{}", new["query_id"].as_str().unwrap());
    assert_eq!(call(&server, "GET", &path, &Value::Null)["limit"], 30);
    assert!(run(&world, &["plan", "--detailed-exitcode"]).ends_with("--- 0"));
}

#[test]
fn what_says_the_same_is_the_same() {
    let (world, server) = world();
    call(&server, "POST", "/1/datasets", &json!({ "name": "Backend Flask" }));
    let query = json!({
        "breakdowns": ["http.route"], "limit": 20, "time_range": 7200, "filters": [],
        "calculations": [{ "op": "COUNT" }], "filter_combination": "AND",
    });
    let query = call(&server, "POST", "/1/queries/backend-flask", &query);
    let annotation = json!({ "name": "requests", "query_id": query["id"] });
    call(&server, "POST", "/1/query_annotations/backend-flask", &annotation);
    let world = rewrite(world, "dataset = \"backend-flask\"", "dataset = \"Backend Flask\"");
    let plan = run(&world, &["plan"]);
    assert!(plan.contains("2 to create, 1 unchanged"), "{plan}");
    assert!(run(&world, &["apply"]).ends_with("--- 0"));
    // What others saved under the name is theirs.
    call(&server, "POST", "/1/query_annotations/backend-flask", &annotation);
    let plan = run(&world, &["plan"]);
    assert!(plan.contains("requests of backend-flask: 1 more of this name"), "{plan}");
    assert!(plan.contains("nothing to do: 3 unchanged"), "{plan}");
    // A second one that we made is one too many; taking it away needs a person's word.
    let mut ours = annotation.clone();
    ours["description"] = json!("Declared by project cruddur.");
    call(&server, "POST", "/1/query_annotations/backend-flask", &ours);
    call(&server, "POST", "/1/query_annotations/backend-flask", &ours);
    let refused = run(&world, &["honeycomb", "push"]);
    assert!(refused.contains("surplus  1 -> none") && refused.contains("--yes"), "{refused}");
    assert!(!refused.ends_with("--- 0"), "{refused}");
    assert_eq!(annotations(&server).len(), 5);
    assert!(run(&world, &["apply", "--yes"]).ends_with("--- 0"));
    let left = annotations(&server);
    assert_eq!(left.len(), 4);
    assert_eq!(left.iter().filter(|left| left["description"] == ours["description"]).count(), 2);
    // Nor does destroy take what was there before.
    assert!(run(&world, &["destroy", "--yes"]).ends_with("--- 0"));
    assert_eq!(annotations(&server).len(), 2);
}

#[test]
fn a_query_of_the_name_that_others_made_stays_beside_ours() {
    let (world, server) = world();
    call(&server, "POST", "/1/datasets", &json!({ "name": "backend-flask" }));
    let query = call(&server, "POST", "/1/queries/backend-flask", &json!({ "limit": 7 }));
    let annotation = json!({ "name": "requests", "query_id": query["id"], "description": "Ann's" });
    let theirs = call(&server, "POST", "/1/query_annotations/backend-flask", &annotation);
    let pushed = run(&world, &["honeycomb", "push"]);
    assert!(pushed.contains("3 created; everything reads back as declared"), "{pushed}");
    assert_eq!(annotations(&server).len(), 3);
    // The board shows ours.
    let board = list(&server, "/1/boards").remove(0);
    let panels = board["panels"].as_array().unwrap().clone();
    assert!(panels.iter().all(|p| p["query_panel"]["query_annotation_id"] != theirs["id"]));
    assert!(run(&world, &["plan"]).contains("nothing to do"));
    assert!(run(&world, &["destroy", "--yes"]).ends_with("--- 0"));
    assert_eq!(annotations(&server), [theirs]);
}

#[test]
fn a_copy_of_the_board_is_not_taken_away() {
    let (world, server) = world();
    run(&world, &["apply"]);
    let made = list(&server, "/1/boards").remove(0);
    let copy = |name: &str, more: &[Value]| {
        let mut copy = made.clone();
        for key in ["id", "links"] {
            copy.as_object_mut().unwrap().remove(key);
        }
        copy["name"] = json!(name);
        let panels = copy["panels"].as_array_mut().unwrap();
        for panel in panels.iter_mut() {
            panel["query_panel"].as_object_mut().unwrap().remove("dataset");
        }
        panels.extend(more.iter().cloned());
        call(&server, "POST", "/1/boards", &copy)
    };
    let text = json!({ "type": "text", "text_panel": { "content": "on call: ann" } });
    let renamed = copy("a copy", &[]);
    let applied = run(&world, &["apply"]);
    assert!(applied.contains("nothing to do: 3 unchanged"), "{applied}");
    let id = renamed["id"].as_str().unwrap();
    assert!(applied.contains(&format!("board a copy ({id}) carries this project's mark")));
    // Of two that have the name either may be the project's, but what others put there stays.
    copy("cruddur", &[text]);
    assert!(run(&world, &["apply", "--yes"]).ends_with("--- 0"));
    let left = list(&server, "/1/boards");
    assert!(left.iter().any(|board| board["id"] == renamed["id"]));
    assert!(json!(left).to_string().contains("on call: ann"));
}

#[test]
fn a_second_board_that_we_made_goes_with_consent() {
    let (world, server) = world();
    run(&world, &["apply"]);
    let made = list(&server, "/1/boards").remove(0);
    let second =
        json!({ "name": "cruddur", "type": "flexible", "panels": [], "tags": made["tags"] });
    call(&server, "POST", "/1/boards", &second);
    let refused = run(&world, &["apply"]);
    assert!(refused.contains("surplus  1 -> none") && refused.contains("--yes"), "{refused}");
    assert_eq!(list(&server, "/1/boards").len(), 2);
    assert!(run(&world, &["apply", "--yes"]).ends_with("--- 0"));
    assert_eq!(shown(&server), ["everything", "requests"]);
}

#[test]
fn what_others_put_on_our_board_outlives_it() {
    let (world, server) = world();
    run(&world, &["apply"]);
    let mut board = list(&server, "/1/boards").remove(0);
    let path = format!("/1/boards/{}", board["id"].as_str().unwrap());
    for panel in board["panels"].as_array_mut().unwrap() {
        panel["query_panel"].as_object_mut().unwrap().remove("dataset");
    }
    let text = json!({ "type": "text", "text_panel": { "content": "on call: ann" } });
    board["panels"].as_array_mut().unwrap().push(text);
    call(&server, "PUT", &path, &board);
    insta::assert_snapshot!(run(&world, &["destroy", "--only", "honeycomb", "--yes"]), @"
    - delete saved query everything of __all__  cruddur-obs.toml:7:20
    - delete saved query requests of backend-flask  cruddur-obs.toml:3:20
    < release board cruddur  cruddur-obs.toml:3:20
        it holds what others put there: that is left, and it is no longer marked as ours

    1 to release, 2 to delete
    ---
    target: local (embedded backend)
    deleted saved query everything of __all__
    deleted saved query requests of backend-flask
    released board cruddur
    1 released, 2 deleted; everything reads back as declared
    --- 0
    ");
    let left = list(&server, "/1/boards").remove(0);
    assert_eq!(left["panels"].as_array().unwrap().len(), 1);
    assert_eq!(left["panels"][0]["text_panel"]["content"], "on call: ann");
    assert!(left["tags"].as_array().is_none_or(Vec::is_empty), "{left}");
    assert!(annotations(&server).is_empty());
}

#[test]
fn a_board_without_room_for_our_tags_is_a_conflict() {
    let (world, server) = world();
    let keys = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let tags: Vec<Value> = keys.iter().map(|key| json!({ "key": key, "value": "x" })).collect();
    let board = json!({ "name": "cruddur", "type": "flexible", "panels": [], "tags": tags });
    call(&server, "POST", "/1/boards", &board);
    let refused = run(&world, &["apply"]);
    assert!(refused.contains("board cruddur has 9 tags of 10"), "{refused}");
    assert!(refused.contains("take tags off it"), "{refused}");
    assert!(annotations(&server).is_empty(), "nothing was done");
}

#[test]
fn what_others_put_on_a_board_stays() {
    let (world, server) = world();
    let text = json!({ "type": "text", "text_panel": { "content": "on call: ann" } });
    let tags = json!([{ "key": "team", "value": "obs" }]);
    let board = json!({ "name": "cruddur", "type": "flexible", "panels": [text], "tags": tags });
    call(&server, "POST", "/1/boards", &board);
    let shown_plan = run(&world, &["apply"]);
    assert!(shown_plan.contains("> adopt board cruddur"), "{shown_plan}");
    assert!(shown_plan.ends_with("--- 0"), "{shown_plan}");
    assert_eq!(shown(&server), ["everything", "requests"]);
    let adopted = list(&server, "/1/boards");
    assert_eq!(adopted[0]["panels"].as_array().unwrap().len(), 3);
    insta::assert_snapshot!(run(&world, &["destroy", "--only", "honeycomb", "--yes"]), @"
    - delete saved query everything of __all__  cruddur-obs.toml:7:20
    - delete saved query requests of backend-flask  cruddur-obs.toml:3:20
    < release board cruddur  cruddur-obs.toml:3:20
        it was there before: it is left, and no longer marked as ours

    1 to release, 2 to delete
    ---
    target: local (embedded backend)
    deleted saved query everything of __all__
    deleted saved query requests of backend-flask
    released board cruddur
    1 released, 2 deleted; everything reads back as declared
    --- 0
    ");
    let left = list(&server, "/1/boards");
    assert_eq!(left[0]["panels"].as_array().unwrap().len(), 1);
    assert_eq!(left[0]["panels"][0]["text_panel"]["content"], "on call: ann");
    assert_eq!(left[0]["tags"], json!([{ "key": "team", "value": "obs" }]));
    assert!(annotations(&server).is_empty());
}

#[test]
fn destroy_takes_the_board_and_the_names() {
    let (world, server) = world();
    run(&world, &["apply"]);
    insta::assert_snapshot!(run(&world, &["destroy", "--yes"]), @"
    - delete saved query everything of __all__  cruddur-obs.toml:7:20
    - delete saved query requests of backend-flask  cruddur-obs.toml:3:20
    - delete board cruddur  cruddur-obs.toml:3:20

    3 to delete
    ---
    target: local (embedded backend)
    deleted board cruddur
    deleted saved query everything of __all__
    deleted saved query requests of backend-flask
    3 deleted; everything reads back as declared
    --- 0
    ");
    assert!(list(&server, "/1/boards").is_empty());
    assert!(annotations(&server).is_empty());
    assert!(run(&world, &["destroy", "--yes"]).ends_with("--- 0"));
}

#[test]
fn a_board_without_queries_is_an_orphan() {
    let (world, server) = world();
    run(&world, &["apply"]);
    let world = world.project("[project]\nname = \"cruddur\"\n");
    insta::assert_snapshot!(run(&world, &["plan"]), @"
    ? orphan board cruddur
        it is ours, but is declared no more; --prune removes it

    1 orphan
    ---
    target: local (embedded backend)
    --- 0
    ");
    assert!(run(&world, &["apply", "--prune", "--yes"]).ends_with("--- 0"));
    assert!(list(&server, "/1/boards").is_empty());
    assert_eq!(annotations(&server).len(), 2, "names that the file does not name are left");
}

#[test]
fn what_is_left_on_an_account_is_looked_for_where_there_is_a_key() {
    let (world, server) = world();
    run(&world, &["apply"]);
    let project = format!("[project]\nname = \"cruddur\"\n{ACCOUNT}");
    let world = world
        .project(&project)
        .set("CRUDDUR_OBS_PROFILE", "prod")
        .set("HONEYCOMB_API_ENDPOINT", &server.url())
        .set("AWS_EC2_METADATA_DISABLED", "true");
    let told = run(&world, &["apply", "--prune", "--yes"]);
    let note = "declares nothing for Honeycomb, and what may be left there was not looked for: \
                there is no Honeycomb key";
    assert!(told.contains(note), "{told}");
    let world = world.set("HONEYCOMB_API_KEY", "0123456789abcdef012345");
    let plan = run(&world, &["plan"]);
    assert!(plan.contains("? orphan board cruddur"), "{plan}");
    // Nothing is declared for AWS, whose credentials are not there.
    let pruned = run(&world, &["apply", "--prune", "--yes"]);
    assert!(pruned.contains("declares nothing for AWS"), "{pruned}");
    assert!(pruned.contains("deleted board cruddur") && pruned.ends_with("--- 0"), "{pruned}");
    assert!(list(&server, "/1/boards").is_empty());
}

#[test]
fn destroying_honeycombs_part_needs_no_credentials_of_aws() {
    let (world, server) = world();
    run(&world, &["apply"]);
    let world = world
        .project(&format!("{FILE}{ACCOUNT}"))
        .set("CRUDDUR_OBS_PROFILE", "prod")
        .set("HONEYCOMB_API_KEY", "0123456789abcdef012345")
        .set("HONEYCOMB_API_ENDPOINT", &server.url())
        .set("AWS_EC2_METADATA_DISABLED", "true");
    let destroyed = run(&world, &["destroy", "--yes"]);
    assert!(destroyed.contains("declares nothing for AWS"), "{destroyed}");
    assert!(destroyed.contains("3 deleted") && destroyed.ends_with("--- 0"), "{destroyed}");
    assert!(list(&server, "/1/boards").is_empty());
}

#[test]
fn a_rehearsal_needs_no_dataset() {
    let world = World::new().project(FILE);
    insta::assert_snapshot!(run(&world, &["plan", "--against", "local"]), @r#"
    + create saved query everything of __all__  cruddur-obs.toml:7:20
        calculations  [{"op":"COUNT"},{"column":"duration_ms","op":"P90"}]
    + create saved query requests of backend-flask  cruddur-obs.toml:3:20
        breakdowns  ["http.route"]
        limit       20
    + create board cruddur  cruddur-obs.toml:3:20
        queries  everything=__all__, requests=backend-flask

    3 to create
    ---
    target: rehearsal on a fresh backend in memory
    rehearsed: 3 changes applied, a second plan is empty, nothing was kept
    --- 0
    "#);
}

#[test]
fn a_file_without_queries_pushes_nothing() {
    let world = World::new().project("[project]\nname = \"cruddur\"\n");
    insta::assert_snapshot!(run(&world, &["honeycomb", "push"]), @r#"
    ---
    error: the project file declares no query of Honeycomb
    hint: add one, for instance:
        [honeycomb.queries.requests]
        dataset = "backend-flask"
        breakdowns = ["name"]
    --- 2
    "#);
}

const ACCOUNT: &str = "[profiles.prod]\nregion = \"eu-west-3\"\n";

#[test]
fn an_account_without_credentials_is_told_before_any_write() {
    let world = World::new().project(&format!("{FILE}{ACCOUNT}"));
    insta::assert_snapshot!(run(&world, &["plan", "--profile", "prod"]), @"
    ---
    target: profile prod
    error: there is no Honeycomb key
    hint: set HONEYCOMB_CONFIGURATION_KEY to a configuration key of the environment
    --- 4
    ");
}

#[test]
fn a_permission_that_pushing_needs_is_told_before_any_write() {
    let stub = Stub::start(|line, _| match line {
        "GET /1/auth" => Reply::json(
            200,
            &json!({
                "id": "hcxlk_1",
                "type": "configuration",
                "api_key_access": { "columns": true, "boards": false },
                "team": { "slug": "cruddur" },
                "environment": { "slug": "test" },
            }),
        ),
        _ => Reply::json(404, &json!({ "error": "not found" })),
    });
    let world = World::new()
        .project(&format!("{FILE}{ACCOUNT}"))
        .set("HONEYCOMB_API_KEY", "0123456789abcdef012345")
        .set("HONEYCOMB_API_ENDPOINT", stub.url());
    insta::assert_snapshot!(masked(&world.run(&["honeycomb", "push", "--profile", "prod"])), @"
    ---
    target: profile prod, endpoint http://127.0.0.1:[PORT] (variable HONEYCOMB_API_ENDPOINT)
    error: the key of HONEYCOMB_API_KEY (hcxlk_1) lacks the permission Manage Public Boards
    hint: give it to the key in Honeycomb: Environment Settings, API Keys
    --- 4
    ");
    assert_eq!(stub.asked(), ["GET /1/auth"]);
}

#[test]
fn a_plan_of_one_environment_is_refused_by_another() {
    let (world, server) = world();
    let world = world
        .project(&format!("{FILE}{ACCOUNT}"))
        .set("HONEYCOMB_API_KEY", "0123456789abcdef012345")
        .set("HONEYCOMB_API_ENDPOINT", &server.url())
        .set("CRUDDUR_OBS_PROFILE", "prod");
    let plan = run(&world, &["plan", "--only", "honeycomb", "--out", "p.plan"]);
    assert!(plan.contains("the plan is in p.plan") && plan.ends_with("--- 0"), "{plan}");
    let path = world.path("project/p.plan");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"honeycomb\": \"cruddur-obs/local\""), "{text}");
    std::fs::write(&path, text.replace("cruddur-obs/local", "cruddur-obs/production")).unwrap();
    let refused = run(&world, &["apply", "p.plan"]);
    assert!(
        refused.contains(
            "made for Honeycomb environment cruddur-obs/production, this is cruddur-obs/local"
        ) && refused.ends_with("--- 2"),
        "{refused}"
    );
}
