//! A value and where it came from.

use std::fmt;

use crate::base::Place;
use crate::base::Placed;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A flag, with its dashes.
    Flag(&'static str),
    /// A variable.
    Variable(&'static str),
    /// A place in a file.
    File(Place),
    /// A profile of the AWS configuration.
    AwsConfiguration(String),
    /// What holds where nothing else is said.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(formatter, "flag {name}"),
            Self::Variable(name) => write!(formatter, "variable {name}"),
            Self::File(place) => place.fmt(formatter),
            Self::AwsConfiguration(profile) => {
                write!(formatter, "AWS configuration, profile {profile}")
            }
            Self::Default => formatter.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

impl<T> Setting<T> {
    /// Creates a setting.
    pub const fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// Creates a setting from a flag.
    pub const fn from_flag(value: T, flag: &'static str) -> Self {
        Self::new(value, Origin::Flag(flag))
    }

    /// Creates a setting that holds where nothing else is said.
    pub const fn default_value(value: T) -> Self {
        Self::new(value, Origin::Default)
    }

    /// Changes the value and keeps the origin.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Setting<U> {
        Setting { value: change(self.value), origin: self.origin }
    }
}

impl<T> From<Placed<T>> for Setting<T> {
    fn from(placed: Placed<T>) -> Self {
        Self::new(placed.value, Origin::File(placed.place))
    }
}
