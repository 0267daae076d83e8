//! How many calls a second an account allows.

/// Calls per second of a CloudWatch Logs operation: the published default quotas.
#[must_use]
pub fn logs(operation: &str) -> f64 {
    match operation {
        "CreateLogGroup" | "DeleteLogGroup" | "DescribeLogGroups" | "FilterLogEvents" => 10.0,
        "DescribeLogStreams" => 25.0,
        _ => 5.0,
    }
}

/// Calls per second of an X-Ray operation: none is published for the control plane, and ten is
/// what the neighbour allows; being throttled is handled anyway.
#[must_use]
pub fn xray(_operation: &str) -> f64 {
    10.0
}

/// Calls per second of a Honeycomb operation: none is published for these resources, and answers
/// name a hundred a minute, which a project's few calls do not reach; being throttled is handled.
#[must_use]
pub fn honeycomb(_operation: &str) -> f64 {
    5.0
}
