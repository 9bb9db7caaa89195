//! Secret values and where they are kept.

mod secret;

pub use secret::Secret;
