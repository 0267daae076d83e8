//! `DescribeLogGroups`.

use super::error;
use super::metric_filters;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::front::page_token;
use crate::backend::store::Scope;
use crate::backend::store::catalog::documents;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_groups::GroupFilter;
use crate::model::check_count;
use crate::model::check_length;
use crate::model::log_group;
use crate::wire::aws::AwsError;
use crate::wire::logs::DescribeLogGroupsRequest;
use crate::wire::logs::DescribeLogGroupsResponse;
use crate::wire::logs::LogGroup;
use crate::wire::logs::group_arn;

pub(super) fn run(
    call: &Call<'_>,
    input: DescribeLogGroupsRequest,
) -> Result<DescribeLogGroupsResponse, AwsError> {
    let limit = target::page_size(input.limit, 50, 50)?;
    check(&input).map_err(|v| error::violation(&v))?;
    if input.log_group_name_prefix.is_some() && input.log_group_name_pattern.is_some() {
        return Err(error::invalid_parameter(
            "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
        ));
    }
    if let Some(accounts) = &input.account_identifiers
        && !accounts.contains(&call.scope.account)
    {
        return Ok(DescribeLogGroupsResponse::default());
    }
    if let Some(identifiers) = &input.log_group_identifiers {
        return by_identifiers(call, identifiers, input.log_group_class.as_deref());
    }
    let prefix = input.log_group_name_prefix.unwrap_or_default();
    let pattern = input.log_group_name_pattern.unwrap_or_default();
    let class = input.log_group_class.unwrap_or_default();
    let request = ["DescribeLogGroups", &prefix, &pattern, &class];
    let after = match &input.next_token {
        Some(token) => Some(page_token::decode(&request, token).ok_or_else(error::bad_token)?),
        None => None,
    };
    let by_pattern = !pattern.is_empty();
    call.read(|connection, scope| {
        let filter = GroupFilter {
            prefix: (!prefix.is_empty()).then(|| prefix.clone()),
            contains: by_pattern.then(|| pattern.clone()),
            class: (!class.is_empty()).then(|| class.clone()),
        };
        let mut groups = log_groups::page(connection, scope, &filter, after.as_deref(), limit + 1)?;
        let more = groups.len() > limit;
        groups.truncate(limit);
        let next_token = match groups.last() {
            Some(last) if more => Some(page_token::encode(&request, &last.name)),
            _ => None,
        };
        let log_groups = groups
            .into_iter()
            .map(|group| encode(connection, scope, group, by_pattern))
            .collect::<Result<_, AwsError>>()?;
        Ok(DescribeLogGroupsResponse { log_groups, next_token })
    })
}

fn check(input: &DescribeLogGroupsRequest) -> Result<(), crate::model::Violation> {
    if let Some(prefix) = &input.log_group_name_prefix {
        log_group::check_group_name("logGroupNamePrefix", prefix)?;
    }
    if let Some(pattern) = &input.log_group_name_pattern {
        check_length("logGroupNamePattern", pattern, 0, log_group::MAXIMUM_NAME_LENGTH)?;
    }
    if let Some(class) = &input.log_group_class {
        log_group::check_class("logGroupClass", class)?;
    }
    if let Some(identifiers) = &input.log_group_identifiers {
        let shown = || format!("[{}]", identifiers.join(", "));
        check_count("logGroupIdentifiers", identifiers.len(), 1, 50, shown)?;
    }
    if let Some(accounts) = &input.account_identifiers {
        let shown = || format!("[{}]", accounts.join(", "));
        check_count("accountIdentifiers", accounts.len(), 0, 20, shown)?;
    }
    Ok(())
}

/// Groups that do not exist are left out.
fn by_identifiers(
    call: &Call<'_>,
    identifiers: &[String],
    class: Option<&str>,
) -> Result<DescribeLogGroupsResponse, AwsError> {
    let mut names = identifiers
        .iter()
        .map(|identifier| target::identified(&call.scope, "logGroupIdentifiers", identifier))
        .collect::<Result<Vec<String>, AwsError>>()?;
    names.sort();
    names.dedup();
    call.read(|connection, scope| {
        let mut found = Vec::new();
        for name in &names {
            if let Some(group) = log_groups::find(connection, scope, name)?
                && class.is_none_or(|class| class == group.class)
            {
                found.push(encode(connection, scope, group, false)?);
            }
        }
        Ok(DescribeLogGroupsResponse { log_groups: found, next_token: None })
    })
}

/// A search by pattern shows fewer members, as the service does.
fn encode(
    connection: &rusqlite::Connection,
    scope: &Scope,
    group: log_groups::LogGroup,
    by_pattern: bool,
) -> Result<LogGroup, AwsError> {
    let arn = group_arn(&scope.region, &scope.account, &group.name);
    let filters = documents::count(connection, scope, metric_filters::KIND, Some(&group.name))?;
    Ok(LogGroup {
        log_group_name: group.name,
        creation_time: group.created_ms,
        retention_in_days: group.retention_days.filter(|_| !by_pattern),
        metric_filter_count: i64::try_from(filters).unwrap_or(i64::MAX),
        arn: format!("{arn}:*"),
        stored_bytes: (!by_pattern).then_some(group.stored_bytes),
        kms_key_id: group.kms_key_id,
        log_group_class: group.class,
        log_group_arn: arn,
        deletion_protection_enabled: (!by_pattern).then_some(group.deletion_protection),
        bearer_token_authentication_enabled: (!by_pattern)
            .then_some(group.bearer_token_authentication),
    })
}
