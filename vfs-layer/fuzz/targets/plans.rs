//! Any plan of operations, on the real namespace and on the tests' naive model of it.
#![no_main]
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "../../tests/model/answers.rs"]
mod answers;
#[path = "../../tests/model/content.rs"]
mod content;
#[path = "../../tests/model/names.rs"]
mod names;
#[path = "../../tests/model/play.rs"]
mod play;
#[path = "../../tests/model/resolve.rs"]
mod resolve;
#[path = "../../tests/model/step.rs"]
mod step;
#[path = "../../tests/model/tree.rs"]
mod tree;
#[path = "../../tests/model/world.rs"]
mod world;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|steps: Vec<step::Step>| {
    // Long enough to fill every quota, short enough to be quick.
    play::Play::all(&steps[..steps.len().min(200)]);
});
