//! `[env.NAME]` and `[services.SERVICE.env.NAME]`.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

use serde_json::json;
use toml::Spanned;

use super::env_value;
use super::names::Name;
use super::names::Names;
use super::paths;
use super::reading::Reading;
use super::rules::Text;
use super::rules::fault;
use super::table::Table;
use crate::base::Fault;
use crate::base::Placed;
use crate::base::did_you_mean;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldValue;
use crate::model::change_set::OnExists;
use crate::model::variable;
use crate::model::variable::VALUE_FIELD;
use crate::model::variable::VALUE_SET;
use crate::model::variable::VariableTarget;

/// A declared variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: Placed<String>,
    /// The service that owns it; none if all share it.
    pub service: Option<String>,
    /// Whether its value is kept as a secret: what the file says, else all that does not stand in
    /// the file.
    pub is_secret: bool,
    /// What the file says about that; none if it says nothing.
    pub said_secret: Option<bool>,
    /// Where its value comes from; none only where that was wrong.
    pub source: Option<ValueSource>,
    /// Where it is written to.
    pub targets: Vec<Placed<VariableTarget>>,
}

/// Where the value of a variable comes from. Nothing is read before `apply`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueSource {
    /// The project file itself; never a secret.
    Literal(String),
    /// A variable of whoever runs the command.
    Environment(String),
    /// A file inside of the project.
    File(PathBuf),
    /// A question at the terminal.
    Prompt,
    /// Standard input.
    StandardInput,
    /// What a program prints: its name and its arguments.
    Command(Vec<String>),
}

impl Variable {
    /// Lists what is to exist: the variable at each place that can be compared. What a shell was
    /// told nobody can see.
    fn desired(&self) -> impl Iterator<Item = Desired> {
        let can_be_compared =
            |target: &&Placed<VariableTarget>| target.value != VariableTarget::Shell;
        self.targets.iter().filter(can_be_compared).map(|target| Desired {
            address: Address::variable(self.service.as_deref(), &self.name.value, &target.value),
            place: target.place.clone(),
            // The value itself is nobody's to see.
            fields: vec![Field::new(VALUE_FIELD, FieldValue::Text(VALUE_SET.to_owned()))],
            defaults: Vec::new(),
            // It carries no tags: the file's naming it is what makes it ours.
            on_exists: OnExists::Update,
            is_reserved: false,
        })
    }
}

/// Lists what the variables are to be at their places; services that share one name it once.
pub(super) fn desired(variables: &[Declared]) -> Vec<Desired> {
    let mut known = BTreeSet::new();
    let all = variables.iter().flat_map(|declared| declared.variable.desired());
    all.filter(|desired| {
        let Address { parent, name, .. } = &desired.address;
        let stored = VariableTarget::parse(parent).map(|target| target.stored_name(name));
        known.insert((parent.clone(), stored))
    })
    .collect()
}

/// A variable and where its targets stand.
pub(super) struct Declared {
    pub(super) variable: Variable,
    pub(super) targets: Vec<Range<usize>>,
}

/// What is declared under `[env]` and `[services]`.
#[derive(Default)]
pub(super) struct Environment {
    pub(super) variables: Vec<Declared>,
    pub(super) services: Vec<Placed<String>>,
}

/// Reads `[env]` and `[services]`.
pub(super) fn read(root: &mut Table<'_, '_>, reading: &Reading) -> Environment {
    let mut environment = Environment::default();
    let description = "Variables that all services share, by name.";
    read_variables(root, reading, None, description, &mut environment.variables);
    let check = |name: &str| {
        let legal = (1..=255).contains(&name.chars().count()) && !name.contains(char::is_control);
        let message = "the name of a service must have 1 to 255 printable characters";
        if legal { Ok(()) } else { Err(Fault { message: message.to_owned(), hint: None }) }
    };
    let names = Names { pattern: "[^\\x00-\\x1f\\x7f]{1,255}", check: &check, reserved: None };
    root.entries("services", "The services of the project, by name.", &names, |name, table| {
        environment.services.push(reading.placed_name(name));
        let description = "Variables of this service, by name.";
        let service = Some(name.text.clone());
        read_variables(table, reading, service.as_ref(), description, &mut environment.variables);
    });
    environment
}

fn read_variables(
    table: &mut Table<'_, '_>,
    reading: &Reading,
    service: Option<&String>,
    description: &str,
    variables: &mut Vec<Declared>,
) {
    let check = |name: &str| {
        variable::check_name("", name).map_err(|broken| Fault {
            message: format!("the name of a variable {}", fault(&broken).message),
            hint: Some("a name has letters, digits and _, and begins with no digit".to_owned()),
        })
    };
    let names = Names { pattern: "[A-Za-z_][A-Za-z0-9_]{0,254}", check: &check, reserved: None };
    table.entries("env", description, &names, |name, table| {
        let mut declared = read_variable(name, table, reading);
        declared.variable.service = service.cloned();
        variables.push(declared);
    });
}

fn read_variable(name: &Name, table: &mut Table<'_, '_>, reading: &Reading) -> Declared {
    let description = "Whether the value is a secret, which never stands in this file.";
    let is_secret = table.flag("secret", description).map(Spanned::into_inner);
    let targets = read_targets(name, table);
    let value = table.text("value", "The value itself; never a secret.", &Text::any());
    let from = table.text(
        "from",
        "Where the value comes from: env:NAME, file:PATH, prompt or stdin.",
        &Text::any()
            .matching(
                "^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+|prompt|stdin)$",
                "env:NAME, file:PATH, prompt or stdin",
            )
            .passing(&check_file),
    );
    let command = table.texts(
        "command",
        "A program that prints the value: its name and its arguments.",
        &Text::any(),
    );
    table.require_one_of(&["value", "from", "command"]);
    if let Some(schema) = table.schema() {
        let secret = json!({
            "required": ["secret", "value"],
            "properties": { "secret": { "const": true } },
        });
        schema.condition("not", secret);
    }
    if let Some(value) = &value {
        let plain: Vec<&VariableTarget> = targets.iter().map(Spanned::get_ref).collect();
        env_value::check(table, &name.text, is_secret, value, &plain);
    }
    let argv = command.filter(|argv| check_program(table, argv));
    let source = value
        .map(|value| ValueSource::Literal(value.into_inner()))
        .or(from.map(|from| source_of(from.get_ref())))
        .or(argv.map(|argv| {
            ValueSource::Command(argv.into_inner().into_iter().map(Spanned::into_inner).collect())
        }));
    let ranges = targets.iter().map(Spanned::span).collect();
    let variable = Variable {
        name: reading.placed_name(name),
        service: None,
        said_secret: is_secret,
        is_secret: is_secret.unwrap_or(!matches!(source, Some(ValueSource::Literal(_)) | None)),
        source,
        targets: targets.into_iter().map(|target| reading.placed(target)).collect(),
    };
    Declared { variable, targets: ranges }
}

fn read_targets(name: &Name, table: &mut Table<'_, '_>) -> Vec<Spanned<VariableTarget>> {
    let check = |text: &str| check_target(text, &name.text);
    let list = table.texts(
        "targets",
        "Where it is written to: gitpod, ona, github, codespaces, shell, direnv or dotenv:PATH; \
         some take a scope, as github:environment=NAME does.",
        &Text::any().matching(variable::TARGET_PATTERN, variable::TARGET_WORDS).passing(&check),
    );
    table.require(&["targets"]);
    let mut targets: Vec<Spanned<VariableTarget>> = Vec::new();
    for text in list.map(Spanned::into_inner).unwrap_or_default() {
        let Some(target) = VariableTarget::parse(text.get_ref()).map(tidy) else { continue };
        if targets.iter().any(|known| *known.get_ref() == target) {
            let message = format!("the target {target} is named twice");
            table.problem(text.span(), message, None);
        }
        targets.push(Spanned::new(text.span(), target));
    }
    targets
}

fn check_target(text: &str, name: &str) -> Result<(), Fault> {
    let Some(target) = VariableTarget::parse(text) else {
        let words = VariableTarget::PLAIN.map(|(word, _)| word);
        let hint = did_you_mean(text, words).map(|word| format!("did you mean `{word}`?"));
        return Err(Fault { message: format!("must be {}", variable::TARGET_WORDS), hint });
    };
    if let VariableTarget::Dotenv(path) = &target {
        paths::inside(path)?;
    }
    target.check_name("", name).map_err(|broken| Fault {
        message: format!("does not suit {name}: {broken}"),
        hint: Some(format!("leave {target} out, or choose another name")),
    })
}

/// Reads a target that somebody typed, by the rules of the project file.
///
/// # Errors
/// It is none, or its path leaves the project.
pub fn read_target(text: &str) -> Result<VariableTarget, String> {
    let target =
        VariableTarget::parse(text).ok_or_else(|| format!("must be {}", variable::TARGET_WORDS))?;
    if let VariableTarget::Dotenv(path) = &target {
        paths::inside(path).map_err(|fault| fault.message)?;
    }
    Ok(tidy(target))
}

// Two spellings of one path are one target.
fn tidy(target: VariableTarget) -> VariableTarget {
    match target {
        VariableTarget::Dotenv(path) => VariableTarget::Dotenv(
            paths::inside(&path).map_or(path, |tidy| tidy.display().to_string()),
        ),
        plain => plain,
    }
}

fn check_file(from: &str) -> Result<(), Fault> {
    from.strip_prefix("file:").map_or(Ok(()), |path| paths::inside(path).map(|_| ()))
}

fn source_of(from: &str) -> ValueSource {
    match from.split_once(':') {
        Some(("env", name)) => ValueSource::Environment(name.to_owned()),
        Some((_, path)) => {
            ValueSource::File(paths::inside(path).unwrap_or_else(|_| PathBuf::from(path)))
        }
        None if from == "stdin" => ValueSource::StandardInput,
        None => ValueSource::Prompt,
    }
}

fn check_program(table: &mut Table<'_, '_>, argv: &Spanned<Vec<Spanned<String>>>) -> bool {
    for argument in argv.get_ref() {
        env_value::check_argument(table, argument);
    }
    let is_named = argv.get_ref().first().is_some_and(|program| !program.get_ref().is_empty());
    if !is_named && !argv.get_ref().is_empty() {
        let message = format!("`{}` must begin with a program", table.path_of("command"));
        table.problem(argv.span(), message, None);
    }
    is_named
}
