//! `TestMetricFilter`.

use super::error;
use crate::backend::front::call::Call;
use crate::dialect::filter_pattern::FilterPattern;
use crate::model::check_count;
use crate::model::metric_filter as limits;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::logs::MetricFilterMatchRecord;
use crate::wire::logs::TestMetricFilterRequest;
use crate::wire::logs::TestMetricFilterResponse;

pub(super) fn run(
    _call: &Call<'_>,
    input: TestMetricFilterRequest,
) -> Result<TestMetricFilterResponse, AwsError> {
    let text = required("filterPattern", input.filter_pattern).map_err(|v| error::violation(&v))?;
    limits::check_pattern_length("filterPattern", &text).map_err(|v| error::violation(&v))?;
    let messages =
        required("logEventMessages", input.log_event_messages).map_err(|v| error::violation(&v))?;
    check_count("logEventMessages", messages.len(), 1, limits::MAXIMUM_TEST_MESSAGES, || {
        "[...]".to_owned()
    })
    .map_err(|v| error::violation(&v))?;
    let pattern = FilterPattern::parse(&text)
        .map_err(|e| error::invalid_parameter(e.vendor_message("Invalid metric filter pattern")))?;
    let matches = messages
        .into_iter()
        .enumerate()
        .filter_map(|(event_number, event_message)| {
            let extracted_values = pattern.extract(&event_message)?;
            Some(MetricFilterMatchRecord { event_number, event_message, extracted_values })
        })
        .collect();
    Ok(TestMetricFilterResponse { matches })
}
