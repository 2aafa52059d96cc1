//! A policy as a page for people.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
// Tests read the documents beside them.
#![allow(clippy::disallowed_methods)]

use policies::Policy;

#[test]
fn a_policy_is_told_in_full() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data-analysis.toml");
    let policy = Policy::parse(&std::fs::read_to_string(path).unwrap(), None).unwrap();
    assert_eq!(
        policy.to_string(),
        "\
working directory: /workspace
grants:
  [0] /workspace: scratch; all rights; at most 32MiB; at most 512 inodes
  [1] /workspace/report: scratch; read, append, create, list, stat; at most 1MiB
  [2] /data: read-only layer `dataset-2026`; read, list, stat
  [3] /models: overlay on `models`; read, write, create, truncate, list, stat
limits:
  time            30s
  memory          256MiB
  stack           6MiB
  file-size       16MiB
  disk            64MiB
  inodes          4096
  descriptors     128
  output          1MiB
  stdin           1MiB
  written         256MiB
  processes       0
  name-length     255
  path-length     4095
  depth           64
  symlink-length  4095
environment: from the caller LANG, TZ, ANALYSIS_*
  HOME=/workspace
modules:
  javascript: *
  python: *; but not ctypes, multiprocessing
clock: real
random: real
processes: violation
sessions: 64 at a time, each for 1d"
    );
}
