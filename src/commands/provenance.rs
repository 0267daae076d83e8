//! What a command knows of the run that it is a part of: the commit, its page, who started it.

use super::context::Context;
use super::git_head;
use crate::base::value_checks;
use crate::settings::Environment;
use crate::settings::env;

/// Characters of a commit that tell it from others.
const SHORT: usize = 7;

/// What is known of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Provenance {
    /// The commit.
    pub(crate) revision: Option<String>,
    /// The page of the CI job.
    pub(crate) run_url: Option<String>,
    /// Who started the CI job.
    pub(crate) actor: Option<String>,
}

impl Provenance {
    /// Looks at the variables of the CI system, and at the repository here.
    pub(crate) fn of(context: &Context) -> Self {
        let here = &context.locations.working_directory;
        Self::of_environment(&context.environment, || git_head::revision(here))
    }

    fn of_environment(environment: &Environment, head: impl FnOnce() -> Option<String>) -> Self {
        let commits = [&env::GITHUB_SHA, &env::CI_COMMIT_SHA];
        let told = commits.into_iter().filter_map(|variable| environment.get(variable));
        let mut told = told.filter_map(git_head::commit);
        let actors = [&env::GITHUB_ACTOR, &env::GITLAB_USER_LOGIN];
        let actor = actors.into_iter().find_map(|variable| environment.get(variable));
        Self {
            revision: told.next().or_else(head),
            run_url: run_url(environment),
            actor: actor.filter(|name| value_checks::name(name).is_ok()).map(ToOwned::to_owned),
        }
    }

    /// Returns the commit with a most number of characters.
    pub(crate) fn short_revision(&self, most: usize) -> Option<String> {
        // It consists of hexadecimal digits.
        self.revision.as_ref().map(|revision| revision.chars().take(most).collect())
    }

    /// Returns as much of the commit as people read.
    pub(crate) fn readable_revision(&self) -> Option<String> {
        self.short_revision(SHORT)
    }
}

fn run_url(environment: &Environment) -> Option<String> {
    let get = |variable| environment.get(variable);
    let github = || {
        let server = get(&env::GITHUB_SERVER_URL)?.trim_end_matches('/');
        let (repository, run) = (get(&env::GITHUB_REPOSITORY)?, get(&env::GITHUB_RUN_ID)?);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        let is_right = repository.chars().all(is_name) && run.bytes().all(|b| b.is_ascii_digit());
        is_right.then(|| format!("{server}/{repository}/actions/runs/{run}"))
    };
    let gitlab = || get(&env::CI_JOB_URL).or_else(|| get(&env::CI_PIPELINE_URL)).map(str::to_owned);
    github().or_else(gitlab).filter(|url| value_checks::endpoint(url).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432";

    fn of(pairs: &[(&str, &str)]) -> Provenance {
        let environment = Environment::from_pairs(pairs.iter().copied());
        Provenance::of_environment(&environment, || Some("head".to_owned()))
    }

    #[test]
    fn each_ci_system_says_it_its_own_way() {
        let github = of(&[
            ("GITHUB_SHA", COMMIT),
            ("GITHUB_SERVER_URL", "https://github.com"),
            ("GITHUB_REPOSITORY", "ann/cruddur"),
            ("GITHUB_RUN_ID", "17"),
            ("GITHUB_ACTOR", "ann"),
        ]);
        assert_eq!(github.revision.as_deref(), Some(COMMIT));
        assert_eq!(
            github.run_url.as_deref(),
            Some("https://github.com/ann/cruddur/actions/runs/17")
        );
        assert_eq!(github.actor.as_deref(), Some("ann"));
        assert_eq!(github.readable_revision().as_deref(), Some("9f8e7d6"));
        let gitlab = of(&[
            ("CI_COMMIT_SHA", COMMIT),
            ("CI_PIPELINE_URL", "https://gitlab.com/x/-/pipelines/1"),
            ("CI_JOB_URL", "https://gitlab.com/x/-/jobs/2"),
        ]);
        assert_eq!(gitlab.run_url.as_deref(), Some("https://gitlab.com/x/-/jobs/2"));
        assert_eq!(of(&[]).revision.as_deref(), Some("head"));
    }

    #[test]
    fn what_is_odd_is_not_told() {
        let odd = of(&[
            ("GITHUB_SHA", "main"),
            ("GITHUB_SERVER_URL", "https://user:password@host"),
            ("GITHUB_REPOSITORY", "ann/cruddur"),
            ("GITHUB_RUN_ID", "17"),
            ("GITHUB_ACTOR", "a\nb"),
        ]);
        assert_eq!(odd, Provenance { revision: Some("head".to_owned()), ..Provenance::default() });
        for url in ["javascript:alert(1)", "https://a b", "ftp://x"] {
            assert_eq!(of(&[("CI_JOB_URL", url)]).run_url, None, "{url}");
        }
    }
}
