//! The period that fits a run of dates.
