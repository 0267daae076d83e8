//! `help`.

use clap::Args;
use clap::Command;

use crate::base::did_you_mean;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;

use super::topics::Topic;

/// Show help about a command or a topic
///
/// Topics: exit-codes, environment, profiles.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs help config show
  cruddur-obs help exit-codes
  cruddur-obs help environment -o json")]
pub(crate) struct HelpArgs {
    /// A command, or one of exit-codes, environment, profiles
    #[arg(value_name = "COMMAND|TOPIC")]
    words: Vec<String>,
}

pub(crate) async fn run(context: &Context, args: HelpArgs) -> Result<Outcome, CommandError> {
    if let [word] = args.words.as_slice()
        && let Some(topic) = Topic::named(word)
    {
        context.ui.print(&topic.report())?;
        return Ok(Outcome::Done);
    }
    let mut root = (context.root)();
    root.build();
    let help = find(&mut root, &args.words)?.render_long_help();
    let text =
        if context.ui.options().color_stdout { help.ansi().to_string() } else { help.to_string() };
    context.ui.write_bytes(text.as_bytes())?;
    Ok(Outcome::Done)
}

fn find<'c>(root: &'c mut Command, words: &[String]) -> Result<&'c mut Command, CommandError> {
    let mut command = root;
    for (depth, word) in words.iter().enumerate() {
        if command.find_subcommand(word).is_none() {
            let mut candidates: Vec<String> =
                command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
            if depth == 0 {
                candidates.extend(Topic::ALL.iter().map(|topic| topic.name().to_owned()));
            }
            let hint = match did_you_mean(word, candidates.iter().map(String::as_str)) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None if candidates.is_empty() => {
                    format!("`{}` has no verbs", words[..depth].join(" "))
                }
                None => format!("there are: {}", candidates.join(", ")),
            };
            let message = format!("there is no command or topic `{}`", words[..=depth].join(" "));
            return Err(CommandError::usage(message).hint(hint));
        }
        // Looked up twice, because a borrow that is returned on one path only is not understood.
        command = match command.find_subcommand_mut(word) {
            Some(below) => below,
            None => return Err(CommandError::usage(format!("there is no command `{word}`"))),
        };
    }
    Ok(command)
}
