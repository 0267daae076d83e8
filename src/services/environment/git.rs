//! Whether git keeps a file of secrets out of the repository.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

/// How long git may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a person should know of a file that is to hold secrets; nothing where git ignores it or
/// there is no repository.
pub(super) async fn warning(path: &Path, name: &str) -> Option<String> {
    let folder = path.parent()?;
    let file = path.file_name()?.to_str()?;
    let is_ignored = ask(folder, &["check-ignore", "--quiet", "--", file]).await;
    match is_ignored {
        Answer::Code(0) => None,
        Answer::Code(1) => {
            let tracked = ask(folder, &["ls-files", "--error-unmatch", "--", file]).await;
            Some(match tracked {
                Answer::Code(0) => format!(
                    "git tracks {name}: what is written there is committed with the next commit; \
                     take it out with: git rm --cached {name}"
                ),
                _ => format!("git does not ignore {name}: add it to .gitignore"),
            })
        }
        // No repository.
        Answer::Code(_) => None,
        Answer::None => {
            let is_repository = folder.ancestors().any(|folder| folder.join(".git").exists());
            is_repository.then(|| format!("git cannot be asked whether it ignores {name}"))
        }
    }
}

enum Answer {
    Code(i32),
    /// There is no git, or it does not answer.
    None,
}

async fn ask(folder: &Path, arguments: &[&str]) -> Answer {
    let mut command = Command::new("git");
    // Nothing that a repository configures is to run for this.
    command.args(["-c", "core.fsmonitor=false"]).args(arguments).current_dir(folder);
    command.env("GIT_OPTIONAL_LOCKS", "0").kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match timeout(PATIENCE, command.status()).await {
        Ok(Ok(status)) => status.code().map_or(Answer::None, Answer::Code),
        Ok(Err(_)) | Err(_) => Answer::None,
    }
}
