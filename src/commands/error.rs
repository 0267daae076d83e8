//! The one error of all verbs: what it means, what to say, what to do next.

use std::error::Error;
use std::fmt;

use crate::base::DocumentError;
use crate::base::Hint;
use crate::base::Kind;
use crate::base::Problem;
use crate::base::WrongFile;
use crate::ui::ErrorMessage;
use crate::ui::OutputError;
use crate::ui::QueryError;
use crate::ui::SourceSpan;

use super::exit_code;

/// Why a verb failed. Made with `?` from every error that implements [`Hint`]; it does not
/// implement [`Hint`] itself, which is what makes that conversion possible.
#[derive(Debug)]
pub struct CommandError(
    // Boxed, because every result of every verb carries the room for it.
    Box<Parts>,
);

#[derive(Debug)]
struct Parts {
    kind: Kind,
    error: Box<dyn Error + Send + Sync>,
    hints: Vec<String>,
    spans: Vec<SourceSpan>,
    problems: Vec<String>,
    vendor_code: Option<String>,
    request_id: Option<String>,
    closed_pipe: bool,
}

impl<E: Hint + Send + Sync + 'static> From<E> for CommandError {
    fn from(error: E) -> Self {
        let (spans, hidden) = places(&error);
        let closed_pipe =
            chain(&error).any(|e| matches!(e.downcast_ref(), Some(OutputError::Closed)));
        let mut converted = Self::with_error(error.kind(), error.hints(), Box::new(error));
        converted.0.spans = spans;
        converted.0.closed_pipe = closed_pipe;
        converted.0.problems = hidden;
        converted
    }
}

impl CommandError {
    /// Creates an error from a lower-case fragment.
    #[must_use]
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self::with_error(kind, Vec::new(), Box::new(Message { text: message.into(), source: None }))
    }

    /// Creates an error about the command line, a setting, a file or the target.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Creates an error about work that was tried.
    #[must_use]
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Kind::Failed, message)
    }

    /// Creates an error about a named thing that does not exist.
    #[must_use]
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// Creates an error about work that the operating system refused.
    #[must_use]
    pub fn io(message: impl Into<String>, error: std::io::Error) -> Self {
        let message = Message { text: message.into(), source: Some(Box::new(error)) };
        Self::with_error(Kind::Failed, Vec::new(), Box::new(message))
    }

    fn with_error(kind: Kind, hints: Vec<String>, error: Box<dyn Error + Send + Sync>) -> Self {
        Self(Box::new(Parts {
            kind,
            error,
            hints,
            spans: Vec::new(),
            problems: Vec::new(),
            vendor_code: None,
            request_id: None,
            closed_pipe: false,
        }))
    }

    /// Creates an error from a failed call; the vendor's code and request id stay visible.
    #[must_use]
    pub fn of_call(
        error: impl Hint + Send + Sync + 'static,
        code: Option<String>,
        request_id: Option<String>,
    ) -> Self {
        let mut failed = Self::from(error);
        failed.0.vendor_code = code;
        failed.0.request_id = request_id;
        failed
    }

    /// Says in front what was being done; the error so far becomes its cause.
    #[must_use]
    pub fn context(mut self, message: impl Into<String>) -> Self {
        let nothing = Box::new(Message { text: String::new(), source: None });
        let source = std::mem::replace(&mut self.0.error, nothing);
        self.0.error = Box::new(Message { text: message.into(), source: Some(source) });
        self
    }

    /// Adds a next step: a sentence or a command to type.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hints.push(hint.into());
        self
    }

    /// Adds the place in what a person wrote.
    #[must_use]
    pub fn span(mut self, span: SourceSpan) -> Self {
        self.0.spans.push(span);
        self
    }

    /// Keeps the vendor's error code.
    #[must_use]
    pub fn vendor_code(mut self, code: impl Into<String>) -> Self {
        self.0.vendor_code = Some(code.into());
        self
    }

    /// Keeps the vendor's request id.
    #[must_use]
    pub fn request_id(mut self, id: impl Into<String>) -> Self {
        self.0.request_id = Some(id.into());
        self
    }

    /// Returns what the failure means.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Says whether nothing failed: the reader of stdout had enough.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        self.0.closed_pipe
    }

    /// Returns the exit code.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        if self.0.closed_pipe { exit_code::OK } else { exit_code::of_kind(self.0.kind) }
    }

    /// Returns everything there is to say.
    #[must_use]
    pub fn message(&self) -> ErrorMessage {
        let title = self.0.error.to_string();
        let mut causes: Vec<String> = Vec::new();
        let mut source = self.0.error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            // Some libraries repeat their cause in their own text.
            let last = causes.last().unwrap_or(&title);
            if !last.ends_with(&text) {
                causes.push(text);
            }
            source = cause.source();
        }
        let details = [("error code", &self.0.vendor_code), ("request id", &self.0.request_id)];
        let details = details
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)))
            .collect();
        ErrorMessage {
            title,
            causes,
            spans: self.0.spans.clone(),
            problems: self.0.problems.clone(),
            details,
            hints: self.0.hints.clone(),
        }
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.error.fmt(formatter)
    }
}

#[derive(Debug)]
struct Message {
    text: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl fmt::Display for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Error for Message {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn Error + 'static))
    }
}

fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

// The places that the two errors know which carry the text they are about, and lines about places
// that must not be shown.
fn places(error: &(dyn Error + 'static)) -> (Vec<SourceSpan>, Vec<String>) {
    for error in chain(error) {
        if let Some(error) = error.downcast_ref::<QueryError>() {
            return (vec![error.span()], Vec::new());
        }
        if let Some(OutputError::Query(error)) = error.downcast_ref() {
            return (vec![error.span()], Vec::new());
        }
        if let Some(DocumentError::Wrong(files)) = error.downcast_ref() {
            let alone = files.iter().map(|file| file.problems.len()).sum::<usize>() == 1;
            let places = files.iter().map(|file| places_in(file, alone));
            let (spans, hidden): (Vec<_>, Vec<_>) = places.unzip();
            return (spans.concat(), hidden.concat());
        }
    }
    (Vec::new(), Vec::new())
}

fn places_in(file: &WrongFile, alone: bool) -> (Vec<SourceSpan>, Vec<String>) {
    let WrongFile { name, text, problems } = file;
    let advice = |problem: &Problem| match &problem.hint {
        Some(hint) => format!("{}; {hint}", problem.message),
        None => problem.message.clone(),
    };
    let label = |problem| if alone { String::new() } else { advice(problem) };
    let shown = problems.iter().filter(|problem| problem.may_show_line);
    let hidden = problems.iter().filter(|problem| !problem.may_show_line && !alone);
    (
        shown
            .map(|problem| SourceSpan::new(name, text, problem.range.clone(), label(problem)))
            .collect(),
        hidden
            .map(|problem| {
                format!("{name}:{}:{}: {}", problem.line, problem.column, advice(problem))
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot save")]
    struct Wrapper(#[source] OutputError);

    impl Hint for Wrapper {}

    #[test]
    fn a_closed_pipe_is_success_however_deep_it_is() {
        let error = CommandError::from(Wrapper(OutputError::Closed));
        assert!(error.is_closed_pipe());
        assert_eq!(error.exit_code(), 0);
        let full = CommandError::from(OutputError::Failed(std::io::Error::other("disk full")));
        assert_eq!(full.exit_code(), 1);
        assert_eq!(full.message().causes, ["disk full"]);
    }

    #[test]
    fn keeps_chain_hints_and_ids() {
        let error = CommandError::io("cannot write plan.json", std::io::Error::other("disk full"))
            .context("cannot plan")
            .hint("free some space")
            .vendor_code("ThrottlingException")
            .request_id("1-2");
        let message = error.message();
        assert_eq!(message.title, "cannot plan");
        assert_eq!(message.causes, ["cannot write plan.json", "disk full"]);
        assert_eq!(message.details.len(), 2);
    }

    #[test]
    fn every_kind_has_a_documented_code() {
        for kind in [
            Kind::Failed,
            Kind::Usage,
            Kind::NotFound,
            Kind::Denied,
            Kind::Partial,
            Kind::Deadline,
            Kind::Interrupted,
            Kind::Terminated,
        ] {
            let code = CommandError::new(kind, "x").exit_code();
            assert!(exit_code::TABLE.iter().any(|(documented, _)| *documented == code));
        }
        let codes: Vec<u8> = exit_code::TABLE.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 10, 124, 130, 143]);
    }
}
