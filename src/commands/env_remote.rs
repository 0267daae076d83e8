//! The places of variables that belong to an account, as the surroundings give them.

use std::sync::Arc;

use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use sha2::Digest as _;
use sha2::Sha256;

use super::context::Context;
use super::env_targets::Wish;
use crate::base::Hint as _;
use crate::base::hexadecimal;
use crate::base::value_checks::is_on_this_machine;
use crate::clients::github::GithubClient;
use crate::clients::gitpod::GitpodClient;
use crate::clients::gitpod::GpProgram;
use crate::clients::ona::OnaClient;
use crate::model::variable::CodespacesScope;
use crate::model::variable::GitHubScope;
use crate::model::variable::GitpodScope;
use crate::model::variable::OnaScope;
use crate::model::variable::VariableTarget;
use crate::services::environment::EnvironmentTarget;
use crate::services::environment::GithubPlace;
use crate::services::environment::GithubTarget;
use crate::services::environment::GpTarget;
use crate::services::environment::TargetCause;
use crate::services::environment::TargetError;
use crate::services::environment::Whose;
use crate::services::environment::gitpod_target;
use crate::services::environment::ona_target;
use crate::services::resources::Caller;
use crate::services::resources::Rates;
use crate::services::resources::RealTimer;
use crate::services::resources::Waiting;
use crate::services::resources::rates;
use crate::settings::AccessError;
use crate::settings::Setting;
use crate::settings::Settings;

/// Prepares a place that belongs to an account. Calls nobody.
///
/// # Errors
/// No token is set, no repository is known, or an address cannot be one.
pub(crate) fn open(
    context: &Context,
    target: &VariableTarget,
    wish: &Wish<'_>,
) -> Result<Arc<dyn EnvironmentTarget>, TargetError> {
    let settings = context.settings().map_err(|error| unusable(&error))?;
    match target {
        VariableTarget::GitHub(_) | VariableTarget::Codespaces(_) => {
            github(context, settings, target, wish)
        }
        VariableTarget::Gitpod(scope) => gitpod(context, settings, *scope, wish),
        VariableTarget::Ona(scope) => ona(context, settings, *scope),
        VariableTarget::Shell | VariableTarget::Direnv | VariableTarget::Dotenv(_) => {
            Err(unavailable(target, "it belongs to no account"))
        }
    }
}

fn github(
    context: &Context,
    settings: &Settings,
    target: &VariableTarget,
    wish: &Wish<'_>,
) -> Result<Arc<dyn EnvironmentTarget>, TargetError> {
    let access = settings.github_access().map_err(|error| of_access(&error))?;
    let repository = settings.github_repository(named(wish), &access.api.value);
    let needs_none = matches!(
        target,
        VariableTarget::GitHub(GitHubScope::Organization(_))
            | VariableTarget::Codespaces(CodespacesScope::User | CodespacesScope::Organization(_))
    );
    let repository = match repository {
        Ok(repository) => Some(repository.value),
        Err(_) if needs_none => None,
        Err(error) => return Err(of_access(&error)),
    };
    context.ui.mask(&access.token.secret);
    let api = access.api.value;
    let client =
        GithubClient::new(api.clone(), &access.token.secret).map_err(|error| unusable(&error))?;
    let client = match context.ui.verbose_sink() {
        Some(say) => client.telling(say),
        None => client,
    };
    let caller = caller(context, &api, rates::github);
    let place = GithubPlace {
        client,
        api,
        token: access.token.variable,
        account: mark_of(&access.token.secret),
        is_job: access.is_job,
        repository,
        kinds: wish.kinds.clone(),
        caller,
    };
    match GithubTarget::new(target.clone(), place) {
        Some(github) => Ok(Arc::new(github)),
        None => Err(unavailable(target, "it is no place of GitHub")),
    }
}

fn gitpod(
    context: &Context,
    settings: &Settings,
    scope: GitpodScope,
    wish: &Wish<'_>,
) -> Result<Arc<dyn EnvironmentTarget>, TargetError> {
    let target = VariableTarget::Gitpod(scope);
    let access = settings.gitpod_access().map_err(|error| of_access(&error))?;
    let repository = match scope {
        GitpodScope::Repository => {
            let repository = settings.gitpod_repository(named(wish));
            Some(repository.map_err(|error| of_access(&error))?.value)
        }
        GitpodScope::User => None,
    };
    let Some(token) = access.token else {
        if !access.is_workspace {
            let reason = "this is no workspace of Gitpod, and GITPOD_TOKEN is not set";
            return Err(unavailable(&target, reason)
                .hint("set GITPOD_TOKEN to a personal access token of Gitpod")
                .hint("gitpod.io itself ended in October 2025: name the target ona, codespaces or dotenv:PATH instead"));
        }
        let repository = repository.unwrap_or_else(|| "user".to_owned());
        let program = GpProgram::default();
        return Ok(Arc::new(GpTarget::new(scope, access.host.value, repository, program)));
    };
    context.ui.mask(&token.secret);
    let client =
        GitpodClient::new(access.api.clone(), &token.secret).map_err(|error| unusable(&error))?;
    let client = match context.ui.verbose_sink() {
        Some(say) => client.telling(say),
        None => client,
    };
    let api = &access.api;
    let caller = caller(context, api, rates::gitpod);
    let asked = (token.variable, mark_of(&token.secret));
    Ok(gitpod_target(repository, client, api, (asked.0, &asked.1), caller))
}

fn ona(
    context: &Context,
    settings: &Settings,
    scope: OnaScope,
) -> Result<Arc<dyn EnvironmentTarget>, TargetError> {
    let access = settings.ona_access().map_err(|error| of_access(&error))?;
    let whose = match scope {
        OnaScope::User => Whose::User,
        OnaScope::Project => {
            Whose::Project(settings.ona_project().map_err(|error| of_access(&error))?.value)
        }
        OnaScope::Organization => Whose::Organization,
    };
    context.ui.mask(&access.token.secret);
    let api = access.api.value;
    let client =
        OnaClient::new(api.clone(), &access.token.secret).map_err(|error| unusable(&error))?;
    let client = match context.ui.verbose_sink() {
        Some(say) => client.telling(say),
        None => client,
    };
    let caller = caller(context, &api, rates::ona);
    let asked = (access.token.variable, mark_of(&access.token.secret));
    Ok(ona_target(whose, client, &api, (asked.0, &asked.1), caller))
}

/// Returns a few digits by which the accounts of two tokens are told apart; nobody finds the token
/// by them.
fn mark_of(token: &SecretString) -> String {
    let sum = Sha256::digest(token.expose_secret().as_bytes());
    hexadecimal(sum.get(..4).unwrap_or_default())
}

/// Returns what keeps within a vendor's limits, and says when it waits. What stands in for a vendor
/// on this machine has no limits but those that it tells of.
fn caller(context: &Context, api: &str, rates: Rates) -> Caller {
    let caller = Caller::new(Arc::new(RealTimer::default()));
    let caller = if is_on_this_machine(api) { caller } else { caller.within(rates) };
    match context.ui.status_sink() {
        Some(say) => caller.telling(move |waiting: &Waiting| say(&waiting.to_string())),
        None => caller,
    }
}

fn named(wish: &Wish<'_>) -> Option<Setting<String>> {
    wish.repository.map(|name| Setting::from_flag(name.to_owned(), "--repository"))
}

fn unavailable(target: &VariableTarget, reason: &str) -> TargetError {
    TargetError::new(TargetCause::Unavailable, format!("{target} cannot be used: {reason}"))
}

/// Tells of settings that make no client.
fn unusable(error: &impl std::fmt::Display) -> TargetError {
    TargetError::new(TargetCause::Unavailable, error.to_string())
}

/// Tells of settings that are missing or wrong.
fn of_access(error: &AccessError) -> TargetError {
    TargetError { hints: error.hints(), ..unusable(error) }
}
