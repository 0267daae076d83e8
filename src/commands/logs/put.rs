//! `logs put`.

use std::io::BufRead as _;
use std::io::IsTerminal as _;
use std::time::Duration;

use clap::Args;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio::time::timeout_at;

use super::group_name;
use super::group_name::GroupName;
use crate::base::Kind;
use crate::clients::aws::Cause;
use crate::clients::aws::LogsClient;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::commands::aws_session::call_failed;
use crate::commands::json_input;
use crate::model::log_event;
use crate::ui::Report;
use crate::wire::logs::RejectedLogEventsInfo;

/// How long a line waits for others before it is sent.
const GATHER_TIME: Duration = Duration::from_millis(200);

/// Lines read ahead of the sender.
const LINES_AHEAD: usize = 20_000;

/// Attempts after being throttled, with doubling pauses from [`FIRST_PAUSE`].
const THROTTLED_ATTEMPTS: u32 = 8;

/// First pause after being throttled.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// Send lines from stdin to a log stream
///
/// Each line becomes an event with the present time. A missing stream is created, a missing group
/// is not. Lines are sent as they come, so a program can be piped into it.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  echo 'hello from cruddur' | cruddur-obs logs put cruddur --stream web
  flask run 2>&1 | cruddur-obs logs put cruddur --stream backend-flask
  cruddur-obs logs put-log-events --log-group-name cruddur --log-stream-name web --log-events file://events.json")]
pub(crate) struct LogsPutArgs {
    #[command(flatten)]
    group: GroupName,
    /// Name of the stream
    #[arg(long, visible_alias = "log-stream-name", value_name = "NAME")]
    stream: Option<String>,
    /// Events in the AWS CLI's way: JSON, file://PATH, or timestamp=NUMBER,message=TEXT
    #[arg(long, value_name = "JSON", num_args = 1.., hide_short_help = true)]
    log_events: Vec<String>,
}

/// One event as the AWS CLI's JSON has it.
#[derive(Deserialize)]
struct GivenEvent {
    timestamp: i64,
    message: String,
}

/// What has been sent.
#[derive(Default)]
struct Sent {
    events: u64,
    rejected: u64,
}

pub(super) async fn run(context: &Context, args: LogsPutArgs) -> Result<Outcome, CommandError> {
    let group = args.group.checked()?;
    let stream = args.stream.ok_or_else(|| {
        CommandError::usage("a stream name is missing").hint("for instance: --stream web")
    })?;
    let given = given_events(&args.log_events)?;
    if given.is_empty() && std::io::stdin().is_terminal() {
        return Err(CommandError::usage("there are no lines to send")
            .hint("pipe them in, for instance: echo hello | cruddur-obs logs put …"));
    }
    let session = AwsSession::open(context).await?;
    let sender = Sender { context, client: session.logs(), group: &group, stream: &stream };
    if !given.is_empty() {
        let result = sender.send_given(&session, given).await;
        session.close(context).await;
        return result;
    }
    let result = sender.send_lines(&session).await;
    session.close(context).await;
    let sent = result?;
    let value = json!({ "events": sent.events, "rejected": sent.rejected });
    if sent.rejected > 0 {
        context.ui.print(&Report::text(value, String::new()))?;
        return Err(CommandError::new(
            Kind::Partial,
            format!("{} of {} events were rejected", sent.rejected, sent.events + sent.rejected),
        )
        .hint("events may be at most 14 days old, within the retention, and 2 hours ahead"));
    }
    context.ui.status(&format!("sent {} events to {group} {stream}", sent.events));
    Ok(Outcome::Done)
}

/// Reads events in the forms of the AWS CLI.
fn given_events(values: &[String]) -> Result<Vec<GivenEvent>, CommandError> {
    let mut events = Vec::new();
    for value in values {
        let text = value.trim_start();
        if text.starts_with(['[', '{']) || text.starts_with("file://") {
            let more: Vec<GivenEvent> = if text.starts_with('{') {
                vec![json_input::parse("--log-events", text)?]
            } else {
                json_input::parse("--log-events", text)?
            };
            events.extend(more);
        } else {
            events.push(shorthand(text).ok_or_else(|| {
                CommandError::usage(format!("`{value}` is no log event"))
                    .hint("write timestamp=1700000000000,message=TEXT, JSON, or file://PATH")
            })?);
        }
    }
    Ok(events)
}

/// Reads `timestamp=NUMBER,message=TEXT` in either order.
fn shorthand(text: &str) -> Option<GivenEvent> {
    let (timestamp, message) = match text.strip_prefix("timestamp=") {
        Some(rest) => rest.split_once(",message=")?,
        None => {
            let (message, timestamp) = text.strip_prefix("message=")?.rsplit_once(",timestamp=")?;
            (timestamp, message)
        }
    };
    Some(GivenEvent { timestamp: timestamp.parse().ok()?, message: message.to_owned() })
}

struct Sender<'a> {
    context: &'a Context,
    client: LogsClient,
    group: &'a str,
    stream: &'a str,
}

impl Sender<'_> {
    /// Sends events as they were given, in one call, and prints what the service answers.
    async fn send_given(
        &self,
        session: &AwsSession,
        given: Vec<GivenEvent>,
    ) -> Result<Outcome, CommandError> {
        session.guard_writes().await?;
        let events: Vec<(i64, String)> =
            given.into_iter().map(|event| (event.timestamp, event.message)).collect();
        let answer = match self.client.put_log_events(self.group, self.stream, &events).await {
            Ok(answer) => answer,
            Err(error) => {
                return Err(group_name::failed(&self.client, self.group, error).await);
            }
        };
        let info = answer.rejected_log_events_info.as_ref();
        let rejected = info.map_or(0, |info| rejected(info, events.len()));
        if rejected > 0 {
            self.context
                .ui
                .warning(&format!("{rejected} of {} events were rejected", events.len()));
        }
        let token = answer.next_sequence_token.clone().unwrap_or_default();
        let fields = [("next sequence token", token)];
        self.context.ui.print(&Report::fields(json!(answer), fields).json_when_piped())?;
        Ok(Outcome::Done)
    }

    /// Gathers lines into batches that are legal and, while lines come fast, full.
    async fn send_lines(&self, session: &AwsSession) -> Result<Sent, CommandError> {
        session.guard_writes().await?;
        let mut lines = read_stdin();
        let mut sent = Sent::default();
        let mut stop = std::pin::pin!(self.context.shutdown.requested());
        let mut batch = Batch::default();
        loop {
            // A lone line waits for the first one of the next batch only as long as it takes to
            // gather this one.
            let line = if batch.events.is_empty() {
                tokio::select! {
                    line = lines.recv() => Some(line),
                    _ = &mut stop => Some(None),
                }
            } else {
                timeout_at(batch.deadline, lines.recv()).await.ok()
            };
            match line {
                Some(Some(line)) => {
                    let now = self.context.now();
                    for piece in pieces(&line?) {
                        if !batch.has_room_for(piece) {
                            self.send(batch.take(), &mut sent).await?;
                        }
                        batch.push(now, piece);
                    }
                }
                Some(None) => {
                    self.send(batch.take(), &mut sent).await?;
                    return Ok(sent);
                }
                None => self.send(batch.take(), &mut sent).await?,
            }
        }
    }

    /// Sends one batch; creates the stream if it is missing.
    async fn send(&self, events: Vec<(i64, String)>, sent: &mut Sent) -> Result<(), CommandError> {
        if events.is_empty() {
            return Ok(());
        }
        let mut pause = FIRST_PAUSE;
        let mut attempts = 0;
        loop {
            let error = match self.client.put_log_events(self.group, self.stream, &events).await {
                Ok(answer) => {
                    let rejected = answer
                        .rejected_log_events_info
                        .as_ref()
                        .map_or(0, |info| rejected(info, events.len()));
                    sent.rejected += rejected as u64;
                    sent.events += (events.len() - rejected) as u64;
                    return Ok(());
                }
                Err(error) => error,
            };
            attempts += 1;
            match error.cause {
                Cause::NotFound if error.message.contains("stream") && attempts == 1 => {
                    self.create_stream().await?;
                }
                Cause::Throttled if attempts < THROTTLED_ATTEMPTS => {
                    self.context.ui.status(&format!("throttled; trying again in {pause:?}"));
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                _ => return Err(group_name::failed(&self.client, self.group, error).await),
            }
        }
    }

    async fn create_stream(&self) -> Result<(), CommandError> {
        match self.client.create_log_stream(self.group, self.stream).await {
            Ok(()) => {
                self.context.ui.status(&format!("created stream {}", self.stream));
                Ok(())
            }
            Err(error) if error.cause == Cause::Exists => Ok(()),
            Err(error) => Err(call_failed(error)),
        }
    }
}

/// Events that are sent together.
struct Batch {
    events: Vec<(i64, String)>,
    bytes: usize,
    deadline: Instant,
}

impl Default for Batch {
    fn default() -> Self {
        Self { events: Vec::new(), bytes: 0, deadline: Instant::now() }
    }
}

impl Batch {
    fn has_room_for(&self, message: &str) -> bool {
        self.events.len() < log_event::MAXIMUM_BATCH_EVENTS
            && self.bytes + message.len() + log_event::EVENT_OVERHEAD
                <= log_event::MAXIMUM_BATCH_BYTES
    }

    fn push(&mut self, now: i64, message: &str) {
        if self.events.is_empty() {
            self.deadline = Instant::now() + GATHER_TIME;
        }
        // A clock that is set back must not make the batch unordered.
        let time = self.events.last().map_or(now, |(last, _)| now.max(*last));
        self.bytes += message.len() + log_event::EVENT_OVERHEAD;
        self.events.push((time, message.to_owned()));
    }

    fn take(&mut self) -> Vec<(i64, String)> {
        self.bytes = 0;
        std::mem::take(&mut self.events)
    }
}

/// Cuts a line that is too long for one event; an empty line is no event.
fn pieces(line: &str) -> Vec<&str> {
    const MOST: usize = log_event::MAXIMUM_EVENT_BYTES - log_event::EVENT_OVERHEAD;
    let mut rest = line;
    let mut pieces = Vec::new();
    while rest.len() > MOST {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(MOST));
        pieces.push(piece);
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

/// How many events of a batch of `count` were rejected at its two ends.
fn rejected(info: &RejectedLogEventsInfo, count: usize) -> usize {
    let start = info
        .too_old_log_event_end_index
        .unwrap_or(0)
        .max(info.expired_log_event_end_index.unwrap_or(0));
    let end = info.too_new_log_event_start_index.unwrap_or(count);
    (start + count.saturating_sub(end)).min(count)
}

/// Reads lines on a thread of their own, because a read of stdin cannot be called off.
fn read_stdin() -> mpsc::Receiver<Result<String, CommandError>> {
    let (sender, lines) = mpsc::channel(LINES_AHEAD);
    std::thread::spawn(move || {
        let mut input = std::io::BufReader::with_capacity(64 * 1024, std::io::stdin().lock());
        let mut line = Vec::new();
        loop {
            line.clear();
            // Text without an end of line is handed on in parts, so that memory stays bounded.
            let read = std::io::Read::take(&mut input, log_event::MAXIMUM_EVENT_BYTES as u64)
                .read_until(b'\n', &mut line);
            let delivered = match read {
                Ok(0) => return,
                Ok(_) => {
                    let text = String::from_utf8_lossy(&line);
                    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
                }
                Err(error) => Err(CommandError::io("cannot read stdin", error)),
            };
            if sender.blocking_send(delivered).is_err() {
                return;
            }
        }
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_between_characters() {
        let line = "é".repeat(log_event::MAXIMUM_EVENT_BYTES);
        let pieces = pieces(&line);
        assert_eq!(pieces.len(), 3);
        assert_eq!(pieces.concat(), line);
        for piece in pieces {
            assert!(piece.len() + log_event::EVENT_OVERHEAD <= log_event::MAXIMUM_EVENT_BYTES);
        }
        assert!(super::pieces("").is_empty());
    }

    #[test]
    fn both_ends_count_as_rejected() {
        let info = RejectedLogEventsInfo {
            too_old_log_event_end_index: Some(2),
            expired_log_event_end_index: Some(3),
            too_new_log_event_start_index: Some(8),
        };
        assert_eq!(rejected(&info, 10), 5);
        assert_eq!(rejected(&RejectedLogEventsInfo::default(), 10), 0);
    }
}
