//! `logs tail`.

use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use clap::ValueEnum;

use super::group_name;
use super::line::LineStyle;
use super::line::TailLine;
use super::line::TailNoticeRecord;
use super::test_pattern::parse_pattern;
use crate::base::Kind;
use crate::clients::aws::TailedEvent;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::aws_session::AwsSession;
use crate::model::log_group::check_identifier;
use crate::services::tail;
use crate::services::tail::Following;
use crate::services::tail::TailEnd;
use crate::services::tail::TailNotice;
use crate::services::tail::TailRequest;
use crate::services::tail::TailSink;
use crate::settings::parse_duration;
use crate::ui::OutputError;
use crate::ui::RecordWriter;

/// Largest list of groups that is read, in bytes.
const MAXIMUM_LIST_BYTES: u64 = 4 * 1024 * 1024;

/// Print the events of log groups in time order, once or as they come
///
/// Prints since 10 minutes ago and ends; -f follows. Following polls with an overlap, tells events
/// apart by their ids, picks up new streams and waits when it is throttled, so that nothing is
/// lost or printed twice; what could be missed is said. A search that ends finds code 0; --for or
/// --idle reached while --wait-for still waits is code 124.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs logs tail cruddur
  cruddur-obs logs tail cruddur -f --filter '?ERROR ?WARN'
  cruddur-obs logs tail /cruddur/api /cruddur/web --since 2h --output ndjson
  cruddur-obs logs tail cruddur --wait-for '\"server started\"' --for 2m")]
pub(crate) struct LogsTailArgs {
    /// Log groups, by name or ARN
    #[arg(value_name = "GROUP")]
    groups: Vec<String>,
    /// Read more group names from a file, one a line; - is stdin
    #[arg(long, value_name = "FILE")]
    groups_from: Option<PathBuf>,
    /// First time: 15m, 2h30m, yesterday 14:00, RFC 3339, epoch seconds or milliseconds
    #[arg(long, value_name = "TIME", default_value = "10m")]
    since: String,
    /// Last time, in the same forms
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Only events that match this filter pattern
    #[arg(long, visible_alias = "filter-pattern", value_name = "PATTERN")]
    filter: Option<String>,
    /// Only these streams
    #[arg(long, visible_alias = "log-stream-names", value_name = "NAME", num_args = 1..)]
    stream: Vec<String>,
    /// Only streams whose names start so
    #[arg(
        long,
        visible_alias = "log-stream-name-prefix",
        value_name = "TEXT",
        conflicts_with = "stream"
    )]
    stream_prefix: Option<String>,
    /// Go on as events come
    #[arg(short = 'f', long)]
    follow: bool,
    /// Follow until a line matches this filter pattern
    #[arg(long, value_name = "PATTERN")]
    wait_for: Option<String>,
    /// Follow until nothing has come for this long
    #[arg(long, value_name = "DURATION")]
    idle: Option<String>,
    /// Follow for this long
    #[arg(long = "for", value_name = "DURATION")]
    duration: Option<String>,
    /// End after this many events
    #[arg(long, value_name = "NUMBER")]
    max: Option<u64>,
    /// How far each poll reads back for late events; it widens by itself, up to 15m
    #[arg(long, value_name = "DURATION", default_value = "2m", hide_short_help = true)]
    overlap: String,
    /// Time between two polls [default: 2s, 250ms on the embedded backend]
    #[arg(long, value_name = "DURATION", hide_short_help = true)]
    interval: Option<String>,
    /// Lines with time, stream and message, or short ones without the stream
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = LineFormat::Detailed)]
    format: LineFormat,
    /// Exit with code 3 when no event was found
    #[arg(long)]
    fail_on_empty: bool,
}

/// How much of an event a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LineFormat {
    /// Time, stream and message
    Detailed,
    /// Time and message
    Short,
}

pub(super) async fn run(context: &Context, args: LogsTailArgs) -> Result<Outcome, CommandError> {
    let format = args.format;
    let fail_on_empty = args.fail_on_empty;
    let awaits = args.wait_for.is_some();
    let (mut request, interval) = args.request(context)?;
    let session = AwsSession::open(context).await?;
    if let Some(following) = &mut request.following {
        following.interval = interval.unwrap_or_else(|| session.poll_interval());
        if session.is_embedded() {
            context.ui.hint(
                "this command runs the backend itself while it follows; 'cruddur-obs backend \
                 serve' keeps one running",
            );
        }
    }
    let client = session.logs();
    let style = LineStyle::new(
        context.zone().clone(),
        format == LineFormat::Short,
        request.groups.len() > 1,
    );
    let mut printer =
        Printer { context, writer: context.ui.records(), style: &style, failed: None, shown: 0 };
    let stop = context.shutdown.requested();
    let source = Arc::new(client.clone());
    let ended = tail::run(source, &request, &*context.clock, &mut printer, async {
        stop.await;
    })
    .await;
    let Printer { writer, failed, shown, .. } = printer;
    let finished = writer.finish();
    let ended = match ended {
        Ok(end) => Ok(end),
        Err(error) => {
            let group = request.groups.first().map(String::as_str).unwrap_or_default();
            // Asks for the nearest name, so the backend must still be there.
            Err(group_name::failed(&client, group, error).await)
        }
    };
    session.close(context).await;
    if let Some(error) = failed {
        return Err(error.into());
    }
    finished?;
    match ended? {
        TailEnd::Elapsed | TailEnd::Idle if awaits => {
            Err(CommandError::new(Kind::Deadline, "the awaited line did not come"))
        }
        _ if shown == 0 && fail_on_empty => {
            Err(CommandError::not_found("no event was found")
                .hint("look further back with --since"))
        }
        _ => Ok(Outcome::Done),
    }
}

impl LogsTailArgs {
    fn request(self, context: &Context) -> Result<(TailRequest, Option<Duration>), CommandError> {
        let mut groups = self.groups;
        if let Some(path) = &self.groups_from {
            groups.extend(read_groups(path)?);
        }
        groups.dedup();
        if groups.is_empty() {
            return Err(CommandError::usage("no log group is named")
                .hint("list them with: cruddur-obs logs groups"));
        }
        for group in &groups {
            check_identifier("log group", group)
                .map_err(|violation| CommandError::usage(violation.to_string()))?;
        }
        let since = context.parse_time(&self.since)?;
        let until = self.until.as_deref().map(|text| context.parse_time(text)).transpose()?;
        if until.is_some_and(|until| until < since) {
            return Err(CommandError::usage("--until lies before --since"));
        }
        if let Some(filter) = &self.filter {
            parse_pattern("--filter", filter)?;
        }
        let wait_for =
            self.wait_for.as_deref().map(|text| parse_pattern("--wait-for", text)).transpose()?;
        let duration = self.duration.as_deref().map(parse_duration).transpose()?;
        let idle = self.idle.as_deref().map(parse_duration).transpose()?;
        let overlap = parse_duration(&self.overlap)?;
        let interval = self.interval.as_deref().map(parse_duration).transpose()?;
        let follows = self.follow || wait_for.is_some() || duration.is_some() || idle.is_some();
        let following = follows.then(|| Following {
            interval: Duration::ZERO,
            overlap: i64::try_from(overlap.as_millis()).unwrap_or(i64::MAX),
            duration,
            idle,
            wait_for,
        });
        let request = TailRequest {
            groups,
            since,
            until,
            filter: self.filter,
            streams: self.stream,
            stream_prefix: self.stream_prefix,
            maximum: self.max,
            following,
        };
        Ok((request, interval))
    }
}

fn read_groups(path: &std::path::Path) -> Result<Vec<String>, CommandError> {
    let mut text = String::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(MAXIMUM_LIST_BYTES).read_to_string(&mut text)
    } else {
        std::fs::File::open(path)
            .and_then(|file| file.take(MAXIMUM_LIST_BYTES).read_to_string(&mut text))
    };
    read.map_err(|error| {
        CommandError::io(format!("cannot read group names from {}", path.display()), error)
    })?;
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// Prints what the tail reads.
struct Printer<'a> {
    context: &'a Context,
    writer: RecordWriter<'a>,
    style: &'a LineStyle,
    failed: Option<OutputError>,
    shown: u64,
}

impl Printer<'_> {
    fn keep(&mut self, result: Result<(), OutputError>) -> ControlFlow<()> {
        match result {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }
}

impl TailSink for Printer<'_> {
    fn event(&mut self, group: &str, event: &TailedEvent) -> ControlFlow<()> {
        self.shown += 1;
        let line = TailLine {
            log_group_name: group,
            log_stream_name: &event.stream,
            timestamp: event.timestamp,
            ingestion_time: event.ingestion_time,
            event_id: &event.event_id,
            message: &event.message,
            style: self.style,
        };
        let written = self.writer.write(&line);
        self.keep(written)
    }

    fn notice(&mut self, notice: &TailNotice) -> ControlFlow<()> {
        match notice {
            TailNotice::Throttled { group, pause } => {
                self.context.ui.status(&format!("{group}: throttled; going on in {pause:?}"));
            }
            TailNotice::Retrying { group, reason, pause } => {
                self.context.ui.warning(&format!("{group}: {reason}; trying again in {pause:?}"));
            }
            TailNotice::OverlapShortened { group, overlap } => {
                let detail = format!(
                    "{group}: so many events come that polls read back only {overlap} ms; an \
                     event that arrives later than that is missed"
                );
                let record = TailNoticeRecord {
                    notice: "overlap-shortened",
                    log_group_name: group,
                    detail: &detail,
                };
                let written = self.writer.write(&record);
                return self.keep(written);
            }
        }
        ControlFlow::Continue(())
    }

    fn pause(&mut self) -> ControlFlow<()> {
        let flushed = self.writer.flush();
        self.keep(flushed)
    }
}
