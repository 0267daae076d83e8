//! One step: what is asked of the vendor, and what its answer means.

use std::time::Duration;

use crate::model::change_set::Action;
use crate::model::change_set::Change;
use crate::model::change_set::Desired;
use crate::model::change_set::FieldChange;
use crate::model::change_set::Observed;
use crate::model::change_set::OnExists;
use crate::model::change_set::Origin;
use crate::model::change_set::Ownership;
use crate::services::resources::CallError;
use crate::services::resources::FailureCause;
use crate::services::resources::Resource;
use crate::services::resources::Timer;

/// How often a step is tried whose answer was lost.
const ATTEMPTS: u32 = 4;

/// How long something may take to show that exists.
const APPEARING_TIME: Duration = Duration::from_secs(10);

/// The pause between two looks at something that does not show yet.
const APPEARING_PAUSE: Duration = Duration::from_millis(250);

/// What a step works on.
pub(super) struct Subject<'s> {
    pub(super) resource: &'s dyn Resource,
    pub(super) change: &'s Change,
    pub(super) desired: Option<&'s Desired>,
    pub(super) observed: Option<&'s Observed>,
    pub(super) timer: &'s dyn Timer,
}

/// Does the step; says what is worth knowing about it.
pub(super) async fn perform(subject: &Subject<'_>) -> Result<Option<String>, CallError> {
    let Subject { resource, change, .. } = subject;
    let fields = change.fields.as_slice();
    match (change.action, subject.desired, subject.observed) {
        (Action::Create, Some(desired), _) => create(subject, desired).await,
        (Action::Update | Action::Restore, _, Some(observed)) => {
            again(subject, || resource.update(observed, fields)).await?;
            Ok(None)
        }
        (Action::Adopt, _, Some(observed)) => {
            adopt(subject, observed, fields).await?;
            Ok(None)
        }
        (Action::Release, _, Some(observed)) => {
            let released = again(subject, || resource.release(observed)).await;
            missing_is_fine(released, "it was gone already")
        }
        (Action::Delete, _, Some(observed)) => delete(subject, observed).await,
        _ => Err(CallError::new(FailureCause::Refused, "it was not read before, so it is left")),
    }
}

/// Takes something over. The mark comes first: what is marked and not yet as declared is put right
/// by the next run.
async fn adopt(
    subject: &Subject<'_>,
    observed: &Observed,
    fields: &[FieldChange],
) -> Result<(), CallError> {
    again(subject, || subject.resource.mark(observed, Origin::Adopted)).await?;
    again(subject, || subject.resource.update(observed, fields)).await
}

/// Deletes something. After a lost answer it is looked for first: what is there by now may be
/// another thing of that name, which is not ours to delete.
async fn delete(subject: &Subject<'_>, observed: &Observed) -> Result<Option<String>, CallError> {
    let probe = Desired::probe(observed.address.clone());
    let mut attempt = 1;
    loop {
        let error = match subject.resource.delete(&observed.address).await {
            Ok(()) => return Ok(None),
            Err(error) => error,
        };
        match error.cause {
            FailureCause::Missing => return Ok(Some("it was gone already".to_owned())),
            cause if cause.may_be_done() && attempt < ATTEMPTS => {
                match subject.resource.find(&probe).await? {
                    None => return Ok(None),
                    Some(now) if now.created != observed.created => return Ok(None),
                    Some(_) => {}
                }
                attempt += 1;
                subject.timer.sleep(APPEARING_PAUSE).await;
            }
            _ => return Err(error),
        }
    }
}

/// Repeats a step that may be repeated while its answers get lost.
async fn again<'s, F>(subject: &Subject<'s>, step: impl Fn() -> F) -> Result<(), CallError>
where
    F: Future<Output = Result<(), CallError>> + 's,
{
    let mut attempt = 1;
    loop {
        match step().await {
            Err(error) if error.cause.may_be_done() && attempt < ATTEMPTS => {
                attempt += 1;
                subject.timer.sleep(APPEARING_PAUSE).await;
            }
            other => return other,
        }
    }
}

fn missing_is_fine(result: Result<(), CallError>, note: &str) -> Result<Option<String>, CallError> {
    match result {
        Ok(()) => Ok(None),
        Err(error) if error.cause == FailureCause::Missing => Ok(Some(note.to_owned())),
        Err(error) => Err(error),
    }
}

/// Creates something. That it exists, or that no answer came, is settled by reading it back.
async fn create(subject: &Subject<'_>, desired: &Desired) -> Result<Option<String>, CallError> {
    let mut attempt = 1;
    loop {
        let error = match subject.resource.create(desired).await {
            Ok(()) => return Ok(None),
            Err(error) => error,
        };
        let found = match error.cause {
            FailureCause::Uncertain | FailureCause::Foreign => {
                subject.resource.find(desired).await?
            }
            FailureCause::Exists => Some(appeared(subject, desired).await?),
            // A part of it may have been made before the vendor refused.
            FailureCause::Busy | FailureCause::Missing => subject.resource.find(desired).await?,
            FailureCause::NotImplemented | FailureCause::Refused => return Err(error),
        };
        match found {
            Some(observed) => return settle(subject, desired, &observed).await,
            None if error.cause.may_be_done() && attempt < ATTEMPTS => {
                attempt += 1;
                subject.timer.sleep(APPEARING_PAUSE).await;
            }
            None => return Err(error),
        }
    }
}

/// Reads what exists by the vendor's word, which may not show at once.
async fn appeared(subject: &Subject<'_>, desired: &Desired) -> Result<Observed, CallError> {
    let deadline = subject.timer.now() + APPEARING_TIME;
    loop {
        if let Some(observed) = subject.resource.find(desired).await? {
            return Ok(observed);
        }
        if subject.timer.now() > deadline {
            return Err(CallError::new(
                FailureCause::Exists,
                "it exists, but cannot be read yet; try again in a moment",
            ));
        }
        subject.timer.sleep(APPEARING_PAUSE).await;
    }
}

/// Decides about something that was to be created and is there.
async fn settle(
    subject: &Subject<'_>,
    desired: &Desired,
    observed: &Observed,
) -> Result<Option<String>, CallError> {
    let fields = FieldChange::between(&observed.fields, &desired.fields);
    match &observed.ownership {
        Ownership::Ours(_) | Ownership::ByName => {
            if fields.is_empty() {
                return Ok(Some("an earlier attempt or another run had made it".to_owned()));
            }
            again(subject, || subject.resource.update(observed, &fields)).await?;
            Ok(Some("an earlier attempt or another run had begun it".to_owned()))
        }
        Ownership::Unmarked | Ownership::Others(_) if fields.is_empty() => {
            Ok(Some("somebody else made it meanwhile; it is not marked as ours".to_owned()))
        }
        Ownership::Unmarked if desired.on_exists == OnExists::Adopt => {
            adopt(subject, observed, &fields).await?;
            Ok(Some("somebody else had made it; it is adopted".to_owned()))
        }
        Ownership::Unmarked if desired.on_exists == OnExists::Update => {
            again(subject, || subject.resource.update(observed, &fields)).await?;
            Ok(Some("somebody else had made it; it is updated".to_owned()))
        }
        Ownership::Unmarked | Ownership::Others(_) => Err(CallError {
            hints: vec!["plan again, and decide with on_exists".to_owned()],
            ..CallError::new(
                FailureCause::Exists,
                format!("it appeared since the plan and differs: {}", shown(&fields)),
            )
        }),
    }
}

fn shown(fields: &[FieldChange]) -> String {
    let parts: Vec<String> = fields
        .iter()
        .map(|change| format!("{} {} instead of {}", change.field, change.before, change.after))
        .collect();
    parts.join(", ")
}
