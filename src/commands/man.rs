//! `man`.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Command;
use clap_mangen::Man;

use crate::settings::env::VARIABLES;

use super::context::Context;
use super::error::CommandError;
use super::exit_code;
use super::outcome::Outcome;

/// Print the manual page
///
/// The page goes to stdout as roff and has a section for every command. With --dir there is one
/// page per command instead, as packages ship them.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs man | man -l -
  cruddur-obs man --dir ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// Write one page per command into this directory
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

pub(crate) async fn run(context: &Context, args: ManArgs) -> Result<Outcome, CommandError> {
    let mut root = (context.root)();
    root.build();
    match args.dir {
        None => {
            let page = whole_page(&root)
                .map_err(|error| CommandError::io("cannot make the manual page", error))?;
            context.ui.write_bytes(&page)?;
        }
        Some(dir) => {
            let count = write_pages(&root, &dir).map_err(|error| {
                CommandError::io(format!("cannot write manual pages to {}", dir.display()), error)
            })?;
            context.ui.status(&format!("{count} pages written to {}", dir.display()));
        }
    }
    Ok(Outcome::Done)
}

// One page with a section for every command, then exit codes and variables.
fn whole_page(root: &Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let man = Man::new(root.clone()).title("CRUDDUR-OBS");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    for (path, command) in leaves(root, &[]) {
        page.extend_from_slice(format!(".SH \"{}\"\n", path.join(" ").to_uppercase()).as_bytes());
        let about =
            command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string);
        page.extend_from_slice(format!("{}\n", roff_text(&about.unwrap_or_default())).as_bytes());
        page.extend_from_slice(own_options(&command)?.as_bytes());
        page.extend_from_slice(examples(&command).as_bytes());
    }
    page.extend_from_slice(closing_sections().as_bytes());
    Ok(page)
}

// The options of one command without the global ones, which stand at the top of the page.
fn own_options(command: &Command) -> io::Result<String> {
    let mut own = Command::new(command.get_name().to_owned()).disable_help_flag(true);
    for arg in command
        .get_arguments()
        .filter(|arg| !arg.get_id().as_str().starts_with("global_") && arg.get_id() != "help")
    {
        own = own.arg(arg.clone());
    }
    if own.get_arguments().next().is_none() {
        return Ok(String::new());
    }
    let mut section = Vec::new();
    Man::new(own).render_options_section(&mut section)?;
    Ok(String::from_utf8_lossy(&section).replace(".SH ", ".SS "))
}

// What stands under the help of a command, line for line.
fn examples(command: &Command) -> String {
    let text = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    if text.is_empty() { text } else { format!(".PP\n.nf\n{}\n.fi\n", roff_text(&text)) }
}

fn closing_sections() -> String {
    let mut text = String::from(".SH \"EXIT STATUS\"\n");
    for (code, meaning) in exit_code::TABLE {
        text += &format!(".TP\n\\fB{code}\\fR\n{}\n", roff_text(meaning));
    }
    text += ".SH ENVIRONMENT\n";
    for variable in VARIABLES {
        text += &format!(".TP\n\\fB{}\\fR\n{}\n", variable.name, roff_text(variable.doc));
    }
    text
}

// The characters that roff would take for its own.
fn roff_text(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    let lines = text.lines().map(|line| match line {
        "" => ".PP".to_owned(),
        _ if line.starts_with(['.', '\'']) => format!("\\&{line}"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn leaves(command: &Command, path: &[String]) -> Vec<(Vec<String>, Command)> {
    let mut found = Vec::new();
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        let path: Vec<String> = path.iter().cloned().chain([below.get_name().to_owned()]).collect();
        if below.has_subcommands() {
            found.extend(leaves(below, &path));
        } else {
            found.push((path, below.clone()));
        }
    }
    found
}

fn write_pages(root: &Command, dir: &Path) -> io::Result<usize> {
    std::fs::create_dir_all(dir)?;
    let mut all = vec![(Vec::new(), root.clone())];
    all.extend(every(root, &[]));
    for (path, command) in &all {
        let name = std::iter::once("cruddur-obs")
            .chain(path.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join("-");
        // The page is named by its whole path, as `man cruddur-obs-config-show` expects.
        let mut page = Vec::new();
        Man::new(command.clone().display_name(name.clone()))
            .title(name.to_uppercase())
            .render(&mut page)?;
        if path.is_empty() {
            page.extend_from_slice(closing_sections().as_bytes());
        }
        std::fs::write(dir.join(format!("{name}.1")), page)?;
    }
    Ok(all.len())
}

fn every(command: &Command, path: &[String]) -> Vec<(Vec<String>, Command)> {
    let mut found = Vec::new();
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        let path: Vec<String> = path.iter().cloned().chain([below.get_name().to_owned()]).collect();
        found.push((path.clone(), below.clone()));
        found.extend(every(below, &path));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_command_roff() {
        assert_eq!(roff_text(".SH x\n\n--since 5m\\n"), "\\&.SH x\n.PP\n\\-\\-since 5m\\en");
    }
}
