//! Compressed bytes, as they were before. That is no cryptography: a library does it, in one step that is not opened.

use super::{READ_WHOLE, bytes, limit, whole};
use crate::functions::{Counterpart, Default, Family, Fault, Function, Parameter};
use crate::num::{Border, Callee, Carry, Entrance, Numbers};
use crate::run::{Budget, Count, Door, Feed, Map, Path, Pieces, Rope, Run, Type, Value, Windows};
use miniz_oxide::inflate::{
    DecompressError, TINFLStatus, decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit,
};
use std::num::Wrapping;
use std::sync::Arc;

/// The most bytes that come out.
const MOST: usize = 1 << 20;

/// The row of `inflate`.
pub const INFLATE: Function = Function {
    name: "inflate",
    title: "zlib, read",
    summary: "The bytes that were compressed with zlib, in one step of a library that is not opened.",
    family: Family::Bytes,
    spec: "RFC 1950 and RFC 1951",
    parameters: &[
        Parameter::bytes("bytes", "what was compressed; 1 MiB at most come out"),
        Parameter::bool("raw", "whether it is deflate alone, without zlib's head and sum, as inside a file of gzip")
            .or(Default::Bool(false)),
    ],
    result: Some(Type::Bytes),
    vetted: Counterpart::None("miniz_oxide 0.9 computes it: it is no cryptography"),
    examples: &["inflate(0x789c4b4c4a0600024d0127)"],
    make: |c, a| {
        whole(c, a, "inflate", "bytes")?;
        a.value("raw").finish(c.budget)?;
        inflated(&c.at, a.rope("bytes"), a.bool("raw")?, c.budget)
    },
};

/// The run over bytes at hand.
///
/// # Errors
/// A fault where they were not compressed with zlib, or more than 1 MiB comes out.
pub fn run(at: &Path, compressed: Rope, budget: &Budget) -> Result<Run, Fault> {
    inflated(at, compressed, false, budget)
}
fn inflated(at: &Path, compressed: Rope, raw: bool, budget: &Budget) -> Result<Run, Fault> {
    let given = compressed.to_vec_until(budget)?;
    let length = match decompressed(&given, raw) {
        Ok(bytes) => bytes.len(),
        Err(error) if error.status == TINFLStatus::HasMoreOutput => {
            return Err(limit("bytes", format!("more than {MOST} bytes come out of it, which is too much")));
        }
        Err(error) if error.status == TINFLStatus::FailedCannotMakeProgress => {
            return Err(Fault::argument("bytes", "the compressed bytes end too soon"));
        }
        Err(_) if raw => return Err(Fault::argument("bytes", "it was not compressed with deflate")),
        Err(_) => return Err(Fault::argument("bytes", "it was not compressed with zlib")),
    };
    let mut run = Run::new(at, "inflate");
    run.choice("can it be opened?", "no: a library, miniz_oxide 0.9, does it in one step");
    let library = Library { inflate: Arc::new(Inflate { raw }), length };
    let part = Map::once(run.at.join("result"), library, vec![Feed::whole("compressed", compressed)])?;
    let bytes = run.part("result", |_| part);
    Ok(run.with_result(Value::Bytes(bytes)))
}

fn decompressed(given: &[u8], raw: bool) -> Result<Vec<u8>, DecompressError> {
    let library = if raw { decompress_to_vec_with_limit } else { decompress_to_vec_zlib_with_limit };
    library(given, MOST)
}

/// The library's function, as a step.
struct Inflate {
    raw: bool,
}
impl Callee for Inflate {
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let given: Vec<u8> = arguments.iter().flat_map(|(_, bytes)| bytes.iter().map(|byte| byte.0)).collect();
        // Other bytes than those of the run are a trial of what they change.
        let bytes = decompressed(&given, self.raw).unwrap_or_default();
        output.iter_mut().zip(bytes).for_each(|(to, byte)| *to = Wrapping(byte));
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::closed()
    }
}
/// One step from all that is read to all that is written.
struct Library {
    inflate: Arc<Inflate>,
    length: usize,
}
impl Pieces for Library {
    const COUNT: Count = Count::Single;
    fn piece<N: Numbers>(&self, n: N, _: u64, read: &Windows, out: &mut Border) {
        let compressed: Vec<N::U8> = bytes(n, read[0], "compressed").collect();
        let given: &[(&str, &[N::U8])] = &[("compressed", &compressed)];
        for (i, byte) in n.call_for("inflate", (), &self.inflate, given, self.length).into_iter().enumerate() {
            byte.named("byte", i).save(out);
        }
    }
}
/// Compressed input that is read whole has so many bytes at most.
const _: () = assert!(READ_WHOLE >= MOST as u64);

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use miniz_oxide::deflate::compress_to_vec_zlib;

    #[test]
    fn every_byte_comes_from_all_that_was_compressed() {
        let compressed = compress_to_vec_zlib(b"lorem ipsum lorem ipsum", 6);
        let run = call("inflate", [input("bytes", &compressed)]).unwrap();
        assert_eq!(run.output().unwrap(), b"lorem ipsum lorem ipsum");
        assert_eq!(origins(&run.result), format!("bytes[0..{}]", compressed.len()));
    }
    #[test]
    fn what_is_not_compressed_is_refused() {
        let good = compress_to_vec_zlib(&[7; 400], 6);
        assert_eq!(fault("inflate", [input("bytes", b"abc")]), "it was not compressed with zlib");
        assert_eq!(fault("inflate", [input("bytes", &good[..good.len() - 1])]), "the compressed bytes end too soon");
        let bomb = compress_to_vec_zlib(&vec![0; MOST + 1], 6);
        let said = fault("inflate", [input("bytes", &bomb)]);
        assert_eq!(said, "more than 1048576 bytes come out of it, which is too much");
    }
}
