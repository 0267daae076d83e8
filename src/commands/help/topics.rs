//! The topics: exit codes, variables, profiles.

use serde_json::json;

use crate::commands::exit_code;
use crate::settings::env::VARIABLES;
use crate::ui::Column;
use crate::ui::Report;

/// Something that help explains which is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    ExitCodes,
    Environment,
    Profiles,
}

impl Topic {
    pub(crate) const ALL: [Self; 3] = [Self::ExitCodes, Self::Environment, Self::Profiles];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ExitCodes => "exit-codes",
            Self::Environment => "environment",
            Self::Profiles => "profiles",
        }
    }

    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.name() == word)
    }

    pub(crate) fn report(self) -> Report {
        match self {
            Self::ExitCodes => exit_codes(),
            Self::Environment => environment(),
            Self::Profiles => Report::text(json!({ "text": PROFILES }), PROFILES),
        }
    }
}

fn exit_codes() -> Report {
    let value = exit_code::TABLE.map(|(code, meaning)| json!({ "code": code, "meaning": meaning }));
    let rows = exit_code::TABLE.map(|(code, meaning)| vec![code.to_string(), meaning.to_owned()]);
    let columns = vec![Column::right("CODE"), Column::left("MEANING")];
    Report::table(json!({ "exit_codes": value }), columns, rows.to_vec())
}

fn environment() -> Report {
    let value: Vec<_> = VARIABLES
        .iter()
        .map(|v| json!({ "doc": v.doc, "name": v.name, "secret": v.secret }))
        .collect();
    let mut rows: Vec<Vec<String>> =
        VARIABLES.iter().map(|v| vec![v.name.to_owned(), v.doc.to_owned()]).collect();
    rows.push(vec![
        "CRUDDUR_OBS_<NOUN>_<VERB>_<FLAG>".to_owned(),
        "Any flag of any verb, except --yes, --force, --prune and --delete-logs".to_owned(),
    ]);
    Report::table(
        json!({ "variables": value }),
        vec![Column::left("VARIABLE"), Column::left("MEANING")],
        rows,
    )
}

const PROFILES: &str = "\
A profile says where a command works. The first of these that names one wins:

  1. --profile NAME
  2. CRUDDUR_OBS_PROFILE
  3. default_profile in [project] of cruddur-obs.toml
  4. default_profile in the user file (~/.config/cruddur-obs/config.toml)
  5. local

`local` is the embedded backend: nothing leaves this machine, and no credential is needed. Every
other profile is an account and has to be declared in cruddur-obs.toml:

  [profiles.aws]
  aws_profile = \"cruddur\"          # a profile of the AWS configuration; else the AWS chain decides
  account = \"123456789012\"         # compared before the first write
  region = \"eu-west-3\"             # there is no default region for accounts

If none is named while credentials of the called vendor are visible (AWS_ACCESS_KEY_ID,
AWS_PROFILE, a web identity token, HONEYCOMB_API_KEY, ROLLBAR_ACCESS_TOKEN), the command stops
with exit code 2 and prints both full commands: a job with keys cannot succeed into an empty
local store by mistake.

Where requests go is never read from cruddur-obs.toml, so that a pull request cannot send keys
elsewhere. It comes from --endpoint-url, AWS_ENDPOINT_URL (on account profiles), or the user file:

  [profiles.aws]
  endpoint = \"https://collector.example\"
  endpoints.logs = \"https://logs.example\"

See what holds here, and why: cruddur-obs config show --origin
";
