//! Secret values and where they are kept.
