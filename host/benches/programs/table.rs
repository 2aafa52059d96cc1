//! The cells, and the table as Markdown.

use std::fmt::Write as _;

use crate::peer::Peer;

/// Milliseconds of every round, by row and column.
pub(crate) struct Table {
    columns: Vec<String>,
    cells: Vec<Vec<Vec<f64>>>,
}

impl Table {
    pub(crate) fn new(peers: &[Box<dyn Peer>]) -> Self {
        Self {
            columns: peers.iter().map(|peer| peer.name().to_owned()).collect(),
            cells: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, row: usize, column: usize, milliseconds: f64) {
        let width = self.columns.len();
        while self.cells.len() <= row {
            self.cells.push(vec![Vec::new(); width]);
        }
        if let Some(cell) = self.cells.get_mut(row).and_then(|row| row.get_mut(column)) {
            cell.push(milliseconds);
        }
    }

    /// A row for each program: the median of each peer, and how many times the first peer's that is.
    pub(crate) fn markdown(&self, rows: &[&str]) -> String {
        let mut text = String::from("| program |");
        for (index, name) in self.columns.iter().enumerate() {
            let _ = write!(text, " {name} |");
            if index > 0 {
                let _ = write!(text, " sandbox / {name} |");
            }
        }
        let _ = write!(
            text,
            "\n|---|{}\n",
            "---:|".repeat(2 * self.columns.len() - 1)
        );
        for (name, cells) in rows.iter().zip(&self.cells) {
            let _ = write!(text, "| {name} |");
            let first = cells.first().and_then(|cell| median(cell));
            for (index, cell) in cells.iter().enumerate() {
                let found = median(cell);
                let _ = write!(text, " {} |", found.map_or("—".to_owned(), milliseconds));
                if index > 0 {
                    let ratio = first.zip(found).map(|(first, found)| first / found);
                    let _ = write!(text, " {} |", ratio.map_or("—".to_owned(), rounded));
                }
            }
            text.push('\n');
        }
        text
    }
}

fn median(cell: &[f64]) -> Option<f64> {
    let mut sorted = cell.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

fn milliseconds(value: f64) -> String {
    if value < 10.0 {
        format!("{value:.2} ms")
    } else {
        format!("{value:.0} ms")
    }
}

fn rounded(ratio: f64) -> String {
    if ratio < 10.0 {
        format!("{ratio:.2}")
    } else {
        format!("{ratio:.0}")
    }
}
