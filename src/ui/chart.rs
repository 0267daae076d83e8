//! Numbers as pictures of characters: bars over time, and a heatmap that needs no colour.

use super::line::Tone;

/// Eighths of a character cell, from the bottom.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Shades of a heatmap cell, from empty to full; they can be told apart without colour.
const SHADES: [&str; 5] = [" ", "░", "▒", "▓", "█"];

/// Draws values over time as one line of bars, at most `width` characters; what is absent is a
/// blank, and several values share a bar by the highest of them.
pub(crate) fn sparkline(values: &[Option<f64>], width: usize) -> String {
    let values = squeeze(values, width.max(1));
    let known = || values.iter().flatten().copied().filter(|value| value.is_finite());
    let highest = known().fold(f64::NEG_INFINITY, f64::max);
    // Bars stand on zero, so that a small change of a large number does not look like a large one.
    let lowest = known().fold(0.0, f64::min);
    let bar = |value: &Option<f64>| match value.filter(|value| value.is_finite()) {
        None => ' ',
        Some(_) if highest <= lowest => BARS[0],
        Some(value) => {
            let share = (value - lowest) / (highest - lowest);
            BARS[((share * 7.0).round() as usize).min(7)]
        }
    };
    values.iter().map(bar).collect()
}

/// Keeps the highest value of each of `width` equal stretches.
fn squeeze(values: &[Option<f64>], width: usize) -> Vec<Option<f64>> {
    if values.len() <= width {
        return values.to_vec();
    }
    let highest = |stretch: &[Option<f64>]| stretch.iter().flatten().copied().reduce(f64::max);
    (0..width)
        .map(|place| {
            let begin = place * values.len() / width;
            let end = (place + 1) * values.len() / width;
            highest(&values[begin..end])
        })
        .collect()
}

/// A heatmap: counts by time (across) and value (upwards).
#[derive(Clone, Debug, PartialEq)]
pub struct Heatmap {
    /// One column per moment, each with one count per value bucket, lowest first.
    pub columns: Vec<Vec<u64>>,
    /// The lowest value.
    pub minimum: f64,
    /// How much a bucket is wide.
    pub step: f64,
    /// What stands below its left and right edges: when it begins and ends.
    pub ends: (String, String),
}

impl Heatmap {
    /// Draws the map with the values on the left and a legend below, at most `width` characters
    /// wide and `height` rows high; empty rows above and below the data are left out.
    #[must_use]
    pub fn draw(&self, width: usize, height: usize) -> Vec<Vec<(Tone, String)>> {
        let buckets = self.columns.iter().map(Vec::len).max().unwrap_or(0);
        let is_used = |bucket: &usize| {
            self.columns.iter().any(|column| column.get(*bucket).is_some_and(|count| *count > 0))
        };
        let Some(low) = (0..buckets).find(is_used) else { return Vec::new() };
        let high = (0..buckets).rev().find(is_used).unwrap_or(low) + 1;
        let rows = (high - low).min(height.max(1));
        let edge = |row: usize| low + row * (high - low) / rows;
        let labels: Vec<String> =
            (0..rows).map(|row| short(self.minimum + self.step * edge(row) as f64)).collect();
        let label_width = labels.iter().map(String::len).max().unwrap_or(0);
        let room = width.saturating_sub(label_width + 2).max(1);
        let moments = self.columns.len().min(room);
        let stretch = |place: usize| place * self.columns.len() / moments;
        let cell = |row: usize, place: usize| -> u64 {
            self.columns[stretch(place)..stretch(place + 1).max(stretch(place) + 1)]
                .iter()
                .map(|column| {
                    let of_row = column.iter().skip(edge(row)).take(edge(row + 1) - edge(row));
                    of_row.fold(0, |sum: u64, count| sum.saturating_add(*count))
                })
                .fold(0, u64::saturating_add)
        };
        let highest = (0..rows)
            .flat_map(|row| (0..moments).map(move |place| (row, place)))
            .map(|(row, place)| cell(row, place))
            .max()
            .unwrap_or(0);
        let mut lines: Vec<Vec<(Tone, String)>> = (0..rows)
            .rev()
            .map(|row| {
                let mut line = vec![(Tone::Faint, format!("{:>label_width$} ▏", labels[row]))];
                for place in 0..moments {
                    let level = level(cell(row, place), highest);
                    line.push((tone(level), SHADES[level].to_owned()));
                }
                line
            })
            .collect();
        lines.extend(axis(&self.ends, label_width, moments));
        lines.push(legend(highest, label_width));
        lines
    }
}

/// Says below the map when it begins and ends, one under the other where it is narrow.
fn axis(
    (begin, end): &(String, String),
    indent: usize,
    moments: usize,
) -> Vec<Vec<(Tone, String)>> {
    if begin.is_empty() && end.is_empty() {
        return Vec::new();
    }
    let line = |text: String| vec![(Tone::Faint, format!("{:indent$} {text}", ""))];
    let gap = (moments + 1).saturating_sub(begin.chars().count() + end.chars().count());
    if gap >= 2 {
        return vec![line(format!("{begin}{:gap$}{end}", ""))];
    }
    vec![line(format!("from {begin}")), line(format!("to {end}"))]
}

/// Says which count each shade stands for.
fn legend(highest: u64, indent: usize) -> Vec<(Tone, String)> {
    let mut line = vec![(Tone::Faint, format!("{:indent$}  ", ""))];
    for (level, shade) in SHADES.iter().enumerate().skip(1) {
        let least = lowest_of(level, highest);
        if level > 1 && least == lowest_of(level - 1, highest) {
            continue;
        }
        line.push((tone(level), (*shade).to_owned()));
        line.push((Tone::Faint, format!(" {least}+  ")));
    }
    line
}

/// Returns the shade of a count; shades double, because counts of durations spread widely.
fn level(count: u64, highest: u64) -> usize {
    if count == 0 {
        return 0;
    }
    (1..SHADES.len()).rev().find(|level| count >= lowest_of(*level, highest)).unwrap_or(1)
}

fn lowest_of(level: usize, highest: u64) -> u64 {
    match level {
        0 | 1 => 1,
        2 => (highest / 8).max(1),
        3 => (highest / 4).max(1),
        _ => (highest / 2).max(1),
    }
}

const fn tone(level: usize) -> Tone {
    match level {
        0 | 1 => Tone::Faint,
        2 => Tone::Name,
        3 => Tone::Warning,
        _ => Tone::Bad,
    }
}

/// Shows a number with three digits that matter.
fn short(number: f64) -> String {
    match number.abs() {
        size if size >= 1e6 => format!("{:.1}M", number / 1e6),
        size if size >= 1e3 => format!("{:.1}k", number / 1e3),
        size if size >= 10.0 || number.fract() == 0.0 => format!("{number:.0}"),
        _ => format!("{number:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_zero_and_gaps_stay_blank() {
        let values = [Some(0.0), Some(50.0), None, Some(100.0), Some(f64::NAN)];
        assert_eq!(sparkline(&values, 80), "▁▅ █ ");
        assert_eq!(sparkline(&[Some(1000.0), Some(1001.0)], 80), "██");
        assert_eq!(sparkline(&[Some(0.0), Some(0.0)], 80), "▁▁");
        assert_eq!(sparkline(&[], 80), "");
    }

    #[test]
    fn a_narrow_line_keeps_the_peaks() {
        let mut values = vec![Some(1.0); 1000];
        values[500] = Some(9.0);
        let line = sparkline(&values, 10);
        assert_eq!(line.chars().count(), 10);
        assert_eq!(line.matches('█').count(), 1);
    }

    #[test]
    fn a_heatmap_is_readable_without_colour() {
        let map = Heatmap {
            columns: vec![vec![0, 8, 1, 0], vec![0, 16, 0, 0], vec![0, 4, 2, 0]],
            minimum: 0.0,
            step: 250.0,
            ends: ("10:00".to_owned(), "10:02".to_owned()),
        };
        let text: Vec<String> = map
            .draw(40, 10)
            .into_iter()
            .map(|line| line.into_iter().map(|(_, piece)| piece).collect())
            .collect();
        insta::assert_snapshot!(text.join("\n"), @"
        500 ▏░ ▒
        250 ▏██▓
            from 10:00
            to 10:02
             ░ 1+  ▒ 2+  ▓ 4+  █ 8+
        ");
        assert!(Heatmap { columns: vec![vec![0]], ..map.clone() }.draw(40, 10).is_empty());
        let columns = vec![vec![u64::MAX, 5], vec![u64::MAX, u64::MAX]];
        assert!(!Heatmap { columns, ..map.clone() }.draw(10, 1).is_empty(), "nothing overflows");
        assert_eq!(map.draw(1, 1).len(), 4, "never wider or higher than it must be");
    }
}
