//! Key exchange, and the groups below it.
