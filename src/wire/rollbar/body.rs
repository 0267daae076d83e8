//! `data.body`: exactly one of a message, an exception, a chain of them, or a crash report.

use serde_json::Map;
use serde_json::Value;

use super::Problem;
use crate::base::kind_of_json;

/// What a body may have one of.
const VARIANTS: [&str; 4] = ["trace", "trace_chain", "message", "crash_report"];

/// A body, as far as it is understood.
#[derive(Debug)]
pub(super) enum Body<'d> {
    /// Exceptions, in the order in which they were sent.
    Traces(Vec<Trace<'d>>),
    /// A message.
    Message(&'d str),
    /// What a system wrote about a crash.
    CrashReport(&'d str),
}

/// An exception, and where it was raised.
#[derive(Debug)]
pub(super) struct Trace<'d> {
    pub(super) class: &'d str,
    pub(super) message: &'d str,
    pub(super) frames: Vec<Frame<'d>>,
}

/// A place in a program.
#[derive(Debug)]
pub(super) struct Frame<'d> {
    pub(super) filename: &'d str,
    pub(super) method: &'d str,
}

impl<'d> Body<'d> {
    /// Reads the body of `data`.
    pub(super) fn of(data: &'d Map<String, Value>) -> Result<Self, Problem> {
        let body = match data.get("body") {
            Some(Value::Object(body)) => body,
            other => {
                let what = match other {
                    None | Some(Value::Null) => "undefined",
                    Some(other) => kind_of_json(other),
                };
                return Err(Problem::format(format!(
                    "data.body must not be {what}. Instead, it should be an object with a \
                     'message', 'trace', 'trace_chain', or 'crash_report' key."
                )));
            }
        };
        let present = |name: &&str| body.get(*name).is_some_and(|value| !value.is_null());
        let mut variants = VARIANTS.into_iter().filter(present);
        let (Some(variant), None) = (variants.next(), variants.next()) else {
            return Err(Problem::format(
                "data.body must have either a 'trace', 'trace_chain', 'message' or \
                 'crash_report' property, (but not more than one).",
            ));
        };
        let path = format!("data.body.{variant}");
        let value = &body[variant];
        if let Some(telemetry) = body.get("telemetry").filter(|value| !value.is_null()) {
            check_telemetry(telemetry)?;
        }
        match variant {
            "trace" => Ok(Self::Traces(vec![trace(value, &path)?])),
            "trace_chain" => {
                let chain = value.as_array().filter(|chain| !chain.is_empty());
                let chain = chain.ok_or_else(|| must_be(&path, "a list of at least one trace"))?;
                let traces = chain.iter().enumerate();
                let traces = traces.map(|(place, value)| trace(value, &format!("{path}[{place}]")));
                Ok(Self::Traces(traces.collect::<Result<_, _>>()?))
            }
            "message" => Ok(Self::Message(text(object(value, &path)?, &path, "body")?)),
            _ => Ok(Self::CrashReport(text(object(value, &path)?, &path, "raw")?)),
        }
    }

    /// Says whether something was raised or broke.
    pub(super) const fn is_exception(&self) -> bool {
        !matches!(self, Self::Message(_))
    }
}

fn trace<'d>(value: &'d Value, path: &str) -> Result<Trace<'d>, Problem> {
    let members = object(value, path)?;
    let frames = members.get("frames").and_then(Value::as_array);
    let frames = frames.ok_or_else(|| must_be(&format!("{path}.frames"), "a list"))?;
    let frames = frames.iter().enumerate().map(|(place, value)| {
        let path = format!("{path}.frames[{place}]");
        let frame = object(value, &path)?;
        let method = frame.get("method").and_then(Value::as_str).unwrap_or_default();
        Ok(Frame { filename: text(frame, &path, "filename")?, method })
    });
    let frames = frames.collect::<Result<_, Problem>>()?;
    let exception_path = format!("{path}.exception");
    let exception = members.get("exception").and_then(Value::as_object);
    let exception = exception.ok_or_else(|| must_be(&exception_path, "an object"))?;
    let message = match exception.get("message") {
        None | Some(Value::Null) => "",
        Some(Value::String(message)) => message.as_str(),
        Some(_) => return Err(must_be(&format!("{exception_path}.message"), "a string")),
    };
    Ok(Trace { class: text(exception, &exception_path, "class")?, message, frames })
}

fn check_telemetry(value: &Value) -> Result<(), Problem> {
    let entries = value.as_array();
    let is_right = entries.is_some_and(|entries| entries.iter().all(Value::is_object));
    if is_right { Ok(()) } else { Err(must_be("data.body.telemetry", "a list of objects")) }
}

fn object<'d>(value: &'d Value, path: &str) -> Result<&'d Map<String, Value>, Problem> {
    value.as_object().ok_or_else(|| must_be(path, "an object"))
}

fn text<'d>(members: &'d Map<String, Value>, path: &str, key: &str) -> Result<&'d str, Problem> {
    let text = members.get(key).and_then(Value::as_str);
    text.ok_or_else(|| must_be(&format!("{path}.{key}"), "a string"))
}

/// Refuses a member for what it is not.
pub(super) fn must_be(path: &str, what: &str) -> Problem {
    Problem::format(format!("{path} must be {what}."))
}
