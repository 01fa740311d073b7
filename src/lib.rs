//! cleartext
