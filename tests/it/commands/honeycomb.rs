//! `honeycomb`.

use crate::support::Server;
use crate::support::World;
use crate::support::honeycomb;
use crate::support::masked;

fn run(world: &World, arguments: &[&str]) -> String {
    masked(&world.run(&[&["honeycomb"], arguments].concat()))
}

/// Events of three users; they have no time of their own, so that they happen now.
fn batch() -> String {
    let event = |user: &str, milliseconds: u32| {
        format!(
            r#"{{"data":{{"app.user_id":"{user}","duration_ms":{milliseconds},"name":"GET /"}}}}"#
        )
    };
    let events = [event("ann", 10), event("ann", 30), event("bob", 20), event("cy", 5)];
    format!("[{}]", events.join(","))
}

/// A world whose running backend holds the events.
fn world_with_events() -> (World, Server) {
    filled(World::new())
}

fn filled(world: World) -> (World, Server) {
    let server = world.serve(&[]);
    let (status, answer) = honeycomb(&server.url(), "POST", "/1/batch/backend-flask", &batch());
    assert_eq!(status, 200, "{answer}");
    (world, server)
}

#[test]
fn a_built_in_query_finds_its_dataset() {
    let (world, _server) = world_with_events();
    let shown = run(&world, &["query", "latency-by-user"]);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(
        lines[0].split_whitespace().collect::<Vec<_>>(),
        ["app.user_id", "P90(duration_ms)", "AVG(duration_ms)", "COUNT", "TREND"],
        "{shown}"
    );
    let row = |place: usize| lines[place].split_whitespace().take(6).collect::<Vec<_>>();
    assert_eq!(row(1), ["ann", "30", "ms", "20", "ms", "2"], "{shown}");
    assert_eq!(row(2), ["bob", "20", "ms", "20", "ms", "1"], "{shown}");
    assert_eq!(row(3), ["cy", "5", "ms", "5", "ms", "1"], "{shown}");
    assert!(shown.ends_with("--- 0"), "{shown}");
}

#[test]
fn a_result_is_data() {
    let (world, _server) = world_with_events();
    let output = world.output(&["honeycomb", "query", "latency-by-user", "-o", "json"]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["dataset"], "backend-flask");
    assert_eq!(value["results"][0]["app.user_id"], "ann");
    assert_eq!(value["results"][0]["P90(duration_ms)"], 30);
    assert_eq!(value["total"]["COUNT"], 4);
    insta::assert_snapshot!(run(&world, &["query", "latency-by-user", "-o", "csv"]), @"
    app.user_id,P90(duration_ms),AVG(duration_ms),COUNT
    ann,30,20.0,2
    bob,20,20.0,1
    cy,5,5.0,1
    ---
    target: local (embedded backend)
    --- 0
    ");
}

#[test]
fn ndjson_is_a_line_for_each_row_with_exact_numbers() {
    let world = World::new();
    let server = world.serve(&[]);
    let batch = r#"[{"data":{"n":0.1,"s":"a\nb"}},{"data":{"n":1.7976931348623157e308}},{"data":{"n":9007199254740993,"s":""}}]"#;
    assert_eq!(honeycomb(&server.url(), "POST", "/1/batch/d", batch).0, 200);
    let spec = r#"{"calculations":[{"op":"MAX","column":"n"}],"breakdowns":["s"],"orders":[{"column":"s"}]}"#;
    insta::assert_snapshot!(run(&world, &["query", "--spec", spec, "-o", "ndjson"]), @r#"
    {"s":"","MAX(n)":9007199254740993}
    {"s":"a\nb","MAX(n)":0.1}
    {"MAX(n)":1.7976931348623157e+308}
    ---
    target: local (embedded backend)
    --- 0
    "#);
    insta::assert_snapshot!(run(&world, &["query", "--spec", spec, "-o", "csv"]), @r#"
    s,MAX(n)
    ,9007199254740993
    "a
    b",0.1
    ,1.7976931348623157e+308
    ---
    target: local (embedded backend)
    --- 0
    "#);
    let none = r#"{"breakdowns":["s"],"filters":[{"column":"s","op":"=","value":"none"}]}"#;
    insta::assert_snapshot!(run(&world, &["query", "--spec", none, "-o", "csv"]), @"
    s,COUNT
    ---
    target: local (embedded backend)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["query", "--spec", none]), @"
    no rows
    ---
    target: local (embedded backend)
    --- 0
    ");
}

#[test]
fn a_heatmap_is_exact_in_csv_and_drawn_for_people() {
    let (world, _server) = world_with_events();
    let spec = r#"{"calculations":[{"op":"HEATMAP","column":"duration_ms"},{"op":"COUNT"}]}"#;
    let shown = run(&world, &["query", "--spec", spec]);
    assert!(shown.starts_with("COUNT  TREND\n"), "{shown}");
    assert!(shown.contains("HEATMAP(duration_ms), in ms\n") && shown.contains('▏'), "{shown}");
    let csv = run(&world, &["query", "--spec", spec, "-o", "csv"]);
    assert!(csv.starts_with("HEATMAP(duration_ms),COUNT\n\"{"), "{csv}");
    assert!(csv.contains("\"\"counts\"\":[") && csv.contains("}\",4\n"), "{csv}");
}

#[test]
fn a_heatmap_alone_has_no_empty_frame() {
    let (world, _server) = world_with_events();
    let spec = r#"{"calculations":[{"op":"HEATMAP","column":"duration_ms"}]}"#;
    let shown = run(&world, &["query", "--spec", spec, "-o", "table"]);
    assert!(shown.contains("HEATMAP(duration_ms), in ms\n") && shown.contains('▏'), "{shown}");
    assert!(!shown.contains('┌') && !shown.contains('╭'), "{shown}");
}

#[test]
fn built_in_queries_take_columns_that_were_never_seen_for_absent() {
    let world = World::new();
    let server = world.serve(&[]);
    let event = r#"{"span.kind":"server","duration_ms":5,"name":"GET /"}"#;
    assert_eq!(honeycomb(&server.url(), "POST", "/1/events/backend-flask", event).0, 200);
    let rate = run(&world, &["query", "error-rate-by-route", "-o", "ndjson"]);
    assert!(rate.contains(r#""AVG(err)":0"#) && rate.ends_with("--- 0"), "{rate}");
    insta::assert_snapshot!(run(&world, &["query", "version-compare"]), @"
    no rows
    ---
    target: local (embedded backend)
    hint: no event of dataset backend-flask has had service.version yet
    --- 0
    ");
    let exceptions = run(&world, &["query", "exceptions", "-o", "ndjson"]);
    assert!(exceptions.starts_with("---\n") && exceptions.ends_with("--- 0"), "{exceptions}");
    assert!(exceptions.contains("exception.type"), "{exceptions}");
}

#[cfg(unix)]
#[test]
fn a_pipe_without_a_writer_ends_with_the_deadline() {
    let (world, _server) = world_with_events();
    let pipe = world.path("project/pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let file = pipe.to_str().unwrap();
    let shown = run(&world, &["query", "-f", file, "--timeout", "200ms"]);
    assert!(shown.contains("the deadline passed") && shown.ends_with("--- 124"), "{shown}");
}

#[test]
fn datasets_and_columns_are_listed() {
    let (world, _server) = world_with_events();
    let listed = |arguments: &[&str]| -> Vec<String> {
        let shown = run(&world, arguments);
        assert!(shown.ends_with("--- 0"), "{shown}");
        let table = shown.split("---").next().unwrap_or_default();
        let first = |line: &str| line.split_whitespace().next().map(str::to_owned);
        table.lines().skip(1).filter_map(first).collect()
    };
    assert_eq!(listed(&["datasets"]), ["backend-flask"]);
    assert_eq!(listed(&["columns", "backend-flask"]), ["app.user_id", "duration_ms", "name"]);
}

#[test]
fn what_does_not_exist_is_named() {
    let (world, _server) = world_with_events();
    insta::assert_snapshot!(run(&world, &["query", "latency-by-usr"]), @"
    ---
    error: there is no query called latency-by-usr
    hint: did you mean `latency-by-user`?
    --- 3
    ");
    let unknown = ["query", "latency-by-user", "--dataset", "backend-flasc"];
    insta::assert_snapshot!(run(&world, &unknown), @"
    ---
    target: local (embedded backend)
    error: there is no dataset backend-flasc
    hint: did you mean `backend-flask`?
    --- 3
    ");
    let column = r#"{"calculations":[{"op":"MAX","column":"duration"}]}"#;
    let wrong = ["query", "--spec", column, "--dataset", "backend-flask"];
    insta::assert_snapshot!(run(&world, &wrong), @"
    ---
    target: local (embedded backend)
    error: dataset backend-flask has no column duration
    hint: did you mean `duration_ms`?
    --- 2
    ");
}

#[test]
fn a_wrong_specification_is_told_whole() {
    let (world, _server) = world_with_events();
    let wrong = r#"{"calculations":[{"op":"P91","column":"a"}],"limit":0,"filter":[]}"#;
    insta::assert_snapshot!(run(&world, &["query", "--spec", wrong]), @r#"
    ---
    error: $.calculations[0].op "P91" is no calculation; $.limit must be 1 to 1000, not 0; $.filter is unknown
    hint: did you mean P99?
    hint: did you mean filters?
    --- 2
    "#);
    let world = world.write("project/wrong.json", wrong);
    insta::assert_snapshot!(run(&world, &["query", "-f", "wrong.json"]), @r#"
    ---
    error: wrong.json breaks rules of queries
    caused by: $.calculations[0].op "P91" is no calculation; $.limit must be 1 to 1000, not 0; $.filter is unknown
    hint: did you mean P99?
    hint: did you mean filters?
    --- 2
    "#);
    insta::assert_snapshot!(run(&world, &["query", "--spec", "{"]), @"
    ---
    error: --spec is not the JSON that is expected here
     --> --spec:1:1
      |
    1 | {
      | ^ EOF while parsing an object
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["query"]), @"
    ---
    error: no query is named
    hint: name a saved query: latency-by-user, recent-traces, non-200, root-spans-by-user-agent, duration-heatmap-by-url, error-rate-by-route, slow-routes, throughput-by-service, exceptions, outgoing-calls, browser-fetches, joined-traces, concurrency, client-errors-by-peer, version-compare
    hint: or give a specification with -f FILE or --spec JSON
    --- 2
    ");
}

#[test]
fn nothing_sent_is_said() {
    let world = World::new();
    insta::assert_snapshot!(run(&world, &["query", "latency-by-user"]), @"
    ---
    target: local (embedded backend)
    error: there is no dataset yet
    hint: send events first, for instance with OpenTelemetry to the backend's address
    --- 3
    ");
}

#[test]
fn a_query_of_the_project_file_wins() {
    // A project has a data directory of its own.
    let (world, _server) = filled(World::new().project(
        r#"project.name = "cruddur"
[honeycomb.queries.latency-by-user]
dataset = "backend-flask"
calculations = [{ op = "COUNT" }]
"#,
    ));
    let shown = run(&world, &["query", "latency-by-user"]);
    assert!(shown.starts_with("COUNT  TREND\n"), "{shown}");
    let queries = run(&world, &["queries"]);
    assert!(queries.contains("latency-by-user"), "{queries}");
}

#[test]
fn a_dataset_has_a_name_and_a_slug() {
    let (world, _server) = world_with_events();
    let shown = run(&world, &["query", "latency-by-user", "--dataset", "Backend Flask"]);
    assert!(shown.starts_with("app.user_id"), "{shown}");
}

#[test]
fn the_dataset_of_a_projects_query_is_no_guess() {
    let (world, _server) = filled(World::new().project(
        r#"project.name = "cruddur"
[honeycomb.queries.all]
dataset = "backend-flsk"
calculations = [{ op = "COUNT" }]
"#,
    ));
    insta::assert_snapshot!(run(&world, &["query", "all"]), @"
    ---
    target: local (embedded backend)
    error: there is no dataset backend-flsk
    hint: did you mean `backend-flask`?
    --- 3
    ");
}

#[test]
fn an_account_without_a_key_is_said() {
    let world = World::new().project("[profiles.prod]\nregion = \"eu-west-3\"\n");
    insta::assert_snapshot!(run(&world, &["datasets", "--profile", "prod"]), @"
    ---
    target: profile prod
    error: there is no Honeycomb key
    hint: set HONEYCOMB_CONFIGURATION_KEY to a configuration key of the environment
    --- 4
    ");
    let world =
        world.set("HONEYCOMB_API_KEY", &format!("hcaik_{}{}", "a".repeat(26), "b".repeat(32)));
    insta::assert_snapshot!(run(&world, &["datasets", "--profile", "prod"]), @"
    ---
    target: profile prod
    error: HONEYCOMB_API_KEY holds an ingest key, which may only send
    hint: set HONEYCOMB_CONFIGURATION_KEY to a key with the permission Run Queries
    --- 4
    ");
}
