//! Projects with one mistake each, most of them made by people who followed a guide by hand.

use std::collections::BTreeSet;

use super::registry::CHECKS;
use super::run::CheckInput;
use super::run::run;
use crate::manifest::Manifest;

/// Made up: 32 digits as those of two vendors have.
const DIGITS: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

const NOTHING: &str = "[project]\nname = \"cruddur\"\n";

/// Made up, of the shape of a Honeycomb key.
fn honeycomb_key() -> String {
    format!("hcaik_{}c3d4", "a1b2c3d4e5".repeat(5) + "a1b2")
}

/// Makes a project and returns what is found, one line each.
fn check(declared: &str, files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("cruddur-obs.toml", declared);
    files.iter().for_each(|(path, text)| write(path, text));
    let path = folder.path().join("cruddur-obs.toml");
    let manifest = Manifest::load(&path, "cruddur-obs.toml".to_owned()).unwrap();
    let input = CheckInput { manifest: &manifest, path: &path, name: "cruddur-obs.toml" };
    run(&input)
        .into_iter()
        .map(|finding| {
            let also = finding.also.map_or_else(String::new, |also| format!(" (see {also})"));
            format!("{} {}: {}{also}", finding.check.id, finding.place, finding.message)
        })
        .collect()
}

fn in_files(files: &[(&str, &str)]) -> Vec<String> {
    check(NOTHING, files)
}

fn declared(text: &str) -> Vec<String> {
    check(&format!("{NOTHING}{text}"), &[])
}

#[test]
fn a_good_project_has_no_findings() {
    let file = r#"
[env.HONEYCOMB_API_KEY]
secret = true
from = "env:HONEYCOMB_API_KEY"
targets = ["gitpod", "dotenv:.env"]
[env.AWS_DEFAULT_REGION]
value = "eu-west-3"
targets = ["dotenv:.env"]
[services.api.env.OTEL_SERVICE_NAME]
value = "api"
targets = ["dotenv:api/.env"]
[services.web.env.OTEL_SERVICE_NAME]
value = "web"
targets = ["dotenv:web/.env"]
"#;
    let compose = r#"services:
  api:
    build: ./api
    environment:
      AWS_DEFAULT_REGION: "${AWS_DEFAULT_REGION}"
      OTEL_SERVICE_NAME: api
      ROLLBAR_ACCESS_TOKEN: "${ROLLBAR_ACCESS_TOKEN}"
      CONNECTION_URL: "postgresql://postgres:password@db:5432/cruddur"
      AWS_XRAY_URL: "*4567-${HOST}*"
"#;
    let app = "import os, rollbar\nrollbar.init(os.getenv('ROLLBAR_ACCESS_TOKEN'), 'production')\n";
    // The target of the project file holds what it is there for.
    let target = format!("HONEYCOMB_API_KEY={}\n", honeycomb_key());
    let files = [
        ("docker-compose.yml", compose),
        ("api/app.py", app),
        ("api/requirements.txt", "boto3\nrollbar==1.3.0\n"),
        (".env", &target),
        (".env.example", "HONEYCOMB_API_KEY=\nROLLBAR_ACCESS_TOKEN=<your token>\n"),
    ];
    assert_eq!(check(&format!("{NOTHING}{file}"), &files), [""; 0]);
}

#[test]
fn a_token_under_the_name_of_the_region() {
    let script = "#!/bin/sh\ngp env AWS_DEFAULT_REGION=<rollbar_access_token>\n";
    assert_eq!(
        in_files(&[("bin/remember", script)]),
        [
            "token-under-region bin/remember:2:8: AWS_DEFAULT_REGION is given the value of rollbar_access_token"
        ]
    );
    let compose =
        "services:\n  api:\n    environment:\n      AWS_REGION: \"${ROLLBAR_ACCESS_TOKEN}\"\n";
    assert_eq!(
        in_files(&[("compose.yaml", compose)]),
        [
            "token-under-region compose.yaml:4:7: AWS_REGION is given the value of ROLLBAR_ACCESS_TOKEN"
        ]
    );
    let value = format!("export AWS_DEFAULT_REGION='{DIGITS}'\n");
    assert_eq!(
        in_files(&[("env.sh", &value)]),
        ["token-under-region env.sh:1:8: AWS_DEFAULT_REGION is given what looks like a token"]
    );
    assert_eq!(
        declared(
            r#"[env.AWS_DEFAULT_REGION]
from = "env:ROLLBAR_ACCESS_TOKEN"
targets = ["gitpod"]
"#
        ),
        [
            "token-under-region cruddur-obs.toml:3:6: AWS_DEFAULT_REGION takes the value of ROLLBAR_ACCESS_TOKEN"
        ]
    );
    assert_eq!(
        in_files(&[(
            "a.sh",
            "export AWS_REGION=$MY_REGION\nexport AWS_DEFAULT_REGION=eu-west-3\n"
        )]),
        [""; 0]
    );
}

#[test]
fn a_token_under_the_name_of_another_vendor() {
    let key = honeycomb_key();
    let found = in_files(&[("prod.env", &format!("ROLLBAR_ACCESS_TOKEN={key}\n"))]);
    assert_eq!(
        found,
        [
            "token-under-other-name prod.env:1:1: ROLLBAR_ACCESS_TOKEN, which is for a Rollbar token, is given a Honeycomb key",
            "token-in-source prod.env:1:22: a Honeycomb ingest or configuration key that ends in c3d4",
        ]
    );
    assert!(found.iter().all(|line| !line.contains(&key[..20])));
    assert_eq!(
        declared(
            r#"[env.HONEYCOMB_API_KEY]
secret = true
from = "env:ROLLBAR_ACCESS_TOKEN"
targets = ["gitpod"]
"#
        ),
        [
            "token-under-other-name cruddur-obs.toml:3:6: HONEYCOMB_API_KEY, which is for a Honeycomb key, takes the value of ROLLBAR_ACCESS_TOKEN, which is for a Rollbar token"
        ]
    );
}

#[test]
fn one_service_name_for_two_services() {
    let gitpod = "tasks:\n  - before: |\n      gp env HONEYCOMB_SERVICE_NAME=\"backend-flask\"\n";
    let script = "gp env HONEYCOMB_SERVICE_NAME=\"frontend-react-js\"\n";
    assert_eq!(
        in_files(&[(".gitpod.yml", gitpod), ("frontend/setup.sh", script)]),
        [
            "service-name-overwritten frontend/setup.sh:1:8: HONEYCOMB_SERVICE_NAME is set again, to another value, which overwrites the first (see .gitpod.yml:3:14)"
        ]
    );
    let compose = r#"services:
  api:
    environment:
      OTEL_SERVICE_NAME: "${HONEYCOMB_SERVICE_NAME}"
  web:
    environment:
      - OTEL_SERVICE_NAME=${HONEYCOMB_SERVICE_NAME}
"#;
    assert_eq!(
        in_files(&[("docker-compose.yml", compose)]),
        [
            "service-name-overwritten docker-compose.yml:7:9: web and api both take their name from HONEYCOMB_SERVICE_NAME (see docker-compose.yml:4:7)"
        ]
    );
    let two_scripts = [
        ("api/run.sh", "export OTEL_SERVICE_NAME=api\n"),
        ("web/run.sh", "export OTEL_SERVICE_NAME=web\n"),
    ];
    assert_eq!(in_files(&two_scripts), [""; 0], "each runs in a shell of its own");
    assert_eq!(
        declared(
            r#"[services.api]
[services.web]
[env.OTEL_SERVICE_NAME]
value = "Cruddur"
targets = ["gitpod"]
"#
        ),
        [
            "service-name-overwritten cruddur-obs.toml:5:6: OTEL_SERVICE_NAME is one for all of api, web"
        ]
    );
}

#[test]
fn a_key_in_the_bundle_of_a_browser() {
    let compose = r#"services:
  web:
    environment:
      REACT_APP_HONEYCOMB_API_KEY: "${HONEYCOMB_API_KEY}"
      REACT_APP_BACKEND_URL: "https://x"
      REACT_APP_TRACE: "${HONEYCOMB_API_KEY}"
"#;
    assert_eq!(
        in_files(&[("docker-compose.yml", compose)]),
        [
            "key-in-browser-bundle docker-compose.yml:4:7: REACT_APP_HONEYCOMB_API_KEY is built into the pages of the browser",
            "key-in-browser-bundle docker-compose.yml:6:7: REACT_APP_TRACE is built into the pages of the browser",
        ]
    );
    let script = r#"const a = process.env.REACT_APP_ROLLBAR_CLIENT_TOKEN;
const b = import.meta.env.VITE_API_KEY;
const c = import.meta.env.VITE_API_KEY;
"#;
    assert_eq!(
        in_files(&[("web/src/tracing.ts", script)]),
        [
            "key-in-browser-bundle web/src/tracing.ts:2:27: VITE_API_KEY is read by a script of the browser"
        ]
    );
    let plain = format!("NEXT_PUBLIC_ID={DIGITS}\nNEXT_PUBLIC_ROLLBAR_CLIENT_TOKEN={DIGITS}\n");
    let found = in_files(&[(".env", &plain)]);
    assert_eq!(
        found[0],
        "key-in-browser-bundle .env:1:1: NEXT_PUBLIC_ID is built into the pages of the browser"
    );
    assert!(!found.iter().any(|line| line.contains("bundle .env:2")), "{found:?}");
    assert_eq!(
        declared(
            r#"[env.VITE_HONEYCOMB_API_KEY]
secret = true
from = "env:HONEYCOMB_API_KEY"
targets = ["dotenv:.env"]
"#
        ),
        [
            "key-in-browser-bundle cruddur-obs.toml:3:6: VITE_HONEYCOMB_API_KEY is built into the pages of the browser"
        ]
    );
    assert_eq!(
        declared(
            r#"[env.REACT_APP_ROLLBAR_CLIENT_TOKEN]
secret = true
from = "env:REACT_APP_ROLLBAR_CLIENT_TOKEN"
targets = ["dotenv:.env"]
"#
        ),
        [""; 0],
        "a token that is made for clients"
    );
}

#[test]
fn a_region_that_boto3_does_not_read() {
    let python = ("backend-flask/requirements.txt", "flask\nwatchtower==3.0\n");
    let compose = r#"services:
  api:
    build: ./backend-flask
    environment:
      AWS_REGION: "us-east-1"
  xray-daemon:
    image: "amazon/aws-xray-daemon"
    environment:
      AWS_REGION: "us-east-1"
"#;
    let file = ("docker-compose.yml", compose);
    assert_eq!(
        in_files(&[python, file]),
        [
            "region-variable docker-compose.yml:5:7: AWS_REGION is set for api, and boto3 reads AWS_DEFAULT_REGION"
        ]
    );
    assert_eq!(in_files(&[file]), [""; 0], "nothing shows that boto3 runs there");
    let script = ("setup.sh", "export AWS_REGION=\"eu-west-3\"\n");
    let app = ("api/app.py", "import os\nimport boto3\n");
    assert_eq!(
        in_files(&[script, app]),
        ["region-variable setup.sh:1:8: AWS_REGION is set, and boto3 reads AWS_DEFAULT_REGION"]
    );
    let both = ("setup.sh", "export AWS_REGION=eu-west-3 AWS_DEFAULT_REGION=eu-west-3\n");
    assert_eq!(in_files(&[both, app]), [""; 0]);
    let file = "[env.AWS_REGION]\nvalue = \"eu-west-3\"\ntargets = [\"gitpod\", \"dotenv:.env\"]\n";
    let found = check(&format!("{NOTHING}{file}"), &[app]);
    assert_eq!(
        found,
        [
            "region-variable cruddur-obs.toml:3:6: AWS_REGION is declared, and boto3 reads AWS_DEFAULT_REGION"
        ]
    );
}

#[test]
fn variables_that_are_set_to_nothing_or_to_a_guides_words() {
    let gitpod = r#"tasks:
  - init: |
      export HONEYCOMB_API_KEY=""
      gp env ROLLBAR_ACCESS_TOKEN=""
      export PS1=""
"#;
    assert_eq!(
        in_files(&[(".gitpod.yml", gitpod)]),
        [
            "empty-value .gitpod.yml:3:14: HONEYCOMB_API_KEY is set to nothing",
            "empty-value .gitpod.yml:4:14: ROLLBAR_ACCESS_TOKEN is set to nothing",
        ]
    );
    assert_eq!(
        in_files(&[(
            "a.env",
            "AWS_REGION=\nHONEYCOMB_API_KEY=<api_key>\nDB_PASSWORD=changeme\nPS1=changeme\n"
        )]),
        [
            "empty-value a.env:1:1: AWS_REGION is set to nothing",
            "placeholder-value a.env:2:1: HONEYCOMB_API_KEY still holds a placeholder",
            "placeholder-value a.env:3:1: DB_PASSWORD still holds a placeholder",
        ]
    );
}

#[test]
fn values_that_their_variables_cannot_have() {
    let text = r#"AWS_ACCESS_KEY_ID=dummy
OTEL_EXPORTER_OTLP_ENDPOINT=api.honeycomb.io
OTEL_EXPORTER_OTLP_HEADERS=abc
AWS_ACCOUNT_ID=12
OTEL_SERVICE_NAME=${X}
"#;
    assert_eq!(
        in_files(&[("a.env", text)]),
        [
            "value-of-wrong-shape a.env:2:1: the value of OTEL_EXPORTER_OTLP_ENDPOINT must be an address that begins with http:// or https://",
            "value-of-wrong-shape a.env:3:1: the value of OTEL_EXPORTER_OTLP_HEADERS must be NAME=VALUE, as in x-honeycomb-team=KEY",
            "value-of-wrong-shape a.env:4:1: the value of AWS_ACCOUNT_ID must be the 12 digits of an account",
        ]
    );
    let file = r#"[env.A]
value = "${HOME}/x"
targets = ["github"]
[env.B]
value = "'x'"
targets = ["github"]
[env.C]
value = "changeme"
targets = ["github"]
"#;
    assert_eq!(
        declared(file),
        [
            "unresolved-value cruddur-obs.toml:3:6: the value of A holds $ or quotes",
            "unresolved-value cruddur-obs.toml:6:6: the value of B holds $ or quotes",
            "placeholder-value cruddur-obs.toml:9:6: C still holds a placeholder",
        ]
    );
}

#[test]
fn declarations_that_contradict_their_names() {
    let file = r#"[env.API_TOKEN]
secret = false
from = "env:API_TOKEN"
targets = ["gitpod"]
[env.api_token]
secret = true
from = "env:API_TOKEN"
targets = ["dotenv:.env"]
[env.OTHER_KEY]
secret = true
from = "env:API_TOKEN"
targets = ["gitpod"]
"#;
    assert_eq!(
        declared(file),
        [
            "secret-declared-plain cruddur-obs.toml:3:6: API_TOKEN is a secret by its name, and is declared with secret = false",
            "names-differ-in-case cruddur-obs.toml:7:6: api_token and API_TOKEN are two (see cruddur-obs.toml:3:6)",
            "one-source-two-names cruddur-obs.toml:11:6: OTHER_KEY and api_token both take the value of API_TOKEN (see cruddur-obs.toml:7:6)",
        ]
    );
}

#[test]
fn a_token_that_was_pasted_with_the_vendors_example() {
    let app = format!(
        r#"@app.before_first_request
def init_rollbar():
    rollbar.init(
        # access token
        '{DIGITS}',
        'production')
"#
    );
    let found = in_files(&[("backend-flask/app.py", &app), ("journal/week2.md", &app)]);
    assert_eq!(
        found,
        [
            "token-in-source backend-flask/app.py:5:10: a Rollbar access token that ends in e1f0",
            "token-in-source journal/week2.md:5:10: a Rollbar access token that ends in e1f0",
        ]
    );
    let likely = "password = \"t7Kq0zX4mWb2\"\n";
    assert_eq!(
        in_files(&[("a.py", likely)]),
        ["likely-token-in-source a.py:1:13: a literal whose name says that it is secret"]
    );
}

#[test]
fn what_was_looked_at_can_stay() {
    let allowed = |comment: &str| {
        let text = format!("rollbar_token = '{DIGITS}'{comment}\nexport_token = 1\n");
        in_files(&[("a.py", &text)]).len()
    };
    assert_eq!(allowed("  # cruddur-obs: allow made up, for a test"), 0);
    assert_eq!(allowed("  # cruddur-obs: allow"), 1, "a comment without a reason");
    let above = format!(
        "# cruddur-obs: allow made up\nrollbar_token = '{DIGITS}'\nrollbar_token = '{DIGITS}'\n"
    );
    assert_eq!(in_files(&[("a.py", &above)]).len(), 1, "it allows the next line only");
    let file = r#"# cruddur-obs: allow it is one for both
[env.OTEL_SERVICE_NAME]
value = "x"
targets = ["gitpod"]
[services.a]
[services.b]
"#;
    assert_eq!(declared(file), [""; 0]);
}

#[test]
fn what_holds_values_is_not_read() {
    let file = r#"[env.A_TOKEN]
secret = true
from = "file:secret.txt"
targets = ["dotenv:out/.env"]
"#;
    let line = format!("rollbar {DIGITS}\n");
    let files = [
        ("secret.txt", line.as_str()),
        ("out/.env", &line),
        ("ignored.env", &line),
        (".gitignore", "ignored.env\n"),
    ];
    assert_eq!(check(&format!("{NOTHING}{file}"), &files), [""; 0]);
    assert_eq!(in_files(&files[..2]).len(), 2);
}

/// Ways to write a value down, most of them mistakes; `@` is the value.
const PLACES: [(&str, &str); 12] = [
    ("a.sh", "export AWS_DEFAULT_REGION=@\n"),
    ("a.sh", "gp env AWS_REGION='@'\n"),
    ("a.sh", "gp env A_SERVICE_NAME=@\ngp env A_SERVICE_NAME=b\n"),
    ("a.sh", "export OTEL_SERVICE_NAME=b\nexport OTEL_SERVICE_NAME=\"@\"\n"),
    (".env", "ROLLBAR_ACCESS_TOKEN=@\nHONEYCOMB_API_KEY=@\n"),
    (".env", "VITE_API_KEY=@\nREACT_APP_X=@\n"),
    (".env", "OTEL_EXPORTER_OTLP_HEADERS=@\nAWS_REGION=<@>\n"),
    ("compose.yml", "services:\n  @:\n    environment:\n      AWS_REGION: ${@}\n"),
    ("compose.yml", "services:\n  a:\n    environment:\n      - OTEL_SERVICE_NAME=@\n"),
    ("app.py", "rollbar.init('@')\n"),
    ("app.ts", "const honeycomb = { writeKey: \"@\", aws_secret: \"@\" }\n"),
    ("Dockerfile", "ENV AWS_SECRET_ACCESS_KEY=@\n"),
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]

    #[test]
    fn no_finding_shows_more_of_a_secret_than_its_end(
        secret in "[0-9a-f]{32}|[A-Za-z0-9/+]{40}|hcaik_[0-9a-z]{58}|AKIA[A-Z2-7]{16}|[!-~]{12,30}"
    ) {
        for (path, text) in PLACES {
            let found = in_files(&[(path, &text.replace('@', &secret))]);
            for line in &found {
                for end in 5..=secret.len() {
                    proptest::prop_assert!(!line.contains(&secret[end - 5..end]), "{}", line);
                }
            }
        }
    }
}

#[test]
fn errors_come_first_and_the_rest_in_order() {
    let script = format!("export HONEYCOMB_API_KEY=\"\"\nx=rollbar:{DIGITS}\n");
    let found = in_files(&[("a.sh", &script), ("b.sh", &script)]);
    let ids: Vec<&str> = found.iter().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(
        ids,
        ["token-in-source a.sh", "token-in-source b.sh", "empty-value a.sh", "empty-value b.sh"]
    );
}

#[test]
fn nobody_reads_thousands_of_findings() {
    let line = format!("rollbar '{DIGITS}'\n");
    let found = in_files(&[("a.py", &line.repeat(20_000)), ("b.py", &line)]);
    assert_eq!(found.len(), 11);
    assert!(found[9].starts_with("token-in-source a.py:10:10: "), "{}", found[9]);
    assert!(found[9].ends_with("e1f0, and 19990 more in this file"), "{}", found[9]);
    let files: Vec<(String, String)> =
        (0..250).map(|number| (format!("f{number:03}.py"), line.clone())).collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let found = in_files(&files);
    assert_eq!(found.len(), 200);
    assert!(found[199].ends_with(", and 50 findings more than are shown"), "{}", found[199]);
}

#[test]
fn a_value_that_is_linked_to_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let file = "[env.A_TOKEN]\nsecret = true\nfrom = \"file:link.txt\"\ntargets = [\"gitpod\"]\n";
    std::fs::write(path("cruddur-obs.toml"), format!("{NOTHING}{file}")).unwrap();
    std::fs::write(path("real.txt"), format!("rollbar {DIGITS}\n")).unwrap();
    std::os::unix::fs::symlink("real.txt", path("link.txt")).unwrap();
    let toml = path("cruddur-obs.toml");
    let manifest = Manifest::load(&toml, "cruddur-obs.toml".to_owned()).unwrap();
    let input = CheckInput { manifest: &manifest, path: &toml, name: "cruddur-obs.toml" };
    assert_eq!(run(&input), []);
}

#[test]
fn a_large_project_says_that_not_all_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cruddur-obs.toml");
    std::fs::write(&path, NOTHING).unwrap();
    let many = folder.path().join("zzz");
    std::fs::create_dir(&many).unwrap();
    for number in 0..20_001 {
        std::fs::File::create(many.join(number.to_string())).unwrap();
    }
    let manifest = Manifest::load(&path, "p/cruddur-obs.toml".to_owned()).unwrap();
    let found = run(&CheckInput { manifest: &manifest, path: &path, name: "p/cruddur-obs.toml" });
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].check.id, "not-all-files");
    assert_eq!(found[0].place.to_string(), "p/cruddur-obs.toml:1:1");
}

#[test]
fn every_check_has_a_name_of_its_own_and_a_test() {
    let ids: BTreeSet<&str> = CHECKS.iter().map(|check| check.id).collect();
    assert_eq!(ids.len(), CHECKS.len());
    let tests = include_str!("tests.rs");
    for id in ids {
        assert!(
            tests.contains(&format!("\"{id} ")) || tests.contains(&format!("\"{id}\"")),
            "{id}"
        );
    }
}

#[test]
fn the_page_lists_every_check() {
    let page = include_str!("../../../docs/checks.md");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> = CHECKS
        .iter()
        .map(|check| {
            format!(
                "| `{}` | {} | {} | {} | {} | {} |",
                check.id,
                check.level.name(),
                check.what,
                check.why,
                check.looks_in,
                check.fix
            )
        })
        .collect();
    assert_eq!(rows, expected, "docs/checks.md does not show the registry");
}
