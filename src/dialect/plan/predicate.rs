//! Which rows count.

use super::scalar::Scalar;

/// A condition on one row, true or false and nothing between.
///
/// Every test says itself what it yields where its column is missing, so `And`, `Or` and `Not` are
/// those of plain logic.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// All hold; true if there are none.
    And(Vec<Self>),
    /// At least one holds; false if there are none.
    Or(Vec<Self>),
    /// The other does not hold.
    Not(Box<Self>),
    /// A test of one column.
    Test(Test),
    /// A condition on the other spans of the row's trace.
    ///
    /// A row without a trace id is related to no span, so only `None` holds for it.
    Related {
        /// Which spans.
        relation: Relation,
        /// What must hold for one and the same span, whose computed columns count too; it relates to
        /// nothing itself.
        predicate: Box<Self>,
    },
}

impl Predicate {
    /// Creates the condition that every row meets.
    #[must_use]
    pub const fn always() -> Self {
        Self::And(Vec::new())
    }
}

/// A test of one column: `when_missing` if it has no value, else what `check` says, turned round
/// if `negated`.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// The column, stored or computed.
    pub column: String,
    /// What its value is tested for.
    pub check: Check,
    /// Whether the outcome for a value is turned round.
    pub negated: bool,
    /// The outcome for a row without a value.
    pub when_missing: bool,
}

/// What a value is tested for.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// There is one.
    Exists,
    /// It compares so with a literal.
    Compare {
        /// How.
        comparison: Comparison,
        /// The literal; never null.
        value: Scalar<'static>,
        /// As what the two are compared.
        coercion: Coercion,
    },
    /// It equals one of the literals.
    InList {
        /// The literals; none is null.
        values: Vec<Scalar<'static>>,
        /// As what they are compared.
        coercion: Coercion,
    },
    /// Its text has a property; a number or flag is tested in its canonical spelling.
    Text {
        /// Which.
        test: TextTest,
        /// The literal; letters differ by case.
        text: String,
    },
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// They are equal.
    Equal,
    /// They differ.
    NotEqual,
    /// The left is less.
    Less,
    /// The left is less, or they are equal.
    LessOrEqual,
    /// The left is greater.
    Greater,
    /// The left is greater, or they are equal.
    GreaterOrEqual,
}

/// As what a value and a literal are compared.
///
/// Where one of the two cannot be read so, they differ and have no order: `NotEqual` holds and
/// nothing else. Numbers compare exactly, text by its bytes, and false is less than true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coercion {
    /// As what the row's value is; the literal is read so. Number 200 equals the literal "200",
    /// text "200" the literal 200, and text is ordered as text.
    Stored,
    /// As numbers; text is one if it spells one, and flags are none.
    Number,
    /// As texts, numbers and flags in their canonical spelling.
    Text,
    /// As flags; text is one if it is `true` or `false`, and numbers are none.
    Flag,
}

/// A property of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextTest {
    /// It begins with the other.
    StartsWith,
    /// It ends with the other.
    EndsWith,
    /// The other is a part of it.
    Contains,
}

/// How a span stands to the row in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The span of the trace that has no parent id; a log is never one.
    Root,
    /// The span whose id is the row's parent id.
    Parent,
    /// A span whose parent id is the row's span id; one that meets the condition is enough.
    Child,
    /// A span of the trace, the row itself among them; one that meets the condition is enough.
    Any,
    /// No span of the trace, the row itself among them, meets the condition.
    None,
}
