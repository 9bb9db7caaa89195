//! Logins at banks under a connection, and linking them in steps.

words! {
    /// What a login needs, by where it is to be had.
    pub enum LoginState {
        /// Nothing.
        Ok,
        /// The service is reading the bank.
        Syncing,
        /// The person, here.
        UserActionHere,
        /// The person, in the browser.
        UserActionBrowser,
        /// The person, at the bank.
        UserActionBank,
        /// The right credentials.
        Credentials,
        /// Time.
        Temporary,
        /// What nobody here can give.
        Unsupported,
    }

    /// How a login stands: the code of its message.
    pub enum LoginMessage {
        /// Well.
        Ok,
        /// The service is reading the bank.
        Syncing,
        /// Strong authentication is due.
        AuthenticationDue,
        /// A code or another answer is needed.
        FieldsNeeded,
        /// It waits for a nod in the bank's app.
        ApprovalNeeded,
        /// The bank's page is to be visited.
        BrowserNeeded,
        /// Login or password are refused.
        WrongCredentials,
        /// The password is to be changed at the bank.
        PasswordExpired,
        /// Something is to be done on the bank's site.
        ActionAtBank,
        /// The bank was asked too often.
        RateLimited,
        /// The bank does not answer.
        BankUnavailable,
        /// The service failed on it.
        UpstreamFailed,
        /// The service does not support it.
        NotSupported,
        /// Switched off there.
        SwitchedOff,
        /// A state this version does not know.
        Unknown,
    }

    /// The one thing to do about a login.
    pub enum LoginAction {
        /// Nothing.
        None,
        /// Begin, and see what is asked.
        Confirm,
        /// Open the browser.
        OpenBrowser,
        /// Enter what is asked.
        EnterFields,
        /// Approve in the bank's app.
        ApproveInApp,
        /// Wait.
        WaitUntil,
        /// Visit the bank's own site.
        VisitBank,
        /// Enter login and password again.
        ReEnterCredentials,
        /// Ask the service's support.
        Contact,
    }

    /// What is to be done in steps.
    pub enum LinkKind {
        /// A new login at a bank.
        Add,
        /// Get an ailing login going again.
        Repair,
        /// New credentials for a login.
        Credentials,
        /// The service's own pages about everything that is linked there.
        Manage,
        /// The service's own page on which a payment is confirmed.
        Payment,
        /// What the connection itself still needs before it can be read: whose data, where its key opens several people's.
        Connect,
    }

    /// Where the person answers.
    pub enum LinkWay {
        /// In Coffer's own form.
        Form,
        /// On the service's own pages in the browser.
        Browser,
    }

    /// What is next.
    pub enum LinkStepKind {
        /// It is done.
        Done,
        /// Enter `fields`.
        Ask,
        /// Go to the page in the browser, with `link_browse`; then `link_wait`.
        Browser,
        /// Approve in the bank's app; then `link_wait`.
        Approve,
        /// The bank is at work; `link_wait`.
        Working,
        /// Pick one of `options`.
        Choose,
        /// It ended without being done; `stopped` says why.
        Stopped,
    }

    /// Why something is asked.
    pub enum AskReason {
        /// Login and password.
        Credentials,
        /// What was entered last was refused.
        WrongCredentials,
        /// A code or another answer that only the person has.
        Code,
    }

    /// Why it ended without being done.
    pub enum LinkStopped {
        /// The person refused on the page.
        Refused,
        /// The person did not accept the terms there.
        TermsDeclined,
        /// The page failed.
        PageFailed,
        /// The page needs the client's id, which was not entered.
        ClientIdMissing,
        /// What came back was not the answer to this task.
        NotOurs,
        /// Nobody came back in time.
        TimedOut,
        /// The login stands as `message` says.
        Login,
    }

    /// How something is entered.
    pub enum AskKind {
        /// Plain text.
        Text,
        /// A secret.
        Password,
        /// One of `values`.
        List,
        /// A day.
        Date,
        /// Not shown.
        Hidden,
    }
}

wire! {
    /// A login at a bank.
    pub struct Login {
        /// Its id.
        pub id: String,
        /// The service's id of it.
        pub source_id: String,
        /// Name of the bank.
        pub institution: String,
        /// What it needs.
        pub state: LoginState,
        /// Code of its message.
        pub message: LoginMessage,
        /// The one thing to do.
        pub action: LoginAction,
        /// A person has to act.
        pub needs_person: bool,
        /// The service's own word for its state.
        pub upstream_state: Option<String>,
        /// What the bank says; plain text that nobody vouches for.
        pub bank_says: Option<String>,
        /// End of the consent.
        pub consent_until: Option<String>,
        /// When the service tries again by itself.
        pub next_try: Option<String>,
        /// When the service last read the bank.
        pub last_sync: Option<String>,
        /// Accounts in the book that are read through it.
        pub accounts: u32,
        /// Accounts there that are not shared with Coffer.
        pub withheld_accounts: u32,
    }

    /// Looks for banks.
    pub struct BankSearchReq {
        /// Connection.
        pub connection: String,
        /// Words; empty is all.
        pub text: String,
        /// Two-letter country; none is all.
        pub country: Option<String>,
    }

    /// A bank that can be linked.
    pub struct Bank {
        /// The service's id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Two-letter countries.
        pub countries: Vec<String>,
        /// `#rrggbb`.
        pub color: Option<String>,
        /// Not relied on yet.
        pub beta: bool,
        /// The person is sent to the bank's own page.
        pub browser: bool,
        /// How many months back it reads.
        pub months: Option<u32>,
    }

    /// Begins linking in steps.
    pub struct LinkBeginReq {
        /// Connection.
        pub connection: String,
        /// What is to be done.
        pub kind: LinkKind,
        /// Where the person answers.
        pub way: LinkWay,
        /// Which bank, for a new login; none lets the service's own pages ask.
        pub bank: Option<String>,
        /// Which login, otherwise; for a payment, its number.
        pub login: Option<String>,
        /// The person's language, two letters.
        pub language: String,
    }

    /// Names a link under way.
    pub struct LinkReq {
        /// Which.
        pub link: String,
    }

    /// Answers a step.
    pub struct LinkAnswerReq {
        /// Which.
        pub link: String,
        /// What was entered.
        pub fields: Vec<super::FieldValue>,
        /// What was picked.
        pub choice: Option<String>,
    }

    /// One thing to enter, in the bank's words.
    pub struct AskField {
        /// Key.
        pub key: String,
        /// What to call it; plain text that nobody vouches for.
        pub label: String,
        /// How it is entered.
        pub kind: AskKind,
        /// May not stay empty.
        pub required: bool,
        /// What may be picked.
        pub values: Vec<AskChoice>,
    }

    /// One of several.
    pub struct AskChoice {
        /// What is sent.
        pub value: String,
        /// What to call it.
        pub label: String,
    }

    /// Where a link stands.
    pub struct Link {
        /// Its id; gone with the program.
        pub id: String,
        /// Connection.
        pub connection: String,
        /// What is next.
        pub step: LinkStepKind,
        /// Why something is asked.
        pub reason: Option<AskReason>,
        /// What the bank says to it.
        pub bank_says: Option<String>,
        /// What to enter.
        pub fields: Vec<AskField>,
        /// What to pick from.
        pub options: Vec<AskChoice>,
        /// The page to visit, for hosts that cannot open it.
        pub url: Option<String>,
        /// Host of that page, to be shown before it is opened.
        pub host: Option<String>,
        /// Why it ended.
        pub stopped: Option<LinkStopped>,
        /// How the login stands, when that is why.
        pub message: Option<LoginMessage>,
        /// When to try again.
        pub retry_at: Option<String>,
        /// The service's id of the login, once there is one.
        pub login: Option<String>,
        /// The service still reads the bank for the first time.
        pub first_sync: bool,
    }

    /// Names a login.
    pub struct LoginReq {
        /// Connection.
        pub connection: String,
        /// The service's id of the login.
        pub login: String,
    }

    /// An account at a login.
    pub struct OfferedAccount {
        /// The service's id.
        pub source_id: String,
        /// Its name.
        pub name: String,
        /// What it is.
        pub kind: super::AccountKind,
        /// IBAN or number.
        pub number: Option<String>,
        /// Its currency, when the service tells it.
        pub currency: Option<String>,
        /// Its balance, when the service tells it.
        pub balance: Option<super::Money>,
        /// It is shared with Coffer.
        pub shared: bool,
        /// The book's account, if it has one.
        pub account: Option<String>,
        /// The book's account that it looks like, if it has none yet.
        pub like: Option<LikeAccount>,
    }

    /// An account of the book that an offered one looks like.
    pub struct LikeAccount {
        /// Its id.
        pub account: String,
        /// Why.
        pub by: super::SameBy,
    }

    /// What an offered account is to be.
    pub struct AccountChoice {
        /// The service's id.
        pub source_id: String,
        /// The book's account that it is; none makes a new one.
        pub account: Option<String>,
    }

    /// Says what offered accounts are to be before they are read for the first time.
    pub struct AccountsLinkReq {
        /// Connection.
        pub connection: String,
        /// Accounts; those that are not named are new ones.
        pub choices: Vec<AccountChoice>,
    }

    /// Picks the accounts of a login that are shared.
    pub struct LoginShareReq {
        /// Connection.
        pub connection: String,
        /// The service's id of the login.
        pub login: String,
        /// The service's ids of all accounts to share; the others are shared no more.
        pub accounts: Vec<String>,
        /// Keep in the book what is there of those that are shared no more.
        pub keep_data: bool,
    }

    /// Takes a login out, here and at the service.
    pub struct LoginRemoveReq {
        /// Connection.
        pub connection: String,
        /// The service's id of the login.
        pub login: String,
        /// Keep its accounts and rows in the book.
        pub keep_data: bool,
    }
}
