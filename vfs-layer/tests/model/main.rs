//! Random plans on the real namespace and on a naive model of it: after each step both answered the same, show the same, and
//! hold the same, and the real one's invariants hold.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]
// The fuzz target `plans` draws the same steps from bytes.
#![allow(unexpected_cfgs)]

mod answers;
mod content;
mod names;
mod play;
mod resolve;
mod step;
mod strategy;
mod tree;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use vfs_layer::Errno;

use self::step::Step;

/// How many plans a run tries, unless `PROPTEST_CASES` says otherwise.
const CASES: u32 = 64;

fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let file = FileFailurePersistence::Direct("tests/model/regressions.txt");
    ProptestConfig {
        cases: asked.and_then(|cases| cases.parse().ok()).unwrap_or(CASES),
        failure_persistence: Some(Box::new(file)),
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_namespace_does_what_the_model_does(steps in strategy::plan()) {
        play::Play::all(&steps);
    }
}

/// Plans that do nothing show nothing: each kind of step is done and refused, for every reason that there is.
#[test]
fn plans_reach_every_step_and_every_refusal() {
    let mut runner = TestRunner::deterministic();
    let mut done: BTreeMap<String, u32> = BTreeMap::new();
    let mut refused = BTreeSet::new();
    for _ in 0..100 {
        let steps = strategy::plan().new_tree(&mut runner).unwrap().current();
        for (step, outcome) in steps.iter().zip(play::Play::all(&steps)) {
            match outcome {
                Ok(()) => *done.entry(name(step)).or_default() += 1,
                Err(errno) => {
                    refused.insert(errno);
                }
            }
        }
    }
    for step in STEPS {
        assert!(done.contains_key(step), "no {step} was ever done");
    }
    for errno in REFUSALS {
        assert!(
            refused.contains(&errno),
            "nothing was ever refused with {errno:?}"
        );
    }
}

fn name(step: &Step) -> String {
    let text = format!("{step:?}");
    text.split('(').next().unwrap_or_default().to_owned()
}

const STEPS: [&str; 30] = [
    "Open",
    "Read",
    "PositionedRead",
    "Write",
    "PositionedWrite",
    "Seek",
    "Tell",
    "SetSize",
    "Allocate",
    "Sync",
    "Advise",
    "Stat",
    "StatAt",
    "SetTimes",
    "SetTimesAt",
    "ReadDirectory",
    "StrangeCookie",
    "MakeDirectory",
    "RemoveDirectory",
    "Unlink",
    "Rename",
    "Link",
    "Symlink",
    "ReadLink",
    "Renumber",
    "Close",
    "SetRights",
    "SetFlags",
    "BeginRun",
    "Thaw",
];

/// In the order of their numbers.
const REFUSALS: [Errno; 22] = [
    Errno::Acces,
    Errno::BadF,
    Errno::Busy,
    Errno::DQuot,
    Errno::Exist,
    Errno::FBig,
    Errno::IlSeq,
    Errno::Inval,
    Errno::IsDir,
    Errno::Loop,
    Errno::MFile,
    Errno::NameTooLong,
    Errno::NoEnt,
    Errno::NoSpc,
    Errno::NotDir,
    Errno::NotEmpty,
    Errno::NotSup,
    Errno::Perm,
    Errno::RoFs,
    Errno::SPipe,
    Errno::XDev,
    Errno::NotCapable,
];
