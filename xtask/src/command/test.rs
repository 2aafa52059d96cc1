//! `cargo xtask test`: everything that must hold.

mod consumer;
mod scripts;
mod steps;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::cli::TestArgs;
use crate::cpython;
use crate::progress::Progress;
use crate::toolchain;
use crate::workspace::Workspace;

/// One thing that must hold. Its answer is a line for people.
struct Step<'a> {
    name: String,
    check: Box<dyn FnOnce() -> Result<String> + 'a>,
}

/// How a step went.
struct Outcome {
    name: String,
    took: Duration,
    result: Result<String>,
}

pub(super) fn run(workspace: &Workspace, arguments: &TestArgs) -> Result<()> {
    let mut progress = Progress::new(toolchain::STEPS + cpython::STEPS);
    let toolchain = toolchain::ensure(workspace, &mut progress)?;
    let cpython = cpython::ensure(workspace, &toolchain, &mut progress)?;
    let lints = toolchain::ensure_lints()?;
    println!("{lints}");
    let mut steps = steps::all(workspace, &toolchain, &cpython);
    if !arguments.steps.is_empty() {
        steps.retain(|step| {
            arguments
                .steps
                .iter()
                .any(|word| step.name.contains(word.as_str()))
        });
    }
    if steps.is_empty() {
        bail!("no step's name contains {}", arguments.steps.join(" or "));
    }
    let total = steps.len();
    let mut outcomes = Vec::with_capacity(total);
    for (number, step) in (1..).zip(steps) {
        println!("\n[{number}/{total}] {}", step.name);
        let start = Instant::now();
        let result = (step.check)();
        match &result {
            Ok(answer) => println!("ok: {answer}"),
            Err(error) => println!("FAILED: {error:#}"),
        }
        outcomes.push(Outcome {
            name: step.name,
            took: start.elapsed(),
            result,
        });
    }
    report(&outcomes)
}

/// The list at the end, and its last line: `12 passed, 0 failed`.
fn report(outcomes: &[Outcome]) -> Result<()> {
    println!();
    for (number, outcome) in (1..).zip(outcomes) {
        let mark = if outcome.result.is_ok() {
            "ok    "
        } else {
            "FAILED"
        };
        println!(
            "{number:>3}. {mark} {:>7.1} s  {}",
            outcome.took.as_secs_f32(),
            outcome.name
        );
    }
    let failed = outcomes
        .iter()
        .filter(|outcome| outcome.result.is_err())
        .count();
    println!("{} passed, {failed} failed", outcomes.len() - failed);
    if failed > 0 {
        bail!(
            "{failed} of {} steps failed; each says why above",
            outcomes.len()
        );
    }
    Ok(())
}
