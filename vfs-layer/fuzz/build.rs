//! Says `fuzzing` as cargo-fuzz does, so that plain cargo checks the targets too.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(fuzzing)");
    println!("cargo::rustc-cfg=fuzzing");
}
