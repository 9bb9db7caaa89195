//! What Coffer keeps books about: accounts, transactions, categories, budgets, planned payments, connections, and the
//! rows that upstreams and files deliver before they become entries of the book.
//!
//! Values only. Deliberately absent: SQL, HTTP, serialisation for the page, and the current date.

pub mod account;
pub mod attachment;
pub mod budget;
pub mod category;
pub mod chart;
pub mod connection;
pub mod derived;
pub mod feed;
mod iban;
pub mod ids;
pub mod outbox;
pub mod payment;
pub mod planned;
pub mod text;
pub mod transaction;
pub mod twins;

pub use iban::iban;
pub mod wealth;
pub mod workday;
