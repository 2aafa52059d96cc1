//! `poll_oneoff`.

use std::time::Duration;

use super::*;
use crate::platform::Platform as _;

const EVENTS: u32 = DATA;
const MILLISECOND: u64 = 1_000_000;

#[derive(Clone, Copy)]
enum Asked {
    Relative(u32, u64),
    Absolute(u32, u64),
    Read(u32),
    Write(u32),
}

impl Program {
    /// Polls, and returns what came: user data (the place of the subscription), errno, type, bytes.
    fn poll(&mut self, asked: &[Asked]) -> Result<Vec<(u64, u16, u8, u64)>, Errno> {
        for (index, asked) in (0_u32..).zip(asked) {
            let mut bytes = [0; 48];
            bytes[..8].copy_from_slice(&u64::from(index).to_le_bytes());
            let (tag, first, timeout, flags) = match *asked {
                Asked::Relative(clock, nanos) => (0, clock, nanos, 0_u16),
                Asked::Absolute(clock, nanos) => (0, clock, nanos, 1),
                Asked::Read(fd) => (1, fd, 0, 0),
                Asked::Write(fd) => (2, fd, 0, 0),
            };
            bytes[8] = tag;
            bytes[16..20].copy_from_slice(&first.to_le_bytes());
            bytes[24..32].copy_from_slice(&timeout.to_le_bytes());
            bytes[40..42].copy_from_slice(&flags.to_le_bytes());
            self.put(VECTOR + index * 48, &bytes);
        }
        let count = u32::try_from(asked.len()).unwrap();
        let errno = self.call(|calls| calls.poll_oneoff(VECTOR, EVENTS, count, RESULT));
        if errno != Errno::Success {
            return Err(errno);
        }
        Ok((0..self.u32(RESULT))
            .map(|index| {
                let event = EVENTS + index * 32;
                let head = self.bytes(event + 8, 3);
                let errno = u16::from_le_bytes([head[0], head[1]]);
                (self.u64(event), errno, head[2], self.u64(event + 16))
            })
            .collect())
    }
}

#[test]
fn the_first_clock_ends_one_sleep() {
    let mut program = Program::new();
    let asked = [
        Asked::Relative(1, 30 * MILLISECOND),
        Asked::Relative(0, 10 * MILLISECOND),
        Asked::Absolute(1, 10 * MILLISECOND),
    ];
    assert_eq!(program.poll(&asked), Ok(vec![(1, 0, 0, 0), (2, 0, 0, 0)]));
    assert_eq!(program.platform.monotonic_nanos(), 10 * MILLISECOND);
}

#[test]
fn an_absolute_time_that_has_passed_does_not_wait() {
    let mut program = Program::new();
    let now = program.platform.wall_nanos();
    assert_eq!(
        program.poll(&[Asked::Absolute(0, now - 1)]),
        Ok(vec![(0, 0, 0, 0)])
    );
    assert_eq!(program.platform.monotonic_nanos(), 0);
    let asked = [Asked::Absolute(0, now + 5 * MILLISECOND)];
    assert_eq!(program.poll(&asked), Ok(vec![(0, 0, 0, 0)]));
    assert_eq!(program.platform.monotonic_nanos(), 5 * MILLISECOND);
}

#[test]
fn files_and_streams_are_ready_at_once() {
    let mut program = Program::new();
    let fd = program.open(3, "file", CREATE, ALL).unwrap();
    program.write(fd, b"abcd").unwrap();
    program.call(|calls| calls.fd_seek(fd, 1, 0, RESULT));
    let asked = [
        Asked::Relative(1, 10 * MILLISECOND),
        Asked::Read(0),
        Asked::Write(1),
        Asked::Write(2),
        Asked::Read(fd),
        Asked::Write(fd),
    ];
    let expected = vec![
        (1, 0, 1, 1),
        (2, 0, 2, 1),
        (3, 0, 2, 1),
        (4, 0, 1, 3),
        (5, 0, 2, 1),
    ];
    assert_eq!(program.poll(&asked), Ok(expected));
    assert_eq!(program.platform.monotonic_nanos(), 0);
}

#[test]
fn what_cannot_be_waited_for_says_so_in_its_event() {
    let mut program = Program::new();
    let (bad, invalid) = (Errno::BadF.code(), Errno::Inval.code());
    let asked = [
        Asked::Read(99),
        Asked::Read(1),
        Asked::Write(0),
        Asked::Read(3),
        Asked::Relative(2, 1),
        Asked::Relative(9, 1),
    ];
    let expected = vec![
        (0, bad, 1, 0),
        (1, bad, 1, 0),
        (2, bad, 2, 0),
        (3, bad, 1, 0),
        (4, invalid, 0, 0),
        (5, invalid, 0, 0),
    ];
    assert_eq!(program.poll(&asked), Ok(expected));
    assert_eq!(program.poll(&[]), Err(Errno::Inval));
}

#[test]
fn a_wait_ends_with_the_deadline() {
    let limits = "[limits]\ntime = \"1s\"";
    let mut program = Program::with(limits, Invocation::default(), MountSpec::scratch());
    assert_eq!(
        program.poll(&[Asked::Relative(1, u64::MAX)]),
        Err(Errno::Intr)
    );
    assert_eq!(
        Duration::from_nanos(program.platform.monotonic_nanos()),
        Duration::from_secs(1)
    );
    assert!(program.run.is_stopped());
}

#[test]
fn a_tag_or_flag_that_there_is_not_is_invalid() {
    let mut program = Program::new();
    assert_eq!(
        program.poll(&[Asked::Read(0)]).map(|events| events.len()),
        Ok(1)
    );
    program.put(VECTOR + 8, &[3]);
    let errno = program.call(|calls| calls.poll_oneoff(VECTOR, EVENTS, 1, RESULT));
    assert_eq!(errno, Errno::Inval);
    program.put(VECTOR + 8, &[0]);
    program.put(VECTOR + 40, &[2]);
    let errno = program.call(|calls| calls.poll_oneoff(VECTOR, EVENTS, 1, RESULT));
    assert_eq!(errno, Errno::Inval);
}

/// An engine that counts its own steps sees little of a loop of calls: they look at the clock themselves.
#[test]
fn calls_are_stopped_without_the_engines_asking() {
    let mut program = Program::new();
    let readings = program.platform.readings();
    program.platform.advance(Duration::from_secs(3600));
    for _ in 0..31 {
        program.run.count_call();
    }
    assert!(!program.run.is_stopped());
    assert_eq!(program.platform.readings(), readings);
    program.run.count_call();
    assert!(program.run.is_stopped());
    assert_eq!(program.platform.readings(), readings + 1);
}
