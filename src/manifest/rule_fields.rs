//! The values of a sampling rule, each with its place, and how the project file spells them.

use std::collections::BTreeMap;

use super::reading::Reading;
use super::rules::Integer;
use super::rules::Number;
use super::rules::Text;
use super::spot::Sourced;
use super::table::Table;
use crate::model::sampling_rule;
use crate::model::sampling_rule::RateBoost;

/// What a rate must be.
pub(super) const RATE: Number = 0.0..=1.0;

/// What a priority must be.
pub(super) const PRIORITY: Integer = 1..=sampling_rule::MAXIMUM_PRIORITY;

/// What a count must be.
#[expect(clippy::as_conversions, reason = "widening in a constant")]
pub(super) const COUNT: Integer = 0..=(i32::MAX as i64);

/// What the key or the value of an attribute must be.
pub(super) const ATTRIBUTE: Text<'static> =
    Text::of_length(1, sampling_rule::MAXIMUM_ATTRIBUTE_LENGTH);

/// A glob of a rule.
pub(super) struct Glob {
    /// The key in the project file.
    pub(super) key: &'static str,
    /// The member in the vendor's JSON.
    pub(super) member: &'static str,
    /// What it must be.
    pub(super) rule: Text<'static>,
    description: &'static str,
}

/// The globs, in the order in which they are shown.
pub(super) const GLOBS: [Glob; 6] = [
    Glob {
        key: "service_name",
        member: "ServiceName",
        rule: Text::of_length(0, sampling_rule::MAXIMUM_SERVICE_LENGTH),
        description: "Glob on the name of the service; any by default.",
    },
    Glob {
        key: "service_type",
        member: "ServiceType",
        rule: Text::of_length(0, sampling_rule::MAXIMUM_SERVICE_LENGTH),
        description: "Glob on the type of the service; any by default.",
    },
    Glob {
        key: "host",
        member: "Host",
        rule: Text::of_length(0, sampling_rule::MAXIMUM_SERVICE_LENGTH),
        description: "Glob on the host header; any by default.",
    },
    Glob {
        key: "http_method",
        member: "HTTPMethod",
        rule: Text::of_length(0, sampling_rule::MAXIMUM_METHOD_LENGTH),
        description: "Glob on the HTTP method; any by default.",
    },
    Glob {
        key: "url_path",
        member: "URLPath",
        rule: Text::of_length(0, sampling_rule::MAXIMUM_URL_PATH_LENGTH),
        description: "Glob on the path of the URL; any by default.",
    },
    Glob {
        key: "resource_arn",
        member: "ResourceARN",
        rule: Text::of_length(0, sampling_rule::MAXIMUM_RESOURCE_ARN_LENGTH),
        description: "Glob on the ARN of what the service runs on; any by default.",
    },
];

/// The values that are given.
#[derive(Default)]
pub(super) struct RuleFields {
    pub(super) priority: Option<Sourced<i64>>,
    pub(super) fixed_rate: Option<Sourced<f64>>,
    pub(super) reservoir_size: Option<Sourced<i64>>,
    /// In the order of [`GLOBS`].
    pub(super) globs: [Option<Sourced<String>>; GLOBS.len()],
    pub(super) attributes: Option<Sourced<BTreeMap<String, String>>>,
    pub(super) rate_boost: Option<Sourced<RateBoost>>,
}

impl RuleFields {
    /// Reads the keys of a table.
    pub(super) fn read(&mut self, table: &mut Table<'_, '_>, reading: &Reading) {
        let description = "Order in which rules are tried, lowest first, then by name.";
        let priority = table.integer("priority", description, &PRIORITY);
        self.priority = priority.map(|priority| reading.sourced(priority));
        self.read_rates(table, reading);
        for (glob, value) in GLOBS.iter().zip(&mut self.globs) {
            let text = table.text(glob.key, glob.description, &glob.rule);
            *value = text.map(|text| reading.sourced(text));
        }
        let description = "Attributes that must match too.";
        let most = sampling_rule::MAXIMUM_ATTRIBUTES;
        let both = [&ATTRIBUTE, &ATTRIBUTE];
        self.attributes =
            table.texts_by_name("attributes", description, most, both).map(|attributes| Sourced {
                value: attributes
                    .into_iter()
                    .map(|(name, text)| (name.text, text.into_inner()))
                    .collect(),
                spot: reading.spot(table.range_of("attributes")),
            });
        let description = "Raises the rate for a while when anomalies are seen.";
        let boost = table.table("rate_boost", description, |table| {
            let rate = table.number("max_rate", "Highest rate.", &RATE);
            let minutes = table.integer("cooldown_minutes", "Minutes between two boosts.", &COUNT);
            table.require(&["max_rate", "cooldown_minutes"]);
            Some(RateBoost {
                maximum_rate: rate?.into_inner(),
                cooldown_minutes: minutes?.into_inner(),
            })
        });
        self.rate_boost = boost
            .flatten()
            .map(|value| Sourced { value, spot: reading.spot(table.range_of("rate_boost")) });
    }

    /// Reads the two keys that the reserved rule has too.
    pub(super) fn read_rates(&mut self, table: &mut Table<'_, '_>, reading: &Reading) {
        let description = "Share of requests beyond the reservoir that are traced.";
        let rate = table.number("fixed_rate", description, &RATE);
        self.fixed_rate = rate.map(|rate| reading.sourced(rate));
        let description = "Requests traced per second before the rate applies.";
        let size = table.integer("reservoir_size", description, &COUNT);
        self.reservoir_size = size.map(|size| reading.sourced(size));
    }

    /// Takes from `other` what is not given here.
    pub(super) fn fill_from(&mut self, other: Self) {
        self.priority = self.priority.take().or(other.priority);
        self.fixed_rate = self.fixed_rate.take().or(other.fixed_rate);
        self.reservoir_size = self.reservoir_size.take().or(other.reservoir_size);
        for (value, other) in self.globs.iter_mut().zip(other.globs) {
            *value = value.take().or(other);
        }
        self.attributes = self.attributes.take().or(other.attributes);
        self.rate_boost = self.rate_boost.take().or(other.rate_boost);
    }

    /// Lists the globs with their keys.
    pub(super) fn globs_by_key(
        &self,
    ) -> impl Iterator<Item = (Option<&Sourced<String>>, &'static str)> + '_ {
        self.globs.iter().zip(&GLOBS).map(|(value, glob)| (value.as_ref(), glob.key))
    }

    /// Says whether every request matches.
    pub(super) fn takes_everything(&self) -> bool {
        let is_any = |glob: &Option<Sourced<String>>| {
            glob.as_ref().is_none_or(|glob| crate::model::glob::matches_everything(&glob.value))
        };
        self.globs.iter().all(is_any)
            && self.attributes.as_ref().is_none_or(|attributes| attributes.value.is_empty())
    }
}
