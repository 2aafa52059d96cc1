//! A sleep ends with the run's time, and the program with it.

fn main() {
    println!("before");
    std::thread::sleep(std::time::Duration::from_secs(u64::MAX));
    println!("after");
}
