//! A program exits with the code that it gives.

fn main() {
    println!("printed before");
    std::process::exit(3);
}
