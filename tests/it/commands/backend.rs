//! `backend`.

use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::fs::PermissionsExt as _;

use crate::support::World;
use crate::support::masked;

fn run(world: &World, arguments: &[&str]) -> String {
    masked(&world.run(&[&["backend"], arguments].concat()))
}

#[test]
fn a_server_is_used_by_other_commands_and_ends_on_request() {
    let world = World::new();
    let server = world.serve(&[]);
    let ready = server.ready.clone();
    let mode = std::fs::metadata(&ready).unwrap().mode() & 0o777;
    assert_eq!(mode, 0o600, "{mode:o}");
    let text = std::fs::read_to_string(&ready).unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&text).unwrap()["pid"].is_u64(), "{text}");
    let url = server.url();
    let created = masked(&world.run(&["logs", "create-group", "cruddur"]));
    insta::assert_snapshot!(created, @"
    ---
    target: local (embedded backend)
    created log group cruddur; its events never expire
    --- 0
    ");
    let query = ["backend", "status", "--query", "[log_groups, address]", "-o", "json"];
    let status = world.run(&query);
    assert!(status.contains(&url), "{status}");
    let data = world.path("home/.local/share/cruddur-obs/default");
    assert_eq!(std::fs::metadata(&data).unwrap().mode() & 0o777, 0o700);
    for entry in std::fs::read_dir(&data).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().mode() & 0o077;
        assert_eq!(mode, 0, "{:?} can be read by others", entry.path());
    }
    let (code, said) = server.stop();
    assert_eq!(code, Some(143));
    insta::assert_snapshot!(masked(&said).replace(&world.path("").display().to_string(), "[ROOT]/"), @r#"
    serving http://127.0.0.1:[PORT] from [ROOT]/home/.local/share/cruddur-obs/default
    hint: to use it: eval "$(cruddur-obs backend env --endpoint-url http://127.0.0.1:[PORT])"; to stop it: Ctrl-C
    stopping; once more stops at once
    "#);
    assert!(!ready.exists(), "the ready file goes with it");
    insta::assert_snapshot!(masked(&world.run(&["logs", "groups", "-o", "plain"])), @"
    cruddur	for ever	0	0	[TIME]
    ---
    target: local (embedded backend)
    --- 0
    ");
}

#[test]
fn one_directory_has_one_server() {
    let world = World::new();
    let _server = world.serve(&[]);
    insta::assert_snapshot!(run(&world, &["serve", "--listen", "127.0.0.1:0"]), @"
    ---
    error: a backend serves this data directory already: process [PID] at http://127.0.0.1:[PORT]
    hint: use that one, end it, or name another folder with --data-dir
    --- 1
    ");
}

#[test]
fn a_busy_port_is_an_error_that_names_it() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let port = listener.local_addr().unwrap().port().to_string();
    let shown = run(&World::new(), &["serve", "--listen", &address]);
    insta::assert_snapshot!(shown.replace(&port, "[PORT]"), @"
    ---
    error: cannot listen on 127.0.0.1:[PORT] (--listen)
    caused by: Address already in use (os error 98)
    hint: another program uses port [PORT]; end it, or choose one with --listen
    --- 1
    ");
}

#[test]
fn further_ports_are_named_or_off() {
    let world = World::new();
    let server = world.serve(&["--otlp-grpc", "127.0.0.1:0", "--otlp-http", "127.0.0.1:0"]);
    let ready = server.ready_json();
    let urls: Vec<_> = ["http", "otlp_grpc", "otlp_http"]
        .iter()
        .map(|name| ready[name].as_str().unwrap().to_owned())
        .collect();
    assert!(urls.iter().all(|url| url.starts_with("http://127.0.0.1:")), "{ready}");
    assert!(urls[0] != urls[1] && urls[1] != urls[2] && urls[0] != urls[2], "{ready}");
    let (_, said) = server.stop();
    for (line, url) in said.lines().zip(&urls) {
        assert!(line.contains(url.as_str()), "{said}");
    }
    assert!(said.contains("\nOTLP over gRPC also at http://"), "{said}");
    assert!(said.contains("\nOTLP over HTTP also at http://"), "{said}");

    let server = world.serve(&["--otlp-grpc", "off", "--otlp-http", "off"]);
    let ready = server.ready_json();
    assert!(ready["otlp_grpc"].is_null() && ready["otlp_http"].is_null(), "{ready}");
    let (_, said) = server.stop();
    assert!(!said.contains("OTLP"), "{said}");
}

#[test]
fn a_collector_at_a_further_port_is_an_error_that_says_what_to_do() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let port = listener.local_addr().unwrap().port().to_string();
    let serve = |flag: &str, other: &str| {
        let arguments = ["serve", "--listen", "127.0.0.1:0", flag, &address, other, "off"];
        run(&World::new(), &arguments).replace(&port, "[PORT]")
    };
    insta::assert_snapshot!(serve("--otlp-grpc", "--otlp-http"), @"
    ---
    error: cannot listen on 127.0.0.1:[PORT] (--otlp-grpc)
    caused by: Address already in use (os error 98)
    hint: another program uses port [PORT]; end it, or choose one with --otlp-grpc, or do without with --otlp-grpc off
    --- 1
    ");
    insta::assert_snapshot!(serve("--otlp-http", "--otlp-grpc"), @"
    ---
    error: cannot listen on 127.0.0.1:[PORT] (--otlp-http)
    caused by: Address already in use (os error 98)
    hint: another program uses port [PORT]; end it, or choose one with --otlp-http, or do without with --otlp-http off
    --- 1
    ");
    insta::assert_snapshot!(run(&World::new(), &["serve", "--otlp-http", "4318"]), @"
    ---
    error: --otlp-http `4318` is neither an address with a port nor off
    hint: for instance --otlp-http 127.0.0.1:[PORT] for a free port, or --otlp-http off
    --- 2
    ");
    insta::assert_snapshot!(run(&World::new(), &["serve", "--otlp-grpc", "0.0.0.0:0"]), @"
    ---
    error: an address beyond loopback needs a token
    hint: set CRUDDUR_OBS_BACKEND_TOKEN
    --- 2
    ");
}

#[test]
fn a_wider_reach_needs_a_token() {
    let world = World::new();
    insta::assert_snapshot!(run(&world, &["serve", "--listen", "0.0.0.0:0"]), @"
    ---
    error: an address beyond loopback needs a token
    hint: set CRUDDUR_OBS_BACKEND_TOKEN
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["serve", "--allow-host", "obs.example"]), @"
    ---
    error: --allow-host needs a token
    hint: set CRUDDUR_OBS_BACKEND_TOKEN
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["serve", "--listen", "here"]), @"
    ---
    error: --listen `here` is no address with a port
    hint: for instance --listen 127.0.0.1:[PORT]
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["serve", "--rollbar-rate-limit", "60"]), @"
    ---
    error: --rollbar-rate-limit `60` is no number of items in seconds
    hint: for instance --rollbar-rate-limit 60/60 for sixty items a minute
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["serve", "--rollbar-arrival-delay", "soon"]), @"
    ---
    error: `soon` is no duration; accepted: 90s, 5m, 2h30m, 7d, 2w (largest unit first)
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["serve", "--rollbar-item-limit", "0"]), @"
    ---
    error: invalid value '0' for '--rollbar-item-limit <BYTES>': 0 is not in 1..=16777216

    For more information, try '--help'.
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["serve", "--ready-file", "no/such/ready.json"]), @"
    ---
    error: the folder of the ready file no/such/ready.json does not exist
    --- 2
    ");
}

#[test]
fn a_token_is_long_enough_not_to_be_found_out() {
    let world = World::new().set("CRUDDUR_OBS_BACKEND_TOKEN", "123456789abcdef");
    insta::assert_snapshot!(run(&world, &["serve"]), @"
    ---
    error: the backend's token has less than 16 characters
    hint: set CRUDDUR_OBS_BACKEND_TOKEN to the output of 'openssl rand -hex 32'
    --- 2
    ");
}

#[test]
fn a_token_is_asked_of_every_command() {
    let world = World::new().set("CRUDDUR_OBS_BACKEND_TOKEN", "s3cret-of-the-backend");
    let server = world.serve(&["--auth", "strict"]);
    assert!(world.run(&["logs", "create-group", "cruddur"]).ends_with("--- 0"));
    assert!(world.run(&["backend", "status"]).ends_with("--- 0"));
    let stranger = World::new();
    let url = server.url();
    let refused = masked(&stranger.run(&["logs", "groups", "--endpoint-url", &url]));
    insta::assert_snapshot!(refused, @"
    ---
    target: local, endpoint http://127.0.0.1:[PORT] (flag --endpoint-url)
    error: DescribeLogGroups failed: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.
    error code: InvalidSignatureException
    request id: [ID]
    hint: check that the credentials belong to the account and may call DescribeLogGroups
    --- 4
    ");
    let status = masked(&stranger.run(&["backend", "status", "--endpoint-url", &url]));
    insta::assert_snapshot!(status, @"
    ---
    error: the backend at http://127.0.0.1:[PORT]/_backend/status answered 401: a token is required: send 'authorization: Bearer' with the backend's token
    hint: set CRUDDUR_OBS_BACKEND_TOKEN to the backend's token
    --- 4
    ");
}

#[test]
fn a_directory_that_is_not_only_ours_is_refused() {
    let world = World::new();
    let real = world.path("real");
    std::fs::create_dir(&real).unwrap();
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o700)).unwrap();
    std::os::unix::fs::symlink(&real, world.path("link")).unwrap();
    std::fs::create_dir(world.path("open")).unwrap();
    let everybody = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(world.path("open"), everybody).unwrap();
    let serve = |name: &str| {
        let directory = world.path(name).display().to_string();
        run(&world, &["serve", "--listen", "127.0.0.1:0", "--data-dir", &directory])
    };
    insta::assert_snapshot!(serve("link"), @"
    ---
    error: data directory [ROOT]/link is refused: it is a symbolic link
    hint: choose a directory of your own with --data-dir, or run chmod 700 on it
    --- 2
    ");
    insta::assert_snapshot!(serve("open"), @"
    ---
    error: data directory [ROOT]/open is refused: others may write in it (mode 777)
    hint: choose a directory of your own with --data-dir, or run chmod 700 on it
    --- 2
    ");
    let embedded = world.path("open").display().to_string();
    let embedded = masked(&world.run(&["logs", "groups", "--data-dir", &embedded]));
    insta::assert_snapshot!(embedded, @"
    ---
    target: local (embedded backend)
    error: data directory [ROOT]/open is refused: others may write in it (mode 777)
    hint: choose a directory of your own with --data-dir, or run chmod 700 on it
    --- 2
    ");
}

#[test]
fn a_program_runs_against_the_backend_and_gives_the_code() {
    let world = World::new().set("PATH", "/usr/bin:/bin");
    insta::assert_snapshot!(run(&world, &["run", "--", "sh", "-c", "exit 7"]), @"
    ---
    --- 7
    ");
    insta::assert_snapshot!(run(&world, &["run", "--", "no-such-program"]), @"
    ---
    error: cannot run no-such-program
    caused by: No such file or directory (os error 2)
    --- 127
    ");
    insta::assert_snapshot!(run(&world, &["run", "--", "/"]), @"
    ---
    error: cannot run /
    caused by: Permission denied (os error 13)
    --- 126
    ");
    insta::assert_snapshot!(run(&world, &["run", "--", "sh", "-c", "kill -9 $$"]), @"
    ---
    --- 137
    ");
    insta::assert_snapshot!(run(&world, &["run"]), @"
    ---
    error: the following required arguments were not provided:
      <COMMAND>...

    Usage: cruddur-obs backend run -- <COMMAND>...

    For more information, try '--help'.
    --- 2
    ");
    let show = "echo $AWS_ENDPOINT_URL $AWS_REGION $AWS_ACCESS_KEY_ID $AWS_PROFILE";
    let world = world.set("AWS_PROFILE", "prod");
    insta::assert_snapshot!(run(&world, &["run", "--ephemeral", "--", "sh", "-c", show]), @"
    http://127.0.0.1:[PORT] us-east-1 000000000000
    ---
    --- 0
    ");
    let directory = world.path("real-link").display().to_string();
    std::os::unix::fs::symlink("/tmp", &directory).unwrap();
    let not_started = run(&world, &["run", "--data-dir", &directory, "--", "true"]);
    assert!(not_started.ends_with("--- 125"), "{not_started}");
}

#[test]
fn variables_are_printed_in_four_forms() {
    let world = World::new();
    let server = world.serve(&[]);
    let env = |format: &str| run(&world, &["env", "--format", format]);
    insta::assert_snapshot!(env("shell"), @"
    export AWS_ENDPOINT_URL='http://127.0.0.1:[PORT]'
    export AWS_ACCESS_KEY_ID='000000000000'
    export AWS_SECRET_ACCESS_KEY='cruddur-obs'
    export AWS_REGION='us-east-1'
    export AWS_DEFAULT_REGION='us-east-1'
    export AWS_DISABLE_HOST_PREFIX_INJECTION='true'
    export AWS_EC2_METADATA_DISABLED='true'
    export HONEYCOMB_API_ENDPOINT='http://127.0.0.1:[PORT]'
    export HONEYCOMB_API_KEY='cruddur-obs'
    export HONEYCOMB_CONFIGURATION_KEY='cruddur-obs'
    export OTEL_EXPORTER_OTLP_ENDPOINT='http://127.0.0.1:[PORT]'
    export OTEL_EXPORTER_OTLP_PROTOCOL='http/protobuf'
    export OTEL_EXPORTER_OTLP_INSECURE='true'
    export OTEL_EXPORTER_OTLP_HEADERS='x-honeycomb-team=cruddur-obs'
    export ROLLBAR_ENDPOINT='http://127.0.0.1:[PORT]/api/1/'
    export ROLLBAR_API_BASE='http://127.0.0.1:[PORT]/api/1'
    export ROLLBAR_ACCESS_TOKEN='f4f30d41bbc5939dbecd97842a80e4d2'
    export ROLLBAR_CLIENT_TOKEN='6a9dbda38a56b6d7ace33a9c4761da12'
    export ROLLBAR_READ_TOKEN='c4a58f121fb90a4477869bbc525149a2'
    export ROLLBAR_WRITE_TOKEN='3f5242080e260908606cd29546b5c6a0'
    export CRUDDUR_OBS_PROFILE='local'
    export CRUDDUR_OBS_ENDPOINT_URL='http://127.0.0.1:[PORT]'
    ---
    --- 0
    ");
    insta::assert_snapshot!(env("dotenv"), @"
    AWS_ENDPOINT_URL='http://127.0.0.1:[PORT]'
    AWS_ACCESS_KEY_ID='000000000000'
    AWS_SECRET_ACCESS_KEY='cruddur-obs'
    AWS_REGION='us-east-1'
    AWS_DEFAULT_REGION='us-east-1'
    AWS_DISABLE_HOST_PREFIX_INJECTION='true'
    AWS_EC2_METADATA_DISABLED='true'
    HONEYCOMB_API_ENDPOINT='http://127.0.0.1:[PORT]'
    HONEYCOMB_API_KEY='cruddur-obs'
    HONEYCOMB_CONFIGURATION_KEY='cruddur-obs'
    OTEL_EXPORTER_OTLP_ENDPOINT='http://127.0.0.1:[PORT]'
    OTEL_EXPORTER_OTLP_PROTOCOL='http/protobuf'
    OTEL_EXPORTER_OTLP_INSECURE='true'
    OTEL_EXPORTER_OTLP_HEADERS='x-honeycomb-team=cruddur-obs'
    ROLLBAR_ENDPOINT='http://127.0.0.1:[PORT]/api/1/'
    ROLLBAR_API_BASE='http://127.0.0.1:[PORT]/api/1'
    ROLLBAR_ACCESS_TOKEN='f4f30d41bbc5939dbecd97842a80e4d2'
    ROLLBAR_CLIENT_TOKEN='6a9dbda38a56b6d7ace33a9c4761da12'
    ROLLBAR_READ_TOKEN='c4a58f121fb90a4477869bbc525149a2'
    ROLLBAR_WRITE_TOKEN='3f5242080e260908606cd29546b5c6a0'
    CRUDDUR_OBS_PROFILE='local'
    CRUDDUR_OBS_ENDPOINT_URL='http://127.0.0.1:[PORT]'
    ---
    --- 0
    ");
    insta::assert_snapshot!(env("json"), @r#"
    {
      "AWS_ENDPOINT_URL": "http://127.0.0.1:[PORT]",
      "AWS_ACCESS_KEY_ID": "000000000000",
      "AWS_SECRET_ACCESS_KEY": "cruddur-obs",
      "AWS_REGION": "us-east-1",
      "AWS_DEFAULT_REGION": "us-east-1",
      "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
      "AWS_EC2_METADATA_DISABLED": "true",
      "HONEYCOMB_API_ENDPOINT": "http://127.0.0.1:[PORT]",
      "HONEYCOMB_API_KEY": "cruddur-obs",
      "HONEYCOMB_CONFIGURATION_KEY": "cruddur-obs",
      "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:[PORT]",
      "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
      "OTEL_EXPORTER_OTLP_INSECURE": "true",
      "OTEL_EXPORTER_OTLP_HEADERS": "x-honeycomb-team=cruddur-obs",
      "ROLLBAR_ENDPOINT": "http://127.0.0.1:[PORT]/api/1/",
      "ROLLBAR_API_BASE": "http://127.0.0.1:[PORT]/api/1",
      "ROLLBAR_ACCESS_TOKEN": "f4f30d41bbc5939dbecd97842a80e4d2",
      "ROLLBAR_CLIENT_TOKEN": "6a9dbda38a56b6d7ace33a9c4761da12",
      "ROLLBAR_READ_TOKEN": "c4a58f121fb90a4477869bbc525149a2",
      "ROLLBAR_WRITE_TOKEN": "3f5242080e260908606cd29546b5c6a0",
      "CRUDDUR_OBS_PROFILE": "local",
      "CRUDDUR_OBS_ENDPOINT_URL": "http://127.0.0.1:[PORT]"
    }
    ---
    --- 0
    "#);
    insta::assert_snapshot!(env("github"), @"
    AWS_ENDPOINT_URL=http://127.0.0.1:[PORT]
    AWS_ACCESS_KEY_ID=000000000000
    AWS_SECRET_ACCESS_KEY=cruddur-obs
    AWS_REGION=us-east-1
    AWS_DEFAULT_REGION=us-east-1
    AWS_DISABLE_HOST_PREFIX_INJECTION=true
    AWS_EC2_METADATA_DISABLED=true
    HONEYCOMB_API_ENDPOINT=http://127.0.0.1:[PORT]
    HONEYCOMB_API_KEY=cruddur-obs
    HONEYCOMB_CONFIGURATION_KEY=cruddur-obs
    OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:[PORT]
    OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
    OTEL_EXPORTER_OTLP_INSECURE=true
    OTEL_EXPORTER_OTLP_HEADERS=x-honeycomb-team=cruddur-obs
    ROLLBAR_ENDPOINT=http://127.0.0.1:[PORT]/api/1/
    ROLLBAR_API_BASE=http://127.0.0.1:[PORT]/api/1
    ROLLBAR_ACCESS_TOKEN=f4f30d41bbc5939dbecd97842a80e4d2
    ROLLBAR_CLIENT_TOKEN=6a9dbda38a56b6d7ace33a9c4761da12
    ROLLBAR_READ_TOKEN=c4a58f121fb90a4477869bbc525149a2
    ROLLBAR_WRITE_TOKEN=3f5242080e260908606cd29546b5c6a0
    CRUDDUR_OBS_PROFILE=local
    CRUDDUR_OBS_ENDPOINT_URL=http://127.0.0.1:[PORT]
    ---
    --- 0
    ");
    server.stop();
    insta::assert_snapshot!(env("shell").lines().last().unwrap_or_default(), @"--- 0");
    let without = world.run(&["backend", "env"]);
    assert!(without.contains("warning: no backend serves this data directory now"), "{without}");
}

#[test]
fn variables_for_a_github_step_have_no_fence_and_are_hidden_first() {
    let world = World::new()
        .set("GITHUB_ACTIONS", "true")
        .set("CRUDDUR_OBS_BACKEND_TOKEN", "made-up-token-1");
    for format in ["github", "dotenv", "shell", "json"] {
        let output = world.output(&["backend", "env", "--format", format]);
        let (data, said) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(data.contains("made-up-token-1") && !data.contains("::"), "{data}");
        assert!(said.contains("::add-mask::made-up-token-1\n"), "{said}");
    }
}

#[test]
fn reset_asks_and_empties() {
    let world = World::new();
    world.run(&["logs", "create-group", "cruddur"]);
    insta::assert_snapshot!(run(&world, &["reset"]), @"
    ---
    error: cannot ask `forget everything that the backend of [ROOT]/home/.local/share/cruddur-obs/default holds?` here: there is no terminal
    hint: answer on the command line: --yes
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["reset", "--yes"]), @"
    ---
    the backend has forgotten everything
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["status", "--query", "log_groups"]), @"
    0
    ---
    hint: no backend serves this data directory; 'cruddur-obs backend serve' does
    --- 0
    ");
}

#[test]
fn our_own_commands_in_a_run_use_its_backend() {
    let world = World::new();
    let path = std::path::PathBuf::from(assert_cmd::cargo::cargo_bin!("cruddur-obs"));
    let program = path.display();
    let script =
        format!("{program} logs create-group ci && {program} logs groups --query [].name -o json");
    let shown = run(&world, &["run", "--ephemeral", "--", "sh", "-c", &script]);
    assert!(shown.contains("created log group ci") && shown.ends_with("--- 0"), "{shown}");
    let after = world.run(&["logs", "groups", "-o", "json", "--query", "[].logGroupName"]);
    assert!(!after.contains("ci"), "{after}");
}
