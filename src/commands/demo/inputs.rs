//! What the demo works on: the Cruddur app's own group, rule and log lines.

/// The filter expression of the Cruddur group.
pub(super) const FILTER_EXPRESSION: &str = "service(\"backend-flask\")";

/// The sampling rule, as the AWS CLI's JSON file has it.
pub(super) const SAMPLING_RULE: &str = r#"{
  "SamplingRule": {
    "RuleName": "Cruddur",
    "ResourceARN": "*",
    "Priority": 9000,
    "FixedRate": 0.1,
    "ReservoirSize": 5,
    "ServiceName": "backend-flask",
    "ServiceType": "*",
    "Host": "*",
    "HTTPMethod": "*",
    "URLPath": "*",
    "Version": 1
  }
}
"#;

/// The project file.
pub(super) const PROJECT_FILE: &str =
    "[project]\nname = \"cruddur\"\ndefault_profile = \"local\"\n";

/// What the Cruddur backend writes while people use it.
pub(super) const LOG_LINES: &str = r#"{"level":"info","msg":"HomeActivities","path":"/api/activities/home","status":200,"ms":41}
{"level":"info","msg":"UserActivities","path":"/api/activities/@andrewbrown","status":200,"ms":58}
{"level":"warning","msg":"slow query","path":"/api/activities/home","status":200,"ms":1912}
{"level":"error","msg":"CreateActivity failed","path":"/api/activities","status":500,"ms":12,"error":"message exceeds 280 characters"}
{"level":"info","msg":"MessageGroups","path":"/api/message_groups","status":200,"ms":33}
"#;
