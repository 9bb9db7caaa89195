//! Accounts, transactions, categories, budgets and the rows that upstreams and files deliver.
