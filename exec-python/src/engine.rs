//! CPython as an engine of the sandbox.

use policies::{Language, LimitName};
use sandbox_core::engine::{Ending, Engine, Execution};
use sandbox_core::report::LimitExceeded;
use sandbox_core::run::RunHandle;
use sandbox_libc::heap::{image, program_break};
use vfs_layer::MountSpec;

use crate::cpython::{self, Ended, Given, Outcome, Raised};
use crate::{library, native, snapshot};

/// CPython.
#[derive(Debug, Default)]
pub struct CPython;

impl Engine for CPython {
    const LANGUAGE: Language = Language::Python;
    const PACKAGES: Option<&'static str> = Some(library::PACKAGES);

    fn mounts(&self) -> Vec<(&'static str, MountSpec)> {
        vec![
            (library::PATH, library::mount()),
            (library::PACKAGES, library::packages()),
        ]
    }

    fn execute(&mut self, run: &RunHandle, entry: &str) -> Execution {
        let given = Given::new(&run.borrow(), entry);
        let ending = sandbox_libc::with_run(run, || match given {
            Some(given) => execute(run, &given),
            None => Ending::Failed("a text of the caller's contains NUL".to_owned()),
        });
        Execution {
            ending,
            peak_memory: program_break::peak(),
        }
    }
}

fn execute(run: &RunHandle, given: &Given) -> Ending {
    let readied = snapshot::ensure().and_then(|()| restore_or_save(run));
    if let Err(message) = readied {
        return Ending::Failed(format!("CPython: {message}"));
    }
    let (limit, stack) = {
        let mut run = run.borrow_mut();
        run.allow_polls(POLLS_BETWEEN_READINGS);
        (run.memory_limit(), run.stack_limit())
    };
    program_break::begin(limit);
    // A fifth is kept back: the evaluation loop's frame is more than the meter's estimate of it, most
    // of all where the host counts fuel, and not every call that follows a check makes one itself.
    cpython::limit_stack(stack / 5 * 4 / stack_scale());
    // Memory may not even suffice for the interpreter itself.
    if program_break::peak() > limit as u64 || !cpython::ready(given) {
        return memory_exceeded(limit, Some(program_break::peak()));
    }
    let outcome = cpython::run(given);
    if run.borrow().is_stopped() {
        program_break::allow_more(FLUSH_BYTES);
        cpython::flush_stopped();
        return Ending::Stopped;
    }
    ending(&outcome, limit)
}

/// Puts CPython's memory back, or notes it down for the next program. What its packed library takes is the
/// larger part of C's data, and constant.
fn restore_or_save(run: &RunHandle) -> Result<(), String> {
    let library = library::ARCHIVE.as_ptr_range();
    let (start, end) = (library.start.addr(), library.end.addr());
    let mut left_alone = native::variables().to_vec();
    left_alone.extend(sandbox_component::variables());
    image::restore_or_save(run, Some((start, end - start)), &left_alone).map_err(str::to_owned)
}

/// The most questions between two readings of the clock. An interval (pycore_sandbox.h) is 2,500 ticks of
/// about 8 ns, so a tight loop has the clock read each 10 ms or so.
const POLLS_BETWEEN_READINGS: u32 = 512;

/// What is granted to the supervisor for writing out what a stopped program had printed.
const FLUSH_BYTES: usize = 1 << 20;

/// By how much less than the policy's figure CPython's check is told: as in `exec-javascript`, where
/// there is no stack meter the shadow stack stands for it.
fn stack_scale() -> usize {
    if sandbox_libc::stack::is_metered() {
        1
    } else {
        4
    }
}

fn ending(outcome: &Outcome, memory: usize) -> Ending {
    match (outcome.ended, outcome.raised) {
        (Ended::Exited, _) => Ending::Exited(outcome.exit_code),
        (_, Raised::MemoryError) => memory_exceeded(memory, program_break::refused()),
        (_, Raised::LimitError) => match native::limit_error() {
            Some(limit) => Ending::UncaughtLimit(limit),
            None => Ending::Uncaught,
        },
        (Ended::DoesNotCompile, Raised::Other) => Ending::DoesNotCompile,
        (Ended::Uncaught, Raised::Other) => Ending::Uncaught,
    }
}

fn memory_exceeded(allowed: usize, asked: Option<u64>) -> Ending {
    Ending::UncaughtLimit(LimitExceeded {
        limit: LimitName::Memory,
        asked,
        allowed: allowed as u64,
    })
}
