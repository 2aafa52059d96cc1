//! Whole programs in the sandbox, beside what else runs them: a table of programs × peers, every cell
//! measured in the same run, round after round, so that a busy machine is busy for all of them.
//!
//! `cargo xtask bench -p golem-exec --bench programs` fetches the peers and runs it. A peer that is not
//! there is left out, and named.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

mod javascript;
mod ours;
mod peer;
mod table;

use table::Table;

/// Rounds; what is told is the median.
const ROUNDS: usize = 15;

fn main() {
    // `cargo test --benches` only asks whether it starts.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mut peers = javascript::peers();
    let mut table = Table::new(&peers);
    for _ in 0..ROUNDS {
        for (row, program) in javascript::programs().iter().enumerate() {
            for (column, peer) in peers.iter_mut().enumerate() {
                if let Some(milliseconds) = peer.run(program) {
                    table.add(row, column, milliseconds);
                }
            }
        }
    }
    let rows: Vec<&str> = javascript::programs().iter().map(|row| row.name).collect();
    println!("{}", table.markdown(&rows));
}
