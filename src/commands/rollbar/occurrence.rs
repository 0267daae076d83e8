//! `rollbar occurrence`.

use clap::Args;

use super::item;
use super::occurrence_view;
use super::selector;
use super::selector::Selector;
use super::told::Told;
use crate::clients::rollbar::Instance;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::rollbar_session::Need;
use crate::commands::rollbar_session::Session;

/// Show one occurrence: what happened, where, in which request and to whom
///
/// People see the frames that are nearest to the error; -o json has the occurrence exactly as it
/// was sent, with what the service added. A uuid is looked for among the newest ten thousand
/// occurrences of its item.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs rollbar occurrence 4b2f9a0e-5a52-4c4c-9d1a-0f3f3c8f5a01
  cruddur-obs rollbar occurrence 31415926535 --frames 100
  cruddur-obs rollbar occurrence 31415926535 --query data.request.url --output plain")]
pub(crate) struct RollbarOccurrenceArgs {
    /// Its id or uuid
    #[arg(value_parser = selector::parse)]
    occurrence: Selector,
    /// How many frames of a trace are shown
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    frames: u16,
}

pub(super) async fn run(
    context: &Context,
    args: RollbarOccurrenceArgs,
) -> Result<Outcome, CommandError> {
    let session = Session::open(context, Need::Read).await?;
    let found = find(&session, &args.occurrence).await;
    let page = found.as_ref().ok().and_then(|one| session.page_of(Told::of(one).uuid()));
    session.close().await;
    let found = found?;
    let report = occurrence_view::report(context, found, page, usize::from(args.frames));
    context.ui.print(&report)?;
    Ok(Outcome::Done)
}

async fn find(session: &Session, selector: &Selector) -> Result<Instance, CommandError> {
    let client = &session.client;
    let id = match selector {
        Selector::Number(id) => *id,
        // No call finds an occurrence by its uuid, but one finds its item.
        Selector::Uuid(uuid) => {
            let item = match client.item_of_uuid(uuid).await {
                Err(error) if error.is_not_found() => return Err(item::missing(selector)),
                other => other.map_err(|error| session.explain(error))?,
            };
            let listed = client.occurrence_of_uuid(item.known.id, uuid).await;
            match listed.map_err(|error| session.explain(error))? {
                Some(id) => id,
                None => {
                    return Err(CommandError::not_found(format!(
                        "item {} does not list the occurrence {uuid} among its newest",
                        item.known.counter
                    ))
                    .hint(format!("cruddur-obs rollbar item {}", item.known.counter)));
                }
            }
        }
    };
    // Lists may tell less of an occurrence than this.
    match client.occurrence(id).await {
        Err(error) if error.is_not_found() => {
            Err(CommandError::not_found(format!("there is no occurrence {id}"))
                .hint("cruddur-obs rollbar item NUMBER lists those of an item"))
        }
        other => other.map_err(|error| session.explain(error)),
    }
}
