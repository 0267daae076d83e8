//! Whom apply tells when it has changed something: Honeycomb by a marker, Rollbar by a deploy.

use clap::Args;
use serde_json::Value;
use serde_json::json;

use super::session;
use super::session::Session;
use crate::base::Kind;
use crate::base::Placed;
use crate::clients::honeycomb::Permission;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::backend_slot::BackendSlot;
use crate::commands::honeycomb_session::Session as HoneycombSession;
use crate::commands::provenance::Provenance;
use crate::commands::rollbar_session::Need;
use crate::commands::rollbar_session::Session as RollbarSession;
use crate::manifest::Manifest;
use crate::settings::Vendor;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::rollbar::NewDeploy;

/// Longest revision of a deploy, in characters.
const LONGEST_REVISION: usize = 40;

/// The type of the marker.
const MARKER_TYPE: &str = "deploy";

/// Whom to tell, on the command line; the project file says it where these do not.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(super) struct AnnounceFlags {
    /// Put a marker on the graphs of Honeycomb if something changed
    #[arg(
        long,
        value_name = "WHETHER",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    marker: Option<bool>,
    /// Tell Rollbar of a deploy if something changed
    #[arg(
        long,
        value_name = "WHETHER",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true"
    )]
    deploy: Option<bool>,
}

/// Whom to tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Announcements {
    /// Whether Honeycomb is told.
    marker: bool,
    /// The environment of which Rollbar is told.
    deploy: Option<String>,
}

impl Announcements {
    /// Works out what is asked for.
    pub(super) fn of(flags: AnnounceFlags, manifest: &Manifest) -> Result<Self, CommandError> {
        let declared =
            |flag: &Option<Placed<bool>>| flag.as_ref().is_some_and(|declared| declared.value);
        let marker = flags.marker.unwrap_or_else(|| declared(&manifest.apply.marker));
        if !flags.deploy.unwrap_or_else(|| declared(&manifest.apply.deploy)) {
            return Ok(Self { marker, deploy: None });
        }
        let Some(environment) = &manifest.rollbar.environment else {
            return Err(CommandError::usage("which environment is deployed is not known")
                .hint("add [rollbar] with environment = \"…\" to the project file"));
        };
        Ok(Self { marker, deploy: Some(environment.value.clone()) })
    }

    /// Lists the vendors that are called for it.
    pub(super) fn vendors(&self) -> Vec<Vendor> {
        let named = [(self.marker, Vendor::Honeycomb), (self.deploy.is_some(), Vendor::Rollbar)];
        named.into_iter().filter(|(called, _)| *called).map(|(_, vendor)| vendor).collect()
    }
}

/// What is said to whom.
#[derive(Default)]
pub(super) struct Announcer {
    honeycomb: Option<HoneycombSession>,
    rollbar: Option<(RollbarSession, NewDeploy)>,
    provenance: Provenance,
    /// A backend that no other session of the command has found.
    backend: Option<BackendSlot>,
}

impl Announcer {
    /// Opens whom to tell, so that whatever stands in the way is an error before anything is
    /// written.
    pub(super) async fn open(
        context: &Context,
        session: &Session,
        announcements: &Announcements,
    ) -> Result<Self, CommandError> {
        let mut announcer = Self::default();
        match announcer.prepare(context, session, announcements).await {
            Ok(()) => Ok(announcer),
            Err(error) => {
                announcer.close().await;
                Err(error)
            }
        }
    }

    async fn prepare(
        &mut self,
        context: &Context,
        session: &Session,
        announcements: &Announcements,
    ) -> Result<(), CommandError> {
        if announcements.vendors().is_empty() {
            return Ok(());
        }
        self.provenance = Provenance::of(context);
        let target = &session.target;
        let has_endpoint =
            target.endpoints.honeycomb.is_some() || target.endpoints.rollbar.is_some();
        if session.is_local() && session.backend().is_none() && !has_endpoint {
            self.backend = Some(BackendSlot::reach(context, session::home(context)?).await?);
        }
        let shared = session.backend().or(self.backend.as_ref()).filter(|_| !has_endpoint);
        if announcements.marker {
            let honeycomb = match shared {
                Some(backend) => HoneycombSession::over_backend(context, backend)?,
                None => HoneycombSession::of_target(context, target).await?,
            };
            let environment = honeycomb.environment(&[Permission::ManageMarkers]).await;
            self.honeycomb = Some(honeycomb);
            environment?;
        }
        if let Some(environment) = &announcements.deploy {
            let revision = self.provenance.short_revision(LONGEST_REVISION).ok_or_else(|| {
                CommandError::usage("which commit is deployed is not known: this is no repository")
                    .hint("apply without a deploy: --deploy=false")
            })?;
            let rollbar = match shared {
                Some(backend) => RollbarSession::over_backend(context, backend)?,
                None => RollbarSession::of_target(context, target, Need::Send).await?,
            };
            let deploy = NewDeploy {
                environment: environment.clone(),
                revision,
                local_username: self.provenance.actor.clone(),
                ..NewDeploy::default()
            };
            self.rollbar = Some((rollbar, deploy));
        }
        Ok(())
    }

    /// Tells everybody what was done; each failure is one of its own.
    pub(super) async fn announce(&self, context: &Context, done: &str) -> Vec<Told> {
        let mut all = Vec::new();
        if let Some(honeycomb) = &self.honeycomb {
            let told = self.mark(context, honeycomb, done).await;
            all.push(Told { what: "honeycomb_marker", title: "Honeycomb got no marker", told });
        }
        if let Some((rollbar, deploy)) = &self.rollbar {
            let told = self.deploy(rollbar, deploy, done).await;
            all.push(Told {
                what: "rollbar_deploy",
                title: "Rollbar was not told of the deploy",
                told,
            });
        }
        for (what, id) in all.iter().filter_map(|one| Some((one.what, one.told.as_ref().ok()?))) {
            context.ui.status(&match what {
                "honeycomb_marker" => format!("marked in Honeycomb ({id})"),
                _ => format!("told Rollbar of deploy {id}"),
            });
        }
        all
    }

    async fn mark(
        &self,
        context: &Context,
        honeycomb: &HoneycombSession,
        done: &str,
    ) -> Result<String, CommandError> {
        let commit = self.provenance.readable_revision();
        let commit = commit.map(|commit| format!(" ({commit})")).unwrap_or_default();
        let mut marker = json!({
            "message": format!("cruddur-obs apply: {done}{commit}"),
            "type": MARKER_TYPE,
            "start_time": context.now().div_euclid(1000),
        });
        if let (Some(url), Some(members)) = (&self.provenance.run_url, marker.as_object_mut()) {
            members.insert("url".to_owned(), json!(url));
        }
        match honeycomb.client.create_marker(ALL_DATASETS, &marker).await {
            Ok(created) => {
                Ok(created.get("id").and_then(Value::as_str).unwrap_or_default().to_owned())
            }
            Err(error) => Err(honeycomb.explain(error, None).await),
        }
    }

    async fn deploy(
        &self,
        rollbar: &RollbarSession,
        deploy: &NewDeploy,
        done: &str,
    ) -> Result<String, CommandError> {
        let page = self.provenance.run_url.as_ref().map(|url| format!("; {url}"));
        let comment = format!("cruddur-obs apply: {done}{}", page.unwrap_or_default());
        let deploy = NewDeploy { comment: Some(comment), ..deploy.clone() };
        let created = rollbar.client.create_deploy(&deploy).await;
        created.map(|id| id.to_string()).map_err(|error| rollbar.explain(error))
    }

    /// Ends what it opened.
    pub(super) async fn close(self) {
        if let Some(honeycomb) = self.honeycomb {
            honeycomb.close().await;
        }
        if let Some((rollbar, _)) = self.rollbar {
            rollbar.close().await;
        }
        if let Some(backend) = self.backend {
            backend.close().await;
        }
    }
}

/// What became of telling somebody.
pub(super) struct Told {
    what: &'static str,
    title: &'static str,
    told: Result<String, CommandError>,
}

/// Adds to a report what was told.
pub(super) fn add_to(report: &mut Value, told: &[Told]) {
    let list: Vec<Value> = told
        .iter()
        .map(|one| {
            let error = one.told.as_ref().err();
            json!({
                "what": one.what,
                "id": one.told.as_ref().ok(),
                "error": error.map(ToString::to_string),
            })
        })
        .collect();
    if let Some(members) = report.as_object_mut() {
        members.insert("announced".to_owned(), json!(list));
    }
}

/// Says whom nobody could tell: everything else is done.
pub(super) fn conclude(told: Vec<Told>) -> Result<(), CommandError> {
    let failed: Vec<(&str, CommandError)> =
        told.into_iter().filter_map(|one| Some((one.title, one.told.err()?))).collect();
    let titles: Vec<&str> = failed.iter().map(|(title, _)| *title).collect();
    if titles.is_empty() {
        return Ok(());
    }
    let text = format!("everything was applied, but {}", titles.join(", and "));
    let mut error = CommandError::new(Kind::Partial, text);
    for (_, cause) in failed {
        let message = cause.message();
        let causes = std::iter::once(message.title).chain(message.causes);
        error = error.hint(causes.collect::<Vec<_>>().join(": "));
        for hint in message.hints {
            error = error.hint(hint);
        }
    }
    Err(error
        .hint("nothing is left to apply; `honeycomb marker` and `rollbar deploy` tell it again"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn manifest(text: &str) -> Manifest {
        Manifest::parse("cruddur-obs.toml".to_owned(), text, Path::new(".")).unwrap()
    }

    fn of(marker: Option<bool>, deploy: Option<bool>, text: &str) -> (bool, Option<String>) {
        let found = Announcements::of(AnnounceFlags { marker, deploy }, &manifest(text)).unwrap();
        (found.marker, found.deploy)
    }

    #[test]
    fn flags_go_before_the_file() {
        let file = "[rollbar]\nenvironment = \"e\"\n[apply]\nmarker = true\ndeploy = true\n";
        let environment = Some("e".to_owned());
        assert_eq!(of(None, None, file), (true, environment.clone()));
        assert_eq!(of(Some(false), Some(false), file), (false, None));
        assert_eq!(of(None, None, "[rollbar]\nenvironment = \"e\"\n"), (false, None));
        assert_eq!(
            of(Some(true), Some(true), "[rollbar]\nenvironment = \"e\"\n"),
            (true, environment)
        );
        let flags = AnnounceFlags { marker: None, deploy: Some(true) };
        let error = Announcements::of(flags, &manifest("")).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
    }

    #[test]
    fn a_failure_leaves_the_rest_done() {
        let told = |told| Told { what: "rollbar_deploy", title: "Rollbar was not told", told };
        assert!(conclude(vec![told(Ok("1".to_owned()))]).is_ok());
        let failed = CommandError::new(Kind::Denied, "no token").hint("set one");
        let all = vec![told(Ok("1".to_owned())), told(Err(failed))];
        let mut report = json!({});
        add_to(&mut report, &all);
        assert_eq!(report["announced"][0]["id"], "1");
        assert_eq!(report["announced"][1]["error"], "no token");
        let error = conclude(all).unwrap_err();
        assert_eq!(error.kind(), Kind::Partial);
        assert_eq!(error.message().hints[..2], ["no token".to_owned(), "set one".to_owned()]);
    }
}
