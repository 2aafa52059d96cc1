//! Set-up, builds, tests and gates of this workspace.
#![forbid(unsafe_code)]
