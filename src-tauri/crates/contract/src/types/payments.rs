//! Money that the person sends through a connection.

words! {
    /// How an order stands.
    pub enum PaymentState {
        /// Written down; nobody was told.
        Prepared,
        /// On its way; whether it arrived is not known. `payment_look` finds out.
        Sending,
        /// The service has it; the bank was not asked to pay yet. `payment_answer` does, without fields.
        Created,
        /// The bank asks for something; `payment_answer` with it.
        Asked,
        /// The bank has it, and pays it on its day.
        Ordered,
        /// Paid.
        Done,
        /// Taken back before anything was paid.
        Cancelled,
        /// Not paid.
        Failed,
    }
}

wire! {
    /// An account that can pay.
    pub struct PayingAccount {
        /// Which.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Its balance.
        pub balance: super::Money,
    }

    /// Somebody who may be paid from an account.
    pub struct Payee {
        /// The service's id.
        pub id: String,
        /// The account that pays; none when it is not in the book.
        pub account: Option<String>,
        /// The own account that it is.
        pub own_account: Option<String>,
        /// Name.
        pub label: String,
        /// IBAN.
        pub iban: Option<String>,
        /// Name of the bank.
        pub bank: Option<String>,
        /// Money may go there now.
        pub usable: bool,
        /// Money may go there from then on; none when it was not confirmed yet.
        pub usable_from: Option<String>,
    }

    /// Who may be paid, and from where.
    pub struct Payees {
        /// Accounts that can pay.
        pub accounts: Vec<PayingAccount>,
        /// Who may be paid.
        pub payees: Vec<Payee>,
    }

    /// Adds somebody who may be paid.
    pub struct PayeeAddReq {
        /// Connection.
        pub connection: String,
        /// The account that pays.
        pub account: String,
        /// IBAN.
        pub iban: String,
        /// Name.
        pub label: String,
    }

    /// Answers what the bank asked about somebody new.
    pub struct PayeeConfirmReq {
        /// Connection.
        pub connection: String,
        /// Who.
        pub payee: String,
        /// What was entered.
        pub fields: Vec<super::FieldValue>,
    }

    /// Somebody new, and what the bank asks before money may go there.
    pub struct PayeeStep {
        /// Who.
        pub payee: Payee,
        /// What to enter; empty when nothing is asked.
        pub fields: Vec<super::AskField>,
        /// What was entered was refused.
        pub refused: bool,
    }

    /// Writes an order down. Nobody is told.
    pub struct PaymentPrepareReq {
        /// Connection.
        pub connection: String,
        /// The account that pays.
        pub account: String,
        /// Who is paid, by the service's id.
        pub payee: String,
        /// How much, in the account's currency.
        pub amount: String,
        /// What the recipient reads.
        pub label: String,
        /// When; none is as soon as possible.
        pub on: Option<String>,
    }

    /// Sends an order that is written down. What it is about is repeated; what differs is refused.
    pub struct PaymentSendReq {
        /// Which.
        pub payment: String,
        /// How much.
        pub amount: String,
        /// The account that pays.
        pub account: String,
        /// Who is paid: the service's id, the IBAN, or the name.
        pub payee: String,
        /// What the recipient reads.
        pub label: String,
    }

    /// Answers what the bank asks before it pays.
    pub struct PaymentAnswerReq {
        /// Which.
        pub payment: String,
        /// What was entered.
        pub fields: Vec<super::FieldValue>,
    }

    /// Names an order.
    pub struct PaymentReq {
        /// Which.
        pub payment: String,
    }

    /// An order.
    pub struct Payment {
        /// Its number.
        pub id: String,
        /// Connection.
        pub connection: String,
        /// The account that pays.
        pub account: String,
        /// Its name.
        pub account_name: String,
        /// Who is paid, by the service's id.
        pub payee: String,
        /// Name.
        pub payee_label: String,
        /// IBAN.
        pub payee_iban: Option<String>,
        /// How much.
        pub amount: super::Money,
        /// What the recipient reads.
        pub label: String,
        /// When; none is as soon as possible.
        pub on: Option<String>,
        /// How it stands.
        pub state: PaymentState,
        /// The service's own word.
        pub upstream_state: Option<String>,
        /// What the bank says; plain text that nobody vouches for.
        pub bank_says: Option<String>,
        /// What the bank asks for, as far as it was just told.
        pub fields: Vec<super::AskField>,
        /// What was entered was refused.
        pub refused: bool,
        /// The transaction that it became.
        pub transaction: Option<String>,
        /// When it was written down.
        pub prepared_at: String,
        /// When it was sent.
        pub sent_at: Option<String>,
        /// Another order of the last day that pays the same amount from the same account to the same recipient.
        pub alike: Option<String>,
    }
}
