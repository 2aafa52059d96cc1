//! A group as a table in Markdown.

use std::fmt::Write as _;

use crate::measure::Language;
use crate::results::{Cell, shown};
use crate::rows::{Group, Unit};

/// Each peer's median and 99th percentile, and how many times the first peer's median is theirs.
pub(crate) fn of(language: &Language, group: &Group, cells: &[Vec<Cell>]) -> String {
    let unit = group.unit.name();
    let mut text = String::from("|");
    for (index, peer) in language.peers.iter().enumerate() {
        let name = peer.name();
        if index == 0 {
            let _ = write!(text, " {unit} | {name} |");
        } else {
            let _ = write!(text, " {name} | ratio |");
        }
    }
    let _ = write!(
        text,
        "\n|---|{}\n",
        "---:|".repeat(2 * language.peers.len() - 1)
    );
    for (row, cells) in group.rows.iter().zip(cells) {
        let _ = write!(text, "| {} |", row.name);
        let first = cells.first().and_then(Cell::median);
        for (index, cell) in cells.iter().enumerate() {
            let _ = write!(text, " {} |", told(cell, group.unit));
            if index > 0 {
                let ratio = first.zip(cell.median()).map(|(ours, theirs)| ours / theirs);
                let _ = write!(text, " {} |", ratio.map_or_else(|| "—".to_owned(), shown));
            }
        }
        text.push('\n');
    }
    text
}

fn told(cell: &Cell, unit: Unit) -> String {
    match (cell.median(), cell.percentile(99)) {
        (Some(median), _) if unit == Unit::RunsPerSecond => shown(median),
        (Some(median), Some(most)) => format!("{} / {}", shown(median), shown(most)),
        _ => String::from("cannot"),
    }
}
