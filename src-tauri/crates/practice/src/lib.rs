//! The practice bank: every upstream's dialect from one scripted household.
