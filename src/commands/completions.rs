//! `completions`.

use clap::Args;
use clap_complete::Shell;

use super::context::Context;
use super::error::CommandError;
use super::outcome::Outcome;

/// Print the completion script of a shell
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs completions bash > ~/.local/share/bash-completion/completions/cruddur-obs
  cruddur-obs completions zsh > ~/.zfunc/_cruddur-obs
  cruddur-obs completions fish > ~/.config/fish/completions/cruddur-obs.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) async fn run(context: &Context, args: CompletionsArgs) -> Result<Outcome, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut (context.root)(), "cruddur-obs", &mut script);
    context.ui.write_bytes(&script)?;
    Ok(Outcome::Done)
}
