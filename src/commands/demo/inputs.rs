//! What the demo works on: the Cruddur app's own project file and log lines, from `templates/`.

/// The sampling rule, as the AWS CLI's JSON file has it.
pub(super) const SAMPLING_RULE: &str =
    include_str!("../../../templates/cruddur/aws/json/xray.json");

/// The project file.
pub(super) const PROJECT_FILE: &str = include_str!("../../../templates/cruddur/cruddur-obs.toml");

/// What the Cruddur backend writes while people use it.
pub(super) const LOG_LINES: &str = include_str!("../../../templates/cruddur/app.log");
