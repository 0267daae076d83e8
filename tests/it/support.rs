//! A home, a project folder and a cleared environment for each test.

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Output;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use assert_cmd::Command;
use tempfile::TempDir;

/// The world of one test.
pub(crate) struct World {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl World {
    /// Creates an empty world.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("home")).unwrap();
        // The search for a project file must end inside of this world.
        std::fs::create_dir_all(folder.path().join("project/.git")).unwrap();
        Self { folder, variables: Vec::new() }
    }

    /// Sets a variable for every following command.
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Writes the project file.
    pub(crate) fn project(self, text: &str) -> Self {
        self.write("project/cruddur-obs.toml", text)
    }

    /// Writes any file.
    pub(crate) fn write(self, path: &str, text: &str) -> Self {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Returns a path inside of this world.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the program and returns stdout, stderr and exit code as one text.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        self.show(&self.output(arguments))
    }

    /// Runs the program.
    pub(crate) fn output(&self, arguments: &[&str]) -> Output {
        let mut command = Command::cargo_bin("cruddur-obs").unwrap();
        let command = command.args(arguments).current_dir(self.path("project")).env_clear();
        let command = command.env("HOME", self.path("home")).env("TZ", "UTC");
        command.envs(self.variables.iter().cloned()).output().unwrap()
    }

    /// Returns the program, for tests that start it themselves.
    pub(crate) fn program(&self) -> std::process::Command {
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("cruddur-obs"));
        command.current_dir(self.path("project")).env_clear().env("HOME", self.path("home"));
        command.envs(self.variables.iter().cloned());
        command
    }

    /// Runs the program with lines on stdin and returns stdout, stderr and exit code as one text.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> String {
        let mut command = assert_cmd::Command::from_std(self.program());
        self.show(&command.args(arguments).write_stdin(input).output().unwrap())
    }

    /// Starts the backend on a free port and waits until it is ready.
    pub(crate) fn serve(&self, arguments: &[&str]) -> Server {
        let ready = self.path("ready.json");
        let mut command = self.program();
        command.args(["backend", "serve", "--listen", "127.0.0.1:0"]);
        for further in ["--otlp-grpc", "--otlp-http"] {
            if !arguments.contains(&further) {
                command.args([further, "off"]);
            }
        }
        command.arg("--ready-file");
        let child = command.arg(&ready).args(arguments).stderr(Stdio::piped()).spawn().unwrap();
        let mut server = Server { child, ready };
        let deadline = Instant::now() + PATIENCE;
        while !server.ready.exists() {
            let ended = server.child.try_wait().unwrap();
            assert!(ended.is_none() && Instant::now() < deadline, "the backend does not start");
            std::thread::sleep(Duration::from_millis(5));
        }
        server
    }

    fn show(&self, output: &Output) -> String {
        let text = |bytes: &[u8]| self.scrub(&String::from_utf8_lossy(bytes));
        let code = output.status.code().map_or("killed".to_owned(), |code| code.to_string());
        format!("{}---\n{}--- {code}", text(&output.stdout), text(&output.stderr))
    }

    // Paths of this run become the same in every run; widths of tables change with them.
    fn scrub(&self, text: &str) -> String {
        let root = |path: &Path| path.display().to_string();
        let canonical = std::fs::canonicalize(self.folder.path()).unwrap();
        text.replace(&root(&canonical), "[ROOT]").replace(&root(self.folder.path()), "[ROOT]")
    }
}

/// How long a test waits for what must come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A running `backend serve`.
pub(crate) struct Server {
    child: Child,
    pub(crate) ready: PathBuf,
}

impl Server {
    /// Returns the ready file.
    pub(crate) fn ready_json(&self) -> serde_json::Value {
        let text = std::fs::read_to_string(&self.ready).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Returns the URL in the ready file.
    pub(crate) fn url(&self) -> String {
        self.ready_json()["http"].as_str().unwrap().to_owned()
    }

    /// Ends it with SIGTERM and returns its exit code and what it said.
    pub(crate) fn stop(mut self) -> (Option<i32>, String) {
        let id = i32::try_from(self.child.id()).unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        let code = wait(&mut self.child);
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (code, said)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for the end of a program that must end soon, and returns its exit code.
pub(crate) fn wait(child: &mut Child) -> Option<i32> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            panic!("the program does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Calls a Honeycomb API as any client does; returns status and body.
pub(crate) fn honeycomb(url: &str, method: &str, path: &str, body: &str) -> (u16, String) {
    call(url, method, path, "x-honeycomb-team: key", body)
}

/// Calls Rollbar's API as any client does; returns status and body.
pub(crate) fn rollbar(url: &str, method: &str, path: &str, body: &str) -> (u16, String) {
    let token = format!("x-rollbar-access-token: {}", "a".repeat(32));
    call(url, method, path, &token, body)
}

fn call(url: &str, method: &str, path: &str, key: &str, body: &str) -> (u16, String) {
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\n{key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

/// Replaces what differs from run to run.
pub(crate) fn masked(text: &str) -> String {
    let rules = [
        (r"(group/[A-Za-z0-9_-]+)/[A-Z2-7]{52}", "$1/[SUFFIX]"),
        (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "[ID]"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", "[TIME]"),
        (r"\b0{30,}\d+", "[TOKEN]"),
        (r"\b1[789]\d{11}\b", "[MS]"),
        (r"127\.0\.0\.1:\d+", "127.0.0.1:[PORT]"),
        (r"process \d+", "process [PID]"),
    ];
    rules.iter().fold(text.to_owned(), |text, (pattern, mask)| {
        regex::Regex::new(pattern).unwrap().replace_all(&text, *mask).into_owned()
    })
}
