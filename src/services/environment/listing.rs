//! A place whose entries have identifiers: look the name up, then make or change.
//!
//! What was listed is kept for the writes that follow. It may be out of date, and no service says
//! so in a code of its own; so whenever a write is refused the place is looked at again, and only
//! if it holds something else than was thought the write is tried once more.

use std::fmt;

use secrecy::SecretString;
use tokio::sync::Mutex;

use super::connect_error::Asked;
use super::error::TargetError;
use super::steps::take;
use super::steps::take_hiding;
use super::target::EnvironmentTarget;
use super::target::Held;
use super::target::Sensitivity;
use crate::clients::ConnectCallError;
use crate::model::variable::VariableTarget;
use crate::services::resources::BoxFuture;
use crate::services::resources::Caller;
use crate::wire::connect::ConnectCode;

/// One entry of a list.
pub(super) trait Entry: Clone + Send + Sync {
    /// Returns the name of the variable.
    fn name(&self) -> &str;

    /// Returns the identifier by which it is changed and deleted.
    fn id(&self) -> &str;

    /// Returns what the entry says of a variable; nothing if it is none.
    fn held(self) -> Option<Held>;
}

/// A place that lists entries.
pub(super) trait Listing: Send + Sync {
    /// What it lists.
    type Entry: Entry;

    /// Whether it tells values.
    const SHOWS_VALUES: bool;

    /// Reads all entries of the place; of two of a name, the one that counts comes first.
    fn list(
        &self,
        asked: &Asked,
    ) -> impl Future<Output = Result<Vec<Self::Entry>, TargetError>> + Send;

    /// Says why an entry must stay as it is, if it must.
    fn refuse(&self, entry: &Self::Entry) -> Result<(), TargetError> {
        let _ = entry;
        Ok(())
    }

    /// Makes an entry.
    fn make(
        &self,
        name: &str,
        value: &SecretString,
    ) -> impl Future<Output = Result<Self::Entry, ConnectCallError>> + Send;

    /// Gives an entry another value.
    fn change(
        &self,
        id: &str,
        value: &SecretString,
    ) -> impl Future<Output = Result<(), ConnectCallError>> + Send;

    /// Deletes an entry.
    fn delete(&self, id: &str) -> impl Future<Output = Result<(), ConnectCallError>> + Send;
}

/// Variables at a place that lists entries.
pub(super) struct ListedTarget<L: Listing> {
    target: VariableTarget,
    identity: String,
    asked: Asked,
    place: L,
    caller: Caller,
    /// The entries of a list, read at the first need.
    known: Mutex<Option<Vec<L::Entry>>>,
}

impl<L: Listing> fmt::Debug for ListedTarget<L> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ListedTarget")
            .field("identity", &self.identity)
            .finish_non_exhaustive()
    }
}

impl<L: Listing> ListedTarget<L> {
    /// Creates the target; it is remembered by its identity.
    pub(super) const fn new(
        target: VariableTarget,
        identity: String,
        asked: Asked,
        place: L,
        caller: Caller,
    ) -> Self {
        Self { target, identity, asked, place, caller, known: Mutex::const_new(None) }
    }

    /// Reads the list anew.
    async fn refresh(&self) -> Result<Vec<L::Entry>, TargetError> {
        let mut known = self.known.lock().await;
        *known = None;
        Ok(known.insert(self.place.list(&self.asked).await?).clone())
    }

    /// Gives a variable a value, whether or not it is there.
    async fn put(&self, name: &str, value: &SecretString) -> Result<(), TargetError> {
        let thought = self.find(name).await?;
        let Err(error) = self.make_or_change(thought.as_ref(), name, value).await else {
            return Ok(());
        };
        self.forget().await;
        let may_be_stale = matches!(
            error.code(),
            Some(ConnectCode::NotFound | ConnectCode::AlreadyExists | ConnectCode::InvalidArgument)
        );
        if !may_be_stale {
            return Err(self.asked.explain(error));
        }
        let found = self.find(name).await?;
        if found.as_ref().map(Entry::id) == thought.as_ref().map(Entry::id) {
            return Err(self.asked.explain(error));
        }
        let again = self.make_or_change(found.as_ref(), name, value).await;
        again.map_err(|error| self.asked.explain(error))
    }

    /// Deletes all entries of a name; says whether there was one.
    async fn delete_all(&self, name: &str) -> Result<bool, TargetError> {
        let entries = self.refresh().await?;
        let mut was_there = false;
        for entry in entries.iter().filter(|entry| entry.name() == name) {
            self.place.refuse(entry)?;
            self.forget().await;
            match self.place.delete(entry.id()).await {
                Ok(()) => was_there = true,
                // Somebody else was first.
                Err(error) if error.code() == Some(ConnectCode::NotFound) => {}
                Err(error) => return Err(self.asked.explain(error)),
            }
        }
        Ok(was_there)
    }

    async fn make_or_change(
        &self,
        known: Option<&L::Entry>,
        name: &str,
        value: &SecretString,
    ) -> Result<(), ConnectCallError> {
        match known {
            Some(entry) => self.place.change(entry.id(), value).await,
            None => {
                let made = self.place.make(name, value).await?;
                if let Some(entries) = self.known.lock().await.as_mut() {
                    entries.push(made);
                }
                Ok(())
            }
        }
    }

    /// Returns the first entry of a name; many who need the list at once wait for one reading.
    async fn find(&self, name: &str) -> Result<Option<L::Entry>, TargetError> {
        let mut known = self.known.lock().await;
        let entries = match known.take() {
            Some(entries) => entries,
            None => self.place.list(&self.asked).await?,
        };
        let found = entries.iter().find(|entry| entry.name() == name).cloned();
        *known = Some(entries);
        if let Some(entry) = &found {
            self.place.refuse(entry)?;
        }
        Ok(found)
    }

    /// Forgets the list: it may no longer be what the place holds.
    async fn forget(&self) {
        *self.known.lock().await = None;
    }
}

impl<L: Listing> EnvironmentTarget for ListedTarget<L> {
    fn target(&self) -> &VariableTarget {
        &self.target
    }

    fn identity(&self) -> String {
        self.identity.clone()
    }

    fn shows_values(&self, _sensitivity: Sensitivity) -> bool {
        L::SHOWS_VALUES
    }

    fn read(&self) -> BoxFuture<'_, Result<Vec<Held>, TargetError>> {
        Box::pin(async move {
            let entries = take(&self.caller, "ListVariables", || self.refresh()).await?;
            let mut held: Vec<Held> = Vec::with_capacity(entries.len());
            for one in entries.into_iter().filter_map(Entry::held) {
                if !held.iter().any(|known| known.name == one.name) {
                    held.push(one);
                }
            }
            Ok(held)
        })
    }

    fn write<'a>(
        &'a self,
        name: &'a str,
        value: &'a SecretString,
        _sensitivity: Sensitivity,
    ) -> BoxFuture<'a, Result<(), TargetError>> {
        Box::pin(async move {
            take_hiding(&self.caller, "PutVariable", value, || self.put(name, value)).await
        })
    }

    fn remove<'a>(
        &'a self,
        name: &'a str,
        _sensitivity: Sensitivity,
    ) -> BoxFuture<'a, Result<bool, TargetError>> {
        Box::pin(
            async move { take(&self.caller, "DeleteVariable", || self.delete_all(name)).await },
        )
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::Mutex as StdMutex;

    use super::*;
    use crate::clients::ConnectRefusal;
    use crate::model::variable::GitpodScope;
    use crate::services::environment::TargetCause;
    use crate::services::resources::VirtualTimer;

    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Thing(String);

    impl Entry for Thing {
        fn name(&self) -> &str {
            &self.0
        }

        fn id(&self) -> &str {
            &self.0
        }

        fn held(self) -> Option<Held> {
            Some(Held { name: self.0, sensitivity: None, value: None, updated: None })
        }
    }

    /// A place in memory that others change behind our back.
    #[derive(Default)]
    struct Place {
        held: StdMutex<Vec<String>>,
        calls: StdMutex<Vec<String>>,
    }

    impl Place {
        fn say(&self, call: String) {
            self.calls.lock().unwrap().push(call);
        }

        fn hold(&self, names: &[&str]) {
            *self.held.lock().unwrap() = names.iter().map(|name| (*name).to_owned()).collect();
        }

        fn has(&self, id: &str) -> Result<(), ConnectCallError> {
            let is_there = self.held.lock().unwrap().iter().any(|name| name == id);
            if is_there { Ok(()) } else { Err(refused(ConnectCode::NotFound)) }
        }
    }

    fn refused(code: ConnectCode) -> ConnectCallError {
        let (operation, message) = ("X", code.name().to_owned());
        let refusal = ConnectRefusal { operation, code, message, retry_after: None };
        ConnectCallError::Refused(Box::new(refusal))
    }

    impl Listing for Place {
        type Entry = Thing;

        const SHOWS_VALUES: bool = false;

        async fn list(&self, _: &Asked) -> Result<Vec<Thing>, TargetError> {
            self.say("list".to_owned());
            Ok(self.held.lock().unwrap().iter().cloned().map(Thing).collect())
        }

        fn refuse(&self, entry: &Thing) -> Result<(), TargetError> {
            match entry.0.as_str() {
                "file" => Err(TargetError::new(TargetCause::Invalid, "it is a file")),
                _ => Ok(()),
            }
        }

        async fn make(&self, name: &str, _: &SecretString) -> Result<Thing, ConnectCallError> {
            self.say(format!("make-{name}"));
            if name == "wrong" || self.has(name).is_ok() {
                return Err(refused(ConnectCode::InvalidArgument));
            }
            self.held.lock().unwrap().push(name.to_owned());
            Ok(Thing(name.to_owned()))
        }

        async fn change(&self, id: &str, _: &SecretString) -> Result<(), ConnectCallError> {
            self.say(format!("change-{id}"));
            self.has(id)
        }

        async fn delete(&self, id: &str) -> Result<(), ConnectCallError> {
            self.say(format!("delete-{id}"));
            self.has(id)
        }
    }

    fn target(held: &[&str]) -> ListedTarget<Place> {
        let asked = Asked { vendor: "X", address: "URL", token: "TOKEN", right: "none" };
        let target = VariableTarget::Gitpod(GitpodScope::User);
        let caller = Caller::new(Arc::new(VirtualTimer::default()));
        let place = Place::default();
        place.hold(held);
        ListedTarget::new(target, "x".to_owned(), asked, place, caller)
    }

    async fn write(target: &ListedTarget<Place>, name: &str) -> Result<(), TargetError> {
        target.write(name, &SecretString::from("a-value"), Sensitivity::Secret).await
    }

    fn calls(target: &ListedTarget<Place>) -> String {
        std::mem::take(&mut *target.place.calls.lock().unwrap()).join(" ")
    }

    #[tokio::test]
    async fn the_list_is_read_once_for_many_writes() {
        let target = target(&["a"]);
        for name in ["a", "b", "b"] {
            write(&target, name).await.unwrap();
        }
        assert_eq!(calls(&target), "list change-a make-b change-b");
        let names = ["a", "b", "a", "b"];
        let all = futures_util::future::join_all(names.map(|name| write(&target, name))).await;
        assert!(all.iter().all(Result::is_ok) && !calls(&target).contains("list"));
    }

    #[tokio::test]
    async fn what_others_did_is_noticed() {
        let target = target(&["a"]);
        target.read().await.unwrap();
        target.place.hold(&["b"]);
        write(&target, "a").await.unwrap();
        assert_eq!(calls(&target), "list change-a list make-a");
        target.read().await.unwrap();
        target.place.hold(&["a", "b", "c"]);
        write(&target, "c").await.unwrap();
        assert_eq!(calls(&target), "list make-c list change-c");
    }

    #[tokio::test]
    async fn what_is_refused_for_another_reason_is_told() {
        let target = target(&["file"]);
        let error = write(&target, "wrong").await.unwrap_err();
        assert_eq!(error.message, "X does not take it: invalid_argument");
        assert_eq!(calls(&target), "list make-wrong list");
        assert_eq!(write(&target, "file").await.unwrap_err().message, "it is a file");
        assert!(target.remove("file", Sensitivity::Secret).await.is_err());
    }

    #[tokio::test]
    async fn removing_says_whether_it_was_there() {
        let target = target(&["a", "b"]);
        assert!(target.remove("a", Sensitivity::Secret).await.unwrap());
        assert!(!target.remove("z", Sensitivity::Secret).await.unwrap());
        assert_eq!(calls(&target), "list delete-a list");
    }

    #[tokio::test]
    async fn of_two_of_a_name_the_first_counts() {
        let target = target(&["a", "a", "b"]);
        let names: Vec<String> =
            target.read().await.unwrap().into_iter().map(|held| held.name).collect();
        assert_eq!(names, ["a", "b"]);
    }
}
