//! The whole project file: read, checked, converted.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use sha2::Digest as _;
use sha2::Sha256;

use super::apply;
use super::apply::Apply;
use super::env;
use super::env::Environment;
use super::env::Variable;
use super::env_claims;
use super::finding::Finding;
use super::findings;
use super::honeycomb;
use super::honeycomb::Honeycomb;
use super::log_groups;
use super::log_groups::LogGroup;
use super::project;
use super::reading::Reading;
use super::reading::ReferencedFile;
use super::rollbar;
use super::rollbar::Rollbar;
use super::sampling_rules;
use super::sampling_rules::Rule;
use super::table::Table;
use super::xray_groups;
use super::xray_groups::Group;
use crate::base::Document;
use crate::base::DocumentError;
use crate::base::Placed;
use crate::model::change_set::Desired;

/// Everything that a project file declares, checked.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// `project.name`; there whenever something is declared that is marked with it.
    pub project: Option<Placed<String>>,
    /// What is to exist: X-Ray groups, sampling rules, log groups, metric filters, saved queries
    /// and the board that shows them, variables at their places; each kind in the order of the
    /// file.
    pub resources: Vec<Desired>,
    /// What is declared for Honeycomb.
    pub honeycomb: Honeycomb,
    /// What is declared for Rollbar.
    pub rollbar: Rollbar,
    /// Whom apply tells when it has changed something.
    pub apply: Apply,
    /// The variables, shared ones first.
    pub env: Vec<Variable>,
    /// The names of the services.
    pub services: Vec<Placed<String>>,
    /// What is legal and likely not meant, in the order of the file.
    pub warnings: Vec<Finding>,
    /// The files that the project file refers to.
    pub files: Vec<ReferencedFile>,
    text: Arc<str>,
}

impl Manifest {
    /// Reads the project file at `path`, known to people as `name`.
    ///
    /// # Errors
    /// It cannot be read, or it or a file it refers to is wrong; all mistakes at once.
    pub fn load(path: &Path, name: String) -> Result<Self, DocumentError> {
        let document = Document::read(path, name.clone())?.ok_or_else(|| {
            DocumentError::Unreadable { name, reason: "there is no such file".to_owned() }
        })?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        Self::of_document(document, folder.unwrap_or(Path::new(".")).to_owned())
    }

    /// Reads the text of a project file; files that it refers to are below `folder`.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn parse(name: String, text: &str, folder: &Path) -> Result<Self, DocumentError> {
        Self::of_document(Document::new(name, text), folder.to_owned())
    }

    fn of_document(document: Document, folder: PathBuf) -> Result<Self, DocumentError> {
        let document = Arc::new(document);
        let mut reading = Reading::new(Arc::clone(&document), folder);
        let read =
            document.parse(|root| Table::read_root(root, |table| read_root(table, &mut reading)));
        let (mut wrong, files, warnings) = reading.finish();
        match read {
            Ok(declared) if wrong.is_empty() => {
                Ok(declared.into_manifest(Arc::clone(&document.text), files, warnings))
            }
            Ok(_) => Err(DocumentError::Wrong(wrong)),
            Err(DocumentError::Wrong(mut main)) => {
                main.append(&mut wrong);
                Err(DocumentError::Wrong(main))
            }
            Err(other) => Err(other),
        }
    }

    /// Returns the SHA-256 of the file and of all that it refers to, in hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hasher = Sha256::new();
        let mut files: Vec<&ReferencedFile> = self.files.iter().collect();
        files.sort_by(|left, right| left.name.cmp(&right.name));
        let referenced = files.iter().map(|file| (file.name.as_str(), &*file.text));
        // Lengths keep a name and its content apart.
        for (name, text) in std::iter::once(("", &*self.text)).chain(referenced) {
            for part in [name, text] {
                hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
                hasher.update(part.as_bytes());
            }
        }
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What the tables of a file declare.
#[derive(Default)]
pub(super) struct Declared {
    project: Option<Placed<String>>,
    groups: Vec<Group>,
    rules: Vec<Rule>,
    logs: Vec<LogGroup>,
    honeycomb: Honeycomb,
    rollbar: Rollbar,
    apply: Apply,
    environment: Environment,
}

impl Declared {
    fn into_manifest(
        self,
        text: Arc<str>,
        files: Vec<ReferencedFile>,
        warnings: Vec<Finding>,
    ) -> Manifest {
        let groups = self.groups.into_iter().map(|group| group.desired);
        let rules = self.rules.into_iter().map(|rule| rule.desired);
        let (logs, filters): (Vec<_>, Vec<_>) =
            self.logs.into_iter().map(|group| (group.desired, group.metric_filters)).unzip();
        let filters = filters.into_iter().flatten();
        let variables = env::desired(&self.environment.variables);
        let honeycomb =
            self.honeycomb.desired(self.project.as_ref().map(|name| name.value.as_str()));
        Manifest {
            project: self.project,
            resources: groups
                .chain(rules)
                .chain(logs)
                .chain(filters)
                .chain(honeycomb)
                .chain(variables)
                .collect(),
            honeycomb: self.honeycomb,
            rollbar: self.rollbar,
            apply: self.apply,
            env: self.environment.variables.into_iter().map(|declared| declared.variable).collect(),
            services: self.environment.services,
            warnings,
            files,
            text,
        }
    }
}

/// Reads the root table.
pub(super) fn read_root(root: &mut Table<'_, '_>, reading: &mut Reading) -> Declared {
    let project = project::read(root, reading);
    project::read_profiles(root);
    let mut declared = Declared { project, ..Declared::default() };
    root.table("xray", "AWS X-Ray.", |xray| {
        declared.groups = xray_groups::read(xray, reading);
        declared.rules = sampling_rules::read(xray, reading);
    });
    let namespace = declared.project.as_ref().map(|name| name.value.as_str());
    declared.logs = log_groups::read(root, reading, namespace);
    declared.honeycomb = honeycomb::read(root, reading);
    declared.rollbar = rollbar::read(root, reading);
    declared.apply = apply::read(root, reading, &declared.rollbar);
    declared.environment = env::read(root, reading);
    require_project(root, &declared);
    for clash in env_claims::clashes(&declared.environment.variables) {
        root.problem(clash.range, clash.message, Some(clash.hint));
    }
    let variables = declared.environment.variables.iter().map(|declared| &declared.variable);
    let services = findings::service_names(&declared.environment.services, variables);
    findings::on_xray(reading, &declared.groups, &declared.rules, &services);
    declared
}

// Whose a thing is stands in its tags, so that the file must say it.
fn require_project(root: &mut Table<'_, '_>, declared: &Declared) {
    let marked = declared
        .groups
        .iter()
        .map(|group| &group.name)
        .chain(declared.rules.iter().map(|rule| &rule.name))
        .chain(declared.logs.iter().map(|group| &group.name));
    let Some(first) = marked.min_by_key(|name| name.range.start) else { return };
    if project::has_name(root) {
        return;
    }
    let range = if root.has("project") { root.range_of("project") } else { first.range.clone() };
    root.problem(
        range,
        format!("`project.name` is missing; {} is marked with it", first.text),
        Some("add [project] with name = \"…\"".to_owned()),
    );
}
