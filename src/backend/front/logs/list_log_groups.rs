//! `ListLogGroups`.

use std::collections::BTreeMap;

use super::error;
use super::tags;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::front::page_token;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_groups::GroupFilter;
use crate::model::Rule;
use crate::model::Violation;
use crate::model::check_count;
use crate::model::check_length;
use crate::model::log_group;
use crate::wire::aws::AwsError;
use crate::wire::logs::ListLogGroupsRequest;
use crate::wire::logs::ListLogGroupsResponse;
use crate::wire::logs::LogGroupSummary;
use crate::wire::logs::TagFilter;
use crate::wire::logs::group_arn;

/// How many groups are read at a time while names and tags are compared.
const CHUNK: usize = 500;

pub(super) fn run(
    call: &Call<'_>,
    input: ListLogGroupsRequest,
) -> Result<ListLogGroupsResponse, AwsError> {
    let limit = target::page_size(input.limit, 50, 1000)?;
    let pattern = input.log_group_name_pattern.unwrap_or_default();
    let names = NamePattern::parse(&pattern).map_err(|v| error::violation(&v))?;
    let class = input.log_group_class.unwrap_or_default();
    if !class.is_empty() {
        log_group::check_class("logGroupClass", &class).map_err(|v| error::violation(&v))?;
    }
    let filters = input.log_group_tags.unwrap_or_default();
    check_tags(&filters).map_err(|v| error::violation(&v))?;
    let shown_tags = format!("{filters:?}");
    let request = ["ListLogGroups", &pattern, &class, &shown_tags];
    let mut after = match &input.next_token {
        Some(token) => Some(page_token::decode(&request, token).ok_or_else(error::bad_token)?),
        None => None,
    };
    call.read(|connection, scope| {
        let filter = GroupFilter {
            prefix: None,
            contains: None,
            class: (!class.is_empty()).then(|| class.clone()),
        };
        let mut found = Vec::new();
        loop {
            let chunk = log_groups::page(connection, scope, &filter, after.as_deref(), CHUNK)?;
            let is_last = chunk.len() < CHUNK;
            for group in chunk {
                after = Some(group.name.clone());
                let arn = group_arn(&scope.region, &scope.account, &group.name);
                let wanted = names.matches(&group.name)
                    && (filters.is_empty()
                        || has_tags(&tags::read(connection, scope, &arn)?, &filters));
                if !wanted {
                    continue;
                }
                if found.len() == limit {
                    let last = found.last().map_or("", |g: &LogGroupSummary| &g.log_group_name);
                    let next_token = Some(page_token::encode(&request, last));
                    return Ok(ListLogGroupsResponse { log_groups: found, next_token });
                }
                found.push(LogGroupSummary {
                    log_group_name: group.name,
                    log_group_arn: arn,
                    log_group_class: group.class,
                });
            }
            if is_last {
                return Ok(ListLogGroupsResponse { log_groups: found, next_token: None });
            }
        }
    })
}

/// Up to five alternatives, each a substring or, with `^`, a prefix.
struct NamePattern<'a>(Vec<&'a str>);

impl<'a> NamePattern<'a> {
    fn parse(pattern: &'a str) -> Result<Self, Violation> {
        if pattern.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let path = "logGroupNamePattern";
        check_length(path, pattern, 3, 129)?;
        let alternatives: Vec<&str> = pattern.split('|').collect();
        let legal = alternatives.len() <= 5
            && alternatives.iter().all(|alternative| {
                let name = alternative.strip_prefix('^').unwrap_or(alternative);
                (3..=24).contains(&name.len()) && log_group::check_group_name(path, name).is_ok()
            });
        if !legal {
            let rule = Rule::Pattern(
                r"(\^?[\.\-_\/#A-Za-z0-9]{3,24})(\|\^?[\.\-_\/#A-Za-z0-9]{3,24}){0,4}",
            );
            return Err(Violation::new(path, rule, pattern));
        }
        Ok(Self(alternatives))
    }

    fn matches(&self, name: &str) -> bool {
        self.0.is_empty()
            || self.0.iter().any(|alternative| match alternative.strip_prefix('^') {
                Some(prefix) => name.starts_with(prefix),
                None => name.contains(alternative),
            })
    }
}

fn check_tags(filters: &[TagFilter]) -> Result<(), Violation> {
    check_count("logGroupTags", filters.len(), 0, 5, String::new)?;
    for filter in filters {
        let key = filter.key.as_deref().unwrap_or_default();
        check_length("logGroupTags.member.key", key, 1, 128)?;
        let values = filter.values.as_deref().unwrap_or_default();
        check_count("logGroupTags.member.values", values.len(), 0, 5, String::new)?;
    }
    Ok(())
}

/// All filters must hold, each by one of its values; without values the key is enough.
fn has_tags(tags: &BTreeMap<String, String>, filters: &[TagFilter]) -> bool {
    filters.iter().all(|filter| {
        let Some(value) = filter.key.as_ref().and_then(|key| tags.get(key)) else { return false };
        let values = filter.values.as_deref().unwrap_or_default();
        values.is_empty()
            || values.iter().any(|pattern| match pattern.strip_prefix('!') {
                Some(pattern) => !glob_matches(pattern, value),
                None => glob_matches(pattern, value),
            })
    })
}

/// Compares without case; `*` stands for any run of characters.
fn glob_matches(pattern: &str, value: &str) -> bool {
    let value = value.to_lowercase();
    let pattern = pattern.to_lowercase();
    let mut parts = pattern.split('*');
    let Some(mut rest) = value.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        if let Some(part) = last.replace(part) {
            let Some((_, after)) = rest.split_once(part) else { return false };
            rest = after;
        }
    }
    last.map_or(rest.is_empty(), |end| rest.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_patterns_are_substrings_or_prefixes() {
        let pattern = NamePattern::parse("^/cru|flask").unwrap();
        assert!(pattern.matches("/cruddur/api"));
        assert!(pattern.matches("backend-flask"));
        assert!(!pattern.matches("x/cruddur"));
        for bad in ["ab", "a|bcd", "abc|abc|abc|abc|abc|abc", "abc*"] {
            assert!(NamePattern::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn globs_compare_without_case() {
        for (pattern, value, expected) in [
            ("prod*", "Production", true),
            ("*duc*", "production", true),
            ("*a*b", "xaxb", true),
            ("a*a", "a", false),
            ("abc", "abcd", false),
            ("", "", true),
            ("*", "anything", true),
            ("*ab*ab", "ab", false),
        ] {
            assert_eq!(glob_matches(pattern, value), expected, "{pattern} {value}");
        }
    }
}
