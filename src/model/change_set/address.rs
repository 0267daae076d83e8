//! The names of declared things.

use std::fmt;

use serde::Serialize;
use serde::Serializer;

use super::Field;
use super::FieldValue;
use crate::model::sampling_rule::SamplingRule;
use crate::model::variable::VariableTarget;

/// A part of the project file that can be worked on alone (`--only`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// X-Ray groups and sampling rules.
    Xray,
    /// Log groups and what hangs on them.
    Logs,
    /// Queries, boards and markers of Honeycomb.
    Honeycomb,
    /// Rollbar.
    Rollbar,
    /// Environment variables and secrets.
    Env,
}

impl Section {
    /// Returns all sections in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Xray, Self::Logs, Self::Honeycomb, Self::Rollbar, Self::Env];

    /// Returns the word that `--only` takes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xray => "xray",
            Self::Logs => "logs",
            Self::Honeycomb => "honeycomb",
            Self::Rollbar => "rollbar",
            Self::Env => "env",
        }
    }
}

/// A kind of thing that the project file declares and `apply` makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// An X-Ray group.
    XrayGroup,
    /// An X-Ray sampling rule.
    SamplingRule,
    /// A CloudWatch log group.
    LogGroup,
    /// A metric filter of a log group.
    MetricFilter,
    /// A saved query of Honeycomb: a query, and the annotation that gives it its name.
    HoneycombQuery,
    /// The board of Honeycomb that shows the saved queries of a project.
    HoneycombBoard,
    /// A variable at one of the places that it is written to.
    Variable,
}

impl ResourceKind {
    /// Returns all kinds; what a kind hangs on, or shows, comes before it.
    pub const ALL: [Self; 7] = [
        Self::XrayGroup,
        Self::SamplingRule,
        Self::LogGroup,
        Self::MetricFilter,
        Self::HoneycombQuery,
        Self::HoneycombBoard,
        Self::Variable,
    ];

    /// Returns the section that the kind belongs to.
    #[must_use]
    pub const fn section(self) -> Section {
        match self {
            Self::XrayGroup | Self::SamplingRule => Section::Xray,
            Self::LogGroup | Self::MetricFilter => Section::Logs,
            Self::HoneycombQuery | Self::HoneycombBoard => Section::Honeycomb,
            Self::Variable => Section::Env,
        }
    }

    /// Returns what people call one of the kind.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::XrayGroup => "X-Ray group",
            Self::SamplingRule => "sampling rule",
            Self::LogGroup => "log group",
            Self::MetricFilter => "metric filter",
            Self::HoneycombQuery => "saved query",
            Self::HoneycombBoard => "board",
            Self::Variable => "variable",
        }
    }

    /// Returns the kind that one of this kind hangs on: it is made after it and goes with it.
    #[must_use]
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::MetricFilter => Some(Self::LogGroup),
            Self::XrayGroup
            | Self::SamplingRule
            | Self::LogGroup
            | Self::HoneycombQuery
            | Self::HoneycombBoard
            | Self::Variable => None,
        }
    }

    /// Returns the kind that one of this kind shows: it is made after all of them, and goes before
    /// the first of them does, but does not go with any.
    #[must_use]
    pub const fn shows(self) -> Option<Self> {
        match self {
            Self::HoneycombBoard => Some(Self::HoneycombQuery),
            _ => None,
        }
    }

    /// Says whether things of this kind carry tags, which tell whose they are.
    #[must_use]
    pub const fn has_tags(self) -> bool {
        !matches!(self, Self::MetricFilter | Self::HoneycombQuery | Self::Variable)
    }

    /// Returns the values with which the vendor makes the reserved one of this kind.
    #[must_use]
    pub fn factory_fields(self) -> Vec<Field> {
        match self {
            Self::XrayGroup => vec![
                Field::new("insights", FieldValue::Flag(false)),
                Field::new("notifications", FieldValue::Flag(false)),
            ],
            Self::SamplingRule => {
                let rule = SamplingRule::reserved();
                vec![
                    Field::new("fixed_rate", FieldValue::Number(rule.fixed_rate)),
                    Field::new("reservoir_size", FieldValue::Integer(rule.reservoir_size)),
                ]
            }
            Self::LogGroup
            | Self::MetricFilter
            | Self::HoneycombQuery
            | Self::HoneycombBoard
            | Self::Variable => Vec::new(),
        }
    }

    /// Says whether a field can only be given when the thing is created.
    #[must_use]
    pub fn is_fixed(self, field: &str) -> bool {
        self == Self::LogGroup && field == "class"
    }
}

/// The name of a declared thing, unique in a project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// What it is.
    pub kind: ResourceKind,
    /// The name of what it hangs on, of the dataset that it is about, or of the place that it is
    /// written to; empty for most kinds.
    pub parent: String,
    /// Its own name.
    pub name: String,
    /// The service that owns it; empty for what no service owns.
    pub owner: String,
}

impl Address {
    /// Creates the address of something that stands by itself.
    #[must_use]
    pub fn new(kind: ResourceKind, name: impl Into<String>) -> Self {
        Self::below(kind, String::new(), name)
    }

    /// Creates the address of something that hangs on `parent`.
    #[must_use]
    pub fn below(kind: ResourceKind, parent: impl Into<String>, name: impl Into<String>) -> Self {
        Self { kind, parent: parent.into(), name: name.into(), owner: String::new() }
    }

    /// Creates the address of a variable at a place; nobody owns one that all services share.
    #[must_use]
    pub fn variable(owner: Option<&str>, name: &str, target: &VariableTarget) -> Self {
        let owner = owner.unwrap_or_default().to_owned();
        Self { owner, ..Self::below(ResourceKind::Variable, target.to_string(), name) }
    }

    /// Returns the address of what this hangs on.
    #[must_use]
    pub fn parent_address(&self) -> Option<Self> {
        self.kind.parent().map(|kind| Self::new(kind, self.parent.clone()))
    }

    /// Returns what people call it: `log group cruddur`, `metric filter errors of cruddur`.
    #[must_use]
    pub fn title(&self) -> String {
        if self.kind == ResourceKind::Variable {
            let of =
                if self.owner.is_empty() { String::new() } else { format!(" of {}", self.owner) };
            return format!("{} {}{of} in {}", self.kind.noun(), self.name, self.parent);
        }
        let of =
            if self.parent.is_empty() { String::new() } else { format!(" of {}", self.parent) };
        format!("{} {}{of}", self.kind.noun(), self.name)
    }
}

/// Writes the path of the thing in the project file.
impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = key(&self.name);
        match self.kind {
            ResourceKind::XrayGroup => write!(formatter, "xray.groups.{name}"),
            ResourceKind::SamplingRule => write!(formatter, "xray.sampling_rules.{name}"),
            ResourceKind::LogGroup => write!(formatter, "logs.groups.{name}"),
            ResourceKind::MetricFilter => {
                write!(formatter, "logs.groups.{}.metric_filters.{name}", key(&self.parent))
            }
            ResourceKind::HoneycombQuery => write!(formatter, "honeycomb.queries.{name}"),
            // There is one a project.
            ResourceKind::HoneycombBoard => formatter.write_str("honeycomb.board"),
            ResourceKind::Variable => {
                if !self.owner.is_empty() {
                    write!(formatter, "services.{}.", key(&self.owner))?;
                }
                write!(formatter, "env.{name}.targets.{}", key(&self.parent))
            }
        }
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Quotes a name that is no bare TOML key.
fn key(name: &str) -> String {
    let is_bare =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    if is_bare { name.to_owned() } else { format!("{name:?}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_path_in_the_file() {
        let filter = Address::below(ResourceKind::MetricFilter, "/orders/api", "errors");
        assert_eq!(filter.to_string(), "logs.groups.\"/orders/api\".metric_filters.errors");
        assert_eq!(filter.title(), "metric filter errors of /orders/api");
        assert_eq!(filter.parent_address().unwrap().to_string(), "logs.groups.\"/orders/api\"");
    }

    #[test]
    fn a_variable_has_an_address_at_each_of_its_places() {
        let dotenv = VariableTarget::Dotenv("web/.env".to_owned());
        let owned = Address::variable(Some("web"), "PORT", &dotenv);
        assert_eq!(owned.to_string(), "services.web.env.PORT.targets.\"dotenv:web/.env\"");
        assert_eq!(owned.title(), "variable PORT of web in dotenv:web/.env");
        let shared = Address::variable(None, "KEY", &VariableTarget::Direnv);
        assert_eq!(shared.to_string(), "env.KEY.targets.direnv");
        assert_eq!(shared.title(), "variable KEY in direnv");
    }

    #[test]
    fn what_others_hang_on_comes_first() {
        for (place, kind) in ResourceKind::ALL.iter().enumerate() {
            for parent in kind.parent().into_iter().chain(kind.shows()) {
                assert!(ResourceKind::ALL[..place].contains(&parent), "{kind:?}");
            }
        }
    }
}
