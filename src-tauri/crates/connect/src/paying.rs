//! Sending money through an upstream.
//!
//! Nothing here is done twice by itself: an order is made by a request that is never repeated, and the bank is asked to
//! pay an order that exists and has an id. Whoever lost the answer to the first looks through [`Paying::orders`].

use std::collections::BTreeMap;

use domain::payment::{Payee, PaymentFact, PaymentWish};
use secrets::Secret;

use crate::steps::AskField;
use crate::{Access, CancelFlag, Work};

/// Who may be paid, and from where.
#[derive(Debug, Clone, Default)]
pub struct PayingFrom {
    /// The upstream's ids of accounts that can pay.
    pub accounts: Vec<String>,
    /// Who may be paid.
    pub payees: Vec<Payee>,
}

/// A recipient, and what the bank wants to know before it may be paid.
#[derive(Debug, Clone)]
pub struct PayeeStep {
    /// Who.
    pub payee: Payee,
    /// What to enter; empty when nothing is asked.
    pub fields: Vec<AskField>,
    /// What was entered was refused.
    pub refused: bool,
}

/// An order, and what the bank wants to know before it pays.
#[derive(Debug, Clone)]
pub struct PaymentStep {
    /// The order as it stands.
    pub fact: PaymentFact,
    /// What to enter; empty when nothing is asked.
    pub fields: Vec<AskField>,
    /// What was entered was refused.
    pub refused: bool,
}

/// How money is sent through an upstream.
pub trait Paying: Send + Sync {
    /// Accounts that can pay, and who may be paid.
    fn recipients<'a>(&'a self, access: &'a Access, cancel: &'a CancelFlag)
    -> Work<'a, PayingFrom>;

    /// Adds somebody who may be paid from an account.
    fn add_recipient<'a>(
        &'a self,
        access: &'a Access,
        account: &'a str,
        iban: &'a str,
        label: &'a str,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PayeeStep>;

    /// Answers what the bank asked about somebody new.
    fn confirm_recipient<'a>(
        &'a self,
        access: &'a Access,
        payee: &'a Payee,
        entered: &'a BTreeMap<String, Secret>,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PayeeStep>;

    /// Makes an order. Nothing is paid by that, and it is sent once: when its answer is lost, nobody knows whether the
    /// order is there.
    fn order<'a>(
        &'a self,
        access: &'a Access,
        wish: &'a PaymentWish,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PaymentStep>;

    /// Has the bank pay an order, with what it asked for.
    fn confirm<'a>(
        &'a self,
        access: &'a Access,
        order: &'a str,
        entered: &'a BTreeMap<String, Secret>,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PaymentStep>;

    /// How an order stands.
    fn look<'a>(
        &'a self,
        access: &'a Access,
        order: &'a str,
        cancel: &'a CancelFlag,
    ) -> Work<'a, PaymentStep>;

    /// Every order that the upstream knows.
    fn orders<'a>(
        &'a self,
        access: &'a Access,
        cancel: &'a CancelFlag,
    ) -> Work<'a, Vec<PaymentFact>>;

    /// Takes an order back; false when it is too late for that.
    fn take_back<'a>(
        &'a self,
        access: &'a Access,
        order: &'a str,
        cancel: &'a CancelFlag,
    ) -> Work<'a, bool>;
}
