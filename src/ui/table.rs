//! Columns: bare for people, framed for `--output table`, stacked where a terminal is too narrow.

use comfy_table::Attribute;
use comfy_table::Cell;
use comfy_table::CellAlignment;
use comfy_table::Color;
use comfy_table::ContentArrangement;
use comfy_table::Table;
use comfy_table::presets;
use unicode_width::UnicodeWidthStr as _;

use super::escape::escape_untrusted;
use super::line::Tone;
use super::report::Alignment;
use super::report::Column;

/// How a table is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TableLooks {
    /// With a frame.
    pub(crate) framed: bool,
    /// With a bold header.
    pub(crate) color: bool,
    /// The columns of the terminal; in a pipe nothing is ever wrapped.
    pub(crate) width: Option<u16>,
    /// Without escaping.
    pub(crate) raw: bool,
}

/// Below this many characters per column, columns are harder to read than stacked fields.
pub(super) const NARROWEST_COLUMN: usize = 12;

/// Draws rows under column titles, ended by a newline; without rows and frame there is nothing.
pub(crate) fn draw(columns: &[Column], rows: &[Vec<String>], looks: TableLooks) -> String {
    if rows.is_empty() && !looks.framed {
        return String::new();
    }
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| clean(cell, looks.raw)).collect()).collect();
    if is_stacked(columns, &cells, looks) {
        return draw_stacked(columns, &cells, looks);
    }
    let mut table = new_table(looks);
    table.set_header(columns.iter().map(|column| {
        let cell = Cell::new(&column.title).set_alignment(side(column));
        if looks.color { cell.add_attribute(Attribute::Bold) } else { cell }
    }));
    for row in cells {
        table.add_row(
            row.into_iter().zip(columns).map(|(cell, column)| body_cell(cell, column, looks)),
        );
    }
    finish(table, looks)
}

/// Draws `key: value` lines with the values under each other, or a frame with two columns.
pub(crate) fn draw_fields(fields: &[(String, String)], looks: TableLooks) -> String {
    if looks.framed {
        let mut table = new_table(looks);
        for (key, value) in fields {
            table.add_row([clean(key, looks.raw), clean(value, looks.raw)]);
        }
        return finish(table, looks);
    }
    let widest = fields.iter().map(|(key, _)| key.width()).max().unwrap_or(0);
    let mut out = String::new();
    for (key, value) in fields {
        push_field(&clean(key, looks.raw), &clean(value, looks.raw), widest, looks.color, &mut out);
    }
    out
}

fn body_cell(text: String, column: &Column, looks: TableLooks) -> Cell {
    let cell = Cell::new(text).set_alignment(side(column));
    match column.tone {
        Tone::Name if looks.color => cell.fg(Color::Cyan),
        Tone::Faint if looks.color => cell.add_attribute(Attribute::Dim),
        _ => cell,
    }
}

/// Says whether rows are drawn as fields under each other.
fn is_stacked(columns: &[Column], cells: &[Vec<String>], looks: TableLooks) -> bool {
    looks.width.map(usize::from).is_some_and(|width| {
        natural_width(columns, cells) > width && width < NARROWEST_COLUMN * columns.len()
    })
}

fn new_table(looks: TableLooks) -> Table {
    let mut table = Table::new();
    // The crate must ask no terminal: everything it needs is in `looks`.
    table.force_no_tty();
    if looks.color {
        table.enforce_styling();
    }
    table.load_style(if looks.framed { presets::UTF8_FULL_CONDENSED } else { presets::NOTHING });
    match looks.width {
        Some(width) => table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    table
}

fn finish(mut table: Table, looks: TableLooks) -> String {
    if !looks.framed {
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
    }
    let mut text: String = table.trim_fmt();
    text.push('\n');
    text
}

fn draw_stacked(columns: &[Column], rows: &[Vec<String>], looks: TableLooks) -> String {
    let widest = columns.iter().map(|column| column.title.width()).max().unwrap_or(0);
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        for (column, cell) in columns.iter().zip(row) {
            push_field(&column.title, cell, widest, looks.color, &mut out);
        }
    }
    out
}

fn push_field(key: &str, value: &str, widest: usize, color: bool, out: &mut String) {
    out.push_str(&Tone::Heading.paint(&format!("{key}:"), color));
    if !value.is_empty() {
        out.extend(std::iter::repeat_n(' ', widest.saturating_sub(key.width()) + 1));
        out.push_str(value);
    }
    out.push('\n');
}

/// Returns the characters of a table that nothing squeezes.
pub(super) fn natural_width(columns: &[Column], rows: &[Vec<String>]) -> usize {
    (0..columns.len())
        .map(|index| {
            let cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.width());
            cells.chain([columns[index].title.width()]).max().unwrap_or(0) + 2
        })
        .sum()
}

const fn side(column: &Column) -> CellAlignment {
    match column.alignment {
        Alignment::Left => CellAlignment::Left,
        Alignment::Right => CellAlignment::Right,
    }
}

fn clean(text: &str, raw: bool) -> String {
    if raw { text.to_owned() } else { escape_untrusted(text).into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> (Vec<Column>, Vec<Vec<String>>) {
        let columns =
            vec![Column::left("NAME"), Column::right("EVENTS"), Column::left("RETENTION")];
        let rows = [
            ["cruddur", "12", "7 days"],
            ["größe\u{1b}[2J", "1234567", "never expires"],
            ["日本", "0", ""],
        ];
        (columns, rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect())
    }

    #[test]
    fn columns_line_up_by_width_on_screen() {
        let (columns, rows) = sample();
        insta::assert_snapshot!(draw(&columns, &rows, TableLooks::default()), @r"
        NAME             EVENTS  RETENTION
        cruddur              12  7 days
        größe\u{1b}[2J  1234567  never expires
        日本                  0
        ");
    }

    #[test]
    fn a_frame_is_drawn_on_request() {
        let (columns, rows) = sample();
        insta::assert_snapshot!(draw(&columns, &rows[..1], TableLooks { framed: true, ..TableLooks::default() }), @"
        ┌─────────┬────────┬───────────┐
        │ NAME    ┆ EVENTS ┆ RETENTION │
        ╞═════════╪════════╪═══════════╡
        │ cruddur ┆     12 ┆ 7 days    │
        └─────────┴────────┴───────────┘
        ");
    }

    #[test]
    fn a_narrow_terminal_gets_stacked_fields() {
        let (columns, rows) = sample();
        insta::assert_snapshot!(draw(&columns, &rows, TableLooks { width: Some(30), ..TableLooks::default() }), @r"
        NAME:      cruddur
        EVENTS:    12
        RETENTION: 7 days

        NAME:      größe\u{1b}[2J
        EVENTS:    1234567
        RETENTION: never expires

        NAME:      日本
        EVENTS:    0
        RETENTION:
        ");
    }

    #[test]
    fn long_cells_wrap_on_a_terminal_only() {
        let columns = [Column::left("NAME"), Column::left("EXPRESSION")];
        let rows =
            [vec!["a".to_owned(), "service(\"backend-flask\") AND responsetime > 5".to_owned()]];
        let drawn = draw(&columns, &rows, TableLooks { width: Some(40), ..TableLooks::default() });
        assert!(drawn.lines().all(|line| line.width() <= 40), "{drawn}");
        assert_eq!(draw(&columns, &rows, TableLooks::default()).lines().count(), 2);
    }
}
