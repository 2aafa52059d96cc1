//! A soak: programs of both languages, harmless and hostile, on two threads for as long as one likes. Every
//! outcome must be exactly right, memory flat, and the last runs as fast as the first ones.
//!
//! `cargo xtask bench --soak MINUTES`
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints what it finds, and ends at the first fault"
)]

mod cases;
mod process;
mod runner;
mod verdict;

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use golem_exec::{Language, Sandbox};
use runner::Runner;
use verdict::Sample;

const THREADS: usize = 2;

/// So many lines tell how it goes.
const LINES: u32 = 20;

/// So many samples of memory and throughput.
const SAMPLES: u32 = 400;

/// What the threads share.
#[derive(Default)]
struct State {
    runs: AtomicU64,
    is_over: AtomicBool,
    fault: Mutex<Option<String>>,
}

fn main() -> ExitCode {
    // `cargo bench` and `cargo test --benches` run it without a time.
    let minutes: Option<f64> = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok());
    let Some(minutes) = minutes else {
        return ExitCode::SUCCESS;
    };
    let span = Duration::try_from_secs_f64(60.0 * minutes).unwrap();
    match soak(span) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("\nwrong: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn soak(span: Duration) -> Result<(), String> {
    let sandbox = Sandbox::new().unwrap();
    let runners = runner::round(&sandbox);
    let state = State::default();
    let samples = thread::scope(|scope| {
        for index in 0..THREADS {
            let (runners, state, sandbox) = (&runners, &state, &sandbox);
            scope.spawn(move || work(index, runners, sandbox, state));
        }
        let samples = watch(span, &state);
        state.is_over.store(true, Ordering::Relaxed);
        samples
    });
    if let Some(fault) = state.fault.into_inner().unwrap() {
        return Err(fault);
    }
    let (first, last) = verdict::ends(&samples).ok_or("there was no time for enough runs")?;
    println!(
        "\n{} runs, all right. From the second tenth of the time to the last: {:.0} to {:.0} runs/s, {:.0} \
         to {:.0} runs per second of a processor, {} to {} MiB.",
        state.runs.into_inner(),
        first.runs_per_second,
        last.runs_per_second,
        first.runs_per_processor_second,
        last.runs_per_processor_second,
        first.memory >> 20,
        last.memory >> 20,
    );
    verdict::of(first, last)
}

/// Rounds of all cases, until it is over. Each thread begins elsewhere in them.
fn work(index: usize, runners: &[Runner], sandbox: &Sandbox, state: &State) {
    let start = index * runners.len() / THREADS;
    for (position, runner) in runners.iter().enumerate().cycle().skip(start) {
        // A session for each round.
        let done = if position == 0 {
            [Language::JavaScript, Language::Python]
                .into_iter()
                .try_for_each(|language| runner::session(sandbox, language))
                .map(|()| 4)
        } else {
            Ok(0)
        };
        let done = done.and_then(|done| {
            (0..runner.times()).try_for_each(|_| runner.run())?;
            Ok(done + runner.times())
        });
        match done {
            Ok(done) => {
                state.runs.fetch_add(done as u64, Ordering::Relaxed);
            }
            Err(fault) => {
                state.fault.lock().unwrap().get_or_insert(fault);
                state.is_over.store(true, Ordering::Relaxed);
            }
        }
        if state.is_over.load(Ordering::Relaxed) {
            return;
        }
    }
}

/// Takes samples, and prints some.
fn watch(span: Duration, state: &State) -> Vec<Sample> {
    println!("| seconds | runs | runs/s | memory |\n|---:|---:|---:|---:|");
    let start = Instant::now();
    let mut samples: Vec<Sample> = Vec::new();
    let mut told: Option<Sample> = None;
    for index in 0..=SAMPLES {
        let due = span * index / SAMPLES;
        thread::sleep(due.saturating_sub(start.elapsed()));
        if state.is_over.load(Ordering::Relaxed) {
            break;
        }
        let sample = Sample {
            at: start.elapsed(),
            runs: state.runs.load(Ordering::Relaxed),
            memory: process::memory(),
            processor_time: process::processor_time(),
        };
        samples.push(sample);
        if index % (SAMPLES / LINES) == 0
            && let Some(before) = told.replace(sample)
        {
            println!(
                "| {:.0} | {} | {:.0} | {} MiB |",
                sample.at.as_secs_f64(),
                sample.runs,
                (sample.runs - before.runs) as f64 / (sample.at - before.at).as_secs_f64(),
                sample.memory >> 20,
            );
        }
    }
    samples
}
