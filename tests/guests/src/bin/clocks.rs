//! Clocks as the policy has them; the argument says which rule holds.

use preview1_guests::errno::*;
use preview1_guests::*;

/// The machine's wall clock in the tests.
const START: u64 = 1_700_000_000_123_456_789;

fn main() {
    let time = |clock| with_u64(|time| raw::clock_time_get(clock, 1, time));
    let resolution = |clock| with_u64(|time| raw::clock_res_get(clock, time));
    let rule = std::env::args().nth(1).expect("the rule is an argument");
    let (realtime, monotonic, step) = match rule.as_str() {
        "real" => (START, 0, 1),
        "coarse" => (START - START % 1_000_000_000, 0, 1_000_000_000),
        "frozen" => (981_173_106_000_000_000, 0, 1_000_000_000),
        rule => panic!("no rule {rule}"),
    };
    assert_eq!((time(0), time(1)), (Ok(realtime), Ok(monotonic)));
    assert_eq!((resolution(0), resolution(1)), (Ok(step), Ok(step)));
    // Files bear the program's time.
    let dir = workspace();
    make(dir, "file", b"");
    assert_eq!(stat_at(dir, "file").unwrap().mtim, realtime);

    std::thread::sleep(std::time::Duration::from_millis(1500));
    let slept = match rule.as_str() {
        "real" => 1_500_000_000,
        "coarse" => 1_000_000_000,
        _ => 0,
    };
    assert_eq!(time(1), Ok(slept));
    // The processor's time is not told, and other clocks there are none.
    for clock in [2, 3] {
        assert_eq!((time(clock), resolution(clock)), (Err(BADF), Err(BADF)));
    }
    for clock in [4, u32::MAX] {
        assert_eq!((time(clock), resolution(clock)), (Err(INVAL), Err(INVAL)));
    }
}
