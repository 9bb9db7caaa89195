//! Estimates of what nobody knows yet: the only place for floating point.
