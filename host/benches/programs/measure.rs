//! Every row, on every peer, in turn.

use std::io::Write as _;
use std::time::Duration;

use crate::peer::{Answer, Peer};
use crate::results::Cell;
use crate::rows::{Group, Measure, Repeats, Row};

/// A language's peers, and what was measured of them.
pub(crate) struct Language {
    pub(crate) name: &'static str,
    pub(crate) peers: Vec<Box<dyn Peer>>,
    pub(crate) groups: Vec<Group>,
    /// By group, row and peer.
    pub(crate) cells: Vec<Vec<Vec<Cell>>>,
}

impl Language {
    pub(crate) fn new(name: &'static str, peers: Vec<Box<dyn Peer>>, groups: Vec<Group>) -> Self {
        let row = vec![Cell::default(); peers.len()];
        let cells = groups
            .iter()
            .map(|group| vec![row.clone(); group.rows.len()])
            .collect();
        Self {
            name,
            peers,
            groups,
            cells,
        }
    }
}

/// How thoroughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    Whole,
    /// To see that all works: the figures mean little.
    Quick,
}

impl Pace {
    fn of(self, repeats: Repeats) -> Repeats {
        match self {
            Self::Whole => repeats,
            Self::Quick => Repeats {
                rounds: 2,
                burst: repeats.burst.min(2),
            },
        }
    }

    const fn span(self) -> Duration {
        match self {
            Self::Whole => Duration::from_secs(2),
            Self::Quick => Duration::from_millis(200),
        }
    }
}

/// Round by round, so that each row is spread over the whole time.
pub(crate) fn all(languages: &mut [Language], pace: Pace) {
    let rounds = languages
        .iter()
        .flat_map(|language| &language.groups)
        .flat_map(|group| &group.rows)
        .map(|row| pace.of(row.repeats).rounds)
        .max()
        .unwrap_or_default();
    for round in 0..rounds {
        eprint!("\rround {} of {rounds} ", round + 1);
        // Failing to show how far it is is no reason to stop.
        let _ = std::io::stderr().flush();
        for language in &mut *languages {
            for (group, cells) in language.groups.iter().zip(&mut language.cells) {
                for (row, cells) in group.rows.iter().zip(cells) {
                    if round < pace.of(row.repeats).rounds {
                        turn(&mut language.peers, row, cells, pace);
                    }
                }
            }
        }
    }
    eprintln!();
}

/// Every peer's turn at a row.
fn turn(peers: &mut [Box<dyn Peer>], row: &Row, cells: &mut [Cell], pace: Pace) {
    for (peer, cell) in peers.iter_mut().zip(cells) {
        for _ in 0..pace.of(row.repeats).burst {
            if cell.cannot.is_none() {
                sample(&mut **peer, row, cell, pace);
            }
        }
    }
}

fn sample(peer: &mut dyn Peer, row: &Row, cell: &mut Cell, pace: Pace) {
    let task = match row.measure {
        Measure::Time(task) => task,
        Measure::Rate => {
            cell.samples.push(peer.rate(&row.program, pace.span()));
            return;
        }
    };
    match peer.run(task, &row.program) {
        Answer::Took { milliseconds, said } => {
            assert_eq!(
                said,
                row.program.answer,
                "{}: {} answered wrong",
                row.name,
                peer.name()
            );
            cell.samples.push(milliseconds);
        }
        Answer::Cannot(why) => {
            let partial = peer.is_partial() && cell.samples.is_empty();
            assert!(partial, "{}: {} cannot: {why}", row.name, peer.name());
            cell.cannot = Some(why);
        }
    }
}
