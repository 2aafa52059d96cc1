//! What sessions cost that nobody is at: the memory of each, and how long one takes to answer when its turn
//! comes again.
//!
//! `cargo xtask bench -p golem-exec --bench sessions -- [SESSIONS] [PART OF A LANGUAGE'S NAME]`
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints its table, and ends at the first fault"
)]

#[path = "../soak/process.rs"]
mod process;

use std::time::{Duration, Instant};

use golem_exec::policies::Policy;
use golem_exec::{Language, OutcomeKind, Sandbox, Session, SessionRequest};

/// How many sessions, unless the command line says otherwise.
const SESSIONS: usize = 10_000;

/// As the preset `standard`, but for the number of sessions.
const POLICY: &str = r#"
version = 1
[[grants]]
path = "/workspace"
layer = "scratch"
rights = ["all"]
[sessions]
count = 1000000
"#;

/// Steps through all sessions, each once and none after its neighbour: a prime.
const STRIDE: usize = 7_919;

/// A program that a session goes on with: what it was told before is in a file.
struct Program {
    name: &'static str,
    language: Language,
    entry: &'static str,
    source: &'static str,
}

const PROGRAMS: [Program; 2] = [
    Program {
        name: "JavaScript",
        language: Language::JavaScript,
        entry: "main.js",
        source: "const fs = require('fs');\n\
                 const turns = fs.existsSync('turns') ? Number(fs.readFileSync('turns', 'utf8')) + 1 : 0;\n\
                 fs.writeFileSync('turns', String(turns));\nconsole.log(turns);\n",
    },
    Program {
        name: "Python",
        language: Language::Python,
        entry: "main.py",
        source: "import os\n\
                 turns = int(open('turns').read()) + 1 if os.path.exists('turns') else 0\n\
                 with open('turns', 'w') as file:\n    file.write(str(turns))\nprint(turns)\n",
    },
];

impl Program {
    /// Runs it in a session, which must remember that it has had `turns` before.
    fn run(&self, session: &Session, turns: usize) -> Duration {
        let start = Instant::now();
        let outcome = session.run(SessionRequest::new(self.entry)).unwrap();
        let took = start.elapsed();
        assert_eq!(outcome.kind, OutcomeKind::Ok, "{}: {outcome:?}", self.name);
        assert_eq!(outcome.stdout, format!("{turns}\n").into_bytes());
        took
    }
}

fn main() {
    // `cargo test --benches` only asks whether it starts.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let count = arguments
        .iter()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(SESSIONS);
    // One at a time: the second finds memory that the first has given back.
    let part = arguments
        .iter()
        .find(|argument| !argument.starts_with("--") && argument.parse::<usize>().is_err());
    let is_asked_for =
        |program: &&Program| part.is_none_or(|part| program.name.contains(part.as_str()));
    let sandbox = Sandbox::new()
        .unwrap()
        .with_policy(Policy::parse(POLICY, None).unwrap());
    println!(
        "| {count} sessions | memory each | answers within: p50 | p99 | longest |\n|---|---:|---:|---:|---:|"
    );
    for program in PROGRAMS.iter().filter(is_asked_for) {
        // What the pool keeps is no session's.
        let first = open(&sandbox, program);
        let before = process::memory();
        let sessions: Vec<Session> = (0..count).map(|_| open(&sandbox, program)).collect();
        let each = process::memory().saturating_sub(before) / count as u64;
        let used = process::processor_time();
        let mut times: Vec<Duration> = (0..count)
            .map(|turn| program.run(&sessions[turn * STRIDE % count], 1))
            .collect();
        let used = (process::processor_time() - used) / count as f64;
        times.sort();
        let at = |part: usize| times[(times.len() - 1) * part / 1000];
        println!(
            "| {} | {:.1} KiB | {:.2?} | {:.2?} | {:.2?} | {:.2?} |",
            program.name,
            each as f64 / 1024.0,
            at(500),
            at(990),
            at(1000),
            Duration::from_secs_f64(used)
        );
        drop((first, sessions));
    }
}

/// A session that has had a program, and has nothing to do.
fn open(sandbox: &Sandbox, program: &Program) -> Session {
    let session = sandbox.session(program.language).unwrap();
    session.upload(program.entry, program.source).unwrap();
    program.run(&session, 0);
    session
}
