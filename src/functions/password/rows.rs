//! The functions: taking a password string apart, verifying a password, making a string.

use super::derivation::called;
use super::formats::FORMATS;
use super::reader::{Read, Reader};
use crate::functions::bytes::compare;
use crate::functions::{
    Arguments, Context, Counterpart, Family, Fault, Function, Limits, Parameter, Says, Vetted as Row,
};
use crate::run::{Budget, Error, Path, Rope, Run, Type, Value};

/// The password, which is what a string is checked with.
const CHECKED_WITH: &str = "the password";
/// The mark of an account without a usable password.
const UNUSABLE: &str = "!";
/// The longest string, and the longest password, in bytes.
const LONGEST: u64 = 4096;
const ENCODED: Parameter = Parameter::new(
    "encoded",
    &[Type::Text, Type::Bytes],
    "a password string of Django, werkzeug, passlib, Argon2, bcrypt or crypt",
)
.within(Limits::Length(0, LONGEST));
const PASSWORD: Parameter =
    Parameter::bytes("password", "the password; a text is its UTF-8 bytes").within(Limits::Length(0, LONGEST));

/// The rows.
pub const ROWS: &[Function] = &[
    Function {
        name: "password_fields",
        title: "a password string, taken apart",
        summary: "The format of a password string, and its fields; nothing is checked without the password.",
        family: Family::Password,
        spec: "the frameworks' own sources",
        parameters: &[ENCODED],
        result: Some(Type::Text),
        vetted: Counterpart::None("nothing is computed: it names what stands there"),
        examples: &["password_fields(\"md5$salt$67a1e09bb1f83f5007dc119c14d663aa\")"],
        make: |c, a| {
            let read = Reader::read(c, "password_fields", "encoded", a.rope("encoded"), FORMATS)?;
            let mut run = read.fields.finish();
            run.check(CHECKED_WITH, None);
            let name = Rope::constant("name of the format", read.format.name.as_bytes());
            Ok(run.with_result(Value::Text(name)))
        },
    },
    Function {
        name: "password_verify",
        title: "password verification",
        summary: "Whether a password string was made of this password: derived again with the same salt and costs, \
                  and compared.",
        family: Family::Password,
        spec: "the frameworks' own sources",
        parameters: &[ENCODED, PASSWORD],
        result: Some(Type::Bool),
        vetted: Counterpart::Crate(Row { asked: Some(asked), ..Row::new(VETTED, verified) }),
        examples: &["password_verify(\"md5$salt$67a1e09bb1f83f5007dc119c14d663aa\", \"password\")"],
        make: verify,
    },
    Function {
        name: "password_hash",
        title: "password string",
        summary: "The string that stores a password, made as a setting says: a string like the wanted one, whose hash \
                  may be missing.",
        family: Family::Password,
        spec: "the frameworks' own sources",
        parameters: &[
            PASSWORD,
            Parameter::new(
                "setting",
                &[Type::Text, Type::Bytes],
                "algorithm, costs and salt, as in \"md5$salt\"; a hash behind them is left out of account",
            )
            .within(Limits::Length(0, LONGEST)),
        ],
        result: Some(Type::Text),
        vetted: Counterpart::Crate(Row { asked: Some(asked), ..Row::new(VETTED, hashed) }),
        examples: &["password_hash(\"password\", \"md5$salt\")"],
        make: hash,
    },
];

/// How many passwords can be tried against a string at the cost of the costliest call that is computed.
///
/// # Errors
/// A fault in a field of the string.
pub fn affordable(c: &Context, function: &'static str, encoded: Rope) -> Result<u64, Fault> {
    let read = Reader::read(c, function, "encoded", encoded, FORMATS)?;
    Ok(read.stored.derivation.affordable()?)
}
fn verify(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let read = Reader::read(c, "password_verify", "encoded", a.rope("encoded"), FORMATS)?;
    let (mut run, written) = read.derive(c, a.rope("password"))?;
    let at = run.at.join("compare");
    let stored = read.hash.as_ref().and_then(|hash| hash.text.clone());
    let compared = match (written, stored) {
        (Some(written), Some(stored)) => {
            if let Some(why) = read.hash.as_ref().and_then(|hash| hash.never) {
                run.choice("is the stored hash written as it would be written?", format!("no: {why}"));
            }
            let given = vec![("a", Value::Text(written)), ("b", Value::Text(stored))];
            called(c, &at, &compare::EQUAL, given)?
        }
        _ => {
            let mark = Value::Text(a.rope("encoded").slice(0..1));
            called(c, &at, &compare::DIFFERENT, vec![("a", mark), ("b", Value::text(UNUSABLE))])?
        }
    };
    let result = compared.result.clone();
    run.run("compare", |_| compared);
    run.check(CHECKED_WITH, Some(result.clone()));
    Ok(run.with_result(result))
}
fn hash(c: &Context, a: &Arguments) -> Result<Run, Fault> {
    let read = Reader::read(c, "password_hash", "setting", a.rope("setting"), FORMATS)?;
    let (mut run, written) = read.derive(c, a.rope("password"))?;
    match (&read.hash, written) {
        (Some(hash), Some(written)) => {
            let setting = run.bytes("setting", hash.before.clone(), 1);
            Ok(run.with_result(Value::Text(setting.then(written))))
        }
        _ => Err(Fault::argument("setting", "a string that begins with `!` has no hash")),
    }
}

/// The crates, of which the string says which is asked.
pub const VETTED: &str = "argon2 0.6, bcrypt 0.19, md-5 0.11, pbkdf2 0.13, scrypt 0.12 or sha2 0.11";

/// The string of a call, taken apart once more.
fn again(a: &Arguments) -> Option<Read> {
    let budget = Budget::unlimited();
    let c = Context { at: Path::new(""), budget: &budget };
    let parameter = a.values().map(|(name, _)| name).find(|name| *name != "password")?;
    Reader::read(&c, "password_fields", parameter, a.rope(parameter), FORMATS).ok()
}
fn asked(a: &Arguments) -> Result<(&'static str, &'static str), Error> {
    Ok(again(a).map_or((VETTED, ""), |read| read.stored.derivation.by()))
}
fn verified(a: &Arguments) -> Result<Says, Error> {
    let Some(read) = again(a) else { return Ok(Says::Nothing) };
    let Some(stored) = read.hash.as_ref().and_then(|hash| hash.text.clone()) else { return Ok(Says::Nothing) };
    let found = read.vetted(&a.bytes("password")?)?;
    let stored = stored.to_vec()?;
    Ok(Says::or_nothing(found.map(|text| vec![u8::from(text.as_bytes() == stored)])))
}
fn hashed(a: &Arguments) -> Result<Says, Error> {
    let Some(read) = again(a) else { return Ok(Says::Nothing) };
    let Some(mut text) = read.hash.as_ref().map_or(Ok(None), |hash| hash.before.to_vec().map(Some))? else {
        return Ok(Says::Nothing);
    };
    let found = read.vetted(&a.bytes("password")?)?;
    Ok(Says::or_nothing(found.map(|hash| {
        text.extend(hash.into_bytes());
        text
    })))
}
