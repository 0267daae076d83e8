//! The demo's steps, each a command line that works as printed.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use clap::Args;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::time::timeout;

use super::inputs;
use crate::backend::Configuration;
use crate::backend::store::DataDirectory;
use crate::backend::store::DirectoryLock;
use crate::backend::store::LockOutcome;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::local_backend;
use crate::commands::temporary_directory::TemporaryDirectory;

/// How long one step may take.
const STEP_TIME: Duration = Duration::from_secs(20);

/// Show the main job on the embedded backend, from nothing to logs read back
///
/// Works in a temporary folder and on free ports: plans and applies a project file with an X-Ray
/// group, a sampling rule and a log group, writes log lines, reads them back, and removes
/// everything. Each step is a command of its own, and is printed as you would type it.
#[derive(Args, Debug)]
pub(crate) struct DemoArgs {}

/// One step: why, the words after the program's name, and what goes in.
struct Step {
    purpose: &'static str,
    words: Vec<&'static str>,
    input: Option<&'static str>,
}

pub(crate) async fn run(context: &Context, _args: DemoArgs) -> Result<Outcome, CommandError> {
    let started = Instant::now();
    let folder = TemporaryDirectory::create("cruddur-obs-demo")?;
    let project = folder.path().join("project");
    write_project(&project)?;
    let data = DataDirectory::open(&folder.path().join("data"))?;
    let LockOutcome::Held(lock) = DirectoryLock::try_acquire(&data)? else {
        return Err(CommandError::failed("the demo's new folder is in use"));
    };
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .map_err(|error| CommandError::io("cannot listen on 127.0.0.1", error))?;
    let backend =
        local_backend::embed(&context.clock, &data, lock, listener, Configuration::default())?;
    context.ui.status(&format!(
        "backend at {} in {}",
        backend.running.addresses().http_url(),
        folder.path().display()
    ));
    say(context, &format!("cruddur-obs.toml:\n{}\n", indented(inputs::PROJECT_FILE)))?;
    let mut result = Ok(());
    for (number, step) in steps().into_iter().enumerate() {
        result = run_step(context, number + 1, &step, &project, data.path()).await;
        if result.is_err() {
            break;
        }
    }
    backend.running.stop().await;
    result?;
    say(
        context,
        &format!(
            "done in {:.1} s; everything was removed.\n\n{NEXT}",
            started.elapsed().as_secs_f64()
        ),
    )?;
    Ok(Outcome::Done)
}

/// What to type next.
const NEXT: &str = "Next, in a folder of your own with a cruddur-obs.toml like this one:
  cruddur-obs plan --against local              rehearse it, without an account
  cruddur-obs apply                             make it so, on the embedded backend
  cruddur-obs backend serve                     keep a backend running
  echo hello | cruddur-obs logs put cruddur --stream web
  cruddur-obs logs tail cruddur -f              read what comes, Ctrl-C ends
  cruddur-obs --help                            everything else
";

fn steps() -> Vec<Step> {
    let step = |purpose, words, input| Step { purpose, words, input };
    vec![
        step("what the file would change, and what that costs", vec!["plan"], None),
        step("make it so", vec!["apply", "-q", "-o", "plain"], None),
        step("a second time there is nothing to do", vec!["plan"], None),
        step(
            "the rules in the order in which they are tried",
            vec!["xray", "sampling-rules"],
            None,
        ),
        step(
            "log lines of the app",
            vec!["logs", "put", "cruddur", "--stream", "backend-flask"],
            Some(inputs::LOG_LINES),
        ),
        step("the lines again, in time order", vec!["logs", "tail", "cruddur"], None),
        step(
            "only the slow and the failed ones",
            vec!["logs", "tail", "cruddur", "--filter", "{ $.status >= 500 || $.ms > 1000 }"],
            None,
        ),
    ]
}

async fn run_step(
    context: &Context,
    number: usize,
    step: &Step,
    project: &Path,
    data: &Path,
) -> Result<(), CommandError> {
    let shown: Vec<String> = step.words.iter().map(|word| quoted(word)).collect();
    let from = step.input.map_or("", |_| " < app.log");
    say(
        context,
        &format!("{number}. {}\n$ cruddur-obs {}{from}\n", step.purpose, shown.join(" ")),
    )?;
    let program = std::env::current_exe()
        .map_err(|error| CommandError::io("cannot find this program's own file", error))?;
    let color = if context.ui.options().color_stdout { "always" } else { "never" };
    let mut command = Command::new(program);
    command
        .args(["--profile", "local", "--color", color, "--data-dir"])
        .arg(data)
        .args(&step.words)
        // What is printed is what a person would type at a terminal.
        .env("CRUDDUR_OBS_OUTPUT", "human")
        .env("CRUDDUR_OBS_CI", "none")
        .current_dir(project)
        .stdin(if step.input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut child =
        command.spawn().map_err(|error| CommandError::io("cannot start a step", error))?;
    if let (Some(input), Some(mut stdin)) = (step.input, child.stdin.take()) {
        stdin
            .write_all(input.as_bytes())
            .await
            .map_err(|error| CommandError::io("cannot write to a step", error))?;
    }
    let output = timeout(STEP_TIME, child.wait_with_output())
        .await
        .map_err(|_| CommandError::failed(format!("step {number} takes too long")))?
        .map_err(|error| CommandError::io("cannot wait for a step", error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let reason = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        // The target is the same in every step.
        let done: String = reason
            .lines()
            .filter(|line| !line.starts_with("target:"))
            .map(|l| format!("{l}\n"))
            .collect();
        return say(context, &format!("{done}{text}\n"));
    }
    let reason = reason.trim();
    Err(CommandError::failed(format!("step {number} failed: {reason}")))
}

fn say(context: &Context, text: &str) -> Result<(), CommandError> {
    context.ui.write_bytes(text.as_bytes())?;
    context.ui.flush()?;
    Ok(())
}

fn indented(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") })
        .collect()
}

/// Quotes a word for a POSIX shell.
fn quoted(word: &str) -> String {
    let is_plain = !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./:=@%+,".contains(&b));
    if is_plain { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

fn write_project(project: &Path) -> Result<(), CommandError> {
    let write = || {
        std::fs::create_dir_all(project.join("aws/json"))?;
        // A search for a project file upward ends here.
        std::fs::create_dir_all(project.join(".git"))?;
        std::fs::write(project.join("cruddur-obs.toml"), inputs::PROJECT_FILE)?;
        std::fs::write(project.join("app.log"), inputs::LOG_LINES)?;
        std::fs::write(project.join("aws/json/xray.json"), inputs::SAMPLING_RULE)
    };
    write().map_err(|error| {
        CommandError::io(format!("cannot write the demo's project in {}", project.display()), error)
    })
}
