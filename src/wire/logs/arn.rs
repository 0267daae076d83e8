//! ARNs of log groups and streams.
//!
//! Form: CloudWatch Logs user guide, "Resources and operations".

/// Returns the ARN of a log group, without the `:*` that the older `arn` member carries.
#[must_use]
pub fn group_arn(region: &str, account: &str, group: &str) -> String {
    format!("arn:aws:logs:{region}:{account}:log-group:{group}")
}

/// Returns the ARN of a log stream.
#[must_use]
pub fn stream_arn(region: &str, account: &str, group: &str, stream: &str) -> String {
    format!("{}:log-stream:{stream}", group_arn(region, account, group))
}

/// Splits a log group's ARN into region, account and name; `None` when it is not one.
#[must_use]
pub fn group_name_of_arn(arn: &str) -> Option<(&str, &str, &str)> {
    let rest = arn.strip_prefix("arn:")?;
    let mut parts = rest.splitn(6, ':');
    let _partition = parts.next()?;
    if parts.next()? != "logs" {
        return None;
    }
    let region = parts.next()?;
    let account = parts.next()?;
    if parts.next()? != "log-group" {
        return None;
    }
    let name = parts.next()?;
    (!name.is_empty()).then_some((region, account, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_is_taken_apart() {
        let arn = group_arn("eu-west-3", "000000000000", "/cruddur/api");
        assert_eq!(group_name_of_arn(&arn), Some(("eu-west-3", "000000000000", "/cruddur/api")));
        assert_eq!(group_name_of_arn("arn:aws:sns:eu-west-3:1:log-group:x"), None);
        assert_eq!(group_name_of_arn("cruddur"), None);
    }
}
