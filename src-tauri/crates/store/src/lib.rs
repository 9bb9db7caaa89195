//! The encrypted book: one SQLCipher file, its journal and its questions.
