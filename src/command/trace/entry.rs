//! One value of a trace: its address, what it is, how it was computed and from what.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::io::Write;

use crate::command::expression::Evaluated;
use crate::command::json::{self, Agrees, Quoted, Texts};
use crate::command::{Failure, text};
use crate::functions::Agreement;
use crate::num::{Node, Op, Trace};
use crate::run::headline::resolved;
use crate::run::origin::Operand;
use crate::run::{Body, Budget, Count, Error, Found, Origin, Part, Place, Rope, Run, Source, Value};
use crate::view::SafeText;

use super::known::{Known, item};

/// How many bytes of a value an outline shows, as lines and as JSON.
const SHOWN: [u64; 2] = [20, 4096];
/// How wide addresses are, where they are shorter.
const COLUMN: usize = 24;
/// How many segments are named one by one as the origin of what they wrote.
const FEW: u64 = 64;

/// A value that can be printed.
pub struct Entry {
    /// Its address; empty for the result.
    pub at: String,
    /// Where it is.
    pub place: Place,
    /// The operation that made it, for a value between segments.
    pub op: String,
}

impl Entry {
    /// An entry for what was found at an address.
    pub fn of(found: Found, run: &Run) -> Entry {
        let op = match (&found.place, found.address.as_str()) {
            (Place::Segment { .. } | Place::Nodes { .. }, _) => "",
            (_, "") => run.function,
            (_, at) if at.starts_with("in/") || at.contains("/in/") => "argument",
            (_, at) => op_of_item(item(run, at)),
        };
        Entry { op: op.into(), at: found.address, place: found.place }
    }
}

/// The operation that made the value of an item.
pub fn op_of_item(body: Option<&Body>) -> &'static str {
    match body {
        Some(Body::Run(run)) => run.function,
        Some(Body::Part(_)) => "part",
        Some(Body::Bytes { .. }) => "bytes",
        None => "value",
    }
}

/// The facts on a value.
struct Described {
    value: Value,
    op: String,
    from: Vec<String>,
    /// Where a walk ends: ranges of inputs, constants.
    origin: Vec<String>,
    formula: String,
}

/// Prints entries.
pub struct Writer<'a> {
    run: &'a Run,
    known: Known,
    /// The parts that operands are of, and whether their addresses lead to something in this run.
    inside: RefCell<HashMap<String, bool>>,
    evaluated: &'a Evaluated<'a>,
    json: bool,
    out: &'a mut dyn Write,
}

impl<'a> Writer<'a> {
    /// A writer for the values of a run.
    pub fn new(run: &'a Run, evaluated: &'a Evaluated, json: bool, out: &'a mut dyn Write) -> Writer<'a> {
        Writer { run, known: Known::of(run), inside: RefCell::default(), evaluated, json, out }
    }

    /// Whether it writes JSON.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Sends what was written on its way.
    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Computes as far as it takes.
    pub fn wait<T>(&self, work: impl FnMut(&Budget) -> Result<T, Error>) -> Result<T, Failure> {
        self.evaluated.progress.wait(work).map_err(|error| self.evaluated.fail(error))
    }

    /// A line for a reader, with nothing to compute.
    pub fn line(&mut self, line: &str) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{}", SafeText::line(line))?)
    }

    /// A value in full.
    pub fn entry(&mut self, entry: &Entry) -> Result<(), Failure> {
        let described = self.described(entry)?;
        if self.json {
            self.object(entry, &described, &described.value, "")
        } else {
            write!(self.out, "{:<COLUMN$}  ", SafeText::line(&entry.at).as_str())?;
            self.readable(&described.value)?;
            self.formula(&described)
        }
    }

    /// A value as an outline shows it: a long one is cut, and its length said.
    pub fn outlined(&mut self, entry: &Entry) -> Result<(), Failure> {
        if self.json {
            let described = self.described(entry)?;
            let (shown, length) = self.shown(&described.value);
            return self.object(entry, &described, &shown, &length);
        }
        // A line says nothing of operands, and finding those of a long part takes longer than all the rest.
        let value = self.wait(|budget| entry.place.value(budget))?;
        let (shown, length) = self.shown(&value);
        self.there(&shown)?;
        write!(self.out, "{:<COLUMN$}  {:>12}  ", SafeText::line(&entry.at).as_str(), size(&value))?;
        self.readable(&shown)?;
        writeln!(self.out, "{}", if length.is_empty() { "" } else { "…" })?;
        Ok(())
    }

    /// As much of a value as an outline shows, and what to say of the length where that is not all.
    fn shown(&self, value: &Value) -> (Value, String) {
        let (shown, len) = cut(value, SHOWN[usize::from(self.json)]);
        (shown, if len > 0 { format!(",\"length\":{len}") } else { String::new() })
    }

    /// The result, and what the vetted crates say of it.
    pub fn result(&mut self, entry: &Entry, agreement: &Agreement) -> Result<(), Failure> {
        let described = self.described(entry)?;
        if self.json {
            let (shown, length) = self.shown(&described.value);
            return self.object(entry, &described, &shown, &format!("{length},{}", Agrees(agreement)));
        }
        write!(self.out, "= ")?;
        text::value(self.out, &described.value)?;
        writeln!(self.out)?;
        self.line(&agreement.to_string())
    }

    fn object(&mut self, entry: &Entry, described: &Described, value: &Value, more: &str) -> Result<(), Failure> {
        write!(self.out, "{{\"at\":{},\"value\":", Quoted(&entry.at))?;
        json::value(self.out, value)?;
        write!(self.out, ",\"op\":{},\"from\":{}", Quoted(&described.op), Texts(&described.from))?;
        if !described.origin.is_empty() {
            write!(self.out, ",\"origin\":{}", Texts(&described.origin))?;
        }
        Ok(writeln!(self.out, "{more}}}")?)
    }

    fn readable(&mut self, value: &Value) -> Result<(), Failure> {
        match value {
            Value::Text(rope) if rope.len() <= SHOWN[1] => Ok(write!(self.out, "{}", text::expression(value)?)?),
            _ => text::value(self.out, value),
        }
    }

    fn formula(&mut self, described: &Described) -> Result<(), Failure> {
        let sum = match (described.formula.as_str(), described.from.as_slice(), described.origin.as_slice()) {
            (_, _, [told]) if described.op == "constant" => format!("  constant: {told}"),
            _ if described.op == "constant" => "  constant".to_owned(),
            ("", [], []) => String::new(),
            ("", from, origin) => format!("  from {}", [from, origin].concat().join(", ")),
            (formula, _, _) => format!("  = {formula}"),
        };
        Ok(writeln!(self.out, "{}", SafeText::line(&sum))?)
    }

    fn described(&self, entry: &Entry) -> Result<Described, Failure> {
        let value = self.wait(|budget| entry.place.value(budget))?;
        let (op, formula) = match &entry.place {
            Place::Value(_) => (entry.op.clone(), String::new()),
            Place::Segment { .. } => ("segment".to_owned(), String::new()),
            Place::Nodes { part, segment, nodes } => {
                let trace = self.wait(|budget| part.record(*segment, budget))?;
                match nodes.as_slice() {
                    [node] => {
                        let formula = |budget: &Budget| Ok(resolved(part, *segment, &trace, *node, budget));
                        (op_name(&trace, *node), self.wait(formula)?.to_string())
                    }
                    several => (op_of_all(&trace, several), String::new()),
                }
            }
        };
        let operands = match &entry.place {
            // A line has the formula in their place.
            _ if !self.json && !formula.is_empty() && op != "constant" => vec![],
            Place::Value(value) => self.behind(value, &entry.at)?,
            _ => self.wait(|budget| entry.place.operands(budget))?,
        };
        let (mut from, mut origin) = (Once::default(), Once::default());
        for operand in operands {
            let found = match (&operand.leaf, &operand.next) {
                (Some(span), _) => {
                    let found = self.known.addresses(span, &entry.at);
                    if found.is_empty() || matches!(span.origin, Origin::Input(_)) {
                        origin.add(operand.address);
                    }
                    found
                }
                (None, _) if self.leads(&operand)? => vec![operand.address],
                (None, _) => {
                    origin.add(operand.address);
                    vec![]
                }
            };
            found.into_iter().for_each(|address| from.add(address));
        }
        self.there(&value)?;
        Ok(Described { value, op, from: from.texts, origin: origin.texts, formula })
    }

    /// Waits until a value can be read. A memory in which somebody looked at an earlier segment has its end no more, and
    /// computes it again.
    fn there(&self, value: &Value) -> Result<(), Failure> {
        if let Value::List(items) = value {
            return items.iter().try_for_each(|item| self.there(item));
        }
        self.wait(|budget| {
            value.finish(budget)?;
            let begins = value.rope().map(|rope| rope.slice(0..rope.len().min(SHOWN[1])));
            begins.map_or(Ok(()), |begins| begins.to_vec_until(budget).map(drop))
        })
    }

    /// Whether the address of an operand leads to something in this run; asked once for all values of a part.
    fn leads(&self, operand: &Operand) -> Result<bool, Failure> {
        let Some(Place::Nodes { part, .. }) = &operand.next else { return self.resolves(&operand.address) };
        let known = self.inside.borrow().get(part.at().as_str()).copied();
        match known {
            Some(leads) => Ok(leads),
            None => {
                let leads = self.resolves(&operand.address)?;
                self.is_inside(part, leads);
                Ok(leads)
            }
        }
    }
    /// Notes whether the addresses of a part lead to something in this run.
    pub fn is_inside(&self, part: &std::sync::Arc<dyn Part>, leads: bool) {
        self.inside.borrow_mut().insert(part.at().to_string(), leads);
    }

    /// Whether an address leads to something in this run; the inside of a slice's base, for one, has none.
    fn resolves(&self, address: &str) -> Result<bool, Failure> {
        let Ok(address) = address.parse() else { return Ok(false) };
        // A limit of one would not stop a pattern.
        self.wait(|budget| match self.run.find(&address, 2, budget) {
            Ok(_) | Err(Error::Limit(_)) => Ok(true),
            Err(Error::Missing { .. }) => Ok(false),
            Err(error) => Err(error),
        })
    }

    /// The operands of a value between segments. A part with very many segments stands for them.
    fn behind(&self, value: &Value, at: &str) -> Result<Vec<Operand>, Failure> {
        let mut operands = vec![];
        match value {
            Value::List(items) => {
                for item in items.iter() {
                    operands.extend(self.behind(item, at)?);
                }
            }
            other => {
                for span in other.rope().map_or(&[][..], Rope::all) {
                    match &span.origin {
                        Origin::Part(part) if part.spread(&span.range, FEW).is_some() => {
                            operands.push(instead(part, at))
                        }
                        _ => {
                            let place = Place::bytes(Rope::from(span.clone()));
                            operands.extend(self.wait(|budget| place.operands(budget))?);
                        }
                    }
                }
            }
        }
        Ok(operands)
    }
}

/// Texts in the order in which they came, each once.
#[derive(Default)]
struct Once {
    texts: Vec<String>,
    known: HashSet<String>,
}
impl Once {
    fn add(&mut self, text: String) {
        if self.known.insert(text.clone()) {
            self.texts.push(text);
        }
    }
}

/// A part in place of its segments; for its own output, the range of them.
fn instead(part: &std::sync::Arc<dyn Part>, at: &str) -> Operand {
    let own = part.at().to_string();
    let address = match part.count() {
        Count::Up(_) | Count::Down(_) if own == at => {
            let (a, b) = (part.count().number(0), part.count().number(part.segments().saturating_sub(1)));
            format!("{own}[{}..{}]", a.min(b), a.max(b))
        }
        Count::Grid(grid) if own == at => {
            let passes = part.segments() / grid.pass();
            format!("{own}[0..{}][0..{}][0..{}]", passes - 1, grid.lanes - 1, grid.columns - 1)
        }
        _ => own,
    };
    Operand { name: address.clone(), address, next: None, leaf: None, told: None }
}

/// The operation behind the numbers of an array.
fn op_of_all(trace: &Trace, nodes: &[u32]) -> String {
    let mut names = nodes.iter().map(|node| op_name(trace, *node));
    match names.next() {
        Some(first) if names.all(|name| name == first) => first,
        _ => "several".to_owned(),
    }
}

/// The operation behind a node; of a named helper its name.
fn op_name(trace: &Trace, node: u32) -> String {
    let node: Node = trace.nodes[trace.unnamed(node) as usize];
    let plain = match node.op {
        Op::Helper => return trace.scopes[node.from[1] as usize].name.to_owned(),
        Op::Call => return trace.calls[node.from[0] as usize].name.to_owned(),
        Op::Rotr(by) => return format!("rotr {by}"),
        Op::Rotl(by) => return format!("rotl {by}"),
        Op::Shr(by) => return format!("shr {by}"),
        Op::Shl(by) => return format!("shl {by}"),
        Op::Bit => return format!("bit {}", node.from[1]),
        Op::Byte => return format!("byte {}", node.from[1]),
        Op::Read => "read",
        Op::Constant => "constant",
        Op::Name => "name",
        Op::Add => "add",
        Op::Sub => "sub",
        Op::Mul => "mul",
        Op::Neg => "neg",
        Op::Div => "div",
        Op::Rem => "mod",
        Op::Less => "less",
        Op::Same => "same",
        Op::Inverse => "inverse",
        Op::Xor => "xor",
        Op::And => "and",
        Op::Or => "or",
        Op::Not => "not",
        Op::Join => "join",
        Op::Cast => "cast",
        Op::Pick => "pick",
        Op::Xtime => "xtime",
        Op::GfMul => "gf_mul",
        Op::Lookup => "lookup",
        Op::Select => "select",
        Op::Choice => "choice",
        Op::Twice => "two ways",
    };
    plain.to_owned()
}

/// At most so many bytes of a value, and how many it has if that is not all; 0 if it is.
fn cut(value: &Value, most: u64) -> (Value, u64) {
    match value {
        Value::Bytes(rope) if rope.len() > most => (Value::Bytes(rope.slice(0..most)), rope.len()),
        Value::Text(rope) if rope.len() > most => (Value::Text(rope.slice(0..most)), rope.len()),
        other => (other.clone(), 0),
    }
}

/// How large a value is, in words.
fn size(value: &Value) -> String {
    let counted = |n: u64, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    match value {
        Value::Bytes(rope) => counted(rope.len(), "byte"),
        Value::Text(rope) => format!("text of {}", rope.len()),
        Value::Int { .. } => "integer".into(),
        Value::Bool(_) => "truth value".into(),
        Value::List(items) => counted(items.len() as u64, "item"),
    }
}
