//! `backend export` and `backend import`.

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::process::Stdio;

use crate::support::PATIENCE;
use crate::support::World;
use crate::support::masked;
use crate::support::wait;

fn run(world: &World, arguments: &[&str]) -> String {
    let said = masked(&world.run(&[&["backend"], arguments].concat()));
    regex::Regex::new(r"\d+\.\d [KM]iB").unwrap().replace_all(&said, "[SIZE]").into_owned()
}

/// A world with a group and an event.
fn filled(word: &str) -> World {
    let world = World::new();
    world.run(&["logs", "create-group", "cruddur"]);
    let put = ["logs", "put", "cruddur", "--stream", "web"];
    let said = world.run_with(&put, &format!("{word}\n"));
    assert!(said.ends_with("--- 0"), "{said}");
    world
}

fn tail(world: &World, more: &[&str]) -> String {
    let arguments = ["logs", "tail", "cruddur", "-o", "plain", "--query", "[].message"];
    let said = world.run(&[&arguments[..5], more].concat());
    said.split("---").next().unwrap().to_owned()
}

fn names(world: &World, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(world.path(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_state_is_handed_on_as_one_file() {
    let world = filled("first");
    insta::assert_snapshot!(run(&world, &["export", "state.tar"]), @"
    ---
    exported everything to state.tar ([SIZE])
    --- 0
    ");
    let file = world.path("project/state.tar");
    assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
    assert_eq!(names(&world, "project"), [".git", "state.tar"]);
    insta::assert_snapshot!(run(&world, &["export", "state.tar"]), @"
    ---
    error: state.tar exists already
    hint: name another file, or replace it with --force
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["export", "state.tar", "--force", "-q"]), @"
    ---
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["export", "."]), @"
    ---
    error: . is no plain file
    hint: name a file, or - for stdout
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["export", "no/such/folder.tar"]), @"
    ---
    error: cannot write no/such/folder.tar
    caused by: No such file or directory (os error 2)
    --- 1
    ");

    let copy = ["--data-dir", "copy"];
    insta::assert_snapshot!(run(&world, &[&["import", "state.tar"], &copy[..]].concat()), @"
    ---
    imported log groups: 1, rows of log events: 1; exported [TIME] by version 0.1.0
    --- 0
    ");
    assert_eq!(tail(&world, &copy), tail(&world, &[]));
    assert!(tail(&world, &copy).contains("first"));
    assert_eq!(names(&world, "project"), [".git", "copy", "state.tar"]);
    assert_eq!(std::fs::metadata(world.path("project/copy")).unwrap().mode() & 0o777, 0o700);
}

#[test]
fn what_is_there_is_replaced_only_if_asked_for() {
    let world = filled("old");
    let other = filled("new");
    let archive = world.path("new.tar").display().to_string();
    other.run(&["backend", "export", &archive]);
    insta::assert_snapshot!(run(&world, &["import", "../new.tar"]), @"
    ---
    error: the data directory [ROOT]/home/.local/share/cruddur-obs/default holds data
    hint: forget it with --replace, or name another folder with --data-dir
    --- 2
    ");
    insta::assert_snapshot!(run(&world, &["import", "../new.tar", "--replace"]), @"
    ---
    error: cannot ask `forget everything that [ROOT]/home/.local/share/cruddur-obs/default holds?` here: there is no terminal
    hint: answer on the command line: --yes
    --- 2
    ");
    assert!(tail(&world, &[]).contains("old"));
    insta::assert_snapshot!(run(&world, &["import", "../new.tar", "--replace", "--yes"]), @"
    ---
    imported log groups: 1, rows of log events: 1; exported [TIME] by version 0.1.0
    --- 0
    ");
    assert_eq!(tail(&world, &[]), tail(&other, &[]));
    assert_eq!(names(&world, "home/.local/share/cruddur-obs"), ["default"]);
    // A folder that was named by mistake is nothing to be agreed to.
    let here = ["import", "../new.tar", "--replace", "--yes", "--data-dir", "."];
    insta::assert_snapshot!(run(&world, &here), @"
    ---
    error: . holds .git, which is not the backend's
    hint: name a folder of its own with --data-dir
    --- 2
    ");
    assert!(world.path("project/.git").exists());
}

#[test]
fn a_running_backend_is_exported_and_keeps_its_directory() {
    let world = filled("line").set("CRUDDUR_OBS_BACKEND_TOKEN", "s3cret-of-the-backend");
    let server = world.serve(&["--auth", "strict"]);
    let url = server.url();
    insta::assert_snapshot!(run(&world, &["export", "held.tar"]), @"
    ---
    exported everything to held.tar ([SIZE])
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["export", "named.tar", "--endpoint-url", &url]), @"
    ---
    exported everything to named.tar ([SIZE])
    --- 0
    ");
    insta::assert_snapshot!(run(&world, &["import", "held.tar", "--replace", "--yes"]), @"
    ---
    error: a backend serves this data directory: process [PID] at http://127.0.0.1:[PORT]
    hint: end it first, or name another folder with --data-dir
    --- 1
    ");
    insta::assert_snapshot!(run(&world, &["import", "held.tar", "--endpoint-url", &url]), @"
    ---
    error: an import cannot go to the backend at http://127.0.0.1:[PORT]
    hint: import into the data directory that it is to serve, then start it
    --- 2
    ");
    let stranger = World::new();
    insta::assert_snapshot!(run(&stranger, &["export", "x.tar", "--endpoint-url", &url]), @"
    ---
    error: the backend at http://127.0.0.1:[PORT]/_backend/export answered 401: a token is required: send 'authorization: Bearer' with the backend's token
    hint: set CRUDDUR_OBS_BACKEND_TOKEN to the backend's token
    --- 4
    ");
    assert_eq!(names(&stranger, "project"), [".git"]);
    server.stop();
    for file in ["held.tar", "named.tar"] {
        let said = run(&world, &["import", file, "--data-dir", file.trim_end_matches(".tar")]);
        assert!(said.contains("imported log groups: 1, rows of log events: 1;"), "{said}");
    }
}

#[test]
fn a_pipe_carries_it() {
    let world = filled("piped");
    let output = world.output(&["backend", "export", "-"]);
    assert!(output.stdout.starts_with(b"export.json\0"));
    let said = masked(&String::from_utf8(output.stderr).unwrap());
    assert!(said.starts_with("exported everything to stdout ("), "{said}");
    let import = |bytes: &[u8], folder: &str| {
        let mut command = assert_cmd::Command::from_std(world.program());
        let command = command.args(["backend", "import", "-", "--data-dir", folder]);
        let output = command.write_stdin(bytes).output().unwrap();
        (output.status.code(), masked(&String::from_utf8(output.stderr).unwrap()))
    };
    assert_eq!(import(&output.stdout, "copy").0, Some(0));
    assert!(tail(&world, &["--data-dir", "copy"]).contains("piped"));
    insta::assert_snapshot!(import(&output.stdout[..9_000], "cut").1, @"
    error: the export is cut off inside of member catalog.sqlite
    hint: export again, or fetch the file again; nothing was changed
    ");
    let mut flipped = output.stdout.clone();
    flipped[9_000] ^= 1;
    insta::assert_snapshot!(import(&flipped, "flipped").1, @"
    error: member catalog.sqlite of the export is refused: its checksum is another one
    hint: export again, or fetch the file again; nothing was changed
    ");
    insta::assert_snapshot!(import(b"{\"no\":\"tar\"}", "other").1, @"
    error: this is no export of cruddur-obs: failed to read entire block
    hint: give a file that 'cruddur-obs backend export' wrote
    ");
    insta::assert_snapshot!(run(&world, &["import", "absent.tar"]), @"
    ---
    error: there is no file absent.tar
    --- 3
    ");
    assert_eq!(names(&world, "project"), [".git", "copy", "cut", "flipped", "other"]);
}

/// Answers one request with the beginning of an export, and holds or closes the connection.
fn stalling(hold: bool) -> (String, std::sync::mpsc::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (begun, begins) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).unwrap();
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nexport.json";
        stream.write_all(head.as_bytes()).unwrap();
        begun.send(()).unwrap();
        if hold {
            // Until the other side goes.
            let _ = stream.read(&mut request);
        }
    });
    (url, begins)
}

#[test]
fn a_file_that_was_begun_is_taken_away() {
    let world = World::new();
    let (url, _begins) = stalling(false);
    insta::assert_snapshot!(run(&world, &["export", "x.tar", "--endpoint-url", &url]), @"
    ---
    error: the backend at http://127.0.0.1:[PORT]/_backend/export broke off its answer
    caused by:
      1: error decoding response body
      2: request or response body error
      3: error reading a body from connection
      4: end of file before message length reached
    hint: try again
    --- 1
    ");
    assert_eq!(names(&world, "project"), [".git"]);

    let (url, begins) = stalling(true);
    let mut program = world.program();
    program.args(["backend", "export", "x.tar", "--endpoint-url", &url]).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    begins.recv().unwrap();
    let deadline = std::time::Instant::now() + PATIENCE;
    while names(&world, "project").len() == 1 {
        assert!(std::time::Instant::now() < deadline, "the file is not begun");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let id = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    assert_eq!(wait(&mut child), Some(130));
    assert_eq!(names(&world, "project"), [".git"]);
}
