//! Debts and how they are paid back.

use super::Money;

words! {
    /// How a debt is paid back.
    #[derive(Default)]
    pub enum DebtKind {
        /// In payments of interest and principal.
        #[default]
        Loan,
        /// A card or credit line: the same, with what is owed changing by purchases.
        Revolving,
        /// A card whose purchases are taken in one debit a month, without interest.
        Deferred,
    }

    /// Where a debt is from.
    pub enum DebtSource {
        /// An account of the book.
        Account,
        /// Something owed that is no account.
        Asset,
        /// Entered by hand.
        Hand,
    }

    /// Who says by what it is paid back.
    pub enum DebtTerms {
        /// Nobody yet.
        Missing,
        /// The service that feeds the account.
        Upstream,
        /// The person.
        Own,
    }

    /// Why a debt has no end.
    pub enum DebtProblem {
        /// Rate or payment are not known.
        NoTerms,
        /// Payments do not cover the interest.
        BelowInterest,
        /// It takes more than a hundred years.
        TooLong,
    }
}

wire! {
    /// Which debt.
    pub struct DebtReq {
        /// Its id.
        pub debt: String,
    }

    /// All debts, and what a sum beyond the payments would do.
    pub struct DebtsReq {
        /// A month, decimal text in the base currency; empty is nothing.
        pub extra: String,
    }

    /// Says by what a debt is paid back, or enters one.
    pub struct DebtSaveReq {
        /// The one to change; none enters one by hand.
        pub debt: Option<String>,
        /// Its name, for one by hand.
        pub name: Option<String>,
        /// What is owed, positive, for one by hand.
        pub owed: Option<String>,
        /// On this day, for one by hand; payments since are taken as made.
        pub on: Option<String>,
        /// Its currency, for a new one by hand; none is the base currency.
        pub currency: Option<String>,
        /// How it is paid back.
        pub kind: DebtKind,
        /// Percent a year, decimal text; empty is none.
        pub rate: String,
        /// Paid each month, decimal text.
        pub payment: Option<String>,
        /// Instead of it: months in which it is to end.
        pub months: Option<u32>,
        /// Day of the month of payments, 1 to 31.
        pub day: u32,
        /// Paid each month beyond that, decimal text; empty is nothing.
        pub extra: String,
    }

    /// A debt.
    pub struct Debt {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Where it is from.
        pub source: DebtSource,
        /// The account it is.
        pub account: Option<String>,
        /// How it is paid back.
        pub kind: DebtKind,
        /// Who says so.
        pub terms: DebtTerms,
        /// Owed now, positive.
        pub owed: Money,
        /// What was owed on `on`, for one by hand.
        pub stated: Option<Money>,
        /// That day.
        pub on: Option<String>,
        /// Percent a year.
        pub rate: Option<String>,
        /// Paid each month.
        pub payment: Option<Money>,
        /// Paid each month beyond that.
        pub extra: Money,
        /// Day of the month of payments.
        pub day: u32,
        /// Day of the next payment.
        pub next: Option<String>,
        /// Day of the last payment.
        pub ends: Option<String>,
        /// Payments to come.
        pub payments: u32,
        /// Interest to come.
        pub interest: Money,
        /// Interest that the extra payments save.
        pub saved_interest: Money,
        /// Payments that they save.
        pub saved_payments: u32,
        /// Why there is no end.
        pub problem: Option<DebtProblem>,
        /// Interest of a month, where payments do not cover it.
        pub month_interest: Option<Money>,
    }

    /// One payment.
    pub struct DebtPayment {
        /// The day.
        pub date: String,
        /// Paid.
        pub paid: Money,
        /// Of it, interest.
        pub interest: Money,
        /// Of it, paid back.
        pub principal: Money,
        /// Owed after it.
        pub left: Money,
    }

    /// A debt with its payments.
    pub struct DebtDetail {
        /// The debt.
        pub debt: Debt,
        /// Every payment to come.
        pub payments: Vec<DebtPayment>,
    }

    /// One debt in an order.
    pub struct DebtEnd {
        /// The debt.
        pub debt: String,
        /// Its name.
        pub name: String,
        /// Month of its last payment, `YYYY-MM`.
        pub month: String,
    }

    /// What an order comes to, in the base currency.
    pub struct DebtOutcome {
        /// Month of the last payment, `YYYY-MM`.
        pub month: String,
        /// Months until then.
        pub months: u32,
        /// Interest until then.
        pub interest: Money,
        /// Debts in the order they end.
        pub ends: Vec<DebtEnd>,
    }

    /// Orders compared. None where one takes more than a hundred years.
    pub struct DebtOrders {
        /// Beyond the payments, a month.
        pub extra: Money,
        /// Debts that are compared.
        pub debts: u32,
        /// Each with its own payment, and nothing beyond.
        pub as_is: Option<DebtOutcome>,
        /// The smallest first.
        pub snowball: Option<DebtOutcome>,
        /// The dearest first.
        pub avalanche: Option<DebtOutcome>,
    }

    /// Every debt.
    pub struct DebtsPage {
        /// The current day.
        pub today: String,
        /// The base currency.
        pub currency: String,
        /// Owed in all, in the base currency.
        pub owed: Money,
        /// Paid a month, in the base currency; what is settled at once is not in it.
        pub monthly: Money,
        /// Interest to come, in the base currency.
        pub interest: Money,
        /// Month of the last payment of all, `YYYY-MM`; none when one has no end.
        pub ends: Option<String>,
        /// The debts, largest first.
        pub debts: Vec<Debt>,
        /// Orders of the debts that have terms; none with fewer than one.
        pub orders: Option<DebtOrders>,
        /// Debts in no sum for want of a rate, by name.
        pub without_rate: Vec<String>,
    }
}
