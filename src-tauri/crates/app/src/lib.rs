//! Use cases: the one crate that knows all the others.
