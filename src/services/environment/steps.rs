//! One step at a vendor: repeated as long as that helps, and told without a value.

use std::sync::Mutex;
use std::sync::PoisonError;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use super::error::TargetCause;
use super::error::TargetError;
use crate::base::percent_encoded;
use crate::clients::HttpFailure;
use crate::services::resources::Caller;

/// Shortest value that is looked for in what a vendor says; shorter ones stand in every sentence.
const SHORTEST_HIDDEN: usize = 4;

/// Takes a step, and repeats it while the vendor asks to wait or no answer comes back. A step must
/// be one that may be done twice.
pub(super) async fn take<T, F>(
    caller: &Caller,
    operation: &'static str,
    step: impl Fn() -> F,
) -> Result<T, TargetError>
where
    F: Future<Output = Result<T, TargetError>>,
{
    // The caller's own error knows fewer causes.
    let last: Mutex<Option<TargetError>> = Mutex::default();
    let attempt = || async {
        step().await.inspect_err(|error| {
            *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.clone());
        })
    };
    match caller.read(operation, attempt).await {
        Ok(value) => Ok(value),
        Err(error) => {
            let last = last.into_inner().unwrap_or_else(PoisonError::into_inner);
            Err(last.unwrap_or_else(|| TargetError::new(TargetCause::Broken, error.message)))
        }
    }
}

/// Takes a step that brings a value to a place; no attempt tells of it, also not why the next one is
/// waited for.
pub(super) async fn take_hiding<T, F>(
    caller: &Caller,
    operation: &'static str,
    value: &SecretString,
    step: impl Fn() -> F,
) -> Result<T, TargetError>
where
    F: Future<Output = Result<T, TargetError>>,
{
    take(caller, operation, || async { step().await.map_err(|error| without_value(error, value)) })
        .await
}

/// Takes what a vendor says out of an error if the value may stand in it.
pub(super) fn without_value(mut error: TargetError, value: &SecretString) -> TargetError {
    let value = value.expose_secret();
    if value.chars().count() < SHORTEST_HIDDEN {
        return error;
    }
    let quoted = serde_json::Value::from(value).to_string();
    let forms = [
        value.to_owned(),
        quoted.trim_matches('"').to_owned(),
        STANDARD.encode(value),
        percent_encoded(value),
    ];
    let holds = |text: &str| forms.iter().any(|form| text.contains(form.as_str()));
    if holds(&error.message) || error.hints.iter().any(|hint| holds(hint)) {
        error.message = "what the service says may hold the value, and is not shown".to_owned();
        error.hints = vec!["send the same value by hand, to see what is wrong with it".to_owned()];
    }
    error
}

/// Tells of a call that no answer came back to.
pub(super) fn unanswered(failure: &HttpFailure, variable: &str, token: &str) -> TargetError {
    let error = |cause| TargetError::new(cause, failure.to_string());
    match failure {
        HttpFailure::Unreachable { .. } => error(TargetCause::Uncertain)
            .hint(format!("check the network, and {variable} if it is set")),
        HttpFailure::Endless { .. } => {
            error(TargetCause::Broken).hint(format!("check {variable} if it is set"))
        }
        HttpFailure::Key { .. } => error(TargetCause::Unavailable)
            .hint(format!("set {token} again; a token has no blanks")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::services::resources::VirtualTimer;

    fn caller() -> Caller {
        Caller::new(Arc::new(VirtualTimer::default()))
    }

    #[tokio::test]
    async fn a_busy_vendor_is_waited_for_and_the_last_error_is_told() {
        let calls = AtomicUsize::new(0);
        let busy = |times: usize| {
            let calls = &calls;
            move || {
                let call = calls.fetch_add(1, Ordering::SeqCst);
                let error = TargetError::new(TargetCause::Busy, format!("call {call}"));
                std::future::ready(if call < times { Err(error) } else { Ok(call) })
            }
        };
        assert_eq!(take(&caller(), "x", busy(3)).await.unwrap(), 3);
        let refused = || {
            std::future::ready(Err::<(), _>(
                TargetError::new(TargetCause::Invalid, "no").hint("other"),
            ))
        };
        let error = take(&caller(), "x", refused).await.unwrap_err();
        assert_eq!((error.cause, error.hints.len()), (TargetCause::Invalid, 1));
    }

    #[tokio::test]
    async fn what_is_waited_for_tells_no_value() {
        let told: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&told);
        let caller =
            caller().telling(move |waiting| kept.lock().unwrap().push(waiting.to_string()));
        let value = SecretString::from("hunter2hunter2");
        let busy = || {
            let message = "cannot store value hunter2hunter2";
            std::future::ready(Err::<(), _>(TargetError::new(TargetCause::Uncertain, message)))
        };
        let error = take_hiding(&caller, "x", &value, busy).await.unwrap_err();
        let told = told.lock().unwrap();
        assert!(!told.is_empty(), "it waits and says so");
        assert!(!format!("{told:?} {error:?}").contains("hunter2"), "{told:?}");
    }

    #[test]
    fn no_form_of_a_value_is_told() {
        let value = SecretString::from("p\"w &é-long");
        for form in ["p\"w &é-long", "p\\\"w &é-long", "cCJ3ICbDqS1sb25n", "p%22w%20%26%C3%A9-long"]
        {
            let error = TargetError::new(TargetCause::Invalid, format!("bad: {form}."));
            let told = without_value(error, &value);
            assert!(!told.message.contains(form) && told.cause == TargetCause::Invalid, "{form}");
        }
        let error = TargetError::new(TargetCause::Invalid, "bad");
        assert_eq!(without_value(error, &value).message, "bad");
    }
}
