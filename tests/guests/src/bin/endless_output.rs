//! A program that prints without end is stopped at the output limit.

use std::io::Write as _;

fn main() {
    loop {
        // What is stopped does not get to see the error.
        std::io::stdout().write_all(&[b'x'; 4096]).unwrap();
    }
}
