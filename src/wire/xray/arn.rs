//! ARNs of groups and sampling rules.
//!
//! Form: X-Ray developer guide, "How AWS X-Ray works with IAM".

/// Returns the ARN of a group; only the reserved group has no suffix.
#[must_use]
pub fn group_arn(region: &str, account: &str, name: &str, suffix: &str) -> String {
    if suffix.is_empty() {
        format!("arn:aws:xray:{region}:{account}:group/{name}")
    } else {
        format!("arn:aws:xray:{region}:{account}:group/{name}/{suffix}")
    }
}

/// Returns the ARN of a sampling rule.
#[must_use]
pub fn rule_arn(region: &str, account: &str, name: &str) -> String {
    format!("arn:aws:xray:{region}:{account}:sampling-rule/{name}")
}
