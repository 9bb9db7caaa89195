//! Connections, syncs and the practice bank.

words! {
    /// What a connection needs, if anything.
    pub enum ConnectionState {
        /// Never synced.
        New,
        /// Nothing.
        Ok,
        /// The upstream prepares its first data.
        Preparing,
        /// The key is not accepted.
        Credentials,
        /// The key may not do this.
        Forbidden,
        /// Asked too often.
        RateLimited,
        /// No answer.
        Unavailable,
        /// An answer that cannot be understood.
        Protocol,
        /// It could not be trusted.
        Insecure,
        /// The person has to act at the service.
        UserAction,
        /// Many rows vanished; the person is asked first.
        DeletionGuard,
    }

    /// How a field is entered.
    pub enum FieldKind {
        /// Plain text.
        Text,
        /// A secret.
        Secret,
        /// A web address.
        Url,
    }

    /// What a sync is at.
    pub enum SyncPhase {
        /// Asking.
        Connecting,
        /// Reading and storing.
        Pulling,
        /// Counting anew.
        Finishing,
    }
}

wire! {
    /// A service that can be linked.
    pub struct UpstreamInfo {
        /// `wallet`, `finwise`, …
        pub id: String,
        /// Its name.
        pub name: String,
        /// What has to be entered.
        pub fields: Vec<UpstreamField>,
        /// Address of the API unless changed.
        pub base_url: String,
        /// Page of the service that explains keys.
        pub docs_url: String,
        /// What it gives: `accounts`, `balances`, `transactions`, `categories`, `budgets`, `goals`, `planned`.
        pub gives: Vec<String>,
        /// Not relied on yet: the person's consent is asked in words of its own.
        pub experimental: bool,
        /// It can be linked: by this version, and experimental ones when the settings say so.
        pub available: bool,
        /// It reads several banks, each with a login of its own.
        pub logins: bool,
        /// It says which banks there are, and shares their accounts one by one; else its own pages ask.
        pub lists_banks: bool,
        /// Every customer has an address of their own there, which has to be entered: a whole one, or its first word.
        pub own_address: bool,
    }

    /// One thing to enter.
    pub struct UpstreamField {
        /// Key.
        pub key: String,
        /// How it is entered.
        pub kind: FieldKind,
        /// May stay empty.
        pub optional: bool,
    }

    /// A connection.
    pub struct Connection {
        /// Its id.
        pub id: String,
        /// Upstream's id.
        pub upstream: String,
        /// Upstream's name.
        pub upstream_name: String,
        /// The person's name for it.
        pub label: String,
        /// Address of the API.
        pub base_url: String,
        /// It talks to the practice bank.
        pub practice: bool,
        /// What it needs.
        pub state: ConnectionState,
        /// A person has to act.
        pub needs_person: bool,
        /// Not before.
        pub retry_at: Option<String>,
        /// The service's own number of the failed request.
        pub request_id: Option<String>,
        /// Last sync that ended well.
        pub last_success: Option<String>,
        /// It is syncing now.
        pub syncing: bool,
        /// It is synced by itself, unless the settings say only when asked.
        pub automatic: bool,
        /// When it is synced by itself next; none when it waits for the person, is paused, or nothing is.
        pub next_sync: Option<String>,
        /// Where its secret is kept.
        pub secret_place: super::SecretsPlace,
        /// Its accounts.
        pub accounts: Vec<ConnectionAccount>,
        /// It can have logins at banks.
        pub has_logins: bool,
        /// It says which banks there are, and shares their accounts one by one; else its own pages ask.
        pub lists_banks: bool,
        /// It cannot be read before a link of the kind `connect` asked for the rest.
        pub unfinished: bool,
        /// The service made sums of its rows, which can be shown beside the book's own.
        pub has_report: bool,
        /// Its logins.
        pub logins: Vec<super::Login>,
        /// What it gives.
        pub gives: Vec<String>,
        /// Money can be sent through it.
        pub pays: bool,
        /// Its banks can be unlinked at the service along with it.
        pub revokes: bool,
        /// The service sends what is new by itself to whoever listens.
        pub delivers: bool,
        /// Last runs, newest first.
        pub runs: Vec<SyncRun>,
        /// Rows waiting for approval of their deletion.
        pub guarded_rows: u32,
        /// What the service last said of how often it may still be asked.
        pub allowance: Option<Allowance>,
        /// When its key or login runs out, by its own word.
        pub access_until: Option<String>,
        /// Whether and what is written back there; none when it can only be read.
        pub write_back: Option<super::WriteBack>,
    }

    /// How often a service may still be asked, by its own word.
    pub struct Allowance {
        /// Requests of a full allowance.
        pub limit: Option<u32>,
        /// Requests left of it then.
        pub remaining: u32,
        /// When it said so.
        pub seen_at: String,
    }

    /// An account of a connection.
    pub struct ConnectionAccount {
        /// Its id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Its balance.
        pub balance: super::Money,
        /// Rows.
        pub transactions: u32,
        /// The login it is read through.
        pub login: Option<String>,
        /// The person shares it no more: what is here stays, nothing new comes.
        pub detached: bool,
        /// The account of another source that rules over this one.
        pub ruled_by: Option<super::AccountName>,
        /// Accounts of other sources that this one rules over.
        pub rules: Vec<super::AccountName>,
        /// Last day it is known for.
        pub known_until: Option<String>,
    }

    /// Which runs.
    pub struct SyncRunsReq {
        /// Of this connection; none is of all.
        pub connection: Option<String>,
        /// How many, at most 500.
        pub limit: u32,
    }

    /// A past sync, or one that runs.
    pub struct SyncRun {
        /// Its number.
        pub id: String,
        /// The connection.
        pub connection: String,
        /// When it began.
        pub at: String,
        /// How it ended.
        pub state: ConnectionState,
        /// It ended; else it runs, or was killed.
        pub finished: bool,
        /// A person asked for it; else it was due.
        pub by_person: bool,
        /// Accounts new.
        pub accounts: u32,
        /// Rows that a file had brought, or that were pending, now one.
        pub matched: u32,
        /// Rows that could not be taken.
        pub rejected: u32,
        /// Status of the answer that ended it.
        pub http_status: Option<u16>,
        /// Why it failed, for people who look closely; never a secret.
        pub reason: Option<String>,
        /// The service's own numbers of the requests that failed, else of the last one.
        pub request_ids: Vec<String>,
        /// Rows new.
        pub new: u32,
        /// Rows changed.
        pub changed: u32,
        /// Rows removed.
        pub removed: u32,
        /// Milliseconds.
        pub millis: u32,
        /// Requests sent.
        pub requests: u32,
    }

    /// Links a service.
    pub struct ConnectionAddReq {
        /// Upstream's id.
        pub upstream: String,
        /// The person's name for it; empty is the service's.
        pub label: String,
        /// Address of the API; empty is the service's.
        pub base_url: String,
        /// What was entered.
        pub fields: Vec<FieldValue>,
    }

    /// Something entered.
    pub struct FieldValue {
        /// Key of the field.
        pub key: String,
        /// What was entered.
        pub value: String,
    }

    /// Changes a connection; what is none stays.
    pub struct ConnectionUpdateReq {
        /// Which.
        pub id: String,
        /// Name.
        pub label: Option<String>,
        /// Sync it by itself.
        #[serde(default)]
        pub automatic: Option<bool>,
        /// Write the person's changes back there. Switched off, what still waits is left unwritten.
        #[serde(default)]
        pub write_back: Option<bool>,
        /// New secrets and settings.
        pub fields: Vec<FieldValue>,
    }

    /// Names a connection.
    pub struct ConnectionReq {
        /// Which.
        pub id: String,
    }

    /// A balance that a service stated and the book does not come to.
    pub struct BalanceDifference {
        /// The account.
        pub account: String,
        /// Its name.
        pub account_name: String,
        /// At the end of this day.
        pub date: String,
        /// What the service says.
        pub stated: super::Money,
        /// What the book's transactions come to.
        pub computed: super::Money,
        /// The one less the other.
        pub difference: super::Money,
    }

    /// What a service derived of a connection's rows, beside the same figures by the book. Nothing of it is counted.
    pub struct UpstreamReport {
        /// Newest first, one of each month and currency.
        pub months: Vec<UpstreamMonth>,
        /// What a lender would look at.
        pub insights: Option<UpstreamInsights>,
        /// When it was read.
        pub read_at: Option<String>,
    }

    /// Money in and out of a month: the service's word, and every booked row that the book has of the connection's
    /// accounts, transfers included.
    pub struct UpstreamMonth {
        /// `YYYY-MM`.
        pub month: String,
        /// In, by the service.
        pub incoming: Option<super::Money>,
        /// Out, by the service; not positive.
        pub outgoing: Option<super::Money>,
        /// Rows, by the service.
        pub rows: Option<u32>,
        /// In, by the book.
        pub own_incoming: super::Money,
        /// Out, by the book.
        pub own_outgoing: super::Money,
        /// Rows, by the book.
        pub own_rows: u32,
        /// What all accounts of this currency hold at the end of the month together, by the service.
        pub balance: Option<super::Money>,
        /// The same by the book; none when the service does not say.
        pub own_balance: Option<super::Money>,
        /// What the service says comes to more or less than the book's rows.
        pub differs: bool,
    }

    /// What a lender would look at. Numbers without a currency are plain decimal text: the service names no unit.
    pub struct UpstreamInsights {
        /// Recurring income and expenses.
        pub flows: Vec<UpstreamFlow>,
        /// Repayments of loans.
        pub repayments: u32,
        /// Drawdowns of loans.
        pub drawdowns: u32,
        /// Days in overdraft.
        pub overdraft_days: Option<u32>,
        /// Fees of overdrafts.
        pub overdraft_fees: Option<String>,
        /// Rejected payments and the like.
        pub incidents: Vec<UpstreamIncident>,
        /// The grave ones.
        pub heavy_failures: Vec<UpstreamIncident>,
    }

    /// A recurring income or expense as a service sees it.
    pub struct UpstreamFlow {
        /// The service's word.
        pub kind: String,
        /// The service's category.
        pub category: String,
        /// What it is called; plain text that nobody vouches for.
        pub label: String,
        /// Negative for expenses.
        pub total: Option<String>,
    }

    /// A rejected payment as a service sees it.
    pub struct UpstreamIncident {
        /// The service's word.
        pub kind: String,
        /// What was rejected.
        pub total: Option<String>,
        /// What it cost.
        pub fees: Option<String>,
    }

    /// What of a connection's access was ended at the service.
    pub struct Revocation {
        /// Banks that were unlinked there.
        pub logins: u32,
        /// Banks that are still linked there, by name.
        pub left: Vec<String>,
        /// The key or token works no more.
        pub access_ended: bool,
    }

    /// Takes a connection out.
    pub struct ConnectionRemoveReq {
        /// Which.
        pub id: String,
        /// Keep its accounts and rows in the book.
        pub keep_data: bool,
    }

    /// Which connections to sync.
    pub struct SyncReq {
        /// Which; empty is all.
        pub connections: Vec<String>,
        /// Read everything anew.
        pub full: bool,
    }

    /// How a sync goes on.
    pub struct SyncProgress {
        /// Of this job.
        pub job: String,
        /// Connection.
        pub connection: String,
        /// Its name.
        pub label: String,
        /// What it is at.
        pub phase: SyncPhase,
        /// Accounts seen.
        pub accounts: u32,
        /// Transactions read.
        pub transactions: u32,
        /// About how many there are.
        pub expected: Option<u32>,
        /// Oldest day reached.
        pub back_to: Option<String>,
        /// Requests sent.
        pub requests: u32,
        /// Waiting until.
        pub waiting_until: Option<String>,
    }

    /// What a sync did.
    pub struct SyncReport {
        /// One entry a connection.
        pub connections: Vec<SyncOutcome>,
    }

    /// What a sync did at one connection.
    pub struct SyncOutcome {
        /// Connection.
        pub id: String,
        /// Its name.
        pub label: String,
        /// Upstream's id.
        pub upstream: String,
        /// How it ended.
        pub state: ConnectionState,
        /// The one thing to do about it.
        pub action: super::LoginAction,
        /// It was skipped: nothing changed upstream, or it has to wait.
        pub skipped: bool,
        /// Accounts.
        pub accounts: u32,
        /// Rows new.
        pub new: u32,
        /// Rows changed.
        pub changed: u32,
        /// Rows removed.
        pub removed: u32,
        /// Rows that a file had already brought.
        pub matched: u32,
        /// Changes of the person's written there.
        pub written: u32,
        /// Changes of the person's that it refused.
        pub refused: u32,
        /// Requests sent.
        pub requests: u32,
        /// Milliseconds.
        pub millis: u32,
        /// Not before.
        pub retry_at: Option<String>,
        /// The service's own number of the failed request.
        pub request_id: Option<String>,
        /// What the person may want to know.
        pub notices: Vec<SyncNotice>,
        /// Its logins, and what each needs.
        pub logins: Vec<super::Login>,
    }

    /// Something to know.
    pub struct SyncNotice {
        /// Closed word.
        pub code: String,
        /// Entity's word.
        pub entity: String,
        /// How many times.
        pub count: u32,
    }

    /// Starts the practice bank inside the program.
    pub struct PracticeStartReq {
        /// Scenario; empty is `calm`.
        pub scenario: String,
    }

    /// The practice bank's ways in.
    pub struct PracticeBank {
        /// Its address.
        pub base: String,
        /// A way in for each upstream.
        pub upstreams: Vec<PracticeUpstream>,
    }

    /// How to link one upstream of the practice bank.
    pub struct PracticeUpstream {
        /// Upstream's id.
        pub upstream: String,
        /// Address of its API.
        pub base_url: String,
        /// What to enter.
        pub fields: Vec<FieldValue>,
    }
}
