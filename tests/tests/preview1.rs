//! Every guest of `guests/`, built for wasm32-wasip1 and run behind the native host: one behaviour of
//! preview1 each, its exact errnos asserted by the guest itself.
#![allow(clippy::panic, clippy::unwrap_used, missing_docs)]

#[path = "preview1/guests.rs"]
mod guests;
#[path = "preview1/setup.rs"]
mod setup;

use std::rc::Rc;

use conformance::preview1::SteppedPlatform;
use policies::LimitName;
use sandbox_core::outcome::Failure;
use vfs_layer::Quota;

use setup::Setup;

/// A test for each guest that asserts everything itself, and needs nothing but files.
macro_rules! guests {
    ($($guest:ident)*) => {
        $(
            #[test]
            fn $guest() {
                Setup::default().passes(stringify!($guest));
            }
        )*

        /// The guests that have a test here.
        const PLAIN: &[&str] = &[$(stringify!($guest)),*];
    };
}

guests! {
    absolute_symbolic_links
    advise_and_sync
    allocate
    append
    bad_pointers
    close_and_reuse
    descriptor_rights
    dotdot_escapes
    files_through_std
    hard_links
    huge_iovecs
    links_never_widen_rights
    nasty_paths
    open_create_exclusive_truncate
    open_rights
    poll
    positions_at_extremes
    preopens
    readdir_cookies
    readdir_tiny_buffers
    reading_a_directory
    rename_matrix
    renumber
    seek_and_tell
    set_size
    sockets
    symbolic_link_loops
    symbolic_links
    times
    trailing_slashes
    truncate_needs_write
    unlink_and_rmdir
}

/// The guests that have a test of their own below.
const FURTHER: &[&str] = &[
    "args_and_environ",
    "clocks",
    "descriptor_limit",
    "endless_loop",
    "endless_output",
    "exit_code",
    "mounts",
    "random",
    "sleep_past_the_deadline",
    "space_limits",
    "stdio",
    "unlinked_but_open",
];

#[test]
fn every_guest_has_a_test() {
    let mut tested: Vec<&str> = PLAIN.iter().chain(FURTHER).copied().collect();
    tested.sort_unstable();
    assert_eq!(guests::names(), tested);
}

#[test]
fn args_and_environ() {
    let setup = Setup {
        arguments: vec!["one", "", "zwei drei", "\u{2764}"],
        environment: vec![("PATH", "a=b"), ("A", "1"), ("EMPTY", "")],
        ..Setup::default()
    };
    setup.passes("args_and_environ");
}

#[test]
fn clocks() {
    for (rule, policy) in [
        ("real", "mode = \"real\""),
        ("coarse", "mode = \"coarse\"\nresolution = \"1s\""),
        ("frozen", "mode = \"frozen\"\nat = \"2001-02-03T04:05:06Z\""),
    ] {
        let setup = Setup {
            policy: format!("[clock]\n{policy}"),
            arguments: vec![rule],
            ..Setup::default()
        };
        setup.passes("clocks");
    }
}

#[test]
fn random() {
    let draw = |rule: &str| {
        let policy = format!("[random]\n{rule}");
        Setup {
            policy,
            ..Setup::default()
        }
        .prints("random")
    };
    let seeded = |seed: u32| draw(&format!("mode = \"seeded\"\nseed = {seed}"));
    assert_eq!(seeded(1), seeded(1));
    assert_ne!(seeded(1), seeded(2));
    assert_ne!(seeded(1), draw("mode = \"real\""));
    assert_eq!(seeded(1).len(), 64);
}

#[test]
fn stdio() {
    let setup = Setup {
        stdin: b"line\nthe rest",
        ..Setup::default()
    };
    let ended = setup.run("stdio");
    let stage = ended.stage().unwrap();
    assert_eq!(
        ended.trap.as_deref(),
        None,
        "{}",
        String::from_utf8_lossy(&stage.stderr)
    );
    assert_eq!(stage.stdout, b"raw out\n\xff\x00\x1b[2J\nmoved\n");
    assert_eq!(stage.stderr, b"err\n");
    assert_eq!(stage.exit_code, Some(0));
}

#[test]
fn exit_code() {
    let ended = Setup::default().run("exit_code");
    let stage = ended.stage().unwrap();
    assert_eq!(
        (stage.exit_code, &*stage.stdout),
        (Some(3), &b"printed before\n"[..])
    );
}

#[test]
fn descriptor_limit() {
    let quota = Quota {
        descriptors: 32,
        ..Quota::default()
    };
    Setup {
        quota,
        ..Setup::default()
    }
    .passes("descriptor_limit");
}

/// The quota that two guests count on.
const SMALL: Quota = Quota {
    file_bytes: 1000,
    total_bytes: 2500,
    inodes: 10,
    descriptors: 64,
    name_bytes: 255,
    path_bytes: 4096,
    depth: 64,
    symlink_bytes: 4095,
    written_bytes: 5000,
};

#[test]
fn space_limits() {
    Setup {
        quota: SMALL,
        ..Setup::default()
    }
    .passes("space_limits");
}

#[test]
fn unlinked_but_open() {
    Setup {
        quota: SMALL,
        ..Setup::default()
    }
    .passes("unlinked_but_open");
}

#[test]
fn mounts() {
    Setup {
        mounts: setup::library_and_log(),
        ..Setup::default()
    }
    .passes("mounts");
}

#[test]
fn sleep_past_the_deadline() {
    let platform = Rc::new(SteppedPlatform::default());
    let setup = Setup {
        platform: Some(Rc::clone(&platform)),
        ..Setup::default()
    };
    let ended = setup.run("sleep_past_the_deadline");
    assert_eq!(ended.outcome, Err(Failure::Timeout));
    assert_eq!(platform.sleeps(), 1);
}

#[test]
fn endless_loop() {
    // A machine whose time goes on by itself.
    let setup = Setup {
        policy: "[limits]\ntime = \"50ms\"".to_owned(),
        native: true,
        ..Setup::default()
    };
    let ended = setup.run("endless_loop");
    assert_eq!(ended.outcome, Err(Failure::Timeout));
    assert_eq!(
        ended.report.limit.map(|limit| limit.limit),
        Some(LimitName::Time)
    );
}

#[test]
fn endless_output() {
    let setup = Setup {
        policy: "[limits]\noutput = \"64KiB\"".to_owned(),
        ..Setup::default()
    };
    let ended = setup.run("endless_output");
    assert_eq!(ended.outcome, Err(Failure::ResourceExceeded));
    let limit = ended.report.limit.unwrap();
    assert_eq!((limit.limit, limit.allowed), (LimitName::Output, 64 << 10));
}
