//! The output formats.

/// How data on stdout is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For reading: aligned columns, colour on a terminal
    #[default]
    Human,
    /// Columns in a frame
    Table,
    /// Tab-separated values, no header, as the AWS CLI's `text`
    #[value(alias = "text")]
    Plain,
    /// One JSON document
    Json,
    /// One JSON value per line
    Ndjson,
    /// One YAML document
    Yaml,
    /// Comma-separated values with a header line
    Csv,
}

impl Format {
    /// Says whether programs read this format, so that colour and human touches stay out.
    #[must_use]
    pub const fn is_machine(self) -> bool {
        matches!(self, Self::Json | Self::Ndjson | Self::Yaml | Self::Csv)
    }

    /// Says whether text from outside stays as it is: JSON has escapes of its own.
    #[must_use]
    pub const fn passes_text_through(self) -> bool {
        matches!(self, Self::Json | Self::Ndjson)
    }
}
