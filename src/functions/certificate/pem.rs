//! PEM, RFC 7468: the bytes between the lines `-----BEGIN X-----` and `-----END X-----`.

use crate::functions::artefact::{Fields, armour};
use crate::functions::{Arguments, Context, Fault};
use crate::run::{Rope, Run, Source, Value};
use std::ops::Range;

/// The beginning of every block.
const BEGIN: &[u8] = b"-----BEGIN ";

/// The label of a block: the words between the dashes.
fn label(block: &[u8]) -> String {
    let rest = block.get(BEGIN.len()..).unwrap_or_default();
    let end = rest.windows(5).position(|window| window == b"-----" || b"\r\n".contains(&window[0]));
    String::from_utf8_lossy(&rest[..end.unwrap_or(0)]).into_owned()
}
/// The blocks of a text that have one of these labels; all where none is given.
fn labelled(text: &[u8], wanted: &[&str]) -> Vec<(Range<usize>, String)> {
    let blocks = armour::blocks(text).into_iter().map(|range| (range.clone(), label(&text[range])));
    blocks.filter(|(_, label)| wanted.is_empty() || wanted.contains(&label.as_str())).collect()
}
/// How many blocks of these labels a value has; none where it is bytes in DER.
///
/// # Errors
/// What reading it gives.
pub fn count(c: &Context, value: &Value, wanted: &[&str]) -> Result<usize, Fault> {
    let rope = value.rope().cloned().unwrap_or_default();
    rope.finish(c.budget)?;
    let bytes = rope.to_vec_until(c.budget)?;
    Ok(if bytes.first() == Some(&0x30) { 0 } else { labelled(&bytes, wanted).len() })
}
/// The bytes in DER of a value: as they stand there, or those of a block of PEM, whose fields then lie in `armour`.
///
/// # Errors
/// A fault in the block.
pub fn der(
    c: &Context,
    run: &mut Run,
    parameter: &'static str,
    value: &Value,
    (wanted, number): (&[&str], usize),
) -> Result<Rope, Fault> {
    let rope = value.rope().cloned().unwrap_or_default();
    if rope.len() > super::LONGEST {
        let (most, found) = (super::LONGEST, rope.len());
        let message = format!("`{parameter}` has {most} bytes at most, and this has {found}");
        return Err(Fault::argument(parameter, message));
    }
    rope.finish(c.budget)?;
    let bytes = rope.to_vec_until(c.budget)?;
    if !bytes.windows(BEGIN.len()).any(|window| window == BEGIN) {
        return Ok(rope);
    }
    let around = Context { at: run.at.clone(), budget: c.budget };
    let mut fields = Fields::named(&around, run.clone(), "armour", parameter, Value::Text(rope))?;
    let read = block(&mut fields, &bytes, wanted, number)?;
    *run = fields.finish();
    Ok(read)
}
/// The bytes of a block, after all that stands before it.
fn block(fields: &mut Fields, text: &[u8], wanted: &[&str], number: usize) -> Result<Rope, Fault> {
    let blocks = labelled(text, wanted);
    let Some((range, label)) = blocks.get(number) else {
        // Whatever block there is says what it is.
        return Ok(armour::read(fields, wanted)?.bytes);
    };
    if range.start > 0 {
        fields.text("before", 0..range.start);
    }
    Ok(armour::read(fields, &[label])?.bytes)
}
/// The run of `pem`.
///
/// # Errors
/// A fault in the block.
pub fn pem(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let (text, number) = (a.rope("text"), a.u64("block")?);
    let mut fields = Fields::new(c, "pem", "text", text.clone())?;
    let text = text.to_vec_until(c.budget)?;
    let count = labelled(&text, &[]).len();
    if count > 0 && number >= count as u64 {
        let blocks = if count == 1 { "1 block".into() } else { format!("{count} blocks") };
        return Err(Fault::argument("block", format!("`text` has {blocks}, counted from 0, and `block` is {number}")));
    }
    let bytes = block(&mut fields, &text, &[], usize::try_from(number).unwrap_or(usize::MAX))?;
    let mut run = fields.finish();
    if count > 1 {
        run.choice("how many blocks does the text have?", format!("{count}, of which this is number {number}"));
    }
    Ok(run.with_result(Value::Bytes(bytes)))
}
