//! The built UI is compiled in: when it changes, this crate is compiled again.

fn main() {
    println!("cargo:rerun-if-changed=../../ui/dist");
    println!("cargo:rerun-if-changed=build.rs");
}
