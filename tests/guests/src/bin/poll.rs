//! `poll_oneoff`: clocks wait in one sleep; files and streams are ready; what is wrong says so.

use preview1_guests::errno::*;
use preview1_guests::*;

const REALTIME: u32 = 0;
const MONOTONIC: u32 = 1;
const SECOND: u64 = 1_000_000_000;

#[derive(Clone, Copy)]
enum Asked {
    After(u32, u64),
    At(u32, u64),
    Read(u32),
    Write(u32),
}
use Asked::*;

/// User data, errno, type and bytes of each event.
fn poll(asked: &[Asked]) -> Answer<Vec<(u64, Errno, u8, u64)>> {
    let mut subscriptions = vec![0; asked.len() * 48];
    for ((index, asked), to) in (0_u64..).zip(asked).zip(subscriptions.chunks_mut(48)) {
        let (tag, first, timeout, flags) = match *asked {
            After(clock, nanos) => (0, clock, nanos, 0),
            At(clock, nanos) => (0, clock, nanos, 1),
            Read(fd) => (1, fd, 0, 0),
            Write(fd) => (2, fd, 0, 0),
        };
        to[..8].copy_from_slice(&(index + 100).to_le_bytes());
        to[8] = tag;
        to[16..20].copy_from_slice(&first.to_le_bytes());
        to[24..32].copy_from_slice(&timeout.to_le_bytes());
        to[40] = flags;
    }
    let mut events = vec![0xa5; asked.len() * 32];
    let (mut count, to) = ([0; 4], address_mut(&mut events));
    let (from, number) = (address(&subscriptions), asked.len() as u32);
    answer(raw::poll_oneoff(from, to, number, address_mut(&mut count)))?;
    let count = u32::from_le_bytes(count) as usize;
    let (events, rest) = events.split_at(count * 32);
    assert!(rest.iter().all(|byte| *byte == 0xa5));
    let u64_at = |bytes: &[u8]| u64::from_le_bytes(bytes[..8].try_into().unwrap());
    Ok(events
        .chunks(32)
        .map(|event| {
            let errno = Errno(u16::from_le_bytes([event[8], event[9]]).into());
            (u64_at(event), errno, event[10], u64_at(&event[16..]))
        })
        .collect())
}

fn now(clock: u32) -> u64 {
    with_u64(|time| raw::clock_time_get(clock, 1, time)).unwrap()
}

fn main() {
    const FINE: Errno = Errno(0);
    let dir = workspace();
    make(dir, "file", b"content");
    let fd = open(dir, "file", Open::both()).unwrap();
    assert_eq!(seek(fd, 2, 0), Ok(2));

    // The machine's clock stands but for sleeps, which take exactly as long as asked.
    let start = now(MONOTONIC);
    assert_eq!(
        poll(&[After(MONOTONIC, SECOND)]),
        Ok(vec![(100, FINE, 0, 0)])
    );
    assert_eq!(now(MONOTONIC), start + SECOND);
    let asked = [
        After(REALTIME, 9 * SECOND),
        After(MONOTONIC, SECOND),
        At(REALTIME, now(REALTIME) + SECOND),
    ];
    assert_eq!(poll(&asked), Ok(vec![(101, FINE, 0, 0), (102, FINE, 0, 0)]));
    assert_eq!(now(MONOTONIC), start + 2 * SECOND);
    assert_eq!(poll(&[At(MONOTONIC, 1)]), Ok(vec![(100, FINE, 0, 0)]));
    assert_eq!(poll(&[After(MONOTONIC, 0)]), Ok(vec![(100, FINE, 0, 0)]));

    // Ready at once: no sleep.
    let asked = [
        After(MONOTONIC, SECOND),
        Read(0),
        Write(1),
        Write(2),
        Read(fd),
        Write(fd),
    ];
    let expected = vec![
        (101, FINE, 1, 1),
        (102, FINE, 2, 1),
        (103, FINE, 2, 1),
        (104, FINE, 1, 5),
        (105, FINE, 2, 1),
    ];
    assert_eq!(poll(&asked), Ok(expected));
    // What cannot be waited for.
    let reader = open(dir, "file", Open::reading()).unwrap();
    let asked = [
        Read(99),
        Write(0),
        Read(2),
        Read(dir),
        Write(reader),
        After(2, 1),
        After(77, 1),
    ];
    let expected = vec![
        (100, BADF, 1, 0),
        (101, BADF, 2, 0),
        (102, BADF, 1, 0),
        (103, BADF, 1, 0),
        (104, BADF, 2, 0),
        (105, INVAL, 0, 0),
        (106, INVAL, 0, 0),
    ];
    assert_eq!(poll(&asked), Ok(expected));
    assert_eq!(now(MONOTONIC), start + 2 * SECOND);
    assert_eq!(poll(&[]), Err(INVAL));
    // Numbers of subscriptions that no memory holds.
    let mut place = [0; 64];
    let at = address_mut(&mut place);
    for count in [1 << 24, 1 << 27, 1 << 28, u32::MAX] {
        assert_eq!(
            answer(raw::poll_oneoff(at, at, count, at)),
            Err(FAULT),
            "{count}"
        );
    }
    // As the standard library sleeps.
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert_eq!(now(MONOTONIC), start + 3 * SECOND);
}
