//! Files that a project file refers to, and the project file itself.

use super::Folder;
use super::Manifest;
use super::NAME;
use super::told;

#[test]
fn every_wrong_path_has_its_message() {
    let folder = Folder::new(&[
        ("project/folder/x", ""),
        ("outside.json", "{}"),
        ("project/large.json", &" ".repeat(1024 * 1024 + 1)),
        ("project/list.json", " [1]"),
        ("project/syntax.json", "{\n  \"limit\": 1,\n}"),
        ("project/unknown.json", "{\"limt\": 1, \"breakdowns\": {}}"),
    ]);
    let project = folder.0.path().join("project");
    std::fs::write(project.join("bytes.json"), b"{\xff}").unwrap();
    std::os::unix::fs::symlink("../outside.json", project.join("link.json")).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(project.join("pipe.json")).status();
    assert!(pipe.unwrap().success());
    let paths = [
        "/etc/passwd",
        "../outside.json",
        "link.json",
        "none.json",
        "folder",
        "bytes.json",
        "large.json",
        "pipe.json",
        "list.json",
        "syntax.json",
        "unknown.json",
        "unknown.json",
    ];
    let text: String = paths
        .iter()
        .enumerate()
        .map(|(i, path)| format!("[honeycomb.queries.q{i}]\nfile = \"{path}\"\ndataset = \"d\"\n"))
        .collect();
    let error = Manifest::parse(NAME.to_owned(), &text, &project).unwrap_err();
    insta::assert_snapshot!(told(&error), @"
    cruddur-obs.toml:2:8 `honeycomb.queries.q0.file` must be relative to the folder of the project file | -
    cruddur-obs.toml:5:8 `honeycomb.queries.q1.file` leaves the project with `..` | keep the file below the folder of the project file
    cruddur-obs.toml:8:8 `honeycomb.queries.q2.file` is a link that leaves the project | copy the file into the project
    cruddur-obs.toml:11:8 `honeycomb.queries.q3.file` names none.json, which does not exist | paths are relative to the folder of the project file
    cruddur-obs.toml:14:8 `honeycomb.queries.q4.file` names folder, which cannot be used: it is a folder | -
    cruddur-obs.toml:17:8 `honeycomb.queries.q5.file` names bytes.json, which cannot be used: it is not UTF-8 (line 1) | -
    cruddur-obs.toml:20:8 `honeycomb.queries.q6.file` names large.json, which cannot be used: it is larger than 1 MiB | -
    cruddur-obs.toml:23:8 `honeycomb.queries.q7.file` names pipe.json, which cannot be used: it is no regular file | -
    list.json:1:2 must be a JSON object, {…} | -
    syntax.json:3:1 trailing comma | -
    unknown.json:1:2 unknown member `limt` | did you mean `limit`?
    unknown.json:1:27 `breakdowns` must be a list of texts, not an object | -
    ");
}

#[test]
fn a_project_file_is_read_from_disk() {
    let folder = Folder::new(&[
        ("a/cruddur-obs.toml", "[honeycomb.queries.q]\ndataset = \"d\"\nfile = \"q.json\"\n"),
        ("a/q.json", "{\"limit\": 0}"),
    ]);
    let load = |path: &str| Manifest::load(&folder.0.path().join(path), format!("shown/{path}"));
    insta::assert_snapshot!(told(&load("a/cruddur-obs.toml").unwrap_err()), @"shown/a/q.json:1:11 `limit` must be at least 1, not 0 | -");
    let large = format!("# {}\n", "x".repeat(1024 * 1024));
    std::fs::write(folder.0.path().join("c.toml"), large).unwrap();
    insta::assert_snapshot!(told(&load("c.toml").unwrap_err()), @"cannot read shown/c.toml: it is larger than 1 MiB");
    insta::assert_snapshot!(told(&load("b.toml").unwrap_err()), @"cannot read shown/b.toml: there is no such file");
}
