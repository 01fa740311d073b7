//! Functions that a segment can call, as the numbers see them.

use std::any::Any;
use std::num::Wrapping;
use std::sync::Arc;

/// A function that a segment can call.
pub trait Callee: Send + Sync + 'static {
    /// Computes it without recording, from the bytes that all calls share and the arguments in the order of the call.
    fn compute(&self, shared: &[u8], arguments: &[(&'static str, &[Wrapping<u8>])], output: &mut [Wrapping<u8>]);
    /// The means of the layer above to open this call as a run of its own.
    fn entrance(self: Arc<Self>) -> Entrance;
}
/// A door into a call, opaque here: the numbers know no runs.
pub type Entrance = Arc<dyn Any + Send + Sync>;
