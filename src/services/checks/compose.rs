//! The services of a Compose file, as far as checks need them: by indentation, not as YAML.

use std::ops::Range;

use super::project_files::ProjectFile;

/// A service of a Compose file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Service {
    pub(super) name: String,
    /// The folder that its image is built from, below the folder of the project.
    pub(super) build: Option<String>,
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
}

/// Says whether a file is one.
pub(super) fn is_compose(file: &ProjectFile) -> bool {
    let name = file.name().to_ascii_lowercase();
    let is_yaml = name.ends_with(".yml") || name.ends_with(".yaml");
    is_yaml && (name.starts_with("docker-compose") || name.starts_with("compose"))
}

/// Lists its services.
pub(super) fn services(file: &ProjectFile) -> Vec<Service> {
    let mut found: Vec<Service> = Vec::new();
    let mut inside = false;
    let mut level = None;
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let depth = line.len() - line.trim_start().len();
        if depth == 0 {
            inside = trimmed == "services:";
            level = None;
            continue;
        }
        if !inside {
            continue;
        }
        let service_depth = *level.get_or_insert(depth);
        if depth <= service_depth {
            let name = trimmed.trim_end_matches(':').trim_matches(['"', '\'']).to_owned();
            found.push(Service { name, build: None, range: start..at });
        } else if let Some(service) = found.last_mut() {
            service.range.end = at;
            let value = ["build:", "context:"].iter().find_map(|key| trimmed.strip_prefix(key));
            let folder = value.map(|value| value.trim().trim_matches(['"', '\'']));
            if let Some(folder) = folder.filter(|folder| !folder.is_empty()) {
                service.build = Some(below(file.folder(), folder));
            }
        }
    }
    found
}

fn below(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_and_what_they_are_built_from() {
        let text = r#"version: "3.8"
services:
  # the API
  api:
    build: ./backend-flask
    environment:
      A: b

  web:
    build:
      context: "../web"
  "db":
    image: postgres
volumes:
  data:
    build: ./x
"#;
        let path = "deploy/docker-compose.yml".to_owned();
        let file = ProjectFile::new(path.clone(), path, text.to_owned());
        assert!(is_compose(&file));
        let found = services(&file);
        let shown: Vec<_> = found.iter().map(|s| (s.name.as_str(), s.build.as_deref())).collect();
        assert_eq!(
            shown,
            [("api", Some("deploy/backend-flask")), ("web", Some("web")), ("db", None)]
        );
        assert!(file.text[found[0].range.clone()].contains("A: b"));
        assert!(!file.text[found[2].range.clone()].contains("volumes"));
    }
}
