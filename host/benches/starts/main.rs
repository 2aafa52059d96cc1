//! What a fresh sandbox costs: one run in an instance of its own, its percentiles; many at once; and the
//! next run in an instance that is kept.
//!
//! `cargo xtask bench -p golem-exec --bench starts -- [ROUNDS] [PART OF A PROGRAM'S NAME]`
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints its table, and ends at the first fault"
)]

use std::thread;
use std::time::{Duration, Instant};

use golem_exec::{Language, OutcomeKind, Request, Sandbox, SessionRequest};

/// How many runs of each program are measured, unless the command line says otherwise.
const ROUNDS: usize = 400;

/// How many runs come before them: the first ones fill caches and the pool.
const WARM_UP: usize = 20;

const PYTHON_IMPORTS: [&str; 12] = [
    "urllib.request",
    "unittest",
    "zipfile",
    "statistics",
    "pathlib",
    "decimal",
    "random",
    "sqlite3",
    "asyncio",
    "dataclasses",
    "datetime",
    "csv",
];

/// What programs of JavaScript reach for.
const JAVASCRIPT_PROGRAMS: [(&str, &str); 6] = [
    ("process.stdout.write", "process.stdout.write('1\\n')"),
    (
        "readFileSync",
        "require('fs').readFileSync('main.js', 'utf8')",
    ),
    ("await", "(async () => { await null; console.log(1) })()"),
    ("setTimeout", "setTimeout(() => console.log(1), 0)"),
    ("require assert", "require('assert').strictEqual(1, 1)"),
    ("require crypto", "require('crypto').randomUUID()"),
];

struct Program {
    name: String,
    language: Language,
    source: String,
}

impl Program {
    fn new(name: &str, language: Language, source: &str) -> Self {
        Self {
            name: name.to_owned(),
            language,
            source: source.to_owned(),
        }
    }

    /// Whether it prints a line and does nothing else.
    fn is_a_line(&self) -> bool {
        ["console.log(1)", "print(1)"].contains(&&*self.source)
    }

    fn entry(&self) -> &'static str {
        match self.language {
            Language::JavaScript => "main.js",
            Language::Python => "main.py",
        }
    }

    fn run(&self, sandbox: &Sandbox) {
        let request = Request::new(self.language, self.entry(), self.source.clone());
        let outcome = sandbox.run(request).unwrap();
        assert_eq!(outcome.kind, OutcomeKind::Ok, "{}: {outcome:?}", self.name);
    }
}

fn main() {
    // `cargo test --benches` only asks whether it starts.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let rounds = arguments
        .iter()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(ROUNDS);
    let sandbox = Sandbox::new().unwrap();
    let mut programs = vec![
        Program::new(
            "JavaScript: console.log",
            Language::JavaScript,
            "console.log(1)",
        ),
        Program::new("Python: print", Language::Python, "print(1)"),
        Program::new(
            "Python: json.dumps",
            Language::Python,
            "import json\nprint(json.dumps({'a': [1, 2]}))",
        ),
    ];
    programs.extend(JAVASCRIPT_PROGRAMS.map(|(name, source)| {
        let name = format!("JavaScript: {name}");
        Program::new(&name, Language::JavaScript, source)
    }));
    programs.extend(PYTHON_IMPORTS.iter().map(|module| {
        let source = format!("import {module}\n");
        Program::new(
            &format!("Python: import {module}"),
            Language::Python,
            &source,
        )
    }));
    let part = arguments
        .iter()
        .find(|argument| !argument.starts_with("--") && argument.parse::<usize>().is_err());
    if let Some(part) = part {
        programs.retain(|program| program.name.contains(part.as_str()));
    }
    println!("| fresh run | p50 | p99 |\n|---|---:|---:|");
    for program in &programs {
        let times = times(rounds, || program.run(&sandbox));
        row(&program.name, times);
    }
    println!("\n| fresh runs at once | a second |\n|---|---:|");
    for program in programs.iter().filter(|program| program.is_a_line()) {
        for threads in [1, thread::available_parallelism().unwrap().get()] {
            let rate = rate(threads, &sandbox, program);
            println!("| {}, {threads} threads | {rate:.0} |", program.name);
        }
    }
    println!("\n| next run in one instance | p50 | p99 |\n|---|---:|---:|");
    for program in programs.iter().filter(|program| program.is_a_line()) {
        let session = sandbox.session(program.language).unwrap();
        session
            .upload(program.entry(), program.source.as_str())
            .unwrap();
        let times = times(rounds, || {
            let outcome = session.run(SessionRequest::new(program.entry())).unwrap();
            assert_eq!(outcome.kind, OutcomeKind::Ok);
        });
        row(&program.name, times);
    }
}

/// How long each of `rounds` calls took.
fn times(rounds: usize, mut call: impl FnMut()) -> Vec<Duration> {
    for _ in 0..WARM_UP {
        call();
    }
    (0..rounds)
        .map(|_| {
            let start = Instant::now();
            call();
            start.elapsed()
        })
        .collect()
}

fn row(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: usize| {
        times
            .get(times.len() * part / 100)
            .copied()
            .unwrap_or_default()
    };
    println!("| {name} | {:.3?} | {:.3?} |", at(50), at(99));
}

/// Runs a second, for two seconds.
fn rate(threads: usize, sandbox: &Sandbox, program: &Program) -> f64 {
    let span = Duration::from_secs(2);
    let start = Instant::now();
    let runs: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut runs = 0;
                    while start.elapsed() < span {
                        program.run(sandbox);
                        runs += 1;
                    }
                    runs
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    runs as f64 / start.elapsed().as_secs_f64()
}
