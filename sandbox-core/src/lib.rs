//! Sessions, limits, output capture and WASI preview1 over the in-memory file system: all that
//! the two guests have in common, knowing neither an engine nor Wasmtime.
//!
//! A caller's files become an [`upload`], its arguments an [`invocation`]. A [`supervisor`] holds
//! the policy of the component and turns both, for one call or for a [`session`], into a [`run`]:
//! the one object through which an [`engine`] and its C library (by way of [`preview1`]) reach
//! files, output, clocks and randomness. What became of it is an [`outcome`], and in full a
//! [`report`], which a host may watch as a stream of [`event`]s.
#![forbid(unsafe_code)]

pub mod alone;
mod audit;
pub mod clock;
pub mod deadline;
pub mod encoding;
pub mod engine;
pub mod event;
pub mod input;
pub mod invocation;
pub mod outcome;
pub mod output;
pub mod packages;
pub mod platform;
pub mod preview1;
pub mod pull;
pub mod random;
pub mod report;
pub mod restore;
pub mod run;
pub mod session;
pub mod snapshot;
pub mod supervisor;
#[cfg(test)]
mod testing;
pub mod upload;
