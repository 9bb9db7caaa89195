//! The world the stories happen in.
