//! Currencies, exact amounts, rates and their parsing.
