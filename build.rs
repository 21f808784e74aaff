//! Builds the package again when a file is added to a folder that it embeds; `include_dir` by
//! itself only sees changes to files it already knows.

fn main() {
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=slides");
    println!("cargo::rerun-if-changed=src/check/manual");
}
