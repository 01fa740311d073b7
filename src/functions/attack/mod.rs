//! Attacks that are small enough to watch: what they compute shows why a construction is not enough.

pub mod collision;
pub mod crib;
pub mod discrete_log;
pub mod fermat;
pub mod guess;
pub mod padding;
pub mod rainbow;
pub mod timing;
pub mod words;

use super::hash::{Hash, Midstate};
use super::{Context, Fault};
use crate::num::{Callee, Entrance};
use crate::run::{Door, Path, Rope, Run, Value};
use sha2::{Digest as _, Sha256};
use std::num::Wrapping;
use std::sync::Arc;

/// The beginning of a digest, as a step that a segment calls on one message after another.
struct Digest {
    hash: &'static Hash,
    /// How many bytes of the digest are kept.
    bytes: u64,
    none: Midstate,
}
impl Digest {
    fn new(hash: &'static Hash, bytes: u64) -> Arc<Digest> {
        Arc::new(Digest { hash, bytes, none: hash.after(&[]) })
    }
    /// The run over one message.
    fn run(&self, at: &Path, message: Rope) -> Run {
        let run = (self.hash.run)(at, message);
        let digest = run.result.rope().cloned().unwrap_or_default();
        run.with_result(Value::Bytes(digest.slice(0..self.bytes)))
    }
    /// The same, not recorded.
    fn plain<const O: usize>(&self, message: &[u8]) -> [u8; O] {
        let mut digest = [0; LONGEST];
        self.none.digest(message, &mut digest);
        std::array::from_fn(|i| digest[i])
    }
    /// The same for a search, where a crate is faster: what a search finds, the parts of its run compute again.
    fn quick<const O: usize>(&self, message: &[u8]) -> [u8; O] {
        if self.hash.name != "sha256" {
            return self.plain(message);
        }
        let digest = Sha256::digest(message);
        std::array::from_fn(|i| digest[i])
    }
}
/// The longest digest.
const LONGEST: usize = 64;
impl Callee for Digest {
    fn compute(&self, _: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]) {
        let message: Vec<u8> = arguments.iter().flat_map(|(_, bytes)| bytes.iter().map(|byte| byte.0)).collect();
        let digest = self.plain::<LONGEST>(&message);
        output.iter_mut().zip(digest).for_each(|(to, byte)| *to = Wrapping(byte));
    }
    fn entrance(self: Arc<Self>) -> Entrance {
        Door::entrance(move |at, arguments| self.run(at, arguments.into_iter().fold(Rope::default(), Rope::then)))
    }
}
/// The bytes of an argument, on which the shape of an attack depends.
fn known(c: &Context, argument: &Rope) -> Result<Vec<u8>, Fault> {
    argument.finish(c.budget)?;
    Ok(argument.to_vec_until(c.budget)?)
}
