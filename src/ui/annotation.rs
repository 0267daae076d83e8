//! Remarks on the page of a GitHub run, each beside the line of a file that it is about.
//!
//! The page shows only so many of each level for a step, so that equal ones are one, and what is
//! more than that is summed up in the last.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use super::ci::Ci;
use super::escape::escape_untrusted;
use super::escape::escape_untrusted_lines;
use super::streams::OutputError;
use super::streams::Ui;
use crate::wire::github_actions;

/// How many annotations of a level are shown for one step.
const SHOWN: usize = 10;

/// How many further places, or further remarks, one annotation lists.
const LISTED: usize = 30;

/// How loud an annotation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnotationLevel {
    /// The step failed because of this.
    Error,
    /// Worth a look.
    Warning,
    /// For information.
    Notice,
}

impl AnnotationLevel {
    const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Notice];

    const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// A remark that GitHub shows on the page of the run, and beside the line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// How loud it is.
    pub level: AnnotationLevel,
    /// The bold line.
    pub title: String,
    /// The text.
    pub message: String,
    /// File, line and column (both from 1) that it is about.
    pub place: Option<(String, usize, usize)>,
}

impl Annotation {
    /// Returns the line that GitHub's runner understands; `folder` is where paths begin, below the
    /// folder that the runner calls the workspace.
    fn github_command(&self, folder: Option<&Path>) -> String {
        let mut properties = Vec::new();
        if let Some((file, line, column)) = &self.place {
            let file = escape_untrusted(&in_workspace(folder, file)).into_owned();
            properties.extend([
                ("file", file),
                ("line", line.to_string()),
                ("col", column.to_string()),
            ]);
        }
        properties.push(("title", escape_untrusted(&self.title).into_owned()));
        let message = escape_untrusted_lines(&self.message);
        github_actions::command(self.level.name(), &properties, &message)
    }

    fn shown_place(&self) -> String {
        self.place.as_ref().map_or_else(String::new, |(file, line, _)| format!("{file}:{line}"))
    }
}

impl Ui {
    /// Puts remarks on the page of a GitHub run; elsewhere nothing happens. Room for one error is
    /// kept: for what the command fails with in the end.
    ///
    /// # Errors
    /// Stdout takes no more.
    pub fn annotate(&self, annotations: Vec<Annotation>) -> Result<(), OutputError> {
        self.annotate_up_to(annotations, SHOWN - 1)
    }

    /// Puts the last remarks there.
    pub(super) fn annotate_last(&self, annotations: Vec<Annotation>) -> Result<(), OutputError> {
        self.annotate_up_to(annotations, SHOWN)
    }

    fn annotate_up_to(
        &self,
        annotations: Vec<Annotation>,
        most_errors: usize,
    ) -> Result<(), OutputError> {
        if self.options().ci != Ci::GitHub {
            return Ok(());
        }
        let folder = self.options().runner.folder.as_deref();
        let merged = merged(annotations);
        for level in AnnotationLevel::ALL {
            let of_level = merged.iter().filter(|annotation| annotation.level == level).cloned();
            let most = if level == AnnotationLevel::Error { most_errors } else { SHOWN };
            let room = most.saturating_sub(self.told().annotated(level));
            for annotation in within(of_level.collect(), room) {
                self.told().count_annotation(level);
                self.runner_command(&annotation.github_command(folder))?;
            }
        }
        Ok(())
    }
}

/// Makes one of those that say the same of several places.
fn merged(annotations: Vec<Annotation>) -> Vec<Annotation> {
    let mut merged: Vec<(Annotation, Vec<String>)> = Vec::new();
    let mut known: HashMap<(usize, String, String), usize> = HashMap::new();
    for annotation in annotations {
        let Annotation { level, title, message, .. } = &annotation;
        match known.entry((*level as usize, title.clone(), message.clone())) {
            Entry::Occupied(first) => {
                if let Some((_, places)) = merged.get_mut(*first.get()) {
                    places.push(annotation.shown_place());
                }
            }
            Entry::Vacant(place) => {
                place.insert(merged.len());
                merged.push((annotation, Vec::new()));
            }
        }
    }
    let join = |(mut annotation, places): (Annotation, Vec<String>)| {
        if !places.is_empty() {
            annotation.message += &format!("\nalso at {}", listed(&places, ", "));
        }
        annotation
    };
    merged.into_iter().map(join).collect()
}

/// Sums up what there is no room for in the last one.
fn within(mut annotations: Vec<Annotation>, room: usize) -> Vec<Annotation> {
    if annotations.len() <= room {
        return annotations;
    }
    let rest = annotations.split_off(room.saturating_sub(1));
    let Some(level) = rest.first().filter(|_| room > 0).map(|first| first.level) else {
        return annotations;
    };
    let lines: Vec<String> = rest
        .iter()
        .map(|annotation| {
            let first_line = annotation.message.lines().next().unwrap_or_default();
            format!("{} {}: {first_line}", annotation.shown_place(), annotation.title)
                .trim_start()
                .to_owned()
        })
        .collect();
    annotations.push(Annotation {
        level,
        title: format!("{} more", rest.len()),
        message: listed(&lines, "\n"),
        place: None,
    });
    annotations
}

fn listed(items: &[String], separator: &str) -> String {
    let mut shown: Vec<String> = items.iter().take(LISTED).cloned().collect();
    if items.len() > LISTED {
        shown.push(format!("and {} more", items.len() - LISTED));
    }
    shown.join(separator)
}

/// Returns a path as the runner looks for it: from the workspace on.
fn in_workspace(folder: Option<&Path>, file: &str) -> String {
    let Some(folder) = folder.filter(|_| Path::new(file).is_relative()) else {
        return file.to_owned();
    };
    let mut path = PathBuf::new();
    for component in folder.join(file).components() {
        match component {
            Component::ParentDir if path.pop() => {}
            Component::CurDir => {}
            other => path.push(other),
        }
    }
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::super::RunnerOptions;
    use super::super::UiOptions;
    use super::*;

    fn annotation(level: AnnotationLevel, message: &str, line: usize) -> Annotation {
        Annotation {
            level,
            title: "drift".to_owned(),
            message: message.to_owned(),
            place: Some(("cruddur-obs.toml".to_owned(), line, 1)),
        }
    }

    fn said(folder: Option<&str>, batches: Vec<Vec<Annotation>>) -> Vec<String> {
        let runner =
            RunnerOptions { folder: folder.map(PathBuf::from), ..RunnerOptions::default() };
        let (ui, captured) =
            Ui::captured(UiOptions { ci: Ci::GitHub, runner, ..UiOptions::default() });
        for batch in batches {
            ui.annotate(batch).unwrap();
        }
        captured.stderr().lines().map(ToOwned::to_owned).collect()
    }

    #[test]
    fn annotations_cannot_be_left() {
        let annotation = Annotation {
            level: AnnotationLevel::Error,
            title: "a: b, c\n::x::".to_owned(),
            message: "100%\n::set-output name=x::y".to_owned(),
            place: Some(("dir,x/cruddur-obs.toml".to_owned(), 3, 7)),
        };
        assert_eq!(
            annotation.github_command(None),
            "::error file=dir%2Cx/cruddur-obs.toml,line=3,col=7,title=a%3A b%2C c\\n%3A%3Ax%3A%3A::100%25%0A::set-output name=x::y"
        );
    }

    #[test]
    fn paths_begin_at_the_workspace() {
        let one = vec![annotation(AnnotationLevel::Warning, "x", 3)];
        assert_eq!(
            said(Some("infra/aws"), vec![one]),
            ["::warning file=infra/aws/cruddur-obs.toml,line=3,col=1,title=drift::x"]
        );
        let place = |file| in_workspace(Some(Path::new("infra")), file);
        assert_eq!(place("../app.py"), "app.py");
        assert_eq!(place("/w/infra/x"), "/w/infra/x");
    }

    #[test]
    fn equal_remarks_are_one() {
        let same = (1..=3).map(|line| annotation(AnnotationLevel::Notice, "same", line)).collect();
        assert_eq!(
            said(None, vec![same]),
            [
                "::notice file=cruddur-obs.toml,line=1,col=1,title=drift::same%0Aalso at cruddur-obs.toml:2, cruddur-obs.toml:3"
            ]
        );
    }

    #[test]
    fn no_more_are_written_than_are_shown() {
        let many = |level| -> Vec<Annotation> {
            (1..=40).map(|line| annotation(level, &format!("no {line}"), line)).collect()
        };
        let lines = said(
            None,
            vec![
                many(AnnotationLevel::Error),
                many(AnnotationLevel::Warning),
                many(AnnotationLevel::Error),
            ],
        );
        let of = |level: &str| -> Vec<&String> {
            lines.iter().filter(|line| line.starts_with(&format!("::{level} "))).collect()
        };
        assert_eq!(of("error").len(), SHOWN - 1, "one is kept for the end");
        assert_eq!(of("warning").len(), SHOWN);
        let last = of("error")[SHOWN - 2];
        assert!(
            last.starts_with("::error title=32 more::cruddur-obs.toml:9 drift: no 9%0A"),
            "{last}"
        );
        assert!(last.ends_with("%0Aand 2 more"), "{last}");
    }
}
