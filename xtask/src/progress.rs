//! Progress on the terminal: `[3/6] packing exec-javascript.wasm … 1.3 MB`.

use std::io::{self, Write as _};

use anyhow::Result;

/// A known number of steps, told one by one.
#[derive(Debug)]
pub(crate) struct Progress {
    total: usize,
    done: usize,
}

impl Progress {
    pub(crate) fn new(total: usize) -> Self {
        Self { total, done: 0 }
    }

    /// A step that prints nothing itself; its line ends with the words that `work` answers with.
    pub(crate) fn quiet<T>(
        &mut self,
        what: &str,
        work: impl FnOnce() -> Result<(T, String)>,
    ) -> Result<T> {
        self.done += 1;
        print!("[{}/{}] {what} … ", self.done, self.total);
        // A terminal shows the line only once it is flushed; failing to is no reason to stop.
        let _ = io::stdout().flush();
        match work() {
            Ok((result, words)) => {
                println!("{words}");
                Ok(result)
            }
            Err(error) => {
                println!("failed");
                Err(error)
            }
        }
    }

    /// A step that runs a program which prints for itself.
    pub(crate) fn loud<T>(&mut self, what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.done += 1;
        println!("[{}/{}] {what} …", self.done, self.total);
        work()
    }
}
