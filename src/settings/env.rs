//! The registry of every variable that the program reads.
//!
//! `help environment` and the reference page are made from it, and [`super::Environment`] gives
//! values only for its entries, so a variable cannot be read without being documented here.
//! The variables of flags (`CRUDDUR_OBS_<FLAG>`) are read by the argument parser, which attaches
//! them by rule; the ones that settings look at are listed as well.

/// A variable that the program reads.
#[derive(Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it does, in one line.
    pub doc: &'static str,
    /// Whether its value is a secret.
    pub secret: bool,
}

macro_rules! variables {
    ($($identifier:ident $name:literal $kind:ident $doc:literal)*) => {
        $(
            #[doc = concat!("`", $name, "`: ", $doc)]
            pub static $identifier: Variable = Variable { name: $name, doc: $doc, secret: variables!(@$kind) };
        )*

        /// Every variable, in the order in which help lists them.
        pub static VARIABLES: &[&Variable] = &[$(&$identifier),*];
    };
    (@open) => { false };
    (@secret) => { true };
}

variables! {
    PROFILE "CRUDDUR_OBS_PROFILE" open "The profile to work on, as --profile"
    REGION "CRUDDUR_OBS_REGION" open "The region, as --region"
    FILE "CRUDDUR_OBS_FILE" open "The project file, as --file"
    DATA_DIR "CRUDDUR_OBS_DATA_DIR" open "The data directory of the embedded backend, as --data-dir"
    ENDPOINT_URL "CRUDDUR_OBS_ENDPOINT_URL" open "Where every request goes, as --endpoint-url"
    OUTPUT "CRUDDUR_OBS_OUTPUT" open "The output format, as --output"
    QUERY "CRUDDUR_OBS_QUERY" open "A JMESPath expression over the result, as --query"
    COLOR "CRUDDUR_OBS_COLOR" open "When to use colour, as --color"
    RAW "CRUDDUR_OBS_RAW" open "Print text from outside as it is, as --raw"
    UTC "CRUDDUR_OBS_UTC" open "Show times in UTC, as --utc"
    CI_MODE "CRUDDUR_OBS_CI" open "The CI system to speak to, as --ci"
    BACKEND_TOKEN "CRUDDUR_OBS_BACKEND_TOKEN" secret "The token of an embedded backend that asks for one"
    NO_INPUT "CRUDDUR_OBS_NO_INPUT" open "Never prompt, as --no-input"
    QUIET "CRUDDUR_OBS_QUIET" open "Say less on stderr, as --quiet"
    VERBOSE "CRUDDUR_OBS_VERBOSE" open "Say more on stderr (1 or 2), as --verbose"
    TIMEOUT "CRUDDUR_OBS_TIMEOUT" open "The longest time a command may take, as --timeout"

    AWS_REGION "AWS_REGION" open "The region, where no flag names one"
    AWS_DEFAULT_REGION "AWS_DEFAULT_REGION" open "As AWS_REGION, which goes before it"
    AWS_PROFILE "AWS_PROFILE" open "The profile of the AWS configuration on account profiles that declare none"
    AWS_DEFAULT_PROFILE "AWS_DEFAULT_PROFILE" open "As AWS_PROFILE, which goes before it"
    AWS_ACCESS_KEY_ID "AWS_ACCESS_KEY_ID" secret "AWS credentials, on account profiles"
    AWS_WEB_IDENTITY_TOKEN_FILE "AWS_WEB_IDENTITY_TOKEN_FILE" open "The file with a web identity token, on account profiles"
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" open "Where a container gets AWS credentials"
    AWS_CONTAINER_CREDENTIALS_FULL_URI "AWS_CONTAINER_CREDENTIALS_FULL_URI" open "Where a container gets AWS credentials"
    AWS_CONFIG_FILE "AWS_CONFIG_FILE" open "The AWS configuration file, instead of ~/.aws/config"
    AWS_SHARED_CREDENTIALS_FILE "AWS_SHARED_CREDENTIALS_FILE" open "The AWS credentials file, instead of ~/.aws/credentials"
    AWS_ENDPOINT_URL "AWS_ENDPOINT_URL" open "Where AWS requests go, on account profiles"
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS" open "Where CloudWatch Logs requests go, on account profiles"
    AWS_ENDPOINT_URL_XRAY "AWS_ENDPOINT_URL_XRAY" open "Where X-Ray requests go, on account profiles"
    AWS_ENDPOINT_URL_STS "AWS_ENDPOINT_URL_STS" open "Where STS requests go, on account profiles"
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" open "If true, the AWS_ENDPOINT_URL variables are ignored"

    HONEYCOMB_CONFIGURATION_KEY "HONEYCOMB_CONFIGURATION_KEY" secret "The Honeycomb configuration key, on account profiles"
    HONEYCOMB_API_KEY "HONEYCOMB_API_KEY" secret "The Honeycomb key, where no configuration key is set"
    HONEYCOMB_API_ENDPOINT "HONEYCOMB_API_ENDPOINT" open "Where Honeycomb requests go, on account profiles"
    ROLLBAR_ACCESS_TOKEN "ROLLBAR_ACCESS_TOKEN" secret "The Rollbar token that sends"
    ROLLBAR_READ_TOKEN "ROLLBAR_READ_TOKEN" secret "The Rollbar token that reads"
    ROLLBAR_API_BASE "ROLLBAR_API_BASE" open "Where Rollbar requests go, on account profiles"

    GH_TOKEN "GH_TOKEN" secret "The GitHub token that reads and writes secrets and variables"
    GITHUB_TOKEN "GITHUB_TOKEN" secret "As GH_TOKEN, which goes before it; the token of a job itself cannot write secrets"
    GITHUB_API_URL "GITHUB_API_URL" open "Where GitHub's API is, instead of api.github.com"
    GH_REPO "GH_REPO" open "The repository of the targets github and codespaces, as [HOST/]OWNER/NAME"
    GITHUB_REPOSITORY "GITHUB_REPOSITORY" open "As GH_REPO, which goes before it, and the repository of a run; GitHub Actions sets it"
    GITPOD_TOKEN "GITPOD_TOKEN" secret "The personal access token of Gitpod Classic; without it the program gp is used"
    GITPOD_HOST "GITPOD_HOST" open "Where Gitpod Classic is, instead of gitpod.io"
    GITPOD_WORKSPACE_ID "GITPOD_WORKSPACE_ID" open "Set in a workspace of Gitpod Classic, where gp works"
    ONA_API_KEY "ONA_API_KEY" secret "The token of Ona that writes secrets"
    GITPOD_API_KEY "GITPOD_API_KEY" secret "As ONA_API_KEY, which goes before it"
    ONA_BASE_URL "ONA_BASE_URL" open "Where Ona's API is, instead of app.ona.com"
    GITPOD_BASE_URL "GITPOD_BASE_URL" open "As ONA_BASE_URL, which goes before it"
    ONA_PROJECT_ID "ONA_PROJECT_ID" open "The project of the target ona:project"

    NO_COLOR "NO_COLOR" open "No colour, if set to anything"
    CLICOLOR_FORCE "CLICOLOR_FORCE" open "Colour even into a pipe, if set to anything but 0"
    TERM "TERM" open "No colour and no progress, if it is dumb"
    TZ "TZ" open "The time zone in which times are read and shown"
    CI "CI" open "In a CI job nothing prompts"
    GITHUB_ACTIONS "GITHUB_ACTIONS" open "If true, annotations and fences for GitHub Actions"
    GITHUB_OUTPUT "GITHUB_OUTPUT" open "The file that GitHub Actions reads the outputs of a step from"
    GITHUB_STEP_SUMMARY "GITHUB_STEP_SUMMARY" open "The file that GitHub Actions reads the summary of a step from"
    GITHUB_WORKSPACE "GITHUB_WORKSPACE" open "The folder in which GitHub Actions looks for annotated files"
    GITLAB_CI "GITLAB_CI" open "If true, the manners of GitLab CI"
    GITHUB_SHA "GITHUB_SHA" open "The commit that a deploy is told of, in a job of GitHub Actions"
    GITHUB_SERVER_URL "GITHUB_SERVER_URL" open "Where the page of a run is, with GITHUB_REPOSITORY and GITHUB_RUN_ID"
    GITHUB_RUN_ID "GITHUB_RUN_ID" open "The number of a run"
    GITHUB_ACTOR "GITHUB_ACTOR" open "Who deploys, in a job of GitHub Actions"
    CI_COMMIT_SHA "CI_COMMIT_SHA" open "The commit that a deploy is told of, in a job of GitLab CI"
    CI_JOB_URL "CI_JOB_URL" open "The page of a job of GitLab CI"
    CI_PIPELINE_URL "CI_PIPELINE_URL" open "The page of a pipeline, where CI_JOB_URL is not set"
    GITLAB_USER_LOGIN "GITLAB_USER_LOGIN" open "Who deploys, in a job of GitLab CI"
    HOME "HOME" open "The home folder"
    XDG_CONFIG_HOME "XDG_CONFIG_HOME" open "The folder of the user file, instead of ~/.config"
    XDG_DATA_HOME "XDG_DATA_HOME" open "The folder of data directories, instead of ~/.local/share"
    XDG_STATE_HOME "XDG_STATE_HOME" open "The folder of what is remembered between commands, instead of ~/.local/state"
    XDG_CACHE_HOME "XDG_CACHE_HOME" open "The folder of answers that are kept for a while, instead of ~/.cache"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_documented() {
        let names: BTreeSet<_> = VARIABLES.iter().map(|variable| variable.name).collect();
        assert_eq!(names.len(), VARIABLES.len());
        assert!(
            VARIABLES
                .iter()
                .all(|variable| !variable.doc.is_empty() && !variable.doc.ends_with('.'))
        );
    }
}
