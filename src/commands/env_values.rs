//! Values from their sources: read only by verbs that write them.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Stdio;

use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt as _;
use tokio::process::Command;

use super::context::Context;
use super::env_variables::project_folder;
use super::error::CommandError;
use crate::manifest::Manifest;
use crate::manifest::ValueSource;
use crate::manifest::Variable;
use crate::model::variable::oddity;
use crate::model::variable_shape;
use crate::services::environment::PlacedVariable;
use crate::services::environment::Sensitivity;
use crate::services::environment::Wanted;
use crate::services::environment::read_inside;
use crate::ui::read_hidden;

/// Largest value that is read, in bytes; more than any place takes.
const MAXIMUM_BYTES: usize = 1024 * 1024;

/// A source that a person names on the command line, or that the project file declares.
#[derive(Clone, Debug)]
pub(crate) enum Source<'s> {
    /// As the project file declares it.
    Declared(&'s ValueSource),
    /// A file that the person at the keyboard named; it may be anywhere.
    AnyFile(&'s Path),
}

/// Reads values. Each command makes one, because standard input can be read once only.
pub(crate) struct Values<'c> {
    context: &'c Context,
    project: PathBuf,
    allows_odd: bool,
    stdin_is_read: bool,
}

impl<'c> Values<'c> {
    pub(crate) fn new(context: &'c Context, allows_odd: bool) -> Self {
        let project = project_folder(context);
        Self { context, project, allows_odd, stdin_is_read: false }
    }

    /// Reads the value of `name`, takes one line break off its end, and refuses what is odd.
    pub(crate) async fn read(
        &mut self,
        name: &str,
        sensitivity: Sensitivity,
        source: &Source<'_>,
    ) -> Result<SecretString, CommandError> {
        let value = match source {
            Source::Declared(ValueSource::Literal(text)) => {
                return Ok(SecretString::from(text.as_str()));
            }
            Source::Declared(ValueSource::Environment(variable)) => {
                self.of_environment(name, variable)?
            }
            Source::Declared(ValueSource::File(path)) => {
                let text = read_inside(&self.project, path, MAXIMUM_BYTES).map_err(|error| {
                    CommandError::from(error)
                        .context(format!("{name} cannot be read from its file"))
                })?;
                self.without_line_break(name, text)
            }
            Source::AnyFile(path) => {
                let file = crate::base::open_regular(path).map_err(|error| {
                    CommandError::io(format!("cannot read {}", path.display()), error)
                })?;
                let text = text_of(name, file)?;
                self.without_line_break(name, text)
            }
            Source::Declared(ValueSource::Prompt) => self.of_person(name).await?,
            Source::Declared(ValueSource::StandardInput) => self.of_stdin(name).await?,
            Source::Declared(ValueSource::Command(argv)) => {
                let text = self.of_program(name, argv).await?;
                self.without_line_break(name, text)
            }
        };
        let value = SecretString::from(value);
        if sensitivity == Sensitivity::Secret {
            // Before anything is said that could hold it.
            self.context.ui.mask(&value);
        }
        if let Some(odd) = hardly_meant(name, value.expose_secret()).filter(|_| !self.allows_odd) {
            return Err(CommandError::usage(format!("the value of {name} is hardly meant: {odd}"))
                .hint("if it is: --allow-odd-value"));
        }
        Ok(value)
    }

    fn of_environment(&self, name: &str, variable: &str) -> Result<String, CommandError> {
        let Some(value) = self.context.environment.named(variable) else {
            return Err(CommandError::usage(format!(
                "{name} is to come from the variable {variable}, which is not set or empty"
            ))
            .hint(format!("set {variable}, or leave {name} out by naming what is meant")));
        };
        value.to_str().map(ToOwned::to_owned).ok_or_else(|| {
            CommandError::usage(format!("the variable {variable} holds no UTF-8 text"))
        })
    }

    /// Asks the person at the terminal. Another thread waits for the answer, so that an interruption
    /// is seen at once and the terminal is left as it was.
    async fn of_person(&self, name: &str) -> Result<String, CommandError> {
        let question = format!("value of {name}");
        let instead = format!("cruddur-obs env set {name} < FILE");
        let typing = self.context.ui.hide_typing(&question, &instead)?;
        let answer = tokio::task::spawn_blocking(read_hidden).await;
        drop(typing);
        match answer {
            Ok(answer) => Ok(answer?.expose_secret().to_owned()),
            Err(_) => Err(CommandError::failed(format!("nobody could be asked for {name}"))),
        }
    }

    async fn of_stdin(&mut self, name: &str) -> Result<String, CommandError> {
        if self.stdin_is_read {
            return Err(CommandError::usage(format!(
                "{name} is to come from standard input, which was read for another variable"
            ))
            .hint("write one variable at a time, naming it on the command line"));
        }
        if std::io::stdin().is_terminal() {
            return Err(CommandError::usage(format!("{name} is to come from standard input"))
                .hint("pipe it in, for instance: … < file"));
        }
        self.stdin_is_read = true;
        let owned = name.to_owned();
        // Whoever writes may take long, and an interruption must not wait for it.
        let read = tokio::task::spawn_blocking(move || text_of(&owned, std::io::stdin().lock()));
        match read.await {
            Ok(text) => Ok(self.without_line_break(name, text?)),
            Err(_) => Err(CommandError::failed(format!("the value of {name} could not be read"))),
        }
    }

    /// Runs a program without a shell, and returns what it prints. It is shown before it runs; what
    /// it says besides is not, because nobody can tell whether that holds the value.
    async fn of_program(&self, name: &str, argv: &[String]) -> Result<String, CommandError> {
        let Some((program, arguments)) = argv.split_first() else {
            return Err(CommandError::usage(format!("the command of {name} names no program")));
        };
        // Also under -q: what a file lets run is seen before it runs.
        let command = format!("running for the value of {name}: {}", shown(argv));
        self.context.ui.say_always(&command);
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.project).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let failed = |error| CommandError::io(format!("cannot run {program}"), error);
        let mut child = command.spawn().map_err(failed)?;
        let printed = gather(child.stdout.take()).await.map_err(failed)?;
        let status = child.wait().await.map_err(failed)?;
        if !status.success() {
            let reason = format!("{program} failed for the value of {name}: {status}");
            return Err(CommandError::failed(reason)
                .hint(format!("see what it says by hand: {}", shown(argv))));
        }
        if printed.len() > MAXIMUM_BYTES {
            return Err(too_large(name));
        }
        String::from_utf8(printed).map_err(|_| no_text(name))
    }

    /// Takes exactly one line break off the end, as `$(…)` and other tools do, and says so.
    fn without_line_break(&self, name: &str, mut text: String) -> String {
        if self.context.ui.options().raw || !text.ends_with('\n') {
            return text;
        }
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
        self.context.ui.status(&format!(
            "the line break at the end of the value of {name} is left out; --raw keeps it"
        ));
        text
    }

    /// Reads what variables are to be at their places, each source once, and checks everything
    /// before anything is written. All mistakes are told at once.
    pub(crate) async fn wanted(
        &mut self,
        manifest: &Manifest,
        placed: Vec<PlacedVariable>,
    ) -> Result<Vec<Wanted>, CommandError> {
        let mut known: BTreeMap<(String, String), Option<SecretString>> = BTreeMap::new();
        let mut problems: Vec<CommandError> = Vec::new();
        let mut wanted = Vec::new();
        for variable in placed {
            let key = (variable.address.owner.clone(), variable.address.name.clone());
            let value = match known.get(&key) {
                Some(value) => value.clone(),
                None => {
                    let declared = super::env_variables::declared(manifest, &variable.address);
                    let value = match declared {
                        Some((declared, _)) => self.of_declared(declared).await,
                        None => Err(CommandError::usage("it is not declared")),
                    };
                    let value = value.map_err(|error| problems.push(error)).ok();
                    known.insert(key, value.clone());
                    value
                }
            };
            let Some(value) = value else { continue };
            match variable.check(&value) {
                Ok(()) => wanted.push(Wanted { variable, value }),
                Err(broken) => problems.push(CommandError::usage(broken.to_string())),
            }
        }
        let mut problems = problems.into_iter();
        let Some(first) = problems.next() else { return Ok(wanted) };
        Err(problems
            .fold(first, |first, other| first.hint(format!("also: {other}")))
            .context("nothing was written"))
    }

    async fn of_declared(&mut self, variable: &Variable) -> Result<SecretString, CommandError> {
        let name = &variable.name.value;
        match &variable.source {
            Some(source) => {
                let sensitivity = Sensitivity::of(variable.is_secret);
                self.read(name, sensitivity, &Source::Declared(source)).await
            }
            None => Err(CommandError::usage(format!("{name} has no source"))),
        }
    }
}

/// Says what is odd about a value under its name: what a copy left in it, or whose it looks like.
fn hardly_meant(name: &str, value: &str) -> Option<String> {
    if let Some(odd) = oddity(value) {
        return Some(odd.to_owned());
    }
    // A token under the name of a region went to every name server.
    if let (Some(of_name), Some(of_value)) =
        (variable_shape::owner_of_name(name), variable_shape::owner_of_value(value))
        && of_name != of_value
        && name != "OTEL_EXPORTER_OTLP_HEADERS"
    {
        return Some(format!("{name} is for {}, and it is {}", of_name.noun(), of_value.noun()));
    }
    // All forms that Honeycomb's keys have are not known.
    let expected = variable_shape::expected(name, value).filter(|_| name != "HONEYCOMB_API_KEY");
    expected.map(|what| format!("it must be {what}"))
}

/// Reads text, and no more of it than a value may have.
fn text_of(name: &str, reader: impl std::io::Read) -> Result<String, CommandError> {
    let mut bytes = Vec::new();
    reader
        .take(MAXIMUM_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| CommandError::io(format!("cannot read the value of {name}"), error))?;
    if bytes.len() > MAXIMUM_BYTES {
        return Err(too_large(name));
    }
    String::from_utf8(bytes).map_err(|_| no_text(name))
}

fn too_large(name: &str) -> CommandError {
    CommandError::usage(format!("the value of {name} has more than {MAXIMUM_BYTES} bytes"))
}

fn no_text(name: &str) -> CommandError {
    CommandError::usage(format!("the value of {name} is no UTF-8 text"))
        .hint("encode it, for instance in base64, and say so in the name")
}

/// Reads what a program writes; what is beyond the largest value is read and dropped, so that the
/// program can end.
async fn gather(stream: Option<impl AsyncRead + Unpin>) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let Some(mut stream) = stream else { return Ok(bytes) };
    (&mut stream).take(MAXIMUM_BYTES as u64 + 1).read_to_end(&mut bytes).await?;
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await?;
    Ok(bytes)
}

/// Shows a program and its arguments as they would be typed.
fn shown(argv: &[String]) -> String {
    let word = |word: &String| {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"_-./:@%+=,".contains(&b);
        let is_plain = !word.is_empty() && word.bytes().all(is_plain);
        if is_plain { word.clone() } else { format!("'{}'", word.replace('\'', r"'\''")) }
    };
    argv.iter().map(word).collect::<Vec<_>>().join(" ")
}
