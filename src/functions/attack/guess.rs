//! One guess at a stored password, at the cost at which frameworks store them, computed by the vetted crates: whoever
//! guesses takes the fastest code there is. How long a guess takes is no value of a sheet, since each machine has its
//! own answer; who measures it has a clock.

use ::argon2::{Algorithm, Params as Argon2Costs, Version};
use md5::Md5;
use pbkdf2::pbkdf2_hmac;
use scrypt::Params as ScryptCosts;
use sha2::{Digest, Sha256};

/// A function that passwords are stored with.
#[derive(Debug)]
pub struct Guess {
    /// Its name.
    pub name: &'static str,
    /// The cost that is taken, in words; empty where it has none.
    pub cost: &'static str,
    once: fn(&[u8]) -> u8,
}

impl PartialEq for Guess {
    fn eq(&self, other: &Guess) -> bool {
        self.name == other.name
    }
}

impl Guess {
    /// Tries a word; the byte that comes out keeps a compiler from leaving the work out.
    pub fn make(&self, word: &[u8]) -> u8 {
        (self.once)(word)
    }

    /// The function of this name.
    pub fn of(name: &str) -> Option<&'static Guess> {
        GUESSES.iter().find(|guess| guess.name == name)
    }
}

/// The salt of the account that is guessed at.
const SALT: [u8; 16] = *b"16 bytes of salt";

/// The functions, from the fastest on.
pub const GUESSES: [Guess; 6] = [
    Guess { name: "md5", cost: "", once: |word| Md5::new().chain_update(SALT).chain_update(word).finalize()[0] },
    Guess { name: "sha256", cost: "", once: |word| Sha256::new().chain_update(SALT).chain_update(word).finalize()[0] },
    Guess {
        name: "pbkdf2",
        cost: "1,000,000 rounds",
        once: |word| {
            let mut out = [0; 32];
            pbkdf2_hmac::<Sha256>(word, &SALT, 1_000_000, &mut out);
            out[0]
        },
    },
    Guess { name: "bcrypt", cost: "cost 12", once: |word| ::bcrypt::bcrypt(12, SALT, &[word, &[0]].concat())[0] },
    Guess {
        name: "scrypt",
        cost: "32 MiB",
        once: |word| {
            let mut out = [0; 64];
            let done = ScryptCosts::new(15, 8, 1).map(|costs| scrypt::scrypt(word, &SALT, &costs, &mut out));
            debug_assert!(matches!(done, Ok(Ok(()))), "costs that scrypt takes");
            out[0]
        },
    },
    Guess {
        name: "argon2",
        cost: "100 MiB, 2 passes",
        once: |word| {
            let mut out = [0; 32];
            let argon2 = Argon2Costs::new(102_400, 2, 8, None)
                .map(|costs| ::argon2::Argon2::new(Algorithm::Argon2id, Version::V0x13, costs));
            let done = argon2.and_then(|argon2| argon2.hash_password_into(word, &SALT, &mut out));
            debug_assert!(done.is_ok(), "costs that Argon2 takes");
            out[0]
        },
    },
];

/// How long a guess takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Speed {
    /// The function.
    pub guess: &'static Guess,
    /// The seconds of one guess.
    pub seconds: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first bytes are those of Python's hashlib, and of the bodies of this program for bcrypt and Argon2.
    #[test]
    fn a_guess_is_the_whole_function_at_its_cost() {
        let made = GUESSES.each_ref().map(|guess| (guess.name, guess.make(b"word")));
        let known = [0xa4, 0xfc, 0x96, 0xc0, 0x49, 0xa7];
        assert_eq!(made.map(|(_, byte)| byte), known, "{made:x?}");
        assert!(GUESSES.iter().all(|guess| Guess::of(guess.name) == Some(guess)));
    }
}
