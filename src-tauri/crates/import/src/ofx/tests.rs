//! Tests of OFX.
