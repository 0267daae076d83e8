//! `rollbar test`.

use std::time::Duration;

use clap::Args;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::environment;
use super::flags;
use super::words;
use crate::base::Kind;
use crate::base::did_you_mean;
use crate::base::random_uuid;
use crate::clients::rollbar::RateLimits;
use crate::clients::rollbar::RollbarCallError;
use crate::clients::rollbar::Sent;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::StopReason;
use crate::commands::exit_code;
use crate::commands::rollbar_session::Need;
use crate::commands::rollbar_session::Session;
use crate::services::arrival::Arrival;
use crate::services::arrival::Pace;
use crate::services::arrival::await_arrival;
use crate::services::resources::RealTimer;
use crate::settings::env;
use crate::settings::format_time;
use crate::ui::Report;
use crate::wire::rollbar::ItemBody;
use crate::wire::rollbar::ItemData;
use crate::wire::rollbar::ItemPayload;
use crate::wire::rollbar::Level;
use crate::wire::rollbar::MessageBody;
use crate::wire::rollbar::Notifier;
use crate::wire::rollbar::Server;
use crate::wire::rollbar::uuid_key;

/// What is sent where nobody says what.
const MESSAGE: &str = "cruddur-obs test message";

/// Keeps all test messages in one item.
const FINGERPRINT: &str = "cruddur-obs-test";

/// Longest message, in characters; the service shows less of it.
const LONGEST_MESSAGE: usize = 10_000;

/// How long is looked for the message where --timeout does not say.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a call that hangs is given where nothing hangs on it.
const GRACE: Duration = Duration::from_secs(2);

/// Most environments that are named.
const MOST_NAMED: usize = 5;

/// How often an account is asked.
const ACCOUNT_PAUSE: Duration = Duration::from_secs(2);

/// How often a local backend is asked.
const FIRST_LOCAL_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_LOCAL_PAUSE: Duration = Duration::from_millis(500);

/// Send a test message, and prove that it arrives
///
/// The message has an id of its own, by which it is looked for with ROLLBAR_READ_TOKEN until it can
/// be read: that proves that it arrived. With ROLLBAR_ACCESS_TOKEN alone nobody can know more than
/// that it was accepted, which is said (`proven: false`) and is exit code 0. A message that was
/// accepted and cannot be read within a minute, or --timeout, is exit code 124. All test messages
/// are occurrences of one item.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs rollbar test
  cruddur-obs rollbar test --level error --message 'deploy 1.4.2 talks to Rollbar'
  cruddur-obs rollbar test --environment cruddur --timeout 20s
  cruddur-obs rollbar test --query proven --output plain")]
pub(crate) struct RollbarTestArgs {
    /// How bad the message is
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_parser = flags::level())]
    level: Level,
    /// What the message says
    #[arg(long, value_name = "TEXT", default_value = MESSAGE, value_parser = message)]
    message: String,
    /// The environment [default: that of the project file, else production]
    #[arg(long, value_name = "NAME", value_parser = flags::environment)]
    environment: Option<String>,
}

fn message(text: &str) -> Result<String, String> {
    if text.trim().is_empty() || text.chars().count() > LONGEST_MESSAGE {
        return Err(format!("it must have 1 to {LONGEST_MESSAGE} characters"));
    }
    Ok(text.to_owned())
}

pub(super) async fn run(context: &Context, args: RollbarTestArgs) -> Result<Outcome, CommandError> {
    let payload = payload(context, args)?;
    let session = Session::open(context, Need::SendAndProve).await?;
    let result = send(context, &session, &payload).await;
    session.close().await;
    result
}

/// Makes the smallest message that a person recognises in Rollbar.
fn payload(context: &Context, args: RollbarTestArgs) -> Result<ItemPayload, CommandError> {
    let now = context.now();
    let mut custom = Map::new();
    custom.insert("run".to_owned(), json!(format_time(now, &jiff::tz::TimeZone::UTC)));
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    Ok(ItemPayload {
        data: ItemData {
            environment: environment::sent_to(context, args.environment)?,
            level: args.level,
            timestamp: now.div_euclid(1000),
            platform: Some(std::env::consts::OS.to_owned()),
            language: Some("shell".to_owned()),
            context: Some("cruddur-obs test".to_owned()),
            code_version: None,
            uuid: random_uuid()?,
            fingerprint: Some(FINGERPRINT.to_owned()),
            title: None,
            notifier: Notifier {
                name: "cruddur-obs".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            server: Some(Server { host }),
            custom,
            body: ItemBody { message: MessageBody { body: args.message, extra: Map::new() } },
        },
    })
}

async fn send(
    context: &Context,
    session: &Session,
    payload: &ItemPayload,
) -> Result<Outcome, CommandError> {
    let uuid = payload.data.uuid.as_str();
    if session.client.can_read() {
        warn_of_new_environment(context, session, &payload.data.environment).await;
    }
    let sent = session.client.send_item(payload).await.map_err(|error| session.explain(error))?;
    if let Some(other) = sent.uuid.as_deref().filter(|other| uuid_key(other) != uuid_key(uuid)) {
        // It would be looked for in vain.
        let error = CommandError::failed("the message was accepted under another uuid");
        return Err(error.hint(format!("sent {uuid}, answered {other}")));
    }
    context.ui.status(&format!("accepted (HTTP {}), uuid {uuid}", sent.status));
    let test = Test { session, payload, sent };
    if !session.client.can_read() {
        context.ui.print(&test.report(context, None))?;
        context.ui.status("accepted, not proven: no token may read whether it arrived");
        context.ui.hint(&format!(
            "set {} to a token with the scope read, and it is proved",
            env::ROLLBAR_READ_TOKEN.name
        ));
        return Ok(Outcome::Done);
    }
    let arrival = arrival(context, session, uuid).await;
    context.ui.print(&test.report(context, arrival.as_ref().ok()))?;
    conclude(context, session, arrival)
}

/// Says that an environment is new: one that is spelt otherwise than the application's is made by
/// the first message, and nobody looks there.
async fn warn_of_new_environment(context: &Context, session: &Session, name: &str) {
    let known = tokio::time::timeout(GRACE, session.client.environments()).await;
    // Whether it can be told decides about nothing.
    let Ok(Ok(known)) = known else { return };
    if known.is_empty() || known.iter().any(|known| known == name) {
        return;
    }
    context
        .ui
        .warning(&format!("the project has no environment {name} yet; this message makes it"));
    let known = known.iter().map(String::as_str);
    context.ui.hint(&match did_you_mean(name, known.clone()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("it has {}", known.take(MOST_NAMED).collect::<Vec<_>>().join(", ")),
    });
}

async fn arrival(
    context: &Context,
    session: &Session,
    uuid: &str,
) -> Result<Arrival, RollbarCallError> {
    let patience = context.timeout.unwrap_or(PATIENCE);
    let pace = if session.is_local() {
        Pace { first_pause: FIRST_LOCAL_PAUSE, longest_pause: LONGEST_LOCAL_PAUSE, patience }
    } else {
        Pace { first_pause: ACCOUNT_PAUSE, longest_pause: ACCOUNT_PAUSE, patience }
    };
    let _progress = context.ui.progress("waiting until the message can be read");
    let stop = context.shutdown.requested();
    let stop = async {
        // A call that hangs must not make the wait longer.
        let _ = tokio::time::timeout(patience.saturating_add(GRACE), stop).await;
    };
    await_arrival(&session.client, uuid, pace, &RealTimer::default(), stop).await
}

fn conclude(
    context: &Context,
    session: &Session,
    arrival: Result<Arrival, RollbarCallError>,
) -> Result<Outcome, CommandError> {
    if context.shutdown.reason().is_some_and(|reason| reason != StopReason::Deadline) {
        // The driver knows with which code that ends.
        return Ok(Outcome::Done);
    }
    match arrival {
        // Also at the deadline: what was asked for is done.
        Ok(Arrival::Seen { .. }) => Ok(Outcome::Code(exit_code::OK)),
        Ok(Arrival::Unseen { after, setback }) => {
            let text =
                format!("accepted, but it could not be read within {}", words::duration(after));
            let error = CommandError::new(Kind::Deadline, text);
            let error = match setback {
                Some(setback) => error.hint(format!("the last look failed: {setback}")),
                None => error,
            };
            Err(error
                .hint("the service takes items that it drops later: when they are over a limit, or filtered")
                .hint("is ROLLBAR_READ_TOKEN of the same project as ROLLBAR_ACCESS_TOKEN?")
                .hint("wait longer with --timeout"))
        }
        Err(error) => Err(session
            .explain(error)
            .context("the message was accepted, but whether it arrived cannot be read")),
    }
}

/// A message that was sent.
struct Test<'t> {
    session: &'t Session,
    payload: &'t ItemPayload,
    sent: Sent,
}

impl Test<'_> {
    fn report(&self, context: &Context, arrival: Option<&Arrival>) -> Report {
        let data = &self.payload.data;
        let limits = self.sent.limits;
        let (item, occurrence, after) = match arrival {
            Some(Arrival::Seen { item, occurrence, after }) => {
                (Some(&item.known), *occurrence, Some(*after))
            }
            _ => (None, None, None),
        };
        let page = self.session.page_of(&data.uuid);
        let value = json!({
            "accepted": true,
            "proven": item.is_some(),
            "status": self.sent.status,
            "uuid": data.uuid,
            "environment": data.environment,
            "level": data.level,
            "rate_limit": if limits.is_empty() { Value::Null } else { json!(limits) },
            "item": item.map(|item| json!({
                "id": item.id,
                "counter": item.counter,
                "title": item.title,
                "total_occurrences": item.total_occurrences,
            })),
            "occurrence_id": occurrence,
            "seconds": after.map(|after| after.as_secs_f64()),
            "ui_url": page,
        });
        let proven = match after {
            Some(after) => format!("yes, it was read after {}", words::duration(after)),
            None => "no".to_owned(),
        };
        let item = item.map(|item| {
            let count = words::counted(item.total_occurrences, "occurrence", "occurrences");
            format!("#{} ({count})", item.counter)
        });
        let fields = [
            ("accepted", Some(format!("yes (HTTP {})", self.sent.status))),
            ("proven", Some(proven)),
            ("uuid", Some(data.uuid.clone())),
            ("environment", Some(data.environment.clone())),
            ("level", Some(data.level.word().to_owned())),
            ("rate limit", rate_limit(context, limits)),
            ("item", item),
            ("occurrence", occurrence.map(|id| id.to_string())),
            ("page", page),
        ];
        let told = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
        Report::fields(value, told)
    }
}

/// Says what the token may still send, if the service says it.
fn rate_limit(context: &Context, limits: RateLimits) -> Option<String> {
    let left = match (limits.remaining, limits.limit) {
        (Some(remaining), Some(limit)) => format!("{remaining} of {limit} left"),
        (Some(remaining), None) => format!("{remaining} left"),
        (None, Some(limit)) => format!("{limit} in a window"),
        (None, None) => return None,
    };
    let until = words::time(context, limits.reset);
    Some(if until.is_empty() { left } else { format!("{left}, until {until}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args() -> RollbarTestArgs {
        RollbarTestArgs {
            level: Level::Warning,
            message: MESSAGE.to_owned(),
            environment: Some("cruddur".to_owned()),
        }
    }

    #[test]
    fn the_message_is_small_and_can_be_found() {
        let context = Context::for_tests();
        let mut value = json!(payload(&context, args()).unwrap());
        let data = value["data"].as_object_mut().unwrap();
        assert_eq!(data["uuid"].as_str().unwrap().len(), 36);
        assert!(!data["server"]["host"].as_str().unwrap().is_empty());
        data.insert("uuid".to_owned(), json!("U"));
        data.insert("server".to_owned(), json!("S"));
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            value,
            json!({ "data": {
                "environment": "cruddur", "level": "warning", "timestamp": 0,
                "platform": std::env::consts::OS, "language": "shell",
                "context": "cruddur-obs test", "uuid": "U",
                "fingerprint": "cruddur-obs-test",
                "notifier": { "name": "cruddur-obs", "version": version },
                "server": "S", "custom": { "run": "1970-01-01T00:00:00.000Z" },
                "body": { "message": { "body": "cruddur-obs test message" } },
            } })
        );
    }

    #[test]
    fn each_message_has_a_uuid_of_its_own() {
        let context = Context::for_tests();
        let uuid = || payload(&context, args()).unwrap().data.uuid;
        assert_ne!(uuid(), uuid());
    }

    #[test]
    fn limits_are_said_as_far_as_they_are_known() {
        let context = Context::for_tests();
        let said = |remaining, limit, reset| {
            let limits = RateLimits { remaining, limit, reset, remaining_seconds: None };
            rate_limit(&context, limits).unwrap_or_default()
        };
        assert_eq!(said(None, None, Some(1)), "");
        assert_eq!(said(Some(4999), Some(5000), None), "4999 of 5000 left");
        assert_eq!(said(Some(1), None, Some(60)), "1 left, until 1970-01-01T00:01:00.000Z");
        assert_eq!(said(None, Some(7), None), "7 in a window");
    }
}
