//! The words of the command line.

use std::path::PathBuf;

pub mod accounts;
pub mod plans;
pub mod wealth;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Your money, kept at home: the encrypted book on the command line.
#[derive(Debug, Parser)]
#[command(name = "coffer", version, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What every command takes.
    #[command(flatten)]
    pub common: Common,
}

/// What every command takes.
#[derive(Debug, Args)]
pub struct Common {
    /// Folder of the book, instead of the platform's own.
    #[arg(long, global = true, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// Print one JSON document on standard output.
    #[arg(long, global = true)]
    pub json: bool,
    /// File whose first line is the passphrase.
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Take this day as today.
    #[arg(long, global = true, value_name = "DATE")]
    pub today: Option<NaiveDate>,
}

/// Who holds the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Protect {
    /// The system's keychain.
    Keychain,
    /// A passphrase.
    Passphrase,
}

/// What happens to transactions that vanished at a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DeletionsAnswer {
    /// Remove them here too.
    Remove,
    /// Keep them here.
    Keep,
}

/// Whether something is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnOff {
    /// On.
    On,
    /// Off.
    Off,
}

/// Steps of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// Grounds of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ground {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Drawing {
    /// Net worth over time.
    NetWorth,
    /// Owned and owed over time.
    NetWorthStack,
    /// Balance ahead.
    Forecast,
    /// A budget over past months; needs `--category`.
    Budgets,
    /// A budget over the days of a month; needs `--category`.
    Spending,
    /// Money in and out by month.
    CashFlow,
    /// Money from its sources to its uses.
    Flow,
    /// Spending by category as areas.
    Treemap,
    /// Spending by day.
    Calendar,
    /// Why net worth changed.
    NetWorthChange,
    /// Net worth ahead, by the assumptions that are kept.
    NetWorthAhead,
    /// Spending by month with its moving mean.
    Trend,
    /// What was kept of what was earned.
    SavingsRate,
    /// Worth and cost of investments.
    Investments,
    /// Growth of investments beside the benchmark.
    InvestmentsGrowth,
}

/// Yardsticks that read and write JSON lines and need no book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Yardstick {
    /// Balances ahead.
    Forecast,
    /// Payments that repeat.
    Recurring,
    /// Categories.
    Categorise,
}

/// Reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportName {
    /// By category.
    Categories,
    /// By group of categories.
    Groups,
    /// By payee.
    Payees,
    /// By tag; with `--from` and `--to` a summary of a tax year.
    Tags,
    /// By account.
    Accounts,
    /// By owner of the accounts.
    Owners,
    /// Needs against wants.
    Needs,
    /// Where money came from and where it went.
    Flow,
    /// What was kept, period by period.
    Savings,
    /// Day by day.
    Calendar,
}

/// What a report is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Held {
    /// The same length of time before.
    Before,
    /// The same days a year before.
    YearBefore,
}

/// A report.
#[derive(Debug, Args)]
pub struct Reporting {
    /// Which.
    #[arg(value_enum)]
    pub name: ReportName,
    /// First day; else the first of the month eleven months before the last day.
    #[arg(long)]
    pub from: Option<NaiveDate>,
    /// Last day; else today.
    #[arg(long)]
    pub to: Option<NaiveDate>,
    /// Length of a period.
    #[arg(long, value_enum, default_value = "month")]
    pub by: By,
    /// Currency; the base currency if left out.
    #[arg(long)]
    pub currency: Option<String>,
    /// Only this account.
    #[arg(long)]
    pub account: Option<String>,
    /// Hold it against other days.
    #[arg(long, value_enum)]
    pub compare: Option<Held>,
}

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Written {
    /// Transactions.
    Transactions,
    /// Accounts and their balances.
    Accounts,
    /// Budgets by month.
    Budgets,
    /// Net worth by month.
    NetWorth,
    /// Every table.
    All,
}

/// What to do about exchange rates.
#[derive(Debug, Args)]
pub struct RatesOf {
    /// Another address of the feed.
    #[arg(long)]
    pub base_url: Option<String>,
    /// Ask Narodowy Bank Polski as well, from now on, for currencies that the European Central Bank does not quote.
    #[arg(long, value_name = "true|false")]
    pub second: Option<bool>,
    /// Keep an own rate: one of a currency is so many of another, `UAH=0.025EUR`; nothing behind `=` takes it out.
    #[arg(long, value_name = "CODE=NUMBER[CODE]", conflicts_with_all = ["base_url", "file"])]
    pub own: Option<String>,
    /// The day of the own rate; today if left out.
    #[arg(long, requires = "own")]
    pub date: Option<NaiveDate>,
    /// Read own rates from a CSV file with the columns `date`, `currency`, `rate` and, if it has one, `per`.
    #[arg(long, value_name = "FILE", conflicts_with = "base_url")]
    pub file: Option<PathBuf>,
    /// What the rates of the file are in where it does not say; the base currency if left out.
    #[arg(long, requires = "file")]
    pub per: Option<String>,
}

/// Formats of files for other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    /// One table.
    Csv,
    /// JSON lines.
    Json,
    /// A workbook.
    Xlsx,
    /// Apache Parquet: one table a file; with `all`, a folder of them.
    Parquet,
    /// Ledger's journal.
    Ledger,
    /// hledger's journal.
    Hledger,
    /// Beancount.
    Beancount,
    /// Quicken Interchange Format.
    Qif,
    /// OFX 2.
    Ofx,
    /// Bank statement for Xero, one account.
    Xero,
    /// Bank statement for QuickBooks Online, one account.
    Quickbooks,
    /// A folder of CSV tables with a dictionary; with `all`.
    Folder,
    /// A SQLite file that is not encrypted; with `all` and `--unencrypted`.
    Sqlite,
}

/// How dates are written where a format leaves it to the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DatesWritten {
    /// As most programs expect it.
    Usual,
    /// 12/31/2026.
    MonthFirst,
    /// 31/12/2026.
    DayFirst,
    /// 2026-12-31.
    Iso,
}

/// A file for another program.
#[derive(Debug, Args)]
pub struct Exporting {
    /// What.
    #[arg(value_enum)]
    pub what: Written,
    /// Words and filters that transactions have to match.
    pub query: Vec<String>,
    /// Format.
    #[arg(long, value_enum)]
    pub format: FileFormat,
    /// The file, or the folder; what stands there is replaced when the new one is whole.
    #[arg(long, value_name = "FILE|DIR")]
    pub out: PathBuf,
    /// First day.
    #[arg(long)]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[arg(long)]
    pub to: Option<NaiveDate>,
    /// Only this account.
    #[arg(long)]
    pub account: Option<String>,
    /// Only transactions that changed after the cursor of an earlier export, deleted ones among them.
    #[arg(long, value_name = "CURSOR")]
    pub since: Option<String>,
    /// How dates are written in QIF and in the bank statements.
    #[arg(long, value_enum, default_value = "usual")]
    pub dates: DatesWritten,
    /// Leave texts of CSV as they are, though a spreadsheet would take some for formulas.
    #[arg(long)]
    pub raw_text: bool,
    /// Confirm that a SQLite file of everything is not encrypted.
    #[arg(long)]
    pub unencrypted: bool,
}

/// How a bank is linked, along with a connection.
#[derive(Debug, Args)]
pub struct LinkingBank {
    /// The bank to link, by the upstream's id.
    #[arg(long, value_name = "ID")]
    pub bank: Option<String>,
    /// Link it on the upstream's own pages in the browser.
    #[arg(long)]
    pub browser: bool,
    /// Which of its accounts to share: all, none, or ids with commas between them.
    #[arg(long, default_value = "all", value_name = "WHICH")]
    pub accounts: String,
    /// Seconds to wait for the browser or the bank's app.
    #[arg(long, value_name = "SECONDS")]
    pub wait: Option<u64>,
}

/// How a bank is linked.
#[derive(Debug, Args)]
pub struct Linking {
    /// A field and the file that holds its value; `-` reads one line of standard input.
    #[arg(long = "set", value_name = "KEY=FILE|-")]
    pub set: Vec<String>,
    /// The rest.
    #[command(flatten)]
    pub bank: LinkingBank,
}

/// What can be done about the chart of categories.
#[derive(Debug, Subcommand)]
pub enum Charting {
    /// List them.
    List,
    /// Add one.
    Add {
        /// Its name.
        name: String,
        /// Its group, by name; a new one is made. It stands by itself if left out.
        #[arg(long, default_value = "")]
        group: String,
        /// What it counts as.
        #[arg(long, value_enum, default_value_t = KindOfCategory::Expense)]
        kind: KindOfCategory,
    },
    /// Change one.
    Edit {
        /// Category or group, by name or number.
        category: String,
        /// Its new name.
        #[arg(long)]
        name: Option<String>,
        /// The group it goes into, by name or number.
        #[arg(long)]
        group: Option<String>,
        /// What it counts as.
        #[arg(long, value_enum)]
        kind: Option<KindOfCategory>,
        /// Colour slot, 1 to 8.
        #[arg(long)]
        colour: Option<u32>,
        /// Hide it, or offer it again.
        #[arg(long)]
        hidden: Option<bool>,
        /// Its picture, such as `home`.
        #[arg(long)]
        icon: Option<String>,
        /// Whether money spent on it must be.
        #[arg(long, value_enum)]
        need: Option<Needed>,
    },
    /// What is usual in single countries beside the chart; with a country, add it.
    Style {
        /// ISO 3166 code, such as `DE`.
        country: Option<String>,
    },
    /// The categories of a service and where they stand in the chart.
    Places {
        /// The connection, by number.
        connection: String,
        /// Put one elsewhere, as often as wished: the service's id, `=`, the category; nothing after `=` keeps it out.
        #[arg(long = "put", value_name = "ID=CATEGORY")]
        puts: Vec<String>,
    },
    /// Give all of one's transactions, rules and plans to another, and remove it.
    Merge {
        /// The category that goes, by name or number.
        category: String,
        /// The one in its place, by name or number.
        into: String,
    },
}

/// Whether money spent on a category must be.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Needed {
    /// It must be.
    Need,
    /// It is wished for.
    Want,
    /// Neither says anything of it.
    Neither,
}

/// What a category counts as.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum KindOfCategory {
    /// Money earned.
    Income,
    /// Money spent.
    Expense,
    /// Moved between own accounts.
    Transfer,
}

/// What can be done about rules.
#[derive(Debug, Subcommand)]
pub enum Ruling {
    /// List them.
    List,
    /// Run them on every row, as one batch that can be taken back. What a person set by hand stays.
    Run {
        /// Number of a rule whose word is taken; all that are switched on if left out. May be given several times.
        #[arg(long)]
        rule: Vec<String>,
        /// Only count.
        #[arg(long)]
        dry_run: bool,
    },
    /// Switch one on.
    On {
        /// Its number.
        rule: String,
    },
    /// Switch one off.
    Off {
        /// Its number.
        rule: String,
    },
    /// Remove one.
    Remove {
        /// Its number.
        rule: String,
    },
    /// Write them as JSON that people can read.
    Export {
        /// The file; standard output if left out.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Add the rules of a file that was exported.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Rules that corrections by hand ask for.
    Proposals,
}

/// What can be done about payments that repeat.
#[derive(Debug, Subcommand)]
pub enum Repeating {
    /// List them.
    List,
    /// Show one with its payments and prices.
    Show {
        /// Number of the item, from the list.
        item: String,
    },
    /// Say that one is right.
    Confirm {
        /// Number of the item.
        item: String,
    },
    /// Say that it is none, once and for all.
    Reject {
        /// Number of the item.
        item: String,
    },
    /// Take back what was decided about one, or bring a rejected one back.
    Forget {
        /// Number of the item.
        item: String,
    },
    /// Change one; an empty text takes a choice back.
    Edit(RepeatingEdit),
    /// Add one that is not found, such as a new contract.
    Add {
        /// Who.
        name: String,
        /// Number of the account.
        #[arg(long)]
        account: String,
        /// Amount in the account's currency, negative for what is paid.
        #[arg(long, allow_hyphen_values = true)]
        amount: String,
        /// How often.
        #[arg(long, value_enum, default_value_t = Often::Monthly)]
        every: Often,
        /// A recurrence rule (RFC 5545) instead, such as FREQ=MONTHLY;BYMONTHDAY=1,15.
        #[arg(long, conflicts_with = "every")]
        rule: Option<String>,
        /// What weekends and bank holidays do to its days.
        #[arg(long, value_enum)]
        weekend: Option<Weekends>,
        /// The first day.
        #[arg(long, value_name = "YYYY-MM-DD")]
        next: String,
        /// The last day.
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: Option<String>,
    },
    /// Show what was paid, is late and is still to come in a month.
    Month {
        /// YYYY-MM; the present month if left out.
        month: Option<String>,
    },
    /// Write the payments of a year ahead as a calendar.
    Export {
        /// The file, `.ics`.
        #[arg(long)]
        out: std::path::PathBuf,
    },
}

/// Changes to a payment that repeats.
#[derive(Debug, Args)]
pub struct RepeatingEdit {
    /// Number of the item.
    pub item: String,
    /// Another name.
    #[arg(long)]
    pub name: Option<String>,
    /// Another amount, in the account's currency, negative for what is paid.
    #[arg(long, allow_hyphen_values = true)]
    pub amount: Option<String>,
    /// Another rhythm.
    #[arg(long, value_enum)]
    pub every: Option<Often>,
    /// Another recurrence rule (RFC 5545), for one that was entered by hand.
    #[arg(long, conflicts_with = "every")]
    pub rule: Option<String>,
    /// Days before it that it is told as due; 0 never, empty as for all.
    #[arg(long, value_name = "DAYS")]
    pub remind: Option<String>,
    /// The next day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub next: Option<String>,
    /// The last day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<String>,
    /// Where a weekend moves it.
    #[arg(long, value_enum)]
    pub weekend: Option<Weekends>,
    /// What it is.
    #[arg(long, value_enum)]
    pub kind: Option<KindOf>,
    /// Whether you mean to end it.
    #[arg(long)]
    pub leaving: Option<bool>,
}

/// How often something repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Often {
    /// Every week.
    Weekly,
    /// Every second week.
    Biweekly,
    /// Every fourth week.
    Fourweekly,
    /// Every month.
    Monthly,
    /// Every second month.
    Bimonthly,
    /// Every third month.
    Quarterly,
    /// Twice a year.
    Halfyearly,
    /// Every year.
    Yearly,
}

/// Where a payment goes whose day falls on a weekend or a bank holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Weekends {
    /// It stays.
    Stay,
    /// To the working day before.
    Before,
    /// To the working day after.
    After,
}

/// What a payment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindOf {
    /// Something subscribed to.
    Subscription,
    /// A bill.
    Bill,
    /// Money that comes in.
    Income,
    /// Money moved between own accounts.
    Transfer,
}

#[derive(Debug, Subcommand)]
pub enum LoginCommand {
    /// List them.
    List,
    /// Look for banks.
    Banks {
        /// Connection.
        connection: String,
        /// Words of the name.
        words: Vec<String>,
        /// Two-letter country.
        #[arg(long)]
        country: Option<String>,
    },
    /// Link a bank.
    Add {
        /// Connection.
        connection: String,
        /// How.
        #[command(flatten)]
        link: Linking,
    },
    /// Get an ailing login going again.
    Repair {
        /// Connection.
        connection: String,
        /// The upstream's id of the login.
        login: String,
        /// How.
        #[command(flatten)]
        link: Linking,
    },
    /// Enter a login's credentials anew.
    Password {
        /// Connection.
        connection: String,
        /// The upstream's id of the login.
        login: String,
        /// How.
        #[command(flatten)]
        link: Linking,
    },
    /// List a login's accounts, and pick those to share.
    Accounts {
        /// Connection.
        connection: String,
        /// The upstream's id of the login.
        login: String,
        /// Share these: all, none, or ids with commas between them.
        #[arg(long, value_name = "WHICH")]
        share: Option<String>,
        /// Delete from the book what is no longer shared.
        #[arg(long)]
        erase: bool,
    },
    /// Take a login out, here and at the upstream.
    Remove {
        /// Connection.
        connection: String,
        /// The upstream's id of the login.
        login: String,
        /// Keep its accounts and transactions.
        #[arg(long)]
        keep_data: bool,
    },
}

/// What to do with accounts that two sources tell.
#[derive(Debug, Subcommand)]
pub enum SameCommand {
    /// List accounts that look like one and wait for an answer.
    List,
    /// Compare two accounts row by row.
    Show {
        /// The account whose source would rule.
        ruling: String,
        /// The other one.
        other: String,
    },
    /// They are one: the first rules, the other stays visible.
    Join {
        /// The account whose source rules.
        ruling: String,
        /// The other one.
        other: String,
    },
    /// An account that was joined stands for itself again.
    Part {
        /// Which.
        account: String,
    },
    /// They are not one: do not ask again.
    Apart {
        /// One.
        first: String,
        /// The other.
        second: String,
    },
}

/// What to do with money that is sent.
#[derive(Debug, Subcommand)]
pub enum PayCommand {
    /// List orders.
    List,
    /// List the accounts of a connection that can pay, and who may be paid.
    Recipients {
        /// Connection.
        connection: String,
    },
    /// Add somebody who may be paid. The bank may ask for a code, and wait a while.
    AddRecipient {
        /// Connection.
        connection: String,
        /// The account that pays.
        #[arg(long)]
        account: String,
        /// Where to.
        #[arg(long)]
        iban: String,
        /// Name.
        #[arg(long)]
        name: String,
    },
    /// Answer what the bank asked about somebody new.
    ConfirmRecipient {
        /// Connection.
        connection: String,
        /// Who, by the number of `recipients`.
        recipient: String,
        /// A field and the file that holds its value; `-` reads one line of standard input.
        #[arg(long = "set", value_name = "KEY=FILE|-")]
        set: Vec<String>,
    },
    /// Write an order down. Nothing is sent.
    Prepare {
        /// Connection.
        connection: String,
        /// The account that pays.
        #[arg(long)]
        account: String,
        /// Who is paid, by the number of `recipients`.
        #[arg(long)]
        to: String,
        /// How much, in the account's currency.
        #[arg(long)]
        amount: String,
        /// What the recipient reads.
        #[arg(long)]
        label: String,
        /// When; as soon as possible if left out.
        #[arg(long, value_name = "DATE")]
        on: Option<NaiveDate>,
    },
    /// Send an order that is written down, once: repeat all of it, or be asked on a terminal.
    Send {
        /// Which.
        payment: String,
        /// How much.
        #[arg(long)]
        amount: Option<String>,
        /// The account that pays.
        #[arg(long)]
        account: Option<String>,
        /// Who is paid: number, IBAN or name.
        #[arg(long)]
        to: Option<String>,
        /// What the recipient reads.
        #[arg(long)]
        label: Option<String>,
    },
    /// Answer what the bank asks before it pays; without fields it is asked to pay again.
    Answer {
        /// Which.
        payment: String,
        /// A field and the file that holds its value; `-` reads one line of standard input.
        #[arg(long = "set", value_name = "KEY=FILE|-")]
        set: Vec<String>,
    },
    /// Ask how an order stands.
    Look {
        /// Which.
        payment: String,
    },
    /// Take an order back before anything is paid.
    Cancel {
        /// Which.
        payment: String,
    },
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the encrypted book.
    Init {
        /// Who holds the key.
        #[arg(long, value_enum, default_value = "keychain")]
        protect: Protect,
        /// Currency of totals.
        #[arg(long, default_value = "EUR")]
        base_currency: String,
        /// Country, by its two letters, whose usual categories the chart begins with.
        #[arg(long, value_name = "COUNTRY")]
        style: Option<String>,
    },
    /// Show where the book is and how it stands.
    Status,
    /// Do the whole job with a practice household: new book, connect, sync, budgets, forecast, net worth, charts.
    Demo {
        /// Folder for the book and the charts; it must be new or empty.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Which household.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Serve the practice bank until interrupted.
    PracticeBank {
        /// Where to listen; loopback only.
        #[arg(long, default_value = "127.0.0.1:0")]
        bind: std::net::SocketAddr,
        /// Which household.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// What goes wrong there.
        #[arg(long, default_value = "calm")]
        scenario: String,
    },
    /// Link an upstream.
    Connect {
        /// wallet, wallet-app, budgea, qard or finwise.
        upstream: String,
        /// Address of its API, instead of the service's own.
        #[arg(long)]
        base_url: Option<String>,
        /// A field and the file that holds its value; `-` reads one line of standard input. Fields of an upstream are named by its error.
        #[arg(long = "set", value_name = "KEY=FILE|-")]
        set: Vec<String>,
        /// Your name for it.
        #[arg(long)]
        label: Option<String>,
        /// Consent to an experimental service (wallet-app) without being asked: nobody vouches for it, and it is given the
        /// password of your account once.
        #[arg(long)]
        experimental: bool,
        /// How a bank is linked along with it.
        #[command(flatten)]
        link: LinkingBank,
    },
    /// Logins at banks, where a connection has several.
    Login {
        /// What to do.
        #[command(subcommand)]
        what: LoginCommand,
    },
    /// List the connections.
    Connections,
    /// Show what a connection's service makes of the rows itself, beside the same by the book: sums and balances by month,
    /// and stated balances that the book does not come to.
    ConnectionReport {
        /// Which.
        id: String,
        /// Only the months that differ.
        #[arg(long)]
        differing: bool,
    },
    /// List the accounts that a connection offers, and say which of them go on under an account of the book: before they are
    /// read for the first time, all in one call. What is not named becomes a new account.
    ConnectionAccounts {
        /// Which.
        id: String,
        /// An offered account, by the service's id, and the number of the book's account that it is.
        #[arg(long, value_name = "OFFERED=NO")]
        into: Vec<String>,
        /// Forget what was said: all become new accounts.
        #[arg(long, conflicts_with = "into")]
        new: bool,
    },
    /// Show the accounts and categories that a connection's service has, and make some there: with writing back on, and with
    /// the next sync.
    ConnectionChart {
        /// Which.
        id: String,
        /// An account kept by hand that is to be there too, by its number.
        #[arg(long, value_name = "NO")]
        make_account: Vec<String>,
        /// A category that is to be there too, by name or number.
        #[arg(long, value_name = "NAME")]
        make_category: Vec<String>,
    },
    /// Change a connection: enter new credentials, give it another name, pause it.
    Connection {
        /// Which.
        id: String,
        /// A field and the file that holds its new value; `-` reads one line of standard input.
        #[arg(long = "set", value_name = "KEY=FILE|-")]
        set: Vec<String>,
        /// Your name for it.
        #[arg(long)]
        label: Option<String>,
        /// Whether it is read by itself.
        #[arg(long, value_enum)]
        automatic: Option<OnOff>,
    },
    /// Take a connection out.
    Disconnect {
        /// Which.
        id: String,
        /// Unlink its banks at the service first, and end the access there as far as the service does that.
        #[arg(long)]
        revoke: bool,
        /// Keep its accounts and transactions.
        #[arg(long)]
        keep_data: bool,
    },
    /// Answer what is to happen to transactions that vanished at a connection in such number that it asks.
    Deletions {
        /// Which connection.
        id: String,
        /// Remove them here too, or keep them here.
        #[arg(value_enum)]
        answer: DeletionsAnswer,
    },
    /// Read what is new at the connections.
    Sync {
        /// Which; none is all.
        ids: Vec<String>,
        /// Read everything anew.
        #[arg(long)]
        full: bool,
        /// Ask nobody: show how the connections stand, when they are read next, and how often they may still be asked.
        #[arg(long, conflicts_with_all = ["full", "ids"])]
        status: bool,
    },
    /// List past syncs: when, how many requests, what came, and why one failed.
    Runs {
        /// Of this connection; none is of all.
        connection: Option<String>,
        /// How many.
        #[arg(long, default_value_t = 30)]
        limit: u32,
    },
    /// Accounts that two sources tell, counted once.
    Same {
        /// What to do.
        #[command(subcommand)]
        what: SameCommand,
    },
    /// Let one connection take the place of another for the accounts that both have.
    Swap {
        /// The connection to leave.
        old: String,
        /// The connection that takes its place.
        new: String,
        /// Only say what would happen.
        #[arg(long)]
        dry_run: bool,
    },
    /// Switch writing your changes back to a connection's service on or off.
    WriteBack {
        /// Which connection.
        id: String,
        /// On or off. Switched off, what still waits is left unwritten.
        #[arg(value_enum)]
        switch: OnOff,
    },
    /// List what waits to be written at a connection's service, or was refused there.
    Outbox {
        /// Which connection.
        id: String,
        /// Send it now, without reading there.
        #[arg(long)]
        send: bool,
        /// Send something once more that was refused.
        #[arg(long, value_name = "NO")]
        retry: Vec<String>,
        /// Leave something unwritten; the book keeps it.
        #[arg(long, value_name = "NO")]
        leave: Vec<String>,
    },
    /// Take what a service sent by itself, from a file or on a loopback address.
    Webhook {
        /// The body, or deliveries with headers and body as a gateway keeps them; `-` reads standard input.
        #[arg(required_unless_present = "listen")]
        file: Option<String>,
        /// Which connection it is for; found by what it says if left out.
        #[arg(long)]
        connection: Option<String>,
        /// A header that came with a body alone.
        #[arg(long = "header", value_name = "NAME:VALUE")]
        headers: Vec<String>,
        /// The path that a body alone was sent to.
        #[arg(long, default_value = "/")]
        path: String,
        /// Take it without a signature: you vouch for it.
        #[arg(long)]
        unsigned: bool,
        /// Listen until interrupted; the first line of standard output says where.
        #[arg(long, conflicts_with = "file")]
        listen: bool,
        /// Where to listen; loopback only.
        #[arg(long, default_value = "127.0.0.1:0")]
        bind: std::net::SocketAddr,
    },
    /// Send money through a connection.
    Pay {
        /// What to do.
        #[command(subcommand)]
        what: PayCommand,
    },
    /// Change transactions.
    Edit {
        /// Which.
        #[arg(required_unless_present = "matching", conflicts_with = "matching")]
        ids: Vec<String>,
        /// Every transaction that matches these words and filters, in place of numbers.
        #[arg(long, value_name = "SEARCH")]
        matching: Option<String>,
        /// Their category, by name or number; `none` takes it away.
        #[arg(long)]
        category: Option<String>,
        /// Their payee.
        #[arg(long)]
        payee: Option<String>,
        /// Their note; empty takes it away.
        #[arg(long)]
        note: Option<String>,
        /// Their tags, in place of those they have.
        #[arg(long = "tag", value_name = "TAG", conflicts_with_all = ["matching", "leave_out", "reviewed", "dry_run"])]
        tags: Vec<String>,
        /// Take their tags away.
        #[arg(long, conflicts_with_all = ["tags", "matching", "leave_out", "reviewed", "dry_run"])]
        no_tags: bool,
        /// A tag that each gets beside those it has.
        #[arg(long, value_name = "TAG", conflicts_with_all = ["tags", "no_tags"])]
        add_tag: Vec<String>,
        /// A tag that each loses.
        #[arg(long, value_name = "TAG", conflicts_with_all = ["tags", "no_tags"])]
        remove_tag: Vec<String>,
        /// Leave them out of totals, or count them again.
        #[arg(long, value_name = "ON|OFF")]
        leave_out: Option<OnOff>,
        /// What they are filed under becomes your own word.
        #[arg(long)]
        reviewed: bool,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
        /// Also those that a statement settled.
        #[arg(long)]
        unlock: bool,
    },
    /// Hold an account against a statement, and settle the rows that are on it.
    Reconcile {
        /// Account.
        account: String,
        /// The statement's day.
        #[arg(long)]
        date: NaiveDate,
        /// Its balance.
        #[arg(long, allow_hyphen_values = true)]
        balance: String,
        /// Rows that are not on it; all other open ones are.
        #[arg(long, value_name = "NO")]
        without: Vec<String>,
        /// Only say how far off it is, and what would explain it.
        #[arg(long)]
        dry_run: bool,
    },
    /// Enter a transaction by hand.
    Enter {
        /// Account.
        #[arg(long)]
        account: String,
        /// Booking date.
        #[arg(long)]
        date: NaiveDate,
        /// Signed amount in the account's currency; money out is negative.
        #[arg(long, allow_hyphen_values = true)]
        amount: String,
        /// Payee.
        #[arg(long)]
        payee: String,
        /// Note.
        #[arg(long, default_value = "")]
        note: String,
        /// Category, by name or number.
        #[arg(long)]
        category: Option<String>,
        /// Tags.
        #[arg(long = "tag", value_name = "TAG")]
        tags: Vec<String>,
    },
    /// Make two records of one payment one.
    Merge {
        /// The one that stays.
        keep: String,
        /// The one that stands behind it.
        drop: String,
        /// Also when a statement settled it.
        #[arg(long)]
        unlock: bool,
    },
    /// Part a record from the one it stands behind.
    Unmerge {
        /// Which.
        id: String,
    },
    /// Delete transactions.
    Delete {
        /// Which.
        #[arg(required = true)]
        ids: Vec<String>,
        /// Also those that a statement settled.
        #[arg(long)]
        unlock: bool,
    },
    /// Remove a category.
    CategoryRemove {
        /// Which, by name or number.
        category: String,
        /// What its transactions get instead, by name or number.
        #[arg(long)]
        into: Option<String>,
        /// Budgets that count it alone end; else they go where its transactions do.
        #[arg(long)]
        end_budgets: bool,
    },
    /// Read bank files without a book.
    Parse {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Take bank files into the book.
    Import {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The account they go to.
        #[arg(long, conflicts_with = "new_account")]
        account: Option<String>,
        /// Name of a new account they go to; an account of that name is used if there is one.
        #[arg(long, value_name = "NAME")]
        new_account: Option<String>,
        /// JSON file that says how a CSV is read.
        #[arg(long, value_name = "FILE")]
        mapping: Option<PathBuf>,
        /// Only say what would happen.
        #[arg(long)]
        dry_run: bool,
    },
    /// List what was done to the book, newest first.
    Batches {
        /// How many.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Take a batch back whole.
    Undo {
        /// Which.
        batch: String,
        /// Also where rows were edited since.
        #[arg(long)]
        force: bool,
    },
    /// Accounts: their balances, what they are, what they earn and cost.
    Accounts {
        /// What to do; lists if left out.
        #[command(subcommand)]
        act: Option<accounts::Held>,
    },
    /// List transactions, newest first.
    Transactions {
        /// Words and filters.
        query: Vec<String>,
        /// How many.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// List the categories, or change the chart.
    Categories {
        /// What to do; the list if left out.
        #[command(subcommand)]
        act: Option<Charting>,
    },
    /// List the rules in their order, run them on history, or carry them over in a file.
    Rules {
        /// What to do; the list if left out.
        #[command(subcommand)]
        act: Option<Ruling>,
    },
    /// Show the budgets of a month.
    Budgets {
        /// YYYY-MM; the present month if left out.
        #[arg(long)]
        month: Option<String>,
    },
    /// Set the limit of a category's budget.
    BudgetSet {
        /// Name or number of the category.
        category: String,
        /// The limit in the base currency; `none` ends the budget.
        limit: String,
        /// From this month on; the present one if left out.
        #[arg(long)]
        from: Option<String>,
        /// Carry what is left or overspent to the next month.
        #[arg(long)]
        carry_over: bool,
    },
    /// Choose how the book is budgeted; what is left out stays as it is.
    BudgetPlan {
        /// Limits, envelopes, or one number after bills and savings.
        #[arg(long)]
        style: Option<PlanStyle>,
        /// The day on which months begin, 1 to 28.
        #[arg(long)]
        start_day: Option<u32>,
        /// Put aside each month, in the base currency.
        #[arg(long)]
        savings: Option<String>,
    },
    /// Move money from one category's budget to another's, in one month only.
    BudgetMove {
        /// The category it goes to, by name or number; `assign` is what is still to be assigned.
        to: String,
        /// How much, in the base currency.
        amount: String,
        /// The category it comes from; what is still to be assigned if left out.
        #[arg(long)]
        from: Option<String>,
        /// YYYY-MM; the present month if left out.
        #[arg(long)]
        month: Option<String>,
    },
    /// Set the limits of a month's budgets from history.
    BudgetFill {
        /// Where from.
        how: FillFrom,
        /// YYYY-MM; the present month if left out.
        #[arg(long)]
        month: Option<String>,
        /// Months of the average, 1 to 6.
        #[arg(long, default_value_t = 3)]
        months: u32,
    },
    /// List payments that repeat, look at one, or decide about it.
    Recurring {
        /// What to do; the list if left out.
        #[command(subcommand)]
        act: Option<Repeating>,
    },
    /// List goals and how they go, make and change them, or adopt those of a service.
    Goals {
        /// What to do; the list if left out.
        #[command(subcommand)]
        act: Option<plans::Aims>,
    },
    /// List debts, their payments, and the orders to pay them back in.
    Debts {
        /// Beyond the payments, a month, for the comparison.
        #[arg(long, default_value = "")]
        extra: String,
        /// What to do; the list if left out.
        #[command(subcommand)]
        act: Option<plans::Owing>,
    },
    /// List what to look at before it costs money, and say what is to become of it.
    Alerts {
        /// Dismissed ones and muted kinds as well.
        #[arg(long)]
        all: bool,
        /// What to do; the list if left out.
        #[command(subcommand)]
        act: Option<plans::Watch>,
    },
    /// Show what a lender would look at, for yourself alone.
    Insight {
        /// Write the one page here instead, as HTML.
        #[arg(long, value_name = "FILE.html")]
        out: Option<PathBuf>,
    },
    /// Show how earlier forecasts of every account did.
    Grades,
    /// Show the balance ahead.
    Forecast {
        /// Days ahead.
        #[arg(long, default_value_t = 90)]
        days: u32,
        /// Only this account.
        #[arg(long)]
        account: Option<String>,
        /// A scenario to try: a JSON file, `-` is standard input. Several count together.
        #[arg(long, value_name = "FILE")]
        scenario: Vec<PathBuf>,
    },
    /// Show assets and liabilities over time.
    NetWorth {
        /// Currency; the base currency if left out.
        #[arg(long)]
        currency: Option<String>,
        /// First day.
        #[arg(long)]
        from: Option<NaiveDate>,
        /// Last day.
        #[arg(long)]
        to: Option<NaiveDate>,
        /// Length of a step.
        #[arg(long, value_enum, default_value = "month")]
        by: By,
        /// Say why it changed from the end of the first day to the last.
        #[arg(long, requires = "from", conflicts_with_all = ["real", "ahead"])]
        explain: bool,
        /// In today's money, by the price index or the yearly rate of `index`.
        #[arg(long)]
        real: bool,
        /// What it may come to in so many years, 1 to 40: `10y`.
        #[arg(long, value_name = "YEARS", conflicts_with_all = ["from", "to", "currency"])]
        ahead: Option<String>,
        /// What to assume for it instead of what is kept.
        #[command(flatten)]
        assume: wealth::Assume,
    },
    /// Keep price indices and yearly inflation, for amounts in today's money.
    Index {
        /// What to do; the list if left out.
        #[command(subcommand)]
        act: Option<wealth::Indexing>,
    },
    /// List what is owned or owed beside accounts, add to it, value it.
    Assets {
        /// What to do; the list if left out.
        #[command(subcommand)]
        act: Option<wealth::Owning>,
    },
    /// Show what is held in shares and funds, enter trades and prices.
    Investments {
        /// What to do; what is held if left out.
        #[command(subcommand)]
        act: Option<wealth::Investing>,
    },
    /// Fetch exchange rates of the European Central Bank, and of a second source if that is switched on; or keep own ones.
    Rates(RatesOf),
    /// Draw a chart into a file.
    Chart {
        /// Which.
        #[arg(value_enum)]
        name: Drawing,
        /// The file; `.svg` or `.png`.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Ground.
        #[arg(long, value_enum, default_value = "light")]
        theme: Ground,
        /// Width and height in CSS pixels.
        #[arg(long, default_value = "900x420", value_name = "WxH")]
        size: String,
        /// Category of a budget, by name or number.
        #[arg(long)]
        category: Option<String>,
        /// Days ahead of a forecast.
        #[arg(long, default_value_t = 90)]
        days: u32,
    },
    /// Write the whole book to one encrypted file.
    Backup {
        /// The file. It opens by the passphrase given, else as the book does.
        file: PathBuf,
    },
    /// Make the book from a backup.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Set the present book aside; without this a present book is refused.
        #[arg(long)]
        replace: bool,
    },
    /// Erase the book, its key and its tokens from this computer. Backups elsewhere stay.
    Erase {
        /// Do not ask.
        #[arg(long)]
        yes: bool,
        /// First end the access at the services that let Coffer do so. What cannot be ended stops the erasing.
        #[arg(long)]
        revoke: bool,
        /// Erase although an access could not be ended.
        #[arg(long, requires = "revoke")]
        anyway: bool,
    },
    /// Show what came in and went out.
    Report(Reporting),
    /// Write a file for another program. It is not encrypted.
    Export(Exporting),
    /// Check that the book is whole and its history unbroken.
    Verify,
    /// Yardsticks: JSON lines in, JSON lines out, no book.
    Eval {
        /// Which.
        #[arg(value_enum)]
        what: Yardstick,
    },
}

/// How a book is budgeted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlanStyle {
    /// A limit for each line.
    Limits,
    /// Every unit of income in an envelope.
    Envelopes,
    /// One number after bills and savings.
    Flex,
}

/// Where limits are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FillFrom {
    /// Mean spending of the months before.
    Average,
    /// Spending of the month before.
    LastMonth,
    /// The limits of the month before.
    LastLimits,
}
