//! A run of nobody's: for what an engine does once for all programs, before there is one.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use policies::{Constraints, Policy, Preset};

use crate::engine::Engine;
use crate::invocation::Invocation;
use crate::platform::Platform;
use crate::run::{Attached, Run, RunHandle};
use crate::supervisor::{Supervisor, mounts};
use crate::upload::Upload;

/// A run under no program's limits, with the engine's own files and nothing of a host's: time stands,
/// and nothing is random, so that the same sources make the same component. What must be new in each
/// run is made new by the engine when a program comes.
///
/// # Errors
/// What is wrong with the preset or the engine's files.
pub fn run<E: Engine>(engine: &E) -> Result<RunHandle, String> {
    // Each is read here once, and then there for every instance.
    for &preset in Preset::ALL {
        Policy::preset(preset).map_err(|errors| errors.to_string())?;
    }
    let policy = Policy::preset(Preset::Standard).map_err(|errors| errors.to_string())?;
    let mounts = mounts(engine, &policy).map_err(|error| error.to_string())?;
    let namespace = mounts.build().map_err(|error| error.to_string())?;
    Ok(Rc::new(RefCell::new(Run::start(
        policy,
        namespace,
        "/".to_owned(),
        Invocation::default(),
        Rc::new(Nowhere),
        Attached::default(),
    ))))
}

/// Runs a program under the preset `standard`, as the first one of an instance that is there for one run.
///
/// # Errors
/// How it ended, when it did not end well.
pub fn rehearse<E: Engine>(entry: &str, program: &str) -> Result<(), String> {
    let policy = Policy::preset(Preset::Standard);
    let supervisor = Supervisor::<E>::new(policy, Rc::new(Nowhere), true).for_one_run(true);
    let program = Upload {
        name: entry.to_owned(),
        content: program.as_bytes().to_vec(),
        ..Upload::default()
    };
    supervisor
        .run(
            E::LANGUAGE,
            vec![program],
            Invocation::default(),
            Constraints::default(),
            Attached::default(),
        )
        .map(drop)
        .map_err(|failure| format!("{failure:?}"))
}

/// No platform at all.
struct Nowhere;

impl Platform for Nowhere {
    fn monotonic_nanos(&self) -> u64 {
        0
    }

    fn wall_nanos(&self) -> u64 {
        0
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }

    fn sleep(&self, _: Duration) {}

    fn emit(&self, _: &[u8]) {}
}
