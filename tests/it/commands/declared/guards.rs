//! Saved plans, rehearsals and the account guard.

use std::collections::BTreeSet;

use super::FILE;
use super::RULE;
use super::code;
use super::rewrite;
use super::run;
use super::world;
use crate::support::World;

#[test]
fn a_saved_plan_is_applied_as_it_is_or_not_at_all() {
    let world = world();
    insta::assert_snapshot!(run(&world, &["plan", "--out", "cruddur.plan", "-q", "-o", "plain"]), @r#"
    create	xray.groups.Cruddur	filter_expression	none	service("backend-flask")	
    create	xray.groups.Cruddur	insights	none	on	
    create	xray.sampling_rules.Cruddur	priority	none	9000	
    create	xray.sampling_rules.Cruddur	fixed_rate	none	0.1	
    create	xray.sampling_rules.Cruddur	reservoir_size	none	5	
    create	xray.sampling_rules.Cruddur	service_name	none	backend-flask	
    create	xray.sampling_rules.Cruddur	service_type	none	*	
    create	xray.sampling_rules.Cruddur	host	none	*	
    create	xray.sampling_rules.Cruddur	http_method	none	*	
    create	xray.sampling_rules.Cruddur	url_path	none	*	
    create	xray.sampling_rules.Cruddur	resource_arn	none	*	
    update	xray.sampling_rules.Default	reservoir_size	1	2	
    create	logs.groups.cruddur	retention	none	7 days	
    create	logs.groups.cruddur	tags.team	none	obs	
    create	logs.groups.cruddur.metric_filters.errors	pattern	none	ERROR	
    create	logs.groups.cruddur.metric_filters.errors	metric_name	none	errors	
    create	logs.groups.cruddur.metric_filters.errors	namespace	none	cruddur	
    create	logs.groups.cruddur.metric_filters.errors	value	none	1	
    ---
    --- 0
    "#);
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(world.path("project/cruddur.plan")).unwrap().permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
    let refused =
        |arguments: &[&str]| run(&world, &[&["apply", "cruddur.plan"], arguments].concat());
    insta::assert_snapshot!(refused(&["--region", "eu-west-1"]), @"
    ---
    target: local (embedded backend), region eu-west-1
    error: the plan was made for region us-east-1, this is eu-west-1
    hint: make a new plan: cruddur-obs plan --out FILE
    --- 2
    ");
    insta::assert_snapshot!(refused(&["--only", "logs"]), @"
    ---
    error: the argument '[PLANFILE]' cannot be used with '--only <PART>'

    Usage: cruddur-obs apply <PLANFILE>

    For more information, try '--help'.
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["apply", "missing.plan"]), @"
    ---
    error: cannot read the plan missing.plan: No such file or directory (os error 2)
    hint: make a new one with: cruddur-obs plan --out FILE
    --- 3
    ");
    insta::assert_snapshot!(run(&world, &["apply", "cruddur-obs.toml"]), @"
    ---
    error: cruddur-obs.toml is no plan: expected value at line 1 column 2
    hint: make a new one with: cruddur-obs plan --out FILE
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["apply", "aws/json/xray.json"]), @"
    ---
    error: aws/json/xray.json is no plan of this version
    hint: make a new one with: cruddur-obs plan --out FILE
    --- 2
    ");
    // Somebody makes one of the things meanwhile, and another one as it was planned.
    world.run(&["xray", "create-group", "Cruddur", "--filter-expression", "fault"]);
    world.run(&["logs", "create-group", "cruddur", "--retention", "7d", "--tags", "team=obs"]);
    insta::assert_snapshot!(refused(&[]), @"
    + create sampling rule Cruddur  cruddur-obs.toml:6:22
        priority        9000
        fixed_rate      0.1
        reservoir_size  5
        service_name    backend-flask
    ~ update sampling rule Default  cruddur-obs.toml:8:22
        reservoir_size  1 -> 2
    = unchanged log group cruddur  cruddur-obs.toml:10:14
        it was there before and is as declared; it is not marked as ours
    + create metric filter errors of cruddur  cruddur-obs.toml:13:16
        pattern      ERROR
        metric_name  errors
        namespace    cruddur
        value        1

    cost
      sampling rule Cruddur  up to 12,960,000 traces a month (5 a second), and 10 % of further requests
      sampling rule Default  up to 5,184,000 traces a month (2 a second), and 5 % of further requests

    2 to create, 1 to update, 1 unchanged
    RESULT            WHAT                             NOTE
    created           sampling rule Cruddur
    updated           sampling rule Default
    created           metric filter errors of cruddur
    failed to create  X-Ray group Cruddur              it has changed since the plan was made
    ---
    target: local (embedded backend)
    created metric filter errors of cruddur
    created sampling rule Cruddur
    updated sampling rule Default
    error: 1 of 4 changes could not be applied
    hint: plan again, and look at what has changed
    hint: the same command goes on where this one ended
    --- 5
    ");
    let world = rewrite(world, "7d", "14d");
    insta::assert_snapshot!(run(&world, &["apply", "cruddur.plan"]), @"
    ---
    error: the project file, or a file that it names, has changed since the plan was made
    hint: make a new plan: cruddur-obs plan --out FILE
    --- 2
    ");
    let rule = RULE.replace("0.1", "0.2");
    let world = rewrite(world, "14d", "7d").write("project/aws/json/xray.json", &rule);
    assert_eq!(code(&world, &["apply", "cruddur.plan"]), Some(2), "a file it names has changed");
}

#[test]
fn a_plan_does_not_replace_what_is_no_plan() {
    let world = world();
    insta::assert_snapshot!(run(&world, &["plan", "--out", "cruddur-obs.toml"]), @"
    ---
    error: cruddur-obs.toml exists and is no plan
    hint: choose another name, or remove it first
    --- 2
    ");
    assert_eq!(code(&world, &["plan", "-q", "--out", "p.plan"]), Some(0));
    assert_eq!(code(&world, &["plan", "-q", "--out", "p.plan"]), Some(0));
    // What a plan takes away must be said again by whoever applies it.
    assert_eq!(code(&world, &["plan", "-q", "--prune", "--out", "p.plan"]), Some(0));
    insta::assert_snapshot!(run(&world, &["apply", "p.plan"]), @"
    ---
    error: the plan was made with --prune
    hint: say --prune again if that is meant
    --- 2
    ");
    assert_eq!(code(&world, &["apply", "p.plan", "--prune"]), Some(0));
    // The same plan from a folder below.
    std::fs::create_dir(world.path("project/below")).unwrap();
    let fifo = world.path("project/pipe");
    assert!(std::process::Command::new("mkfifo").arg(fifo).status().unwrap().success());
    insta::assert_snapshot!(run(&world, &["apply", "pipe"]), @"
    ---
    error: cannot read the plan pipe: it is no regular file
    hint: make a new one with: cruddur-obs plan --out FILE
    --- 1
    ");
}

#[test]
fn a_rehearsal_needs_no_credentials_and_keeps_nothing() {
    // Keys are around, and nobody says which target is meant: a rehearsal does not care.
    let world = world().set("AWS_ACCESS_KEY_ID", "AKIA").set("CI", "true");
    let before = files(&world);
    insta::assert_snapshot!(run(&world, &["plan", "--against", "local"]), @r#"
    + create X-Ray group Cruddur  cruddur-obs.toml:3:14
        filter_expression  service("backend-flask")
        insights           on
    + create sampling rule Cruddur  cruddur-obs.toml:6:22
        priority        9000
        fixed_rate      0.1
        reservoir_size  5
        service_name    backend-flask
    ~ update sampling rule Default  cruddur-obs.toml:8:22
        reservoir_size  1 -> 2
    + create log group cruddur  cruddur-obs.toml:10:14
        retention  7 days
        tags.team  obs
    + create metric filter errors of cruddur  cruddur-obs.toml:13:16
        pattern      ERROR
        metric_name  errors
        namespace    cruddur
        value        1

    cost
      X-Ray group Cruddur    no traces of its own; insights are charged by the traces they look at
      sampling rule Cruddur  up to 12,960,000 traces a month (5 a second), and 10 % of further requests
      sampling rule Default  up to 5,184,000 traces a month (2 a second), and 5 % of further requests
      log group cruddur      stores the events of 7 days

    4 to create, 1 to update
    ---
    target: rehearsal on a fresh backend in memory
    rehearsed: 5 changes applied, a second plan is empty, nothing was kept
    --- 0
    "#);
    assert_eq!(files(&world), before, "nothing is written");
    assert_eq!(code(&world, &["plan", "--against", "local", "--out", "x"]), Some(2));
    assert_eq!(code(&world, &["plan"]), Some(2), "the guard holds otherwise");
    let world = rewrite(world, "\"ERROR\"", "\"%(a%\"");
    assert_eq!(code(&world, &["plan", "--against", "local"]), Some(2));
}

fn files(world: &World) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![world.path("")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            found.insert(path.display().to_string());
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found
}

#[test]
fn an_account_is_compared_before_anything_is_read_or_written() {
    let profile = "[profiles.live]\naccount = \"123456789012\"\nregion = \"eu-west-3\"\n";
    let account_world = || {
        World::new()
            .project(&format!("{FILE}{profile}"))
            .write("project/aws/json/xray.json", RULE)
            .set("AWS_SECRET_ACCESS_KEY", "secret")
            .set("AWS_EC2_METADATA_DISABLED", "true")
            .set("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    };
    let on_account = |world: &World, arguments: &[&str]| {
        run(world, &[&["--profile", "live"], arguments].concat())
    };
    let none = account_world();
    insta::assert_snapshot!(on_account(&none, &["plan"]), @"
    ---
    target: profile live, account 123456789012, region eu-west-3, endpoint http://127.0.0.1:[PORT] (variable AWS_ENDPOINT_URL)
    error: GetCallerIdentity failed: no AWS credentials were found
    hint: set AWS_PROFILE or aws_profile of the profile, or run 'aws sso login'
    --- 4
    ");
    let server_world = World::new();
    let server = server_world.serve(&[]);
    let wrong = account_world().set("AWS_ACCESS_KEY_ID", "999999999999");
    let wrong = wrong.set("AWS_ENDPOINT_URL", &server.url());
    insta::assert_snapshot!(on_account(&wrong, &["apply"]), @"
    ---
    target: profile live, account 123456789012, region eu-west-3, endpoint http://127.0.0.1:[PORT] (variable AWS_ENDPOINT_URL)
    error: profile live declares account 123456789012 (cruddur-obs.toml:15:11), but the credentials belong to account 999999999999 (arn:aws:iam::999999999999:user/cruddur-obs)
    hint: use the credentials of the declared account, or another --profile
    --- 2
    ");
    let right = account_world().set("AWS_ACCESS_KEY_ID", "123456789012");
    let right = right.set("AWS_ENDPOINT_URL", &server.url());
    insta::assert_snapshot!(on_account(&right, &["apply", "--region", "eu-west-1"]), @"
    ---
    target: profile live, account 123456789012, region eu-west-1, endpoint http://127.0.0.1:[PORT] (variable AWS_ENDPOINT_URL)
    error: profile live declares region eu-west-3 (cruddur-obs.toml:16:10), but the command would write to eu-west-1 (flag --region)
    hint: drop the other region, or name a profile that declares it
    --- 2
    ");
    let applied = on_account(&right, &["apply", "-o", "plain"]);
    insta::assert_snapshot!(applied, @"
    created	X-Ray group Cruddur	
    created	sampling rule Cruddur	
    updated	sampling rule Default	
    created	log group cruddur	
    created	metric filter errors of cruddur	
    ---
    target: profile live, account 123456789012, region eu-west-3, endpoint http://127.0.0.1:[PORT] (variable AWS_ENDPOINT_URL)
    created X-Ray group Cruddur
    created log group cruddur
    created metric filter errors of cruddur
    created sampling rule Cruddur
    updated sampling rule Default
    4 created, 1 updated; everything reads back as declared
    --- 0
    ");
    assert!(on_account(&right, &["plan", "--detailed-exitcode"]).ends_with("--- 0"));
}
