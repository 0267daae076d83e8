//! The tree of a filter expression.
//!
//! Owns the shapes only. Different spellings of one meaning give one shape: `ok` and `ok = true`,
//! `service("x")` and `service(id(name:"x"))`, written and left-out `AND`. Must not know text,
//! columns or traces.

use serde_json::Value;

use super::keyword::{FlagKeyword, GroupField, NumberKeyword, TextKeyword};

/// One condition on a trace, or, inside braces, on one node, call or root cause element.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Holds for every trace; only an empty expression gives it, and only as the whole tree.
    Everything,
    /// Holds when each operand holds; at least two operands, in the order written.
    And(Vec<Self>),
    /// Holds when some operand holds; at least two operands, in the order written.
    Or(Vec<Self>),
    /// Holds when the operand does not, so also when the field it asks for is absent.
    Not(Box<Self>),
    /// Tests one field.
    Compare(Comparison),
    /// Holds when some node of the trace fits: `service("x") {fault}`.
    Service {
        /// Which nodes count; `None`, from `service()`, counts all of them.
        node: Option<NodeSelector>,
        /// What one and the same segment of the node must meet.
        condition: Option<Box<Self>>,
    },
    /// Holds when some direct call between two nodes fits: `edge("a", "b") {error}`.
    Edge {
        /// The calling node.
        from: NodeSelector,
        /// The called node.
        to: NodeSelector,
        /// What the caller's record of one and the same call must meet.
        condition: Option<Box<Self>>,
    },
    /// Holds when the trace meets the expression of a group: `group.name = "slow"`.
    Group {
        /// What identifies the group.
        field: GroupField,
        /// The name or ARN asked for.
        value: String,
        /// True for `=`, false for `!=`.
        equal: bool,
    },
    /// Holds when some element on a root cause path fits: `rootcause.fault.service {last}`.
    RootCause {
        /// Which lists of elements are searched.
        path: RootCausePath,
        /// What one and the same element must meet.
        condition: Option<Box<Self>>,
    },
    /// Holds when a root cause agrees with a pattern: `rootcause.json = #[{…}]`.
    ///
    /// The value is always an array of objects. Fields that the pattern leaves out may be
    /// anything; lists agree only with lists of the same length and order.
    RootCauseJson(Value),
}

impl Node {
    /// Calls `visitor` with this node and each one below it, parents first, left to right.
    pub fn visit<'tree>(&'tree self, visitor: &mut impl FnMut(&'tree Self)) {
        visitor(self);
        match self {
            Self::And(operands) | Self::Or(operands) => {
                for operand in operands {
                    operand.visit(visitor);
                }
            }
            Self::Not(operand) => operand.visit(visitor),
            Self::Service { condition, .. }
            | Self::Edge { condition, .. }
            | Self::RootCause { condition, .. } => {
                if let Some(condition) = condition {
                    condition.visit(visitor);
                }
            }
            Self::Everything | Self::Compare(_) | Self::Group { .. } | Self::RootCauseJson(_) => {}
        }
    }
}

/// The test of one field; an absent field meets none, not even one with `!=`.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// Tests a field that is true or false; `ok`, `ok = true` and `ok != false` are the same.
    Flag {
        /// The field.
        keyword: FlagKeyword,
        /// The value it must have.
        expected: bool,
    },
    /// Tests a field that holds a number.
    Number {
        /// The field.
        keyword: NumberKeyword,
        /// What its value must meet.
        test: NumberTest,
    },
    /// Tests a field that holds text.
    Text {
        /// The field.
        keyword: TextKeyword,
        /// What its value must meet.
        test: TextTest,
    },
    /// Tests an annotation, whose values may be of any of the three types.
    Annotation {
        /// The annotation's key, in the case written.
        key: String,
        /// What some value recorded under the key must meet.
        test: AnnotationTest,
    },
}

/// A test of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NumberTest {
    /// The field has a value.
    IsSet,
    /// The field's value stands in this relation to a finite number.
    Is(NumberOperator, f64),
}

/// A test of text; case counts, and no character is a wildcard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextTest {
    /// The field has a value.
    IsSet,
    /// The field's value stands in this relation to a text.
    Is(TextOperator, String),
}

/// A test of an annotation; a value of another type than the test's does not meet it.
#[derive(Clone, Debug, PartialEq)]
pub enum AnnotationTest {
    /// The key is recorded, with a value of whatever type.
    IsSet,
    /// A Boolean value is this one; `!= true` is held as `false`.
    Flag(bool),
    /// A number stands in this relation to a finite number.
    Number(NumberOperator, f64),
    /// A text stands in this relation to a text.
    Text(TextOperator, String),
}

/// A relation between numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberOperator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl NumberOperator {
    /// Returns the operator as an expression writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// A relation between texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextOperator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `CONTAINS`
    Contains,
    /// `BEGINSWITH`
    BeginsWith,
    /// `ENDSWITH`
    EndsWith,
}

impl TextOperator {
    /// Returns the operator as an expression writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Contains => "CONTAINS",
            Self::BeginsWith => "BEGINSWITH",
            Self::EndsWith => "ENDSWITH",
        }
    }
}

/// A choice of nodes; a node fits when it agrees with every field given, at least one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeSelector {
    /// The node's whole name.
    pub name: Option<String>,
    /// The node's type, such as `AWS::DynamoDB::Table` or `remote`.
    pub node_type: Option<String>,
    /// The account that the node belongs to.
    pub account_id: Option<String>,
}

impl NodeSelector {
    /// Selects the nodes of one name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }
}

/// The lists of root cause elements that a `rootcause` term searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RootCausePath {
    /// `rootcause.fault.…`: what made the trace a fault.
    Fault(FailurePart),
    /// `rootcause.error.…`: what made the trace an error.
    Error(FailurePart),
    /// `rootcause.responsetime.…`: what made the trace slow.
    ResponseTime(DelayPart),
}

impl RootCausePath {
    /// Every path that the language has.
    pub const ALL: [Self; 8] = [
        Self::Fault(FailurePart::Service),
        Self::Fault(FailurePart::Entity),
        Self::Fault(FailurePart::Exception),
        Self::Error(FailurePart::Service),
        Self::Error(FailurePart::Entity),
        Self::Error(FailurePart::Exception),
        Self::ResponseTime(DelayPart::Service),
        Self::ResponseTime(DelayPart::Entity),
    ];

    /// Returns the path as an expression writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fault(FailurePart::Service) => "rootcause.fault.service",
            Self::Fault(FailurePart::Entity) => "rootcause.fault.entity",
            Self::Fault(FailurePart::Exception) => "rootcause.fault.exception",
            Self::Error(FailurePart::Service) => "rootcause.error.service",
            Self::Error(FailurePart::Entity) => "rootcause.error.entity",
            Self::Error(FailurePart::Exception) => "rootcause.error.exception",
            Self::ResponseTime(DelayPart::Service) => "rootcause.responsetime.service",
            Self::ResponseTime(DelayPart::Entity) => "rootcause.responsetime.entity",
        }
    }
}

/// What the elements of a fault or error root cause are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailurePart {
    /// The services that the failure passed.
    Service,
    /// The segments and subsegments that it passed.
    Entity,
    /// The exceptions recorded at its origin.
    Exception,
}

/// What the elements of a response time root cause are; a delay has no exceptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DelayPart {
    /// The services on the slow path.
    Service,
    /// The segments and subsegments on it.
    Entity,
}
