//! Whose a thing is decides what may be done with it.

use super::code;
use super::json;
use super::rewrite;
use super::run;
use super::world;
use crate::support::World;

#[test]
fn what_exists_is_adopted_changed_or_respected_as_the_file_says() {
    let world = world();
    world.run(&["logs", "create-group", "cruddur", "--retention", "30d"]);
    world.run(&["xray", "create-group", "Cruddur", "--filter-expression", "fault"]);
    insta::assert_snapshot!(run(&world, &["apply", "--only", "logs"]), @"
    > adopt log group cruddur  cruddur-obs.toml:10:14
        retention  30 days -> 7 days
        tags.team  none -> obs
    + create metric filter errors of cruddur  cruddur-obs.toml:13:16
        pattern      ERROR
        metric_name  errors
        namespace    cruddur
        value        1

    cost
      log group cruddur  stores the events of 7 days

    1 to create, 1 to adopt
    ---
    target: local (embedded backend)
    adopted log group cruddur
    created metric filter errors of cruddur
    1 created, 1 adopted; everything reads back as declared
    --- 0
    ");
    // An X-Ray group may be what others depend on.
    insta::assert_snapshot!(run(&world, &["apply"]), @r#"
    ! conflict X-Ray group Cruddur  cruddur-obs.toml:3:14
        filter_expression  fault -> service("backend-flask")
        insights           off -> on
        it was there before, is not ours, and differs
        hint: on_exists = "adopt" takes it over, on_exists = "update" only changes it
    + create sampling rule Cruddur  cruddur-obs.toml:6:22
        priority        9000
        fixed_rate      0.1
        reservoir_size  5
        service_name    backend-flask
    ~ update sampling rule Default  cruddur-obs.toml:8:22
        reservoir_size  1 -> 2

    cost
      X-Ray group Cruddur    no traces of its own; insights are charged by the traces they look at
      sampling rule Cruddur  up to 12,960,000 traces a month (5 a second), and 10 % of further requests
      sampling rule Default  up to 5,184,000 traces a month (2 a second), and 5 % of further requests

    1 to create, 1 to update, 1 conflict, 2 unchanged
    ---
    target: local (embedded backend)
    error: 1 conflict: X-Ray group Cruddur: it was there before, is not ours, and differs
    hint: on_exists = "adopt" takes it over, on_exists = "update" only changes it
    --- 1
    "#);
    let world = rewrite(world, "insights = true", "insights = true\non_exists = \"update\"");
    assert_eq!(code(&world, &["apply"]), Some(0));
    insta::assert_snapshot!(run(&world, &["destroy", "--yes"]), @"
    = unchanged X-Ray group Cruddur  cruddur-obs.toml:3:14
        it is not marked as ours, and is left
    - delete sampling rule Cruddur  cruddur-obs.toml:7:22
    ^ restore sampling rule Default  cruddur-obs.toml:9:22
        reservoir_size  2 -> 1
    < release log group cruddur  cruddur-obs.toml:11:14
        it was there before: it is left, and no longer marked as ours
    - delete metric filter errors of cruddur  cruddur-obs.toml:14:16

    1 to restore, 1 to release, 2 to delete, 1 unchanged
    ---
    target: local (embedded backend)
    deleted metric filter errors of cruddur
    deleted sampling rule Cruddur
    released log group cruddur
    restored sampling rule Default
    1 restored, 1 released, 2 deleted; everything reads back as declared
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["logs", "groups", "-o", "plain"]), @"
    cruddur	7d	0	0	[TIME]
    ---
    target: local (embedded backend)
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["xray", "groups", "-o", "plain"]), @r#"
    Cruddur	service("backend-flask")	on
    Default	(every trace)	off
    ---
    target: local (embedded backend)
    --- 0
    "#);
}

#[test]
fn another_projects_things_are_left_alone() {
    let world = world();
    assert_eq!(code(&world, &["apply"]), Some(0));
    let world = rewrite(world, "name = \"cruddur\"", "name = \"other\"");
    let world = rewrite(world, "7d", "14d");
    let data = data_directory(&world);
    let shown = world.run(&["plan", "--only", "logs", "--data-dir", &data, "-o", "plain"]);
    insta::assert_snapshot!(shown, @"
    conflict	logs.groups.cruddur	retention	7 days	14 days	it belongs to project cruddur, and differs
    unchanged	logs.groups.cruddur.metric_filters.errors				log group cruddur belongs to project cruddur, and it is as declared
    ---
    target: local (embedded backend)
    error: 1 conflict: log group cruddur: it belongs to project cruddur, and differs
    hint: choose another name, or remove it from the other project first
    --- 1
    ");
    let shown =
        world.run(&["destroy", "--yes", "--only", "logs", "--data-dir", &data, "-o", "plain"]);
    insta::assert_snapshot!(shown, @"
    ---
    target: local (embedded backend)
    --- 0
    ");
}

/// A project's name is part of where its data is; tests that change it keep the place.
fn data_directory(world: &World) -> String {
    let home = world.path("home/.local/share/cruddur-obs");
    let only = std::fs::read_dir(home).unwrap().next().unwrap().unwrap();
    only.path().display().to_string()
}

#[test]
fn what_is_declared_no_more_is_an_orphan_until_it_is_pruned() {
    let world = world();
    assert_eq!(code(&world, &["apply"]), Some(0));
    let world = rewrite(world, "[logs.groups.cruddur]", "[logs.groups.renamed]");
    insta::assert_snapshot!(run(&world, &["apply", "-o", "plain"]), @"
    created	log group renamed	
    created	metric filter errors of renamed	
    ---
    target: local (embedded backend)
    created log group renamed
    created metric filter errors of renamed
    2 created; everything reads back as declared
    --- 0
    ");
    world.run_with(&["logs", "put", "cruddur", "--stream", "s"], "hello\n");
    insta::assert_snapshot!(run(&world, &["apply", "--prune", "--yes", "-o", "plain"]), @"
    unchanged	xray.groups.Cruddur				
    unchanged	xray.sampling_rules.Cruddur				
    unchanged	xray.sampling_rules.Default				
    conflict	logs.groups.cruddur				it holds events
    unchanged	logs.groups.renamed				
    unchanged	logs.groups.renamed.metric_filters.errors				
    ---
    target: local (embedded backend)
    error: 1 conflict: log group cruddur: it holds events
    hint: --delete-logs deletes it with its events, --only works on the rest
    --- 1
    ");
    // Off a terminal nothing is taken away without being told to.
    insta::assert_snapshot!(run(&world, &["apply", "--prune", "--delete-logs", "-o", "plain"]), @"
    ---
    target: local (embedded backend)
    warning: log group cruddur: its events are deleted with it
    error: cannot ask `apply on profile local: 1 to delete, 5 unchanged?` here: there is no terminal
    hint: answer on the command line: --yes
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["apply", "--prune", "--delete-logs", "--yes", "-o", "plain"]), @"
    deleted	log group cruddur	
    ---
    target: local (embedded backend)
    warning: log group cruddur: its events are deleted with it
    deleted log group cruddur
    1 deleted; everything reads back as declared
    --- 0
    "
    );
    assert_eq!(code(&world, &["status", "--detailed-exitcode"]), Some(0));
}

#[test]
fn destroying_needs_an_answer_and_leaves_events() {
    let world = world();
    assert_eq!(code(&world, &["apply"]), Some(0));
    insta::assert_snapshot!(run(&world, &["destroy"]), @"
    - delete X-Ray group Cruddur  cruddur-obs.toml:3:14
    - delete sampling rule Cruddur  cruddur-obs.toml:6:22
    ^ restore sampling rule Default  cruddur-obs.toml:8:22
        reservoir_size  2 -> 1
    - delete log group cruddur  cruddur-obs.toml:10:14
    - delete metric filter errors of cruddur  cruddur-obs.toml:13:16
        it goes with log group cruddur

    1 to restore, 4 to delete
    ---
    target: local (embedded backend)
    error: cannot ask `destroy on profile local: 1 to restore, 4 to delete?` here: there is no terminal
    hint: answer on the command line: --yes
    --- 2
    ");
    world.run_with(&["logs", "put", "cruddur", "--stream", "s"], "hello\n");
    insta::assert_snapshot!(run(&world, &["destroy", "--yes", "-o", "plain"]), @"
    delete	xray.groups.Cruddur				
    delete	xray.sampling_rules.Cruddur				
    restore	xray.sampling_rules.Default	reservoir_size	2	1	
    conflict	logs.groups.cruddur				it holds events
    delete	logs.groups.cruddur.metric_filters.errors				
    ---
    target: local (embedded backend)
    error: 1 conflict: log group cruddur: it holds events
    hint: --delete-logs deletes it with its events, --only works on the rest
    --- 1
    ");
    insta::assert_snapshot!(run(&world, &["destroy", "--yes", "--delete-logs"]), @"
    - delete X-Ray group Cruddur  cruddur-obs.toml:3:14
    - delete sampling rule Cruddur  cruddur-obs.toml:6:22
    ^ restore sampling rule Default  cruddur-obs.toml:8:22
        reservoir_size  2 -> 1
    - delete log group cruddur  cruddur-obs.toml:10:14
        its events are deleted with it
    - delete metric filter errors of cruddur  cruddur-obs.toml:13:16
        it goes with log group cruddur

    1 to restore, 4 to delete
    ---
    target: local (embedded backend)
    warning: log group cruddur: its events are deleted with it
    deleted X-Ray group Cruddur
    deleted log group cruddur
    deleted sampling rule Cruddur
    restored sampling rule Default
    1 restored, 4 deleted; everything reads back as declared
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["destroy", "--yes"]), @"
    nothing to do: 1 unchanged
    ---
    target: local (embedded backend)
    --- 0
    ");
    assert_eq!(json(&world, &["logs", "groups"])["logGroups"], serde_json::json!([]));
}

#[test]
fn events_of_others_are_not_deleted_without_a_word() {
    let world =
        World::new().project("[project]\nname = \"p\"\n[logs.groups.old]\nretention = \"1d\"\n");
    world.run(&["logs", "create-group", "old"]);
    world.run_with(&["logs", "put", "old", "--stream", "s"], "hello\n");
    insta::assert_snapshot!(run(&world, &["apply"]), @"
    > adopt log group old  cruddur-obs.toml:3:14
        retention  never expires -> 1 day
        its events older than 1 day are deleted

    cost
      log group old  stores the events of 1 day

    1 to adopt
    ---
    target: local (embedded backend)
    warning: log group old: its events older than 1 day are deleted
    error: cannot ask `apply on profile local: 1 to adopt?` here: there is no terminal
    hint: answer on the command line: --yes
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["apply", "--yes", "-o", "plain"]), @"
    adopted	log group old	
    ---
    target: local (embedded backend)
    warning: log group old: its events older than 1 day are deleted
    adopted log group old
    1 adopted; everything reads back as declared
    --- 0
    ");
    // What is ours by now is ours to shorten; it is said.
    let world = rewrite(world, "1d", "never");
    assert_eq!(code(&world, &["apply"]), Some(0));
    let world = rewrite(world, "never", "3d");
    insta::assert_snapshot!(run(&world, &["apply", "-o", "plain"]), @"
    updated	log group old	
    ---
    target: local (embedded backend)
    warning: log group old: its events older than 3 days are deleted
    updated log group old
    1 updated; everything reads back as declared
    --- 0
    ");
}

#[test]
fn projects_whose_names_differ_in_case_are_two() {
    let text = "[project]\nname = \"Shop\"\n[logs.groups.a]\nretention = \"7d\"\n[xray.groups.G]\n";
    let world = World::new().project(text);
    assert_eq!(code(&world, &["apply"]), Some(0));
    let data = data_directory(&world);
    let world = world.project("[project]\nname = \"shop\"\n[logs.groups.b]\n[xray.groups.H]\n");
    let apply = ["apply", "--prune", "--yes", "-q", "-o", "plain", "--data-dir", &data];
    insta::assert_snapshot!(run(&world, &apply), @"
    created	X-Ray group H	
    created	log group b	
    ---
    warning: cruddur-obs.toml:3:14: log group b names no retention: a new one never expires
    --- 0
    ");
}

#[test]
fn a_project_that_declares_nothing_more_can_still_be_removed() {
    let world = world();
    assert_eq!(code(&world, &["apply"]), Some(0));
    let world = world.project("[project]\nname = \"cruddur\"\n");
    insta::assert_snapshot!(run(&world, &["status", "-q", "--detailed-exitcode"]), @"
    STATE   WHAT                   NOTE
    orphan  X-Ray group Cruddur    it is ours, but is declared no more; --prune removes it
    orphan  sampling rule Cruddur  it is ours, but is declared no more; --prune removes it
    orphan  log group cruddur      it is ours, but is declared no more; --prune removes it
    ---
    --- 10
    ");
    insta::assert_snapshot!(run(&world, &["destroy", "--prune", "--yes", "-q", "-o", "plain"]), @"
    deleted	X-Ray group Cruddur	
    deleted	sampling rule Cruddur	
    deleted	log group cruddur	
    ---
    --- 0
    ");
    // The reserved rule is not named any more, and keeps its value.
    assert_eq!(code(&world, &["status", "--detailed-exitcode"]), Some(0));
}
