//! A home, a project folder and a cleared environment for each test.

use std::path::Path;
use std::path::PathBuf;
use std::process::Output;

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
