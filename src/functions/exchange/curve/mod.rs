//! The groups of points on curves. The group law is written once for each shape of curve.

mod affine;
pub mod base;
pub mod cubic;
pub mod edwards;
pub mod edwards_curves;
pub mod encoding;
mod group;
pub mod octets;
pub mod plane;
pub mod points;
pub mod sec1;
mod second;
pub mod twisted;
