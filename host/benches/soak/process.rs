//! What this process holds and has used.

use std::fs;

/// Bytes in memory.
pub(crate) fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let kibibytes: u64 = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|value| value.trim().trim_end_matches("kB").trim().parse().ok())
        .unwrap();
    kibibytes * 1024
}

/// Seconds of a processor, of all threads.
pub(crate) fn processor_time() -> f64 {
    /// Linux counts in hundredths, whatever the machine.
    const HUNDREDTHS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    // The program's name, in parentheses, may hold spaces. utime and stime are fields 14 and 15.
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let used: f64 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(|field| field.parse::<f64>().unwrap())
        .sum();
    used / HUNDREDTHS
}
