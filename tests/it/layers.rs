//! Enforces the floors: imports go to a lower floor only, equal floors never import each other.
//!
//! Reads the `crate::` and `super::` paths of every file below `src` that is not test code. The
//! table is the one of the architecture page; a new room needs a line in it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use crate::source_scan::imports;

/// The rooms of the package, from the top down.
const FLOORS: [(&str, u8); 15] = [
    ("main", 10),
    ("cli", 9),
    ("commands", 8),
    ("services", 7),
    ("backend", 7),
    ("cruddur", 7),
    ("clients", 6),
    ("manifest", 6),
    ("settings", 6),
    ("ui", 6),
    ("dialect", 5),
    ("wire", 5),
    ("model", 4),
    ("base", 3),
    ("lib", 0),
];

/// The rooms inside of `backend`, from the top down.
const BACKEND_FLOORS: [(&str, u8); 10] = [
    ("lifecycle", 5),
    ("web", 4),
    ("front", 4),
    ("ingest", 3),
    ("jobs", 3),
    ("sampling", 3),
    ("engine", 2),
    ("store", 1),
    ("configuration", 0),
    ("listeners", 0),
];

#[test]
fn imports_go_to_a_lower_floor_only() {
    let sources = read_sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")));
    assert!(sources.len() > 10, "the sources were not found");
    let broken = violations(&sources);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn read_sources(root: &Path) -> BTreeMap<String, String> {
    let mut sources = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                sources.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    sources
}

/// Lists every import that the table forbids.
fn violations(sources: &BTreeMap<String, String>) -> Vec<String> {
    let modules: Vec<Vec<String>> = sources.keys().map(|file| module_of(file)).collect();
    let rules = Rules {
        nouns: folders_below(&modules, &["commands"]),
        apis: folders_below(&modules, &["backend", "front"]),
    };
    let mut broken = Vec::new();
    for (file, text) in sources {
        let module = module_of(file);
        if is_test_module(&module) {
            continue;
        }
        for import in imports(text, &module) {
            if let Some(reason) = rules.forbid(&module, &import.path) {
                broken.push(format!(
                    "src/{file}:{}: {} ({reason})",
                    import.line,
                    import.path.join("::")
                ));
            }
        }
    }
    broken
}

fn module_of(file: &str) -> Vec<String> {
    let mut parts: Vec<String> =
        file.trim_end_matches(".rs").split('/').map(ToOwned::to_owned).collect();
    if is_folder_module(file) {
        parts.pop();
    }
    parts
}

fn is_folder_module(file: &str) -> bool {
    file.ends_with("/mod.rs")
}

// `tests.rs` and `tests/` are declared under `cfg(test)`, which their own text does not show.
fn is_test_module(module: &[String]) -> bool {
    module.iter().any(|part| part == "tests")
}

// The names below `parent` that have files of their own below them.
fn folders_below(modules: &[Vec<String>], parent: &[&str]) -> BTreeSet<String> {
    let depth = parent.len();
    let below = modules.iter().filter(|module| {
        module.len() > depth + 1 && module.iter().zip(parent).all(|(a, b)| a == b)
    });
    below.map(|module| module[depth].clone()).collect()
}

/// The table, and the folders that must not know each other.
struct Rules {
    nouns: BTreeSet<String>,
    apis: BTreeSet<String>,
}

impl Rules {
    fn forbid(&self, module: &[String], path: &[String]) -> Option<String> {
        let (from, to) = (module.first()?, path.first()?);
        if from == "lib" {
            return None;
        }
        let floor_of = |room: &String| {
            floor(&FLOORS, room)
                .ok_or_else(|| format!("give `{room}` a floor in tests/it/layers.rs"))
        };
        let (from_floor, to_floor) = match (floor_of(from), floor_of(to)) {
            (Ok(from_floor), Ok(to_floor)) => (from_floor, to_floor),
            (Err(reason), _) | (_, Err(reason)) => return Some(reason),
        };
        if from != to {
            if from == "cruddur" && to != "base" {
                return Some("cruddur imports base only".to_owned());
            }
            return (to_floor >= from_floor)
                .then(|| format!("{from} is on floor {from_floor}, {to} on {to_floor}"));
        }
        match from.as_str() {
            "commands" => self.forbid_in_commands(module, path),
            "backend" => self.forbid_in_backend(module, path),
            _ => None,
        }
    }

    // What stands directly in `commands` is shared by the nouns and knows none of them; a noun is
    // a folder, and folders do not know each other.
    fn forbid_in_commands(&self, module: &[String], path: &[String]) -> Option<String> {
        let (from, to) = (module.get(1)?, path.get(1)?);
        (from != to && self.nouns.contains(to))
            .then(|| format!("{from} does not know the noun {to}"))
    }

    // `backend/mod.rs` wires; every room inside has a floor of its own.
    fn forbid_in_backend(&self, module: &[String], path: &[String]) -> Option<String> {
        let (from, to) = (module.get(1)?, path.get(1)?);
        if from == to {
            let (from_api, to_api) = (module.get(2)?, path.get(2)?);
            let apart = from == "front"
                && from_api != to_api
                && self.apis.contains(from_api)
                && self.apis.contains(to_api);
            return apart.then(|| format!("the API {from_api} does not know {to_api}"));
        }
        // An item that `backend` itself re-exports is no room.
        if to.starts_with(char::is_uppercase) {
            return None;
        }
        let floor_of = |room: &String| {
            floor(&BACKEND_FLOORS, room)
                .ok_or_else(|| format!("give `backend::{room}` a floor in tests/it/layers.rs"))
        };
        match (floor_of(from), floor_of(to)) {
            (Ok(from_floor), Ok(to_floor)) => (to_floor >= from_floor).then(|| {
                format!("inside backend {from} is on floor {from_floor}, {to} on {to_floor}")
            }),
            (Err(reason), _) | (_, Err(reason)) => Some(reason),
        }
    }
}

fn floor(table: &[(&str, u8)], name: &str) -> Option<u8> {
    table.iter().find(|(room, _)| *room == name).map(|(_, floor)| *floor)
}

fn made_up(files: &[(&str, &str)]) -> Vec<String> {
    let sources =
        files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
    violations(&sources)
}

#[test]
fn the_test_sees_what_is_forbidden() {
    for (file, text) in [
        ("base/clock.rs", "use crate::model::Group;"),
        ("ui/table.rs", "use crate::settings::Setting;"),
        ("settings/mod.rs", "pub use crate::ui::Ui;"),
        ("services/apply.rs", "fn f() { crate::commands::xray::run(); }"),
        ("services/apply.rs", "use crate::{base::Kind, backend::Backend};"),
        ("services/apply.rs", "use crate::{base::{Kind, Hint}, ui::{self, Ui},\n cli::Cli};"),
        ("wire/logs.rs", "use crate::dialect::insights;"),
        ("clients/aws/logs.rs", "use super::super::super::settings::Settings;"),
        ("cruddur/app.rs", "use crate::model::Span;"),
        ("mystery/mod.rs", "use crate::base::Kind;"),
        ("base/mod.rs", "use crate::mystery::Thing;"),
        ("cli.rs", "use crate::main::x;"),
        ("base/x.rs", "#[cfg(test)]\nmod tests { use crate::ui::Ui; }\nuse crate::ui::Ui;"),
        ("base/x.rs", "const A: &str = \"\\\"\"; use crate::ui::Ui; // \""),
        ("base/x.rs", "const A: char = '\"'; use crate::ui::Ui; const B: char = '\"';"),
        ("base/x.rs", "fn f<'a>(x: &'a str) { crate::ui::f(x) } fn g(y: &'static str) {}"),
        ("backend/front/logs/tail.rs", "use crate::backend::front::xray::encode;"),
        ("backend/engine/scan.rs", "use crate::backend::front::route;"),
        ("backend/engine/scan.rs", "use super::super::ingest::rows;"),
        ("backend/ingest/rows.rs", "use crate::backend::jobs::Job;"),
        ("backend/store/mod.rs", "use super::engine::Engine;"),
        ("backend/odd/mod.rs", "use crate::backend::store::Store;"),
        ("commands/logs/tail.rs", "use crate::commands::xray::groups;"),
        ("commands/error.rs", "use super::logs::TailError;"),
        ("main.rs", "fn main() {}\nmod x { use cruddur_obs::mystery; }"),
    ] {
        let others = [
            ("backend/front/xray/encode.rs", ""),
            ("backend/front/logs/put.rs", ""),
            ("commands/xray/groups.rs", ""),
            ("commands/logs/put.rs", ""),
        ];
        let files: Vec<_> = others.into_iter().chain([(file, text)]).collect();
        assert_eq!(made_up(&files).len(), 1, "{file}: {text}: {:?}", made_up(&files));
    }
}

#[test]
fn the_test_lets_pass_what_is_allowed() {
    let files = [
        ("main.rs", "use cruddur_obs::cli;"),
        ("lib.rs", "pub mod base; pub use crate::ui::Ui;"),
        ("cli.rs", "use crate::commands::Context; use crate::ui::Ui;"),
        (
            "commands/logs/tail.rs",
            "use crate::commands::Context;\nuse super::noun::LogsCommand;\nuse crate::services::tail;",
        ),
        ("commands/xray/groups.rs", "pub(crate) fn f() {} use crate::settings::Target;"),
        ("commands/mod.rs", "pub(crate) mod logs;"),
        ("backend/mod.rs", "use self::front::route; use crate::backend::store::Store;"),
        (
            "backend/front/route.rs",
            "use crate::backend::ingest::rows; use super::logs::put; use crate::wire::logs;",
        ),
        (
            "backend/front/logs/put.rs",
            "use super::super::route::Route; use crate::backend::Backend;",
        ),
        (
            "backend/engine/scan.rs",
            "use super::super::store::Store; use crate::dialect::plan::Plan;",
        ),
        (
            "base/x.rs",
            "//! crate::ui::Ui\n/* crate::ui /* nested */ crate::cli */ const A: &str = r#\"crate::ui::\"Ui\"#;",
        ),
        ("base/y.rs", "#[cfg(test)]\nmod tests {\n    use crate::ui::Ui;\n}\n"),
        ("base/tests.rs", "use crate::ui::Ui;"),
        (
            "ui/mod.rs",
            "use crate::base::Kind; mod table; pub use table::Table; pub use self::x::Y;",
        ),
    ];
    assert_eq!(made_up(&files), Vec::<String>::new());
}

#[test]
fn the_line_is_right() {
    let broken = made_up(&[("base/x.rs", "// one\n/* two\n three */ use crate::\n    ui::Ui;\n")]);
    assert_eq!(broken, ["src/base/x.rs:3: ui::Ui (base is on floor 3, ui on 6)"]);
}
