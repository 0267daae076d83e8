//! `GetGroup`, `GetGroups`, `UpdateGroup`, `DeleteGroup`.
//!
//! The reserved group `Default` exists without being stored; only its insights can change.

use rusqlite::Connection;

use super::error;
use super::tags;
use crate::backend::front::call::Call;
use crate::backend::front::page_token;
use crate::backend::store::Scope;
use crate::backend::store::catalog::documents;
use crate::dialect::xray_filter::FilterExpression;
use crate::model::check_length;
use crate::model::group as limits;
use crate::wire::aws::AwsError;
use crate::wire::xray::Empty;
use crate::wire::xray::GetGroupsResponse;
use crate::wire::xray::Group;
use crate::wire::xray::GroupResponse;
use crate::wire::xray::GroupSelector;
use crate::wire::xray::InsightsConfiguration;
use crate::wire::xray::NextTokenRequest;
use crate::wire::xray::UpdateGroupRequest;
use crate::wire::xray::group_arn;

/// Kind of the documents that hold groups.
pub(super) const KIND: &str = "xray-group";

/// Groups of one page.
const PAGE: usize = 100;

/// `GetGroup`.
pub(super) fn get(call: &Call<'_>, input: GroupSelector) -> Result<GroupResponse, AwsError> {
    check_selector(&input)?;
    call.read(|connection, scope| {
        let group = find(connection, scope, &input)?.ok_or_else(missing)?;
        Ok(GroupResponse { group })
    })
}

/// `GetGroups`: by name, the reserved one where its name falls.
pub(super) fn list(
    call: &Call<'_>,
    input: NextTokenRequest,
) -> Result<GetGroupsResponse, AwsError> {
    let request = ["GetGroups"];
    let after = match input.next_token.filter(|token| !token.is_empty()) {
        Some(token) => Some(page_token::decode(&request, &token).ok_or_else(error::bad_token)?),
        None => None,
    };
    call.read(|connection, scope| {
        let position = after.as_deref().map(|name| ("", name));
        let mut groups: Vec<Group> =
            documents::page(connection, scope, KIND, Some(""), None, position, PAGE + 1)?
                .iter()
                .map(|document| decode(&document.body))
                .collect::<Result<_, _>>()?;
        if after.as_deref().is_none_or(|after| after < limits::DEFAULT_NAME) {
            let reserved = reserved(connection, scope)?;
            groups.retain(|group| group.group_name != limits::DEFAULT_NAME);
            let place = groups.partition_point(|g| g.group_name.as_str() < limits::DEFAULT_NAME);
            groups.insert(place, reserved);
        }
        let more = groups.len() > PAGE;
        groups.truncate(PAGE);
        let next_token = match groups.last() {
            Some(last) if more => Some(page_token::encode(&request, &last.group_name)),
            _ => None,
        };
        Ok(GetGroupsResponse { groups, next_token })
    })
}

/// `UpdateGroup`: an absent member stays as it is.
pub(super) fn update(
    call: &Call<'_>,
    input: UpdateGroupRequest,
) -> Result<GroupResponse, AwsError> {
    let selector = GroupSelector { group_name: input.group_name, group_arn: input.group_arn };
    check_selector(&selector)?;
    check_expression(input.filter_expression.as_deref())?;
    let now = call.now();
    call.write(move |connection, scope| {
        let mut group = find(connection, scope, &selector)?.ok_or_else(missing)?;
        if let Some(expression) = input.filter_expression {
            if group.group_name == limits::DEFAULT_NAME {
                return Err(error::invalid_request(
                    "The filter expression of the default group cannot be changed",
                ));
            }
            group.filter_expression = Some(expression);
        }
        if let Some(insights) = input.insights_configuration {
            group.insights_configuration = merge_insights(group.insights_configuration, insights)?;
        }
        let body = serde_json::json!(group).to_string();
        documents::put(connection, scope, KIND, "", &group.group_name, &body, now)?;
        Ok(GroupResponse { group })
    })
}

/// `DeleteGroup`.
pub(super) fn delete(call: &Call<'_>, input: GroupSelector) -> Result<Empty, AwsError> {
    check_selector(&input)?;
    call.write(move |connection, scope| {
        let group = find(connection, scope, &input)?.ok_or_else(missing)?;
        if group.group_name == limits::DEFAULT_NAME {
            return Err(error::invalid_request("The default group cannot be deleted"));
        }
        documents::delete(connection, scope, KIND, "", &group.group_name)?;
        tags::forget(connection, scope, &group.group_arn)?;
        Ok(Empty {})
    })
}

/// Says whether `arn` is a group's.
pub(super) fn exists(connection: &Connection, scope: &Scope, arn: &str) -> Result<bool, AwsError> {
    let selector = GroupSelector { group_name: None, group_arn: Some(arn.to_owned()) };
    Ok(find(connection, scope, &selector)?.is_some())
}

/// Returns how many groups there are beside the reserved one, which is stored once it changed.
pub(super) fn count(connection: &Connection, scope: &Scope) -> Result<u64, AwsError> {
    let stored = documents::count(connection, scope, KIND, None)?;
    let reserved = documents::find(connection, scope, KIND, "", limits::DEFAULT_NAME)?;
    Ok(stored - u64::from(reserved.is_some()))
}

/// Refuses an expression that does not parse; an absent one stands for every trace.
pub(super) fn check_expression(expression: Option<&str>) -> Result<(), AwsError> {
    FilterExpression::parse(expression.unwrap_or_default())
        .map(|_| ())
        .map_err(|problem| error::invalid_request(problem.vendor_message()))
}

/// Applies the members that a request names; both are then known, which CloudFormation needs.
pub(super) fn merge_insights(
    old: InsightsConfiguration,
    new: InsightsConfiguration,
) -> Result<InsightsConfiguration, AwsError> {
    let pick = |new: Option<bool>, old: Option<bool>| new.or(old).unwrap_or(false);
    let insights = limits::Insights {
        enabled: pick(new.insights_enabled, old.insights_enabled),
        notifications: pick(new.notifications_enabled, old.notifications_enabled),
    };
    limits::check_insights(insights).map_err(|v| error::violation(&v))?;
    Ok(InsightsConfiguration {
        insights_enabled: Some(insights.enabled),
        notifications_enabled: Some(insights.notifications),
    })
}

fn check_selector(selector: &GroupSelector) -> Result<(), AwsError> {
    match (&selector.group_name, &selector.group_arn) {
        (Some(_), Some(_)) => {
            Err(error::invalid_request("GroupName and GroupARN cannot both be given"))
        }
        (None, None) => Err(error::invalid_request("GroupName or GroupARN must be given")),
        (Some(name), None) => check_length("GroupName", name, 1, limits::MAXIMUM_NAME_LENGTH)
            .map_err(|v| error::violation(&v)),
        (None, Some(arn)) => check_length("GroupARN", arn, 1, limits::MAXIMUM_ARN_LENGTH)
            .map_err(|v| error::violation(&v)),
    }
}

fn find(
    connection: &Connection,
    scope: &Scope,
    selector: &GroupSelector,
) -> Result<Option<Group>, AwsError> {
    let name = match (&selector.group_name, &selector.group_arn) {
        (Some(name), _) => name.as_str(),
        (None, Some(arn)) => name_of(arn),
        (None, None) => return Ok(None),
    };
    let group = if name == limits::DEFAULT_NAME {
        Some(reserved(connection, scope)?)
    } else {
        documents::find(connection, scope, KIND, "", name)?
            .map(|document| decode(&document.body))
            .transpose()?
    };
    // The random end of an ARN tells a group from an earlier one of the same name.
    Ok(group.filter(|group| selector.group_arn.as_ref().is_none_or(|arn| *arn == group.group_arn)))
}

/// Returns the name in `…:group/NAME/SUFFIX`; what is no such ARN names no group.
fn name_of(arn: &str) -> &str {
    arn.split_once(":group/").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default())
}

fn reserved(connection: &Connection, scope: &Scope) -> Result<Group, AwsError> {
    if let Some(changed) = documents::find(connection, scope, KIND, "", limits::DEFAULT_NAME)? {
        return decode(&changed.body);
    }
    Ok(Group {
        group_name: limits::DEFAULT_NAME.to_owned(),
        group_arn: group_arn(&scope.region, &scope.account, limits::DEFAULT_NAME, ""),
        filter_expression: None,
        insights_configuration: InsightsConfiguration {
            insights_enabled: Some(false),
            notifications_enabled: Some(false),
        },
    })
}

fn decode(body: &str) -> Result<Group, AwsError> {
    serde_json::from_str(body)
        .map_err(|error| AwsError::internal("InternalFailure", format!("stored group: {error}")))
}

fn missing() -> AwsError {
    error::invalid_request("Group not found")
}
