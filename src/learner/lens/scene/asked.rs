//! What was asked for in a scene, kept for the next.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::view::picture::{Given, Got, Named, Parent, Picture, Spread, byte_range};

/// The address that one stands at, and the byte under the cursor.
type At = (String, Option<(u64, bool)>);
/// Values and operands that were asked for in a scene already: what fits, what is drawn and what is marked ask for the
/// same, and so does a step within a segment.
#[derive(Debug, Default)]
pub struct Asked {
    /// The address of the segment or the run that one stood in, and the segment: steps that write their number into the
    /// names of their values have one address.
    pub(super) base: (String, Option<u64>),
    pub(super) values: Rc<RefCell<HashMap<String, Got>>>,
    pub(super) operands: Rc<RefCell<HashMap<String, Vec<Parent>>>>,
    /// The named values of the segment.
    pub(super) labels: Rc<OnceCell<Vec<Named>>>,
    /// The first pictures that fit, by the address one stands at and the byte under the cursor.
    pub(super) pictures: Rc<RefCell<HashMap<At, &'static Picture>>>,
    /// Spreads that were asked for already, by cell.
    pub(super) spreads: RefCell<HashMap<String, Option<Spread>>>,
}

impl Asked {
    /// The values and operands for another scene of the same sheet under the same veil, compared with whatever sheet.
    pub fn again(&self) -> Asked {
        let Asked { base, values, operands, labels, pictures, .. } = self;
        Asked {
            base: base.clone(),
            values: values.clone(),
            operands: operands.clone(),
            labels: labels.clone(),
            pictures: pictures.clone(),
            spreads: RefCell::default(),
        }
    }

    /// Whether it is the same that was asked for.
    pub fn is(&self, other: &Asked) -> bool {
        Rc::ptr_eq(&self.values, &other.values)
    }

    /// The value at a whole address, where it was asked for, or bytes of a value that was.
    pub fn value(&self, whole: &str) -> Option<Got> {
        let values = self.values.borrow();
        values.get(whole).cloned().or_else(|| {
            let (all, range) = byte_range(whole)?;
            let (Got::Value(given), first, end) = (values.get(all)?, range.start.try_into(), range.end.try_into())
            else {
                return None;
            };
            let bytes = given.bytes.get(first.ok()?..end.ok()?)?.to_vec();
            Some(Got::Value(Given { len: bytes.len() as u64, bytes, ..Given::default() }))
        })
    }

    /// All values that were asked for, with their whole addresses.
    pub fn values(&self) -> impl Iterator<Item = (String, Got)> {
        self.values.borrow().clone().into_iter()
    }
}
