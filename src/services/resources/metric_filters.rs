//! Metric filters of log groups.

use std::collections::BTreeSet;

use super::call_error::CallError;
use super::call_error::FailureCause;
use super::caller::Caller;
use super::parallel;
use super::resource::BoxFuture;
use super::resource::Reading;
use super::resource::Resource;
use crate::base::Kind;
use crate::clients::aws::LogsClient;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldChange;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Observed;
use crate::model::change_set::Ownership;
use crate::model::change_set::ResourceKind;
use crate::wire::logs::DescribeMetricFiltersRequest;
use crate::wire::logs::DescribeMetricFiltersResponse;
use crate::wire::logs::MetricFilter;
use crate::wire::logs::MetricTransformation;
use crate::wire::logs::PutMetricFilterRequest;

/// Up to how many groups are asked for their filters one by one; for more, all filters are listed,
/// because an account allows five of these calls a second.
const FEW: usize = 10;

/// Most filters on one page.
const PAGE_SIZE: i64 = 50;

/// The unit that a filter without one has.
const NO_UNIT: &str = "None";

/// Metric filters of one account and region. They carry no tags.
#[derive(Clone, Debug)]
pub struct MetricFilters {
    client: LogsClient,
    caller: Caller,
}

impl MetricFilters {
    /// Creates the kind over a client.
    #[must_use]
    pub const fn new(client: LogsClient, caller: Caller) -> Self {
        Self { client, caller }
    }

    /// Returns all filters of the groups.
    async fn of_groups(&self, groups: &BTreeSet<&str>) -> Result<Vec<MetricFilter>, CallError> {
        if groups.len() > FEW
            && let Some(filters) = self.listed(groups.len() / 2).await?
        {
            return Ok(filters);
        }
        let calls: Vec<_> = groups.iter().map(|group| self.of_group(group, None)).collect();
        Ok(parallel::all(calls).await?.into_iter().flatten().collect())
    }

    /// Lists the filters of all groups there are; nothing where that takes more pages, or may not
    /// be done.
    async fn listed(&self, most_pages: usize) -> Result<Option<Vec<MetricFilter>>, CallError> {
        let mut filters = Vec::new();
        let mut next_token = None;
        for _ in 0..most_pages {
            let page = match self.page(None, None, next_token).await {
                Ok(page) => page,
                Err(error) if error.kind == Kind::Denied => return Ok(None),
                Err(error) => return Err(error),
            };
            filters.extend(page.metric_filters);
            next_token = page.next_token;
            if next_token.is_none() {
                return Ok(Some(filters));
            }
        }
        Ok(None)
    }

    async fn page(
        &self,
        group: Option<&str>,
        prefix: Option<&str>,
        next_token: Option<String>,
    ) -> Result<DescribeMetricFiltersResponse, CallError> {
        let request = || DescribeMetricFiltersRequest {
            log_group_name: group.map(ToOwned::to_owned),
            filter_name_prefix: prefix.map(ToOwned::to_owned),
            limit: Some(PAGE_SIZE),
            next_token: next_token.clone(),
            ..DescribeMetricFiltersRequest::default()
        };
        let call = || self.client.describe_metric_filters(request());
        self.caller.read("DescribeMetricFilters", call).await
    }

    /// Returns all filters of a group; none where the group does not exist.
    async fn of_group(
        &self,
        group: &str,
        prefix: Option<&str>,
    ) -> Result<Vec<MetricFilter>, CallError> {
        let mut filters = Vec::new();
        let mut next_token = None;
        loop {
            let page = match self.page(Some(group), prefix, next_token).await {
                Ok(page) => page,
                Err(error) if error.cause == FailureCause::Missing => return Ok(filters),
                Err(error) => return Err(error),
            };
            // Some implementations ignore the group.
            let of_group = |filter: &MetricFilter| filter.log_group_name == group;
            filters.extend(page.metric_filters.into_iter().filter(of_group));
            next_token = page.next_token;
            if next_token.is_none() {
                return Ok(filters);
            }
        }
    }

    async fn put(&self, filter: MetricFilter) -> Result<(), CallError> {
        let request = || PutMetricFilterRequest {
            log_group_name: Some(filter.log_group_name.clone()),
            filter_name: Some(filter.filter_name.clone()),
            filter_pattern: Some(filter.filter_pattern.clone()),
            metric_transformations: Some(filter.metric_transformations.clone()),
            apply_on_transformed_logs: filter.apply_on_transformed_logs.then_some(true),
            field_selection_criteria: filter.field_selection_criteria.clone(),
            emit_system_field_dimensions: filter.emit_system_field_dimensions.clone(),
        };
        self.caller.write("PutMetricFilter", || self.client.put_metric_filter(request())).await
    }
}

impl Resource for MetricFilters {
    fn kind(&self) -> ResourceKind {
        ResourceKind::MetricFilter
    }

    fn read<'a>(&'a self, declared: &'a [Desired]) -> BoxFuture<'a, Result<Reading, CallError>> {
        Box::pin(async {
            let groups: BTreeSet<&str> =
                declared.iter().map(|declared| declared.address.parent.as_str()).collect();
            let is_declared =
                |address: &Address| declared.iter().any(|declared| declared.address == *address);
            let observed = self.of_groups(&groups).await?.into_iter().map(observed);
            // A filter that the file does not name is nobody's business here.
            let observed = observed.filter(|observed| is_declared(&observed.address)).collect();
            Ok(Reading { observed, notes: Vec::new() })
        })
    }

    fn find<'a>(
        &'a self,
        declared: &'a Desired,
    ) -> BoxFuture<'a, Result<Option<Observed>, CallError>> {
        Box::pin(async {
            let address = &declared.address;
            let filters = self.of_group(&address.parent, Some(&address.name)).await?;
            Ok(filters.into_iter().map(observed).find(|found| found.address == *address))
        })
    }

    fn create<'a>(&'a self, declared: &'a Desired) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            // A put would replace what somebody made since the plan.
            if self.find(declared).await?.is_some() {
                return Err(CallError::new(FailureCause::Exists, "it exists"));
            }
            let mut filter = empty(&declared.address);
            for field in declared.fields_of_new() {
                set(&mut filter, &field.name, &field.value);
            }
            self.put(filter).await
        })
    }

    /// A put replaces the whole filter, so that what the file does not name is read first.
    fn update<'a>(
        &'a self,
        observed: &'a Observed,
        fields: &'a [FieldChange],
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async move {
            let address = &observed.address;
            let there = self.of_group(&address.parent, Some(&address.name)).await?;
            let is_it = |filter: &MetricFilter| filter.filter_name == address.name;
            let Some(mut filter) = there.into_iter().find(is_it) else {
                return Err(CallError::new(FailureCause::Missing, "it was deleted since the plan"));
            };
            for change in fields {
                set(&mut filter, &change.field, &change.after);
            }
            self.put(filter).await
        })
    }

    fn delete<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let call = || self.client.delete_metric_filter(&address.parent, &address.name);
            self.caller.write("DeleteMetricFilter", call).await
        })
    }
}

fn empty(address: &Address) -> MetricFilter {
    MetricFilter {
        filter_name: address.name.clone(),
        log_group_name: address.parent.clone(),
        ..MetricFilter::default()
    }
}

fn observed(filter: MetricFilter) -> Observed {
    let address =
        Address::below(ResourceKind::MetricFilter, filter.log_group_name, filter.filter_name);
    let metric = filter.metric_transformations.into_iter().next().unwrap_or_default();
    let unit = metric.unit.filter(|unit| unit != NO_UNIT);
    let mut fields = vec![
        Field::new("pattern", FieldValue::Text(filter.filter_pattern)),
        Field::new("metric_name", FieldValue::text(metric.metric_name)),
        Field::new("namespace", FieldValue::text(metric.metric_namespace)),
        Field::new("value", FieldValue::text(metric.metric_value)),
        Field::new("unit", FieldValue::text(unit)),
    ];
    if let Some(value) = metric.default_value {
        fields.push(Field::new("default_value", FieldValue::Number(value)));
    }
    if let Some(dimensions) = metric.dimensions.filter(|dimensions| !dimensions.is_empty()) {
        fields.push(Field::new("dimensions", FieldValue::Map(dimensions)));
    }
    Observed {
        address,
        fields,
        ownership: Ownership::ByName,
        arn: String::new(),
        created: (filter.creation_time > 0).then_some(filter.creation_time),
        holds_data: false,
        is_protected: false,
        is_shared: false,
        unmarkable: None,
        remark: None,
    }
}

/// Gives one field of a filter its value.
fn set(filter: &mut MetricFilter, field: &str, value: &FieldValue) {
    if filter.metric_transformations.is_empty() {
        filter.metric_transformations.push(MetricTransformation::default());
    }
    let metric = &mut filter.metric_transformations[0];
    match (field, value) {
        ("pattern", FieldValue::Text(text)) => filter.filter_pattern.clone_from(text),
        ("metric_name", FieldValue::Text(text)) => metric.metric_name = Some(text.clone()),
        ("namespace", FieldValue::Text(text)) => metric.metric_namespace = Some(text.clone()),
        ("value", FieldValue::Text(text)) => metric.metric_value = Some(text.clone()),
        ("unit", FieldValue::Text(text)) => metric.unit = Some(text.clone()),
        ("default_value", FieldValue::Number(number)) => metric.default_value = Some(*number),
        ("dimensions", FieldValue::Map(map)) => metric.dimensions = Some(map.clone()),
        ("unit", FieldValue::Absent) => metric.unit = None,
        ("default_value", FieldValue::Absent) => metric.default_value = None,
        ("dimensions", FieldValue::Absent) => metric.dimensions = None,
        _ => {}
    }
}
