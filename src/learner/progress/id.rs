//! The name of a learner, which is also the name of a file.

/// The longest name, in bytes: file names have 255 at most, and a little is added.
const LONGEST: usize = 100;

/// The name of a learner: letters and digits of any script, and `. _ - @ +` between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LearnerId(String);

impl LearnerId {
    /// Takes a name as it was typed.
    ///
    /// # Errors
    /// A sentence on what a name is, where this is none.
    pub fn parse(typed: &str) -> Result<LearnerId, String> {
        let is_sign = |c: char| matches!(c, '.' | '_' | '-' | '@' | '+');
        let why = match typed {
            "" => Some("is empty"),
            _ if typed.len() > LONGEST => Some("is too long"),
            _ if typed.contains(['/', '\\']) => Some("is a path"),
            _ if typed.chars().any(char::is_control) => Some("has control characters in it"),
            _ if typed.chars().any(|c| !c.is_alphanumeric() && !is_sign(c)) => Some("has other characters in it"),
            _ if !typed.starts_with(char::is_alphanumeric) || typed.ends_with('.') => {
                Some("begins or ends with a sign")
            }
            _ => None,
        };
        match why {
            None => Ok(LearnerId(typed.to_owned())),
            Some(why) => Err(format!(
                "this name of a learner {why}; one has letters and digits, and between them . _ - @ or +, such as ada or \
                 ada@example.org"
            )),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_safe_file_name() {
        for name in ["ada", "ada@example.org", "Zoë", "s-1815_12", "学生", "7", "ada.l@uni-x.edu", "Ünal_2", "a+b"]
        {
            assert_eq!(LearnerId::parse(name).unwrap().as_str(), name);
        }
        let long = "a".repeat(LONGEST + 1);
        for name in
            ["", ".", "..", "../ada", "a/b", "a\\b", ".ada", "-h", "a b", "a\0", "a\n", "a\u{202e}b", "a.", &long]
        {
            assert!(LearnerId::parse(name).is_err(), "{name:?}");
        }
    }
}
