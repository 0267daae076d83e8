//! Typed values of attributes.

/// Names and values in the order in which they were sent; a name may come twice.
pub type Attributes = Vec<(String, AttributeValue)>;

/// The value of an attribute.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum AttributeValue {
    /// No value was given.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction; may be infinite or not a number.
    Float(f64),
    /// True or false.
    Flag(bool),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Values in order.
    List(Vec<Self>),
    /// Names and values.
    Map(Attributes),
}

impl AttributeValue {
    /// Returns the text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}
