//! How a value must be written so that every dotenv reader reads the same.
//!
//! bash, dash, python-dotenv, npm dotenv, node, direnv and Compose agree on these forms alone.

/// A form of a value in a dotenv file that all known readers read alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DotenvForm {
    /// As it is.
    Bare,
    /// Between single quotes.
    SingleQuoted,
    /// Between double quotes.
    DoubleQuoted,
}

impl DotenvForm {
    /// Chooses the form of a value, or says why there is none.
    ///
    /// # Errors
    /// The value holds what some reader changes in every form.
    pub fn of(value: &str) -> Result<Self, &'static str> {
        if value.contains('\0') {
            return Err("a zero byte");
        }
        if value.contains('\r') {
            return Err("a carriage return");
        }
        let is_bare = |b: u8| b.is_ascii_alphanumeric() || b"_-./:@%+=,".contains(&b);
        if value.bytes().all(is_bare) {
            return Ok(Self::Bare);
        }
        if value.contains('\n') {
            return Err("several lines");
        }
        if value.contains('\'') {
            // Between double quotes these are read differently from reader to reader.
            return match value.contains(['"', '$', '\\', '`']) {
                true => Err("an apostrophe beside \", $, \\ or `"),
                false => Ok(Self::DoubleQuoted),
            };
        }
        if value.contains("${") {
            return Err("${, which python-dotenv expands between single quotes, too");
        }
        if value.contains("\\\\") || value.contains("\\\"") || value.ends_with('\\') {
            return Err("a backslash before another, before a quote or at its end");
        }
        Ok(Self::SingleQuoted)
    }
}
