//! When to use colour.

/// What `--color` asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// Colour on a terminal, unless a variable says otherwise
    #[default]
    Auto,
    /// Colour even into a pipe, but never in a machine format
    #[value(alias = "on")]
    Always,
    /// No colour
    #[value(alias = "off")]
    Never,
}

/// Everything that the decision depends on.
#[derive(Clone, Copy, Debug, Default)]
pub struct ColorInputs {
    /// What `--color` says.
    pub choice: ColorChoice,
    /// Whether `NO_COLOR` is set to something.
    pub no_color: bool,
    /// Whether `CLICOLOR_FORCE` is set to something but `0`.
    pub force: bool,
    /// Whether `TERM` is `dumb`.
    pub dumb_terminal: bool,
}

impl ColorInputs {
    /// Decides for one stream.
    ///
    /// The flag beats all; `NO_COLOR` beats `CLICOLOR_FORCE`, because who asked for no colour
    /// is hurt more by colour than the other way round.
    #[must_use]
    pub fn wants_color(self, is_terminal: bool) -> bool {
        match self.choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if self.no_color => false,
            ColorChoice::Auto if self.force => true,
            ColorChoice::Auto => is_terminal && !self.dumb_terminal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_beats_all() {
        let no = ColorInputs { no_color: true, ..ColorInputs::default() };
        assert!(!no.wants_color(true));
        assert!(ColorInputs { choice: ColorChoice::Always, ..no }.wants_color(false));
        let force = ColorInputs { force: true, ..ColorInputs::default() };
        assert!(force.wants_color(false));
        assert!(!ColorInputs { choice: ColorChoice::Never, ..force }.wants_color(true));
        assert!(!ColorInputs { no_color: true, ..force }.wants_color(true));
    }

    #[test]
    fn a_terminal_has_colour_unless_it_is_dumb() {
        assert!(ColorInputs::default().wants_color(true));
        assert!(!ColorInputs::default().wants_color(false));
        assert!(!ColorInputs { dumb_terminal: true, ..ColorInputs::default() }.wants_color(true));
    }
}
