//! A group as bars, in SVG: the medians on a scale of powers of ten, and a line from the fastest sample
//! to the 99th percentile.

use std::fmt::Write as _;

use crate::results::{Cell, shown};
use crate::rows::{Group, Row};

const WIDTH: f64 = 900.0;
/// Where the bars begin; the names of the rows lie before that.
const LEFT: f64 = 180.0;
/// Behind the bars: room for the last figure.
const RIGHT: f64 = 70.0;
/// Title and legend.
const TOP: f64 = 64.0;
/// The scale's figures.
const BOTTOM: f64 = 26.0;
const BAR: f64 = 13.0;
const GAP: f64 = 12.0;

/// Told apart by people who see few colours (Okabe and Ito's).
const COLOURS: [&str; 5] = ["#0072b2", "#999999", "#e69f00", "#009e73", "#cc79a7"];

pub(crate) fn of(title: &str, peers: &[&str], group: &Group, cells: &[Vec<Cell>]) -> String {
    let scale = Scale::of(cells);
    let row_height = BAR * peers.len() as f64 + GAP;
    let bottom = TOP + row_height * group.rows.len() as f64;
    let height = bottom + BOTTOM;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
    );
    text(
        &mut svg,
        (12.0, 22.0),
        "font-size=\"15\" font-weight=\"bold\"",
        title,
    );
    legend(&mut svg, peers);
    scale.draw(&mut svg, bottom, group.unit.name());
    for (index, (row, cells)) in group.rows.iter().zip(cells).enumerate() {
        let top = TOP + row_height * index as f64 + GAP / 2.0;
        draw_row(&mut svg, &scale, top, row, cells);
    }
    svg.push_str("</svg>\n");
    svg
}

fn legend(svg: &mut String, peers: &[&str]) {
    let mut left = 12.0;
    for (peer, colour) in peers.iter().zip(COLOURS) {
        rectangle(svg, (left, 36.0), (BAR, BAR), colour);
        text(svg, (left + BAR + 5.0, 47.0), "", peer);
        left += BAR + 28.0 + 7.0 * peer.len() as f64;
    }
}

fn draw_row(svg: &mut String, scale: &Scale, top: f64, row: &Row, cells: &[Cell]) {
    let middle = top + BAR * cells.len() as f64 / 2.0 + 4.0;
    text(svg, (LEFT - 8.0, middle), "text-anchor=\"end\"", &row.name);
    for (index, (cell, colour)) in cells.iter().zip(COLOURS).enumerate() {
        let y = top + BAR * index as f64;
        let (Some(median), Some(least), Some(most)) =
            (cell.median(), cell.percentile(0), cell.percentile(99))
        else {
            let style = "font-style=\"italic\" font-size=\"10\" fill=\"#666666\"";
            text(svg, (LEFT + 4.0, y + BAR - 3.0), style, "cannot");
            continue;
        };
        let end = scale.place(median);
        rectangle(svg, (LEFT, y + 1.0), (end - LEFT, BAR - 2.0), colour);
        let (from, to) = (scale.place(least), scale.place(most));
        let centre = y + BAR / 2.0;
        let _ = writeln!(
            svg,
            "<path d=\"M{from:.1} {:.1}v6m0 -3H{to:.1}m0 -3v6\" stroke=\"#333333\" fill=\"none\"/>",
            centre - 3.0
        );
        let place = (to.max(end) + 5.0, y + BAR - 3.0);
        text(svg, place, "font-size=\"10\"", &shown(median));
    }
}

/// From one power of ten to another.
struct Scale {
    first: i32,
    last: i32,
}

impl Scale {
    fn of(cells: &[Vec<Cell>]) -> Self {
        let samples = || cells.iter().flatten().flat_map(|cell| &cell.samples);
        let least = samples().copied().fold(f64::INFINITY, f64::min);
        let most = samples().copied().fold(f64::NEG_INFINITY, f64::max);
        let first = least.log10().floor() as i32;
        Self {
            first,
            last: (most.log10().ceil() as i32).max(first + 1),
        }
    }

    fn place(&self, value: f64) -> f64 {
        let part = (value.log10() - f64::from(self.first)) / f64::from(self.last - self.first);
        LEFT + part * (WIDTH - LEFT - RIGHT)
    }

    fn draw(&self, svg: &mut String, bottom: f64, unit: &str) {
        for power in self.first..=self.last {
            let value = 10_f64.powi(power);
            let x = self.place(value);
            let _ = writeln!(
                svg,
                "<path d=\"M{x:.1} {TOP}V{bottom}\" stroke=\"#dddddd\" fill=\"none\"/>"
            );
            let label = format!("{value} {unit}");
            text(
                svg,
                (x, bottom + 16.0),
                "text-anchor=\"middle\" fill=\"#666666\"",
                &label,
            );
        }
    }
}

fn rectangle(svg: &mut String, (x, y): (f64, f64), (width, height): (f64, f64), colour: &str) {
    let _ = writeln!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{height:.1}\" fill=\"{colour}\"/>",
        width.max(0.0)
    );
}

/// None of the words has a character that XML would take for its own.
fn text(svg: &mut String, (x, y): (f64, f64), attributes: &str, words: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" {attributes}>{words}</text>"
    );
}
