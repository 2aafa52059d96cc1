//! Whether it went on as it began.

use std::time::Duration;

/// The state of things at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) at: Duration,
    pub(crate) runs: u64,
    /// Bytes.
    pub(crate) memory: u64,
    /// Seconds.
    pub(crate) processor_time: f64,
}

/// The first of so many parts fills caches and pools: it is not judged.
const PARTS: usize = 10;

/// Memory may be so many hundredths, and so many bytes, more at the end: an allocator's noise.
const GROWTH: u64 = 5;
const NOISE: u64 = 4 << 20;

/// The least rate at the end, as a part of that at the start.
const SLOWEST: f64 = 0.85;

/// What happened in one part of the time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// Median.
    pub(crate) memory: u64,
    pub(crate) runs_per_second: f64,
    pub(crate) runs_per_processor_second: f64,
}

/// The second tenth, after the warm-up, and the last one.
pub(crate) fn ends(samples: &[Sample]) -> Option<(Part, Part)> {
    let length = samples.len() / PARTS;
    let first = part(samples.get(length..=2 * length)?)?;
    let last = part(samples.get(samples.len().checked_sub(length + 1)?..)?)?;
    Some((first, last))
}

fn part(samples: &[Sample]) -> Option<Part> {
    let (first, last) = (samples.first()?, samples.last()?);
    let mut memory: Vec<u64> = samples.iter().map(|sample| sample.memory).collect();
    memory.sort_unstable();
    let runs = (last.runs - first.runs) as f64;
    (runs > 0.0).then(|| Part {
        memory: memory.get(memory.len() / 2).copied().unwrap_or_default(),
        runs_per_second: runs / (last.at - first.at).as_secs_f64(),
        runs_per_processor_second: runs / (last.processor_time - first.processor_time),
    })
}

/// # Errors
/// What got worse. The rate is judged to have fallen when it did by the clock and by the processor's time:
/// a neighbour who takes processors changes the first alone, and one who makes programs run out of time
/// before they have used it, the second.
pub(crate) fn of(first: Part, last: Part) -> Result<(), String> {
    let allowed = first.memory + first.memory * GROWTH / 100 + NOISE;
    if last.memory > allowed {
        return Err(format!(
            "memory grew from {} to {} bytes; {allowed} are allowed",
            first.memory, last.memory
        ));
    }
    let by_clock = last.runs_per_second / first.runs_per_second;
    let by_processor = last.runs_per_processor_second / first.runs_per_processor_second;
    if by_clock < SLOWEST && by_processor < SLOWEST {
        return Err(format!(
            "throughput fell to {by_clock:.2} of what it was by the clock, and to {by_processor:.2} by the \
             processor's time; {SLOWEST} is allowed"
        ));
    }
    Ok(())
}
