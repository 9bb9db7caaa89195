//! Tests of delimited text.
