//! The words of the language: their spelling, their type and where they may stand.
//!
//! Owns the tables. Must not know tokens, columns or the tree's conditions.

use std::fmt;

use super::tree::RootCausePath;

/// Declares an enum of keywords with their canonical spelling.
macro_rules! keywords {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every keyword of this type.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the keyword in its canonical, lower-case spelling.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    };
}

keywords! {
    /// A field that is true or false.
    FlagKeyword {
        /// No error, fault or throttle.
        Ok => "ok",
        /// A client error, 4xx.
        Error => "error",
        /// Too many requests, 429.
        Throttle => "throttle",
        /// A server fault, 5xx.
        Fault => "fault",
        /// Some segment is still in progress.
        Partial => "partial",
        /// The record was made up from a caller's subsegment.
        Inferred => "inferred",
        /// The element is the first of its root cause path.
        First => "first",
        /// The element is the last of its root cause path.
        Last => "last",
        /// The root cause element is a remote call.
        Remote => "remote",
        /// The segment is the trace's root.
        Root => "root",
    }
}

keywords! {
    /// A field that holds a number.
    NumberKeyword {
        /// Seconds until the answer.
        ResponseTime => "responsetime",
        /// Seconds from the first start to the last end.
        Duration => "duration",
        /// The response's status code.
        HttpStatus => "http.status",
        /// The element's position on its root cause path.
        Index => "index",
        /// The element's share of the root's response time, 0 to 1.
        Coverage => "coverage",
    }
}

keywords! {
    /// A field that holds text.
    TextKeyword {
        /// The whole request URL.
        HttpUrl => "http.url",
        /// The request method.
        HttpMethod => "http.method",
        /// The caller's agent.
        HttpUserAgent => "http.useragent",
        /// The caller's address.
        HttpClientIp => "http.clientip",
        /// The user recorded on a segment.
        User => "user",
        /// The name of a node, element or exception.
        Name => "name",
        /// The type of a node or element.
        Type => "type",
        /// The exception's message.
        Message => "message",
        /// The availability zone of a resource that a segment ran on.
        AvailabilityZone => "availabilityzone",
        /// The instance that a segment ran on.
        InstanceId => "instance.id",
        /// The resource that a segment ran on.
        ResourceArn => "resource.arn",
        /// The account of a node or element.
        AccountId => "account.id",
    }
}

keywords! {
    /// What identifies a group.
    GroupField {
        /// The group's name.
        Name => "group.name",
        /// The group's ARN.
        Arn => "group.arn",
    }
}

/// What the terms at some place of an expression are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The trace: outside of all braces.
    Trace,
    /// One segment of a node: the braces of `service(…)`.
    Service,
    /// One call: the braces of `edge(…)`.
    Edge,
    /// One element of a path: the braces of `rootcause.…`.
    RootCause,
}

/// A word that can begin a term, annotations apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    Flag(FlagKeyword),
    Number(NumberKeyword),
    Text(TextKeyword),
    Group(GroupField),
    RootCause(RootCausePath),
    RootCauseJson,
    Service,
    Edge,
    Id,
}

impl Keyword {
    /// Finds the keyword a word spells, in whatever case.
    pub(super) fn find(word: &str) -> Option<Self> {
        // Another spelling of group.name, which expressions in use have.
        if word.eq_ignore_ascii_case("groupname") {
            return Some(Self::Group(GroupField::Name));
        }
        Self::all().find(|keyword| keyword.as_str().eq_ignore_ascii_case(word))
    }

    /// Lists every keyword, those of one field first.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let fields = FlagKeyword::ALL.iter().map(|keyword| Self::Flag(*keyword));
        fields
            .chain(NumberKeyword::ALL.iter().map(|keyword| Self::Number(*keyword)))
            .chain(TextKeyword::ALL.iter().map(|keyword| Self::Text(*keyword)))
            .chain(GroupField::ALL.iter().map(|field| Self::Group(*field)))
            .chain(RootCausePath::ALL.map(Self::RootCause))
            .chain([Self::RootCauseJson, Self::Service, Self::Edge, Self::Id])
    }

    /// Returns the keyword in its canonical spelling.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Flag(keyword) => keyword.as_str(),
            Self::Number(keyword) => keyword.as_str(),
            Self::Text(keyword) => keyword.as_str(),
            Self::Group(field) => field.as_str(),
            Self::RootCause(path) => path.as_str(),
            Self::RootCauseJson => "rootcause.json",
            Self::Service => "service",
            Self::Edge => "edge",
            Self::Id => "id",
        }
    }

    /// Tells whether a term with this keyword may stand in `scope`.
    pub(super) fn fits(self, scope: Scope) -> bool {
        match self {
            Self::Flag(FlagKeyword::Root) => scope == Scope::Service,
            Self::Flag(FlagKeyword::First | FlagKeyword::Last | FlagKeyword::Remote)
            | Self::Number(NumberKeyword::Index | NumberKeyword::Coverage)
            | Self::Text(TextKeyword::Message) => scope == Scope::RootCause,
            Self::Text(TextKeyword::Name | TextKeyword::Type | TextKeyword::AccountId) => {
                scope != Scope::Trace
            }
            Self::Flag(_) | Self::Number(_) | Self::Text(_) => true,
            // These look at a whole trace, and braces hold one record of it.
            Self::Group(_)
            | Self::RootCause(_)
            | Self::RootCauseJson
            | Self::Service
            | Self::Edge => scope == Scope::Trace,
            Self::Id => false,
        }
    }

    /// Says where the keyword may stand, and shows it there.
    pub(super) fn home(self) -> (&'static str, &'static str) {
        match self {
            Self::Flag(FlagKeyword::Root) => {
                ("only inside the braces of service(…)", "write service() {root}")
            }
            Self::Flag(FlagKeyword::Remote) | Self::Number(NumberKeyword::Coverage) => (
                "only inside the braces of a rootcause term",
                "write rootcause.responsetime.entity {remote and coverage > 0.5}",
            ),
            Self::Text(TextKeyword::Message) => (
                "only inside the braces of a rootcause term",
                "write rootcause.fault.exception {message = \"…\"}",
            ),
            Self::Flag(FlagKeyword::First | FlagKeyword::Last) => (
                "only inside the braces of a rootcause term",
                "write rootcause.fault.service {last and name = \"…\"}",
            ),
            Self::Number(NumberKeyword::Index) => (
                "only inside the braces of a rootcause term",
                "write rootcause.fault.service {index > 5}",
            ),
            Self::Text(TextKeyword::Name) => {
                ("only inside braces or id(…)", "write service(\"…\") to ask for a service")
            }
            Self::Text(TextKeyword::Type) => {
                ("only inside braces or id(…)", "write service(id(type:\"…\"))")
            }
            Self::Text(TextKeyword::AccountId) => {
                ("only inside braces or id(…)", "write service(id(account.id:\"…\"))")
            }
            Self::Id => (
                "only inside the parentheses of service(…) or edge(…)",
                "write service(id(name:\"…\", type:\"…\"))",
            ),
            _ => {
                ("only outside of braces", "move it behind the closing brace and join it with AND")
            }
        }
    }
}
