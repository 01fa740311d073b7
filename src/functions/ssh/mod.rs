//! SSH: keys as lines and as files, their fingerprints, known hosts, and signatures of files.
//!
//! All of it is taken apart by what RFC 4251 section 5 says of the wire: a number has four bytes, and a string the
//! number of its bytes before it. The function of each artefact adds the fields of what it decoded (`fields`), and of
//! what lies inside (`public_key`, `private`); each check is a part, and nothing counts before all of them have passed.

mod example;
mod keys;
pub mod known_hosts;
pub mod private;
pub mod public;
pub mod signature;
mod wire;
