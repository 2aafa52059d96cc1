//! Where it was measured.

use std::fmt;
use std::fs;
use std::thread;

/// The machine, and how busy it was when measuring began.
#[derive(Debug)]
pub(crate) struct Machine {
    processor: String,
    cores: usize,
    system: String,
    load: String,
}

impl Machine {
    pub(crate) fn new() -> Self {
        let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let processor = processors
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
            .map_or("an unnamed processor", |(_, name)| name.trim());
        let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        Self {
            processor: processor.to_owned(),
            cores: thread::available_parallelism().unwrap().get(),
            system: format!(
                "{} {}, {}",
                std::env::consts::OS,
                release.trim(),
                std::env::consts::ARCH
            ),
            load: load(),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, {} cores, {}; load {} when it began and {} when it ended",
            self.processor,
            self.cores,
            self.system,
            self.load,
            load()
        )
    }
}

/// How many processes wanted to run in the last minute.
fn load() -> String {
    let averages = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    averages
        .split_whitespace()
        .next()
        .unwrap_or("unknown")
        .to_owned()
}
