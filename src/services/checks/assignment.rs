//! Lines of scripts, dotenv files and YAML that give a variable a value.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::project_files::ProjectFile;

/// How a variable is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `export NAME=…` of a shell.
    Export,
    /// `gp env NAME=…`, for every workspace of the project.
    GpEnv,
    /// A line of a dotenv file.
    Dotenv,
    /// An entry of an environment in YAML.
    Yaml,
    /// `ENV` or `ARG` of a container.
    Docker,
}

/// A variable and the value that a file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assignment {
    pub(super) form: Form,
    pub(super) name: String,
    /// Without quotes.
    pub(super) value: String,
    /// Where the name stands, in bytes.
    pub(super) at: usize,
}

impl Assignment {
    /// Returns the variable whose value it takes over, or the placeholder that it holds.
    pub(super) fn refers_to(&self) -> Option<&str> {
        let value = self.value.as_str();
        let inner = value
            .strip_prefix("${")
            .and_then(|rest| rest.strip_suffix('}'))
            .or_else(|| value.strip_prefix('$'))
            .or_else(|| value.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')))?;
        let name = inner.split([':', '-', '?', '+']).next().unwrap_or_default();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_legal = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        (is_legal && name.chars().all(is_name)).then_some(name)
    }

    /// Says whether the value stands there, rather than something that is put in later.
    pub(super) fn is_literal(&self) -> bool {
        !self.value.is_empty() && !self.value.contains(['$', '`', '<', '{'])
    }
}

/// Says whether a file shows what to fill in.
fn is_example(name: &str) -> bool {
    ["example", "sample", "template", "dist"].iter().any(|part| name.split('.').any(|p| p == *part))
}

/// Lists what a file assigns; nothing for files that set no variables.
pub(super) fn assignments(file: &ProjectFile) -> Vec<Assignment> {
    let name = file.name();
    let lower = name.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    if is_example(&lower) {
        return Vec::new();
    }
    if lower == ".env" || lower.starts_with(".env.") || lower.ends_with(".env") {
        return each_line(file, |line| rest_after(line, &["export "]).or(Some(line)), Form::Dotenv);
    }
    if lower.contains("dockerfile") {
        return each_line(file, |line| rest_after(line, &["ENV ", "ARG "]), Form::Docker);
    }
    let is_script = ends(&[".sh", ".bash", ".zsh", ".envrc", "bashrc", "zshrc", ".profile"])
        || first_line_runs_shell(&file.text);
    let is_yaml = ends(&[".yml", ".yaml"]);
    if !is_script && !is_yaml {
        return Vec::new();
    }
    let mut found = each_line(file, |line| rest_after(line, &["export "]), Form::Export);
    found.extend(each_line(file, |line| rest_after(line, &["gp env "]), Form::GpEnv));
    if is_yaml {
        found.extend(yaml(file));
    }
    found.sort_by_key(|assignment| assignment.at);
    found
}

fn first_line_runs_shell(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.starts_with("#!") && first.trim_end().ends_with("sh")
}

/// Reads the words of each line that `part` finds.
fn each_line<'t>(
    file: &'t ProjectFile,
    part: impl Fn(&'t str) -> Option<&'t str>,
    form: Form,
) -> Vec<Assignment> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        let is_comment = line.trim_start().starts_with('#');
        if let Some(rest) = part(line).filter(|_| !is_comment) {
            // `rest` is a tail of `line`.
            let at = start + (line.len() - rest.len());
            found.extend(words(rest, form).into_iter().map(|mut word| {
                word.at += at;
                word
            }));
        }
        start += line.len();
    }
    found
}

/// Returns what follows one of some commands, at the beginning of a line, of a YAML entry, or after
/// another command.
fn rest_after<'l>(line: &'l str, commands: &[&str]) -> Option<&'l str> {
    commands.iter().find_map(|command| {
        let at = line.find(command)?;
        let before = line[..at].trim_end();
        let begins =
            before.is_empty() || before.ends_with(['-', ';', '&', '|', '"', '\'', '(', ':']);
        begins.then(|| &line[at + command.len()..])
    })
}

/// Reads `NAME=value NAME="value" …` up to the end of the command.
fn words(text: &str, form: Form) -> Vec<Assignment> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((name, value, end)) = word(text, at) {
        let assignment =
            Assignment { form, name: text[name.clone()].to_owned(), value, at: name.start };
        found.push(assignment);
        at = end;
    }
    found
}

fn word(text: &str, from: usize) -> Option<(Range<usize>, String, usize)> {
    let rest = text.get(from..)?;
    let start = from + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name_end = start + text[start..].find(|c| !is_name(c))?;
    let is_legal = text[start..name_end].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let value_text = text[name_end..].strip_prefix('=').filter(|_| is_legal)?;
    let value_start = name_end + 1;
    let quote = value_text.chars().next().filter(|first| matches!(first, '"' | '\''));
    let (value, length) = match quote {
        Some(quote) => {
            let inner = &value_text[1..];
            let end = inner.find([quote, '\n']).unwrap_or(inner.len());
            (&inner[..end], 1 + (end + 1).min(inner.len()))
        }
        None => {
            let end = value_text
                .find(|c: char| c.is_whitespace() || matches!(c, ';' | '&' | '|'))
                .unwrap_or(value_text.len());
            (&value_text[..end], end)
        }
    };
    Some((start..name_end, value.to_owned(), value_start + length))
}

/// Reads `NAME: value` and `- NAME=value` of YAML.
fn yaml(file: &ProjectFile) -> Vec<Assignment> {
    static ENTRY: OnceLock<Option<Regex>> = OnceLock::new();
    let entry = ENTRY.get_or_init(|| {
        Regex::new(r#"(?m)^[ \t]*(?:- )?["']?([A-Z_][A-Z0-9_]*)["']?(?::[ \t]+|=)([^\r\n]*)"#).ok()
    });
    let captures = entry.iter().flat_map(|entry| entry.captures_iter(&file.text));
    captures
        .filter_map(|captures| {
            let (name, value) = (captures.get(1)?, captures.get(2)?);
            let value = value.as_str();
            // A blank before it makes a `#` begin a comment.
            let value = value.split(" #").next().unwrap_or_default().trim();
            let quotes = ['"', '\''];
            let value = value.trim_end_matches(quotes).trim_start_matches(quotes);
            Some(Assignment {
                form: Form::Yaml,
                name: name.as_str().to_owned(),
                value: value.to_owned(),
                at: name.start(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str, text: &str) -> Vec<(Form, String, String)> {
        let file = ProjectFile::new(path.to_owned(), path.to_owned(), text.to_owned());
        let found = assignments(&file);
        assert!(found.iter().all(|a| file.text[a.at..].starts_with(&a.name)), "{found:?}");
        found.into_iter().map(|a| (a.form, a.name, a.value)).collect()
    }

    fn pair(form: Form, name: &str, value: &str) -> (Form, String, String) {
        (form, name.to_owned(), value.to_owned())
    }

    #[test]
    fn scripts_export_and_tell_gitpod() {
        let text = r#"#!/usr/bin/env bash
# export OLD=1
export A="" B='x y' C=z; D=1
  gp env E="f" G=h && true
echo export H=1
export I
"#;
        let expected = [
            pair(Form::Export, "A", ""),
            pair(Form::Export, "B", "x y"),
            pair(Form::Export, "C", "z"),
            pair(Form::GpEnv, "E", "f"),
            pair(Form::GpEnv, "G", "h"),
        ];
        assert_eq!(read("bin/setup", text), expected);
        assert_eq!(read("setup.sh", text), expected);
        assert_eq!(read("app.py", &text["#!/usr/bin/env bash\n".len()..]), []);
    }

    #[test]
    fn dotenv_files_but_no_examples_are_read() {
        let text = "A=1\nexport B=\"2\" # x\n#C=3\nnot a line\n D='4'\n";
        let expected = [
            pair(Form::Dotenv, "A", "1"),
            pair(Form::Dotenv, "B", "2"),
            pair(Form::Dotenv, "D", "4"),
        ];
        for name in [".env", "a/.env.production", "backend.env"] {
            assert_eq!(read(name, text), expected, "{name}");
        }
        for name in [".env.example", "sample.env", ".env.template"] {
            assert_eq!(read(name, text), [], "{name}");
        }
    }

    #[test]
    fn yaml_sets_variables_in_three_ways() {
        let text = r#"services:
  a:
    environment:
      A: "${B}" # x
      - C=d
      "E": f
      lower: no
tasks:
  - init: |
      export G=h
"#;
        assert_eq!(
            read("docker-compose.yml", text),
            [
                pair(Form::Yaml, "A", "${B}"),
                pair(Form::Yaml, "C", "d"),
                pair(Form::Yaml, "E", "f"),
                pair(Form::Export, "G", "h"),
            ]
        );
        assert_eq!(
            read("backend/Dockerfile", "FROM x\nENV A=1\nARG B\nRUN export C=1\n"),
            [pair(Form::Docker, "A", "1")]
        );
    }

    #[test]
    fn references_are_told_from_values() {
        let of = |value: &str| Assignment {
            form: Form::Export,
            name: "A".to_owned(),
            value: value.to_owned(),
            at: 0,
        };
        for (value, name) in
            [("${B}", "B"), ("$B", "B"), ("${B:-x}", "B"), ("<b_token>", "b_token")]
        {
            assert_eq!(of(value).refers_to(), Some(name));
            assert!(!of(value).is_literal());
        }
        assert_eq!(of("b").refers_to(), None);
        assert_eq!(of("<a b>").refers_to(), None);
        assert_eq!(of("<0f1e2d>").refers_to(), None);
        assert!(of("b").is_literal() && !of("").is_literal());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_safe(text in "[A-C=\"' \n;$#:é-]{0,80}", name in "a\\.sh|\\.env|a\\.yml|Dockerfile") {
            let file = ProjectFile::new(name.clone(), name, format!("export {text}\ngp env {text}"));
            for assignment in assignments(&file) {
                proptest::prop_assert!(file.text[assignment.at..].starts_with(&assignment.name));
            }
        }
    }
}
