//! `logs test-pattern`.

use std::io::IsTerminal as _;
use std::io::Read as _;

use clap::Args;
use serde_json::json;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::named::Named;
use crate::dialect::filter_pattern::FilterPattern;
use crate::ui::Column;
use crate::ui::Report;
use crate::ui::SourceSpan;
use crate::wire::logs::MetricFilterMatchRecord;
use crate::wire::logs::TestMetricFilterResponse;

/// Largest input that is read, in bytes.
const MAXIMUM_BYTES: u64 = 64 * 1024 * 1024;

/// Show which lines a filter pattern matches, and what it picks out of them
///
/// The pattern is evaluated here, without a backend or an account, on lines of any number.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs logs test-pattern '{ $.status >= 500 }' < access.log
  cruddur-obs logs test-pattern 'ERROR -HEALTH' 'ERROR in /home' 'ERROR in HEALTH'
  cruddur-obs logs test-metric-filter --filter-pattern '[ip, ..., size>1000]' --log-event-messages '10.0.0.1 x 2000'")]
pub(crate) struct LogsTestPatternArgs {
    /// The filter pattern
    pattern: Option<String>,
    /// Lines to test; without any they are read from stdin
    lines: Vec<String>,
    /// The filter pattern, in the AWS CLI's way
    #[arg(long, value_name = "PATTERN", conflicts_with = "pattern", hide_short_help = true)]
    filter_pattern: Option<String>,
    /// Lines to test, in the AWS CLI's way
    #[arg(long, value_name = "LINE", num_args = 1.., conflicts_with = "lines", hide_short_help = true)]
    log_event_messages: Vec<String>,
}

pub(super) async fn run(
    context: &Context,
    args: LogsTestPatternArgs,
) -> Result<Outcome, CommandError> {
    let text = Named("a filter pattern").required(args.pattern.or(args.filter_pattern))?;
    let pattern = parse_pattern("filter pattern", &text)?;
    let mut lines = args.lines;
    lines.extend(args.log_event_messages);
    if lines.is_empty() {
        lines = read_lines()?;
    }
    let matches: Vec<MetricFilterMatchRecord> = lines
        .into_iter()
        .enumerate()
        .filter_map(|(event_number, event_message)| {
            let extracted_values = pattern.extract(&event_message)?;
            Some(MetricFilterMatchRecord { event_number, event_message, extracted_values })
        })
        .collect();
    context.ui.print(&view(TestMetricFilterResponse { matches }))?;
    Ok(Outcome::Done)
}

/// Parses a pattern; the error points at the column.
pub(super) fn parse_pattern(name: &str, text: &str) -> Result<FilterPattern, CommandError> {
    FilterPattern::parse(text).map_err(|error| {
        let offset = |characters: usize| {
            text.char_indices().nth(characters).map_or(text.len(), |(offset, _)| offset)
        };
        let first = error.column().saturating_sub(1);
        let range = offset(first)..offset(first + error.length());
        CommandError::from(error).span(SourceSpan::new(name, text, range, ""))
    })
}

fn read_lines() -> Result<Vec<String>, CommandError> {
    let input = std::io::stdin();
    if input.is_terminal() {
        return Err(CommandError::usage("there are no lines to test")
            .hint("give them as arguments after the pattern, or on stdin"));
    }
    let mut text = String::new();
    input
        .lock()
        .take(MAXIMUM_BYTES)
        .read_to_string(&mut text)
        .map_err(|error| CommandError::io("cannot read stdin", error))?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn view(response: TestMetricFilterResponse) -> Report {
    let columns = vec![Column::right("LINE"), Column::left("MESSAGE"), Column::left("VALUES")];
    let rows = response.matches.iter().map(|found| {
        let values: Vec<String> =
            found.extracted_values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        vec![found.event_number.to_string(), found.event_message.clone(), values.join(" ")]
    });
    let rows = rows.collect();
    Report::table(json!(response), columns, rows).json_when_piped()
}
