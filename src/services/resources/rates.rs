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

/// Calls per second of a GitHub operation: its documentation asks for patience with many writes, but
/// names no number below which nothing happens; a project's few secrets are far below, and being
/// told to wait is handled.
#[must_use]
pub fn github(_operation: &str) -> f64 {
    10.0
}

/// Calls per second of an operation of Gitpod: none is published; being throttled is handled.
#[must_use]
pub fn gitpod(_operation: &str) -> f64 {
    10.0
}

/// Calls per second of an operation of Ona: none is published; being throttled is handled.
#[must_use]
pub fn ona(_operation: &str) -> f64 {
    10.0
}
