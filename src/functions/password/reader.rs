//! The reader that the formats share, and what a string says once it is read.

use super::derivation::Derivation;
use super::encoding::Encoding;
use crate::functions::artefact::Fields;
use crate::functions::{Context, Fault};
use crate::run::suggest::did_you_mean;
use crate::run::{Error, Rope, Run, Value};
use std::ops::{Deref, DerefMut, Range};

/// A format of password strings.
pub struct Format {
    /// Its name.
    pub name: &'static str,
    /// The beginnings of its strings, one of which decides that a string is of this format.
    pub begins: &'static [&'static str],
    /// Reads the fields.
    pub read: fn(&mut Reader) -> Result<Stored, Fault>,
}

/// The fields of a password string while they are read.
pub struct Reader {
    fields: Fields,
    /// Whether the hash may be missing: then the string only says how to make one.
    is_setting: bool,
    hash: Option<Hash>,
}

/// The stored hash.
pub struct Hash {
    /// How it is written.
    pub encoding: Encoding,
    /// Its bytes.
    pub length: Option<u64>,
    /// Its characters; none in a setting without one.
    pub text: Option<Rope>,
    /// All that stands before it, signs included.
    pub before: Rope,
    /// Why no password at all gives these characters.
    pub never: Option<&'static str>,
}

/// The meaning of a password string.
pub struct Stored {
    /// The salt, as the derivation takes it.
    pub salt: Rope,
    /// How the hash is derived.
    pub derivation: Box<dyn Derivation>,
}
impl Stored {
    /// A salt, and how the hash is derived.
    pub fn of(salt: Value, derivation: Box<dyn Derivation>) -> Stored {
        Stored { salt: salt.rope().cloned().unwrap_or_default(), derivation }
    }
}

/// A password string that was read.
pub struct Read {
    /// Its format.
    pub format: &'static Format,
    /// Its fields.
    pub fields: Fields,
    /// The meaning.
    pub stored: Stored,
    /// The stored hash; none where no password fits.
    pub hash: Option<Hash>,
}

impl Deref for Reader {
    type Target = Fields;
    fn deref(&self) -> &Fields {
        &self.fields
    }
}
impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Fields {
        &mut self.fields
    }
}
impl Reader {
    /// Reads a string.
    ///
    /// # Errors
    /// A fault in a field, or what computing the string gives.
    pub fn read(
        c: &Context,
        function: &'static str,
        parameter: &'static str,
        text: Rope,
        formats: &[&'static Format],
    ) -> Result<Read, Fault> {
        let fields = Fields::new(c, function, parameter, text)?;
        let mut reader = Reader { fields, is_setting: parameter == "setting", hash: None };
        let begins = |begin: &&str| reader.fields.rest().starts_with(begin.as_bytes());
        let format = formats.iter().find(|format| format.begins.iter().any(begins));
        let format = *format.ok_or_else(|| reader.unknown(formats))?;
        let stored = (format.read)(&mut reader)?;
        if !reader.fields.is_read() {
            let rest = reader.fields.next(usize::MAX);
            return Err(reader.wrong("hash", rest, "the text goes on behind it".into()));
        }
        Ok(Read { format, fields: reader.fields, stored, hash: reader.hash })
    }
    /// The fault of a string that no format fits: its beginning is what tells.
    fn unknown(&self, formats: &[&Format]) -> Fault {
        let rest = self.fields.rest();
        let skip = usize::from(rest.starts_with(b"$"));
        let signs = |byte: &u8| b"$:".contains(byte);
        let length = skip + rest[skip..].iter().position(signs).unwrap_or(rest.len() - skip);
        let begin = String::from_utf8_lossy(&rest[..length]).into_owned();
        let known = formats.iter().flat_map(|format| format.begins).map(|begin| begin.trim_end_matches(['$', ':']));
        let fault = self.wrong("algorithm", 0..length, "no format of password strings begins like this".into());
        match did_you_mean(&begin, known) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None => fault.hint("such as pbkdf2_sha256$…, $argon2id$…, $2b$… or $6$…"),
        }
    }
    /// A field that can only be one word, or a beginning that the format was found by.
    ///
    /// # Errors
    /// A fault in the field.
    pub fn word(&mut self, field: &str, word: &str) -> Result<(), Fault> {
        let range = self.fields.next(word.len());
        if self.fields.bytes(&range) != word.as_bytes() {
            return Err(self.wrong(field, range, format!("`{word}` stands there")));
        }
        self.fields.text(field, range);
        Ok(())
    }
    /// How many bytes the stored hash has, where there is one.
    pub fn length(&self) -> Option<u64> {
        self.hash.as_ref()?.length
    }
    /// A number up to a sign.
    ///
    /// # Errors
    /// A fault in the field.
    pub fn number(&mut self, field: &str, signs: &[u8], least: u64) -> Result<Value, Fault> {
        let range = self.until(signs);
        self.fields.number_in(field, range, least)
    }
    /// A power of two up to a sign, of which the text has the exponent.
    ///
    /// # Errors
    /// A fault in the field.
    pub fn power_of_two(&mut self, field: &str, signs: &[u8]) -> Result<Value, Fault> {
        let range = self.until(signs);
        self.fields.power_of_two_in(field, range)
    }
    /// A number up to a sign that is a power of two, from 2 on.
    ///
    /// # Errors
    /// A fault in the field.
    pub fn number_of_blocks(&mut self, field: &str, signs: &[u8]) -> Result<Value, Fault> {
        let range = self.until(signs);
        let value = self.fields.clone().number_in(field, range.clone(), 2)?.to_int()?.unwrap_or_default();
        match value.magnitude().count_ones() {
            1 => self.fields.number_in(field, range, 2),
            _ => Err(self.wrong(field, range, "it is a power of two".into())),
        }
    }
    /// The salt as it stands there, which is not empty.
    ///
    /// # Errors
    /// A fault in the field.
    pub fn salt(&mut self) -> Result<Value, Fault> {
        let range = self.until(b"$");
        match range.is_empty() {
            true => Err(self.wrong("salt", range, "there is none, so equal passwords would have equal hashes".into())),
            false => Ok(self.plain("salt", range)),
        }
    }
    /// A field of bytes that an encoding writes.
    ///
    /// # Errors
    /// A fault in the field.
    pub fn decoded(&mut self, field: &str, range: Range<usize>, encoding: Encoding) -> Result<Value, Fault> {
        match encoding.alphabet() {
            Some(alphabet) => self.fields.decoded_by(field, range, encoding.name(), alphabet),
            None => Ok(self.plain(field, range)),
        }
    }
    /// The stored hash, which goes to the end and has so many bytes where that is fixed.
    ///
    /// # Errors
    /// A fault in the field `hash`.
    pub fn hash(&mut self, sign: &'static str, encoding: Encoding, length: Option<u64>) -> Result<(), Fault> {
        let ends = self.fields.slice(&(0..self.fields.place()));
        let setting = |before| Some(Hash { encoding, length, text: None, before, never: None });
        if self.is_setting && self.fields.is_read() {
            self.hash = setting(ends.then(Rope::constant("sign", sign.as_bytes())));
            return Ok(());
        }
        self.sign(sign, "hash")?;
        let before = self.fields.slice(&(0..self.fields.place()));
        if self.is_setting && self.fields.is_read() {
            self.hash = setting(before);
            return Ok(());
        }
        let range = self.next(usize::MAX);
        let length = encoding.check(&self.fields, &range, length)?;
        let never = encoding.never(self.fields.bytes(&range));
        let text = self.fields.written("hash", range, encoding.name()).rope().cloned();
        self.hash = Some(Hash { encoding, length: Some(length), text, before, never });
        Ok(())
    }
}
impl Read {
    /// Adds the derivation to the run of all fields, and the characters that the hash would have.
    ///
    /// # Errors
    /// A fault in a field.
    pub fn derive(&self, c: &Context, password: Rope) -> Result<(Run, Option<Rope>), Fault> {
        let mut run = self.fields.clone().finish();
        let bytes = self.stored.derivation.derive(&mut run, c, password, self.stored.salt.clone());
        let bytes = bytes.map_err(|fault| self.fields.blame(fault))?;
        let Some(hash) = &self.hash else { return Ok((run, None)) };
        let written = run.run("encode", |at| hash.encoding.write(at, bytes));
        Ok((run, Some(written)))
    }
    /// The characters of the hash as crates compute them; nothing outside of their domain.
    ///
    /// # Errors
    /// What reading the fields gives.
    pub fn vetted(&self, password: &[u8]) -> Result<Option<String>, Error> {
        let Some(hash) = &self.hash else { return Ok(None) };
        let bytes = self.stored.derivation.vetted(password, &self.stored.salt.to_vec()?)?;
        Ok(bytes.map(|bytes| hash.encoding.vetted(&bytes)))
    }
}
