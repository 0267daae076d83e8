//! Dotenv files of the project, and the `.envrc` by which direnv loads one.

use std::path::Path;
use std::path::PathBuf;

use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use super::error::TargetCause;
use super::error::TargetError;
use super::git;
use super::project_file;
use super::target::EnvironmentTarget;
use super::target::Held;
use super::target::Sensitivity;
use crate::model::variable::VariableTarget;
use crate::services::resources::BoxFuture;
use crate::wire::dotenv::Document;
use crate::wire::dotenv::DotenvError;
use crate::wire::dotenv::MAXIMUM_BYTES;

/// The file that direnv reads.
const ENVRC: &str = ".envrc";

/// The line of direnv that loads our file, and nothing else: values never stand in `.envrc`.
const LOADING: &str = "dotenv_if_exists .env";

/// Largest `.envrc` that is read, in bytes.
const MAXIMUM_ENVRC_BYTES: usize = 1024 * 1024;

/// A dotenv file of a project.
#[derive(Debug)]
pub struct DotenvTarget {
    target: VariableTarget,
    project: PathBuf,
    file: PathBuf,
}

impl DotenvTarget {
    /// Creates the target of a file inside of `project`; none for a target that is no file.
    #[must_use]
    pub fn new(project: &Path, target: VariableTarget) -> Option<Self> {
        let file = PathBuf::from(target.file()?);
        Some(Self { target, project: project.to_owned(), file })
    }

    fn path(&self) -> Result<PathBuf, TargetError> {
        project_file::locate(&self.project, &self.file)
    }

    fn read_held(&self) -> Result<Vec<Held>, TargetError> {
        let path = self.path()?;
        let text = project_file::read(&path, MAXIMUM_BYTES)
            .map_err(|error| self.broken(&error.to_string()))?;
        let Some(text) = text else { return Ok(Vec::new()) };
        let document = self.parse(text)?;
        let values = document.values().into_iter();
        let held = values.map(|(name, value)| Held {
            name,
            sensitivity: None,
            value: Some(SecretString::from(value)),
            updated: None,
        });
        Ok(held.collect())
    }

    fn write_value(&self, name: &str, value: &SecretString) -> Result<(), TargetError> {
        project_file::replace(&self.path()?, MAXIMUM_BYTES, |before| {
            let mut document = self.parse(before.unwrap_or_default())?;
            let before = document.text().to_owned();
            document.set(name, value.expose_secret()).map_err(|error| self.unfit(name, &error))?;
            Ok((document.text() != before).then(|| document.text().to_owned()))
        })?;
        if self.target == VariableTarget::Direnv { self.prepare_envrc() } else { Ok(()) }
    }

    fn remove_value(&self, name: &str) -> Result<bool, TargetError> {
        let was_there = std::cell::Cell::new(false);
        project_file::replace(&self.path()?, MAXIMUM_BYTES, |before| {
            let Some(before) = before else { return Ok(None) };
            let mut document = self.parse(before)?;
            was_there.set(document.remove(name).map_err(|error| self.broken(&error.to_string()))?);
            Ok(was_there.get().then(|| document.text().to_owned()))
        })?;
        Ok(was_there.get())
    }

    fn parse(&self, text: String) -> Result<Document, TargetError> {
        Document::parse(text).map_err(|error| self.broken(&error.to_string()))
    }

    fn prepare_envrc(&self) -> Result<(), TargetError> {
        let path = project_file::locate(&self.project, Path::new(ENVRC))?;
        project_file::replace(&path, MAXIMUM_ENVRC_BYTES, |before| {
            Ok(before.is_none().then(|| format!("{LOADING}\n")))
        })
    }

    /// What direnv asks of a person.
    fn about_envrc(&self) -> Option<String> {
        let path = project_file::locate(&self.project, Path::new(ENVRC)).ok()?;
        let text = project_file::read(&path, MAXIMUM_ENVRC_BYTES).ok()?;
        let loads = |line: &str| {
            let word = line.split_whitespace().next().unwrap_or_default();
            ["dotenv", "dotenv_if_exists", "source_env", "source_env_if_exists"].contains(&word)
        };
        match text {
            None => Some("an .envrc that loads .env is made; then type: direnv allow".to_owned()),
            Some(text) if text.lines().any(loads) => None,
            Some(_) => Some(format!(".envrc does not load .env: add the line `{LOADING}`")),
        }
    }

    fn broken(&self, reason: &str) -> TargetError {
        let file = self.file.display();
        TargetError::new(TargetCause::Broken, format!("{file} cannot be used: {reason}"))
    }

    fn unfit(&self, name: &str, error: &DotenvError) -> TargetError {
        let file = self.file.display();
        TargetError::new(TargetCause::Invalid, format!("{file} cannot carry {name}: {error}"))
    }
}

impl EnvironmentTarget for DotenvTarget {
    fn target(&self) -> &VariableTarget {
        &self.target
    }

    fn identity(&self) -> String {
        let folder = self.project.canonicalize().unwrap_or_else(|_| self.project.clone());
        format!("file {}", folder.join(&self.file).display())
    }

    fn shows_values(&self, _: Sensitivity) -> bool {
        true
    }

    fn warnings(&self, sensitivity: Sensitivity) -> BoxFuture<'_, Vec<String>> {
        Box::pin(async move {
            let mut warnings = Vec::new();
            if sensitivity == Sensitivity::Secret
                && let Ok(path) = self.path()
            {
                let name = self.file.display().to_string();
                warnings.extend(git::warning(&path, &name).await);
            }
            if self.target == VariableTarget::Direnv {
                warnings.extend(self.about_envrc());
            }
            warnings
        })
    }

    fn read(&self) -> BoxFuture<'_, Result<Vec<Held>, TargetError>> {
        Box::pin(std::future::ready(self.read_held()))
    }

    fn write<'a>(
        &'a self,
        name: &'a str,
        value: &'a SecretString,
        _: Sensitivity,
    ) -> BoxFuture<'a, Result<(), TargetError>> {
        Box::pin(async move { self.write_value(name, value) })
    }

    fn remove<'a>(
        &'a self,
        name: &'a str,
        _: Sensitivity,
    ) -> BoxFuture<'a, Result<bool, TargetError>> {
        Box::pin(async move { self.remove_value(name) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(project: &Path, text: &str) -> DotenvTarget {
        DotenvTarget::new(project, VariableTarget::parse(text).unwrap()).unwrap()
    }

    async fn held(target: &DotenvTarget) -> Vec<(String, String)> {
        let held = target.read().await.unwrap().into_iter();
        held.map(|held| (held.name, held.value.unwrap().expose_secret().to_owned())).collect()
    }

    #[tokio::test]
    async fn a_file_is_made_read_and_edited() {
        let folder = tempfile::tempdir().unwrap();
        let target = target(folder.path(), "dotenv:.env");
        let secret = SecretString::from("it's");
        assert!(held(&target).await.is_empty());
        assert!(!target.remove("A", Sensitivity::Secret).await.unwrap());
        assert!(!folder.path().join(".env").exists(), "nothing is made to take away from");
        target.write("A", &secret, Sensitivity::Secret).await.unwrap();
        target.write("B", &SecretString::from("x"), Sensitivity::Plain).await.unwrap();
        assert_eq!(held(&target).await[0], ("A".to_owned(), "it's".to_owned()));
        assert!(target.remove("A", Sensitivity::Secret).await.unwrap());
        assert_eq!(std::fs::read_to_string(folder.path().join(".env")).unwrap(), "B=x\n");
        let error = target.write("A", &SecretString::from("hunter2\n"), Sensitivity::Secret).await;
        let error = error.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
        std::fs::write(folder.path().join(".env"), "A='hunter2\n").unwrap();
        let error = target.read().await.unwrap_err();
        assert_eq!(error.cause, TargetCause::Broken);
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }

    #[tokio::test]
    async fn direnv_loads_the_file_by_an_envrc_without_values() {
        let folder = tempfile::tempdir().unwrap();
        let target = target(folder.path(), "direnv");
        let told = target.warnings(Sensitivity::Plain).await;
        assert!(told[0].contains("direnv allow"), "{told:?}");
        target.write("A", &SecretString::from("hunter2"), Sensitivity::Secret).await.unwrap();
        let envrc = folder.path().join(ENVRC);
        assert_eq!(std::fs::read_to_string(&envrc).unwrap(), "dotenv_if_exists .env\n");
        assert!(target.warnings(Sensitivity::Plain).await.is_empty());
        std::fs::write(&envrc, "layout python\n").unwrap();
        target.write("A", &SecretString::from("x"), Sensitivity::Secret).await.unwrap();
        assert_eq!(std::fs::read_to_string(&envrc).unwrap(), "layout python\n");
        assert!(target.warnings(Sensitivity::Plain).await[0].contains("does not load"));
    }

    #[tokio::test]
    async fn many_writes_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (target(folder.path(), "dotenv:.env"), target(folder.path(), "direnv"));
        let value = SecretString::from("x");
        let names: Vec<String> = (0..40).map(|n| format!("N{n}")).collect();
        let writes = names.iter().enumerate().map(|(n, name)| {
            let target = if n % 2 == 0 { &one } else { &other };
            target.write(name, &value, Sensitivity::Secret)
        });
        for written in futures_util::future::join_all(writes).await {
            written.unwrap();
        }
        assert_eq!(held(&one).await.len(), 40);
    }
}
