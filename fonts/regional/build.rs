//! Unpacks the zstd files of this folder into `OUT_DIR`, so that the binary holds plain TrueType:
//! mapped by the system, read on first use, no decoder at run time.

#![allow(clippy::disallowed_methods, reason = "a build script writes files")]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    println!("cargo::rerun-if-changed=.");
    for entry in fs::read_dir(".").expect("the folder of this package") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_some_and(|ext| ext == "zst") {
            let name = path.file_stem().expect("a name before .zst");
            unpack(&path, &out.join(name)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        }
    }
}

/// Writes the decoded content of `from` to `to`. The decoder checks the frame's checksum.
fn unpack(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = fs::File::open(from)?;
    let mut decoder =
        ruzstd::decoding::StreamingDecoder::new(&mut source).map_err(io::Error::other)?;
    let mut target = fs::File::create(to)?;
    io::copy(&mut decoder, &mut target)?;
    Ok(())
}
