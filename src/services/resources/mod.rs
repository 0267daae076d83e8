//! The things that a project file declares, behind one seam: read, create, change, mark, delete.
//!
//! Planning and applying know only the [`Resource`] trait. A new kind of thing is a variant of
//! `ResourceKind`, a reader in the manifest and a file here.

mod call_error;
mod caller;
mod cost;
mod honeycomb_boards;
mod honeycomb_panels;
mod honeycomb_queries;
mod honeycomb_service;
mod log_group_search;
mod log_groups;
mod marks;
mod metric_filters;
mod parallel;
pub mod rates;
mod resource;
mod sampling_rules;
mod service;
mod timer;
mod xray_groups;

pub use call_error::CallError;
pub use call_error::FailureCause;
pub use caller::Caller;
pub use caller::Rates;
pub use caller::Waiting;
pub use honeycomb_boards::HoneycombBoards;
pub use honeycomb_queries::HoneycombQueries;
pub use honeycomb_service::HoneycombService;
pub use log_groups::LogGroups;
pub use marks::Marks;
pub use metric_filters::MetricFilters;
pub use resource::BoxFuture;
pub use resource::Reading;
pub use resource::Resource;
pub use sampling_rules::SamplingRules;
pub use timer::RealTimer;
pub use timer::Timer;
#[cfg(test)]
pub(crate) use timer::VirtualTimer;
pub use xray_groups::XrayGroups;
