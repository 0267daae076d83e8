//! Lines over time as a column of a table, as wide as the terminal has room for.

use super::chart::sparkline;
use super::line::Tone;
use super::report::ChartedTable;
use super::report::Column;
use super::table::NARROWEST_COLUMN;
use super::table::TableLooks;
use super::table::natural_width;

/// Characters of a line where there is room.
const WIDEST: usize = 24;

/// Fewer characters than this show nothing.
const NARROWEST: usize = 8;

/// Characters for which wide cells beside it are broken, as long as columns are not stacked.
const DEMANDED: usize = NARROWEST_COLUMN - 2;

/// Blanks and frames around a column.
const PADDING: usize = 3;

/// Returns the columns and rows of a table with its lines over time as the last column; without
/// it where no row has one, or where there is no room.
pub(super) fn with_trends(
    table: &ChartedTable,
    looks: TableLooks,
) -> (Vec<Column>, Vec<Vec<String>>) {
    let (mut columns, mut rows) = (table.columns.clone(), table.rows.clone());
    let has_values = table.trends.iter().flatten().flatten().next().is_some();
    let Some(width) = room(table, looks).filter(|_| has_values) else { return (columns, rows) };
    columns.push(Column { tone: Tone::Name, ..Column::left(table.trend_title.as_str()) });
    let empty = Vec::new();
    for (place, row) in rows.iter_mut().enumerate() {
        let line = sparkline(table.trends.get(place).unwrap_or(&empty), width);
        row.push(line.trim_end().to_owned());
    }
    (columns, rows)
}

/// Returns how many characters a line may have.
fn room(table: &ChartedTable, looks: TableLooks) -> Option<usize> {
    let Some(width) = looks.width.map(usize::from) else { return Some(WIDEST) };
    let titles = table.columns.iter().map(|column| column.title.chars().count());
    let label = titles.chain([table.trend_title.chars().count()]).max().unwrap_or(0) + 2;
    // Where even the columns alone are stacked, the line has a row of its own.
    let is_stacked = width < NARROWEST_COLUMN * (table.columns.len() + 1);
    let beside = natural_width(&table.columns, &table.rows)
        + PADDING * if looks.framed { table.columns.len() } else { 1 };
    let room = if is_stacked {
        width.saturating_sub(label)
    } else {
        width.saturating_sub(beside).max(DEMANDED)
    };
    Some(room.min(WIDEST)).filter(|width| *width >= NARROWEST)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::super::table::draw;
    use super::*;

    fn table() -> ChartedTable {
        ChartedTable {
            columns: vec![Column::left("user"), Column::right("P90(duration_ms)")],
            rows: vec![vec!["ann".to_owned(), "30 ms".to_owned()]],
            trend_title: "TREND".to_owned(),
            trends: vec![(0..60).map(|value| Some(f64::from(value))).collect()],
        }
    }

    fn drawn(table: &ChartedTable, width: Option<u16>, framed: bool) -> String {
        let looks = TableLooks { width, framed, ..TableLooks::default() };
        let (columns, rows) = with_trends(table, looks);
        draw(&columns, &rows, looks)
    }

    #[test]
    fn a_line_takes_the_room_that_is_left() {
        insta::assert_snapshot!(drawn(&table(), None, false), @"
        user  P90(duration_ms)  TREND
        ann              30 ms  ▁▁▂▂▂▃▃▃▃▄▄▄▅▅▅▆▆▆▆▇▇▇██
        ");
        insta::assert_snapshot!(drawn(&table(), Some(40), false), @"
        user  P90(duration_ms)  TREND
        ann              30 ms  ▁▂▂▃▄▄▅▅▆▆▇▇█
        ");
        insta::assert_snapshot!(drawn(&table(), Some(34), false), @"
        user:             ann
        P90(duration_ms): 30 ms
        TREND:            ▁▂▂▃▃▃▄▄▅▅▆▆▇▇██
        ");
        insta::assert_snapshot!(drawn(&table(), Some(28), false), @"
        user:             ann
        P90(duration_ms): 30 ms
        TREND:            ▂▂▃▄▄▅▆▇▇█
        ");
    }

    #[test]
    fn wide_cells_make_room() {
        let mut table = table();
        table.rows[0][0] = "a-user-with-a-rather-long-identifier".to_owned();
        insta::assert_snapshot!(drawn(&table, Some(50), false), @"
        user                P90(duration_ms)  TREND
        a-user-with-a-rath             30 ms  ▂▂▃▄▄▅▆▇▇█
        er-long-identifier
        ");
    }

    #[test]
    fn nothing_is_wider_than_the_terminal() {
        for width in 12..100 {
            for framed in [false, true] {
                let text = drawn(&table(), Some(width), framed);
                let widest = text.lines().map(|line| line.width()).max().unwrap_or(0);
                assert!(widest <= usize::from(width.max(24)), "{width}: {text}");
            }
        }
    }

    #[test]
    fn without_values_there_is_no_column() {
        let empty = ChartedTable { trends: vec![vec![None, None]], ..table() };
        assert!(!drawn(&empty, None, false).contains("TREND"));
    }
}
