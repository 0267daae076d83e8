//! The list of all checks. `docs/checks.md` shows it, and a test compares the two.

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It has gone wrong already, or will: `plan` and `env check` end with 1.
    Error,
    /// Worth a look.
    Warning,
}

impl Level {
    /// Returns the word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A check.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, which stays.
    pub id: &'static str,
    /// How bad what it finds is.
    pub level: Level,
    /// What it finds.
    pub what: &'static str,
    /// Why that is bad.
    pub why: &'static str,
    /// Where it looks.
    pub looks_in: &'static str,
    /// What to do about it.
    pub fix: &'static str,
}

macro_rules! checks {
    ($($identifier:ident $id:literal $level:ident $what:literal $why:literal $looks_in:literal $fix:literal)*) => {
        $(
            pub(super) static $identifier: Check = Check {
                id: $id,
                level: Level::$level,
                what: $what,
                why: $why,
                looks_in: $looks_in,
                fix: $fix,
            };
        )*

        /// Every check, in the order of the page that describes them.
        pub static CHECKS: &[&Check] = &[$(&$identifier),*];
    };
}

checks! {
    TOKEN_UNDER_REGION "token-under-region" Error
        "a secret under AWS_REGION or AWS_DEFAULT_REGION"
        "SDKs make it a part of a host name, so that it leaves through name servers and logs"
        "the project file, files that set variables"
        "give it its own name, set the region, and revoke the token"
    TOKEN_UNDER_OTHER_NAME "token-under-other-name" Error
        "a token of one vendor under the name of another"
        "it is sent to a vendor that it is not for, and the right one gets none"
        "the project file, files that set variables"
        "exchange the two, and revoke a token that was sent"
    SERVICE_NAME_OVERWRITTEN "service-name-overwritten" Error
        "one service name that a second service overwrites"
        "the telemetry of both services arrives under one name, and nobody can tell them apart"
        "the project file, files that set variables"
        "set OTEL_SERVICE_NAME for each service by itself, with a value of its own"
    KEY_IN_BROWSER_BUNDLE "key-in-browser-bundle" Error
        "a secret in a variable that is built into the pages of a browser"
        "everybody who opens the page can read it"
        "the project file, files that set variables, scripts of the browser"
        "send through a server of your own, or use a token that is made for clients"
    TOKEN_IN_SOURCE "token-in-source" Error
        "a token in a file that git does not ignore"
        "everybody who can read the repository has it, for as long as there is a copy"
        "all files that git does not ignore"
        "read it from a variable, and revoke it: its history stays"
    LIKELY_TOKEN_IN_SOURCE "likely-token-in-source" Warning
        "a random literal whose name says that it is secret"
        "if it is one, everybody who can read the repository has it"
        "all files that git does not ignore"
        "read it from a variable, and revoke it"
    REGION_VARIABLE "region-variable" Warning
        "AWS_REGION is set and AWS_DEFAULT_REGION is not, where boto3 runs"
        "boto3 reads AWS_DEFAULT_REGION only, and finds no region"
        "the project file, files that set variables"
        "set AWS_DEFAULT_REGION, too"
    EMPTY_VALUE "empty-value" Warning
        "a variable of a vendor that is set to nothing"
        "it hides a value that is set elsewhere, and calls fail without a key"
        "files that set variables"
        "leave the line out, or take the value from where it is kept"
    PLACEHOLDER_VALUE "placeholder-value" Warning
        "a variable that still holds the placeholder of a guide"
        "calls fail with a key that nobody issued"
        "the project file, files that set variables"
        "put the value where it is kept, or leave the line out"
    VALUE_OF_WRONG_SHAPE "value-of-wrong-shape" Warning
        "a value that its variable cannot have"
        "whoever reads the variable refuses it, or takes it for something else"
        "the project file, files that set variables"
        "give it a value of the shape that is named"
    UNRESOLVED_VALUE "unresolved-value" Warning
        "a value of the project file that holds $ or is in quotes"
        "values are written as they stand, so that nothing is put in for $, and quotes stay"
        "the project file"
        "write the value itself, or take it with from = \"env:NAME\""
    SECRET_DECLARED_PLAIN "secret-declared-plain" Warning
        "a variable that is no secret by its declaration and one by its name"
        "it is written where everybody can read it"
        "the project file"
        "write secret = true, or leave secret out"
    NAMES_DIFFER_IN_CASE "names-differ-in-case" Warning
        "two variables whose names differ in the case of letters alone"
        "GitHub takes them for one, and people do, too"
        "the project file"
        "keep one of the two names"
    ONE_SOURCE_TWO_NAMES "one-source-two-names" Warning
        "one secret under two names that have nothing to do with each other"
        "one of the two is likely wrong, and revoking it breaks both"
        "the project file"
        "look which of the two is meant"
    NOT_ALL_FILES "not-all-files" Warning
        "a project of more files than are looked at"
        "what stands in the rest was not checked"
        "the folder of the project file"
        "ignore what is no source in .gitignore"
}
