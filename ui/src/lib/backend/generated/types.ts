// Written by `cargo xtask bindings` from src-tauri/crates/contract. Do not edit.

/**
 * An account.
 */
export type Account = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * One or two letters for its badge.
 */
monogram: string, 
/**
 * What it is.
 */
kind: AccountKind, 
/**
 * Its currency.
 */
currency: string, 
/**
 * Name of the bank, when known.
 */
institution: string | null, 
/**
 * IBAN or number with all but the last four digits hidden.
 */
numberHint: string | null, 
/**
 * Balance of all rows that count.
 */
balance: Money, 
/**
 * The same in the base currency; none without a rate.
 */
converted: Converted | null, 
/**
 * Sum of rows still pending.
 */
pending: Money, 
/**
 * What can be spent, when the bank says.
 */
available: Money | null, 
/**
 * Last day the balance is known for.
 */
asOf: string | null, 
/**
 * The connection it belongs to.
 */
connection: string | null, 
/**
 * The account of another source that rules over this one: it is counted there.
 */
mirrorOf: string | null, 
/**
 * Closed.
 */
closed: boolean, 
/**
 * Counted in budgets and the forecast.
 */
inBudget: boolean, 
/**
 * Counted in net worth.
 */
inNetWorth: boolean, 
/**
 * Whose it is.
 */
owner: string | null, 
/**
 * How soon its money can be had, where the person said so.
 */
tier: string | null, 
/**
 * Rows.
 */
transactions: number, };

/**
 * What an offered account is to be.
 */
export type AccountChoice = { 
/**
 * The service's id.
 */
sourceId: string, 
/**
 * The book's account that it is; none makes a new one.
 */
account: string | null, };

/**
 * How the forecasts of one account did.
 */
export type AccountGrades = { 
/**
 * The account; none is all day-to-day accounts together.
 */
account: string | null, 
/**
 * Its name; empty for all together.
 */
name: string, 
/**
 * Why no band can be given today, as for a forecast.
 */
abstained: string | null, 
/**
 * What came of the forecasts that were kept; none when none was.
 */
graded: ForecastGraded | null, 
/**
 * How the same method did from days of its past.
 */
tested: ForecastTested | null, };

/**
 * A heading of the side bar.
 */
export type AccountGroup = { 
/**
 * Message key: `cash`, `savings`, `cards`, `investments`, `loans`, `other`.
 */
key: string, 
/**
 * Total in the base currency of the accounts with a rate.
 */
total: Money, 
/**
 * Accounts in it.
 */
accounts: Array<Account>, 
/**
 * Accounts left out of the total for want of a rate.
 */
withoutRate: number, };

/**
 * What an account is.
 */
export type AccountKind = "checking" | "savings" | "cash" | "credit_card" | "loan" | "mortgage" | "investment" | "retirement" | "insurance" | "other";

/**
 * An account by its name, and where it comes from.
 */
export type AccountName = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The connection that feeds it; none for files and entries by hand.
 */
connection: string | null, 
/**
 * That connection's name.
 */
source: string | null, };

/**
 * Names an account.
 */
export type AccountReq = { 
/**
 * Which.
 */
id: string, };

/**
 * What an account earns above nothing and costs below it, as the person stated it.
 */
export type AccountTerms = { 
/**
 * On balances above nothing.
 */
earned: InterestTerms | null, 
/**
 * On balances below nothing.
 */
charged: InterestTerms | null, };

/**
 * States the terms of an account; what is none is taken away.
 */
export type AccountTermsReq = { 
/**
 * Which.
 */
id: string, 
/**
 * On balances above nothing.
 */
earned?: InterestTerms | null, 
/**
 * On balances below nothing.
 */
charged?: InterestTerms | null, };

/**
 * Changes an account; what is none stays.
 */
export type AccountUpdateReq = { 
/**
 * Which.
 */
id: string, 
/**
 * Name.
 */
name?: string | null, 
/**
 * Kind.
 */
kind?: AccountKind | null, 
/**
 * Count it in budgets.
 */
inBudget?: boolean | null, 
/**
 * Count it in net worth.
 */
inNetWorth?: boolean | null, 
/**
 * Closed.
 */
closed?: boolean | null, 
/**
 * Whose it is; empty takes it away.
 */
owner?: string | null, 
/**
 * How soon its money can be had; empty leaves it to its kind.
 */
tier?: string | null, };

/**
 * Says what offered accounts are to be before they are read for the first time.
 */
export type AccountsLinkReq = { 
/**
 * Connection.
 */
connection: string, 
/**
 * Accounts; those that are not named are new ones.
 */
choices: Array<AccountChoice>, };

/**
 * Accounts by group.
 */
export type AccountsList = { 
/**
 * The groups that have any.
 */
groups: Array<AccountGroup>, };

/**
 * What the person assumes of a class. What is none is proposed.
 */
export type AheadAssumption = { 
/**
 * Which.
 */
class: AheadClass, 
/**
 * Added a month, decimal text in the base currency; of debts, paid back.
 */
add: string | null, 
/**
 * Growth in percent a year, decimal text, -50 to 50.
 */
percent: string | null, 
/**
 * One standard deviation of a year's growth, percent points, 0 to 50.
 */
spread: string | null, };

/**
 * What net worth is made of ahead.
 */
export type AheadClass = "cash" | "investments" | "things" | "debts";

/**
 * Something that follows terms of its own.
 */
export type AheadFollowed = { 
/**
 * Its id, as net worth names it.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it counts in.
 */
class: AheadClass, 
/**
 * What it follows.
 */
terms: AheadTerms, 
/**
 * Percent a year, where its terms have one.
 */
percent: string | null, 
/**
 * Now.
 */
now: Money, 
/**
 * At the end.
 */
end: Money, 
/**
 * Month of the last payment of a debt, `YYYY-MM`, within the horizon.
 */
ends: string | null, 
/**
 * What is paid a month until then.
 */
payment: Money | null, };

/**
 * A goal ahead.
 */
export type AheadGoal = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * To be reached.
 */
target: Money, 
/**
 * There now.
 */
saved: Money, 
/**
 * Put aside for it a month, as its last months did, more or less where what is added to its class was changed.
 */
add: Money | null, 
/**
 * Until when.
 */
due: string | null, 
/**
 * Month it is reached in on the likely line, `YYYY-MM`; none is not within the horizon.
 */
likely: string | null, 
/**
 * On the likely line at its date, or at the end where it has none.
 */
then: Money | null, 
/**
 * Of ten worlds, how many are there by its date; none without a date within the horizon.
 */
ofTen: number | null, 
/**
 * The same in whole percent.
 */
percent: number | null, 
/**
 * Net worth on the likely line on its date: where the mark stands.
 */
mark: Money | null, 
/**
 * Nothing can be said of it for want of a rate.
 */
withoutRate: boolean, };

/**
 * A class ahead.
 */
export type AheadPart = { 
/**
 * Which.
 */
class: AheadClass, 
/**
 * There now.
 */
now: Money, 
/**
 * Of it, what follows terms of its own.
 */
followed: Money, 
/**
 * Added a month; of debts, paid back beside their schedules.
 */
add: Money, 
/**
 * What the last months added on average; none when too few are known.
 */
addProposed: Money | null, 
/**
 * Growth in percent a year, decimal text.
 */
percent: string, 
/**
 * The proposal for it.
 */
percentProposed: string, 
/**
 * One standard deviation of a year's growth, percent points.
 */
spread: string, 
/**
 * The proposal for it.
 */
spreadProposed: string, 
/**
 * At the end, on the likely line.
 */
end: Money, };

/**
 * What the person assumes.
 */
export type AheadPlan = { 
/**
 * Years ahead, 1 to 40.
 */
years: number, 
/**
 * The payment of a debt that is paid off goes to cash.
 */
freed: boolean, 
/**
 * Assumptions by class; a class that is not there is proposed.
 */
classes: Array<AheadAssumption>, };

/**
 * After so many months.
 */
export type AheadPoint = { 
/**
 * The day.
 */
date: string, 
/**
 * On the likely line; the sum of the four that follow.
 */
likely: string, 
/**
 * Cash.
 */
cash: string, 
/**
 * Investments.
 */
investments: string, 
/**
 * Things.
 */
things: string, 
/**
 * Debts, negative.
 */
debts: string, 
/**
 * Half of the worlds are above this …
 */
halfLow: string, 
/**
 * … and below this.
 */
halfHigh: string, 
/**
 * Four of five are above this …
 */
low: string, 
/**
 * … and below this.
 */
high: string, 
/**
 * What is there now and what was added until then, without what it earned.
 */
putIn: string, 
/**
 * The level of prices that day; none where it is not asked for or not known.
 */
index: string | null, };

/**
 * What something follows that has terms of its own.
 */
export type AheadTerms = "interest" | "wear" | "schedule";

/**
 * One alert.
 */
export type Alert = { 
/**
 * Names it; the same as long as it is about the same.
 */
id: string, 
/**
 * What it is about.
 */
kind: AlertKind, 
/**
 * The day it is about.
 */
date: string, 
/**
 * Payee, budget or account.
 */
name: string, 
/**
 * The account, where it is about one.
 */
accountName: string | null, 
/**
 * The amount it is about: charge, price, balance, what is missing.
 */
amount: Money, 
/**
 * What that is held against: usual, the price before, the floor, the limit.
 */
against: Money | null, 
/**
 * Payments compared, days late or to go, months running, chance in percent, by its kind.
 */
count: number, 
/**
 * What it costs in a year, where that is known.
 */
yearly: Money | null, 
/**
 * It is a guess about what comes, not something that happened.
 */
ahead: boolean, 
/**
 * What it follows from.
 */
rows: Array<AlertRow>, 
/**
 * Where more is told: the view and what is open in it.
 */
view: string, 
/**
 * What is open there.
 */
item: string | null, 
/**
 * The person saw it.
 */
seen: boolean, 
/**
 * The person wants to hear no more of it.
 */
dismissed: boolean, 
/**
 * The system has not shown it yet.
 */
untold: boolean, };

/**
 * What an alert is about.
 */
export type AlertKind = "low_balance" | "unusual_charge" | "price_rise" | "duplicate_charge" | "income_missing" | "budget_breaking" | "forgotten_subscription" | "bill_due";

/**
 * What the person did with alerts.
 */
export type AlertMark = "seen" | "dismissed" | "new";

/**
 * A row or a coming payment that an alert follows from.
 */
export type AlertRow = { 
/**
 * The transaction; none for what is to come.
 */
transaction: string | null, 
/**
 * Its day.
 */
date: string, 
/**
 * Whose.
 */
name: string, 
/**
 * Signed.
 */
amount: Money, };

/**
 * How the person wants to hear of alerts.
 */
export type AlertSettings = { 
/**
 * Kinds that are not wanted.
 */
muted: Array<AlertKind>, 
/**
 * Days before a bill that it is told; 0 is never.
 */
billDays: number, 
/**
 * How often there is a digest.
 */
digest: DigestEvery, 
/**
 * New alerts are shown by the system, while Coffer is open.
 */
notify: boolean, 
/**
 * Those may show amounts and names.
 */
notifyAmounts: boolean, };

/**
 * Marks alerts.
 */
export type AlertsMarkReq = { 
/**
 * Which.
 */
ids: Array<string>, 
/**
 * As what.
 */
mark: AlertMark, };

/**
 * What there is to look at.
 */
export type AlertsPage = { 
/**
 * The current day.
 */
today: string, 
/**
 * Newest first.
 */
alerts: Array<Alert>, 
/**
 * Of them, neither seen nor dismissed.
 */
unseen: number, 
/**
 * Left out because their kind is muted.
 */
muted: number, 
/**
 * How the person wants to hear of them.
 */
settings: AlertSettings, };

/**
 * Which alerts.
 */
export type AlertsReq = { 
/**
 * Dismissed ones and muted kinds as well.
 */
all: boolean, };

/**
 * What the system is to show.
 */
export type AlertsTellReq = { 
/**
 * The alerts that it is about; empty for a digest.
 */
ids: Array<string>, 
/**
 * One line.
 */
title: string, 
/**
 * A few more.
 */
body: string, };

/**
 * Whether the system showed it.
 */
export type AlertsTold = { 
/**
 * It did.
 */
shown: boolean, };

/**
 * How often a service may still be asked, by its own word.
 */
export type Allowance = { 
/**
 * Requests of a full allowance.
 */
limit: number | null, 
/**
 * Requests left of it then.
 */
remaining: number, 
/**
 * When it said so.
 */
seenAt: string, };

/**
 * An error as it crosses.
 */
export type ApiError = { 
/**
 * Short id that the log has too.
 */
trace: string, } & ({ "code": "no_book" } | { "code": "book_exists" } | { "code": "locked" } | { "code": "wrong_passphrase" } | { "code": "passphrase_too_short", "params": { 
/**
 * Fewest characters accepted.
 */
least: number, } } | { "code": "key_missing" } | { "code": "keychain_unavailable" } | { "code": "keychain_locked" } | { "code": "book_damaged", "params": { 
/**
 * Stable word for what was found: `truncated`, `tampered`, `not_a_book`, `header`.
 */
what: string, } } | { "code": "backup_unusable", "params": { 
/**
 * Stable word for what was found: `truncated`, `tampered`, `not_a_backup`.
 */
what: string, } } | { "code": "book_too_new", "params": { 
/**
 * Version of the book.
 */
found: number, 
/**
 * Newest version this program reads.
 */
supported: number, } } | { "code": "book_busy" } | { "code": "disk_full" } | { "code": "file_system", "params": { 
/**
 * Stable word: `denied`, `not_found`, `read_only`, `other`.
 */
what: string, } } | { "code": "invalid_request", "params": { 
/**
 * Name of the field.
 */
field: string, 
/**
 * Stable word for the reason.
 */
reason: string, } } | { "code": "not_found", "params": { 
/**
 * What: `account`, `transaction`, `connection`, …
 */
entity: string, } } | { "code": "upstream", "params": { 
/**
 * Which one.
 */
upstream: string, 
/**
 * The connection state it leads to.
 */
state: string, 
/**
 * When to try again, if known.
 */
retryAt: string | null, 
/**
 * The service's own number for the request.
 */
requestId: string | null, } } | { "code": "unknown_format", "params": { 
/**
 * Name of the file.
 */
file: string, } } | { "code": "unreadable_file", "params": { 
/**
 * Name of the file.
 */
file: string, 
/**
 * Stable word for the reason.
 */
reason: string, 
/**
 * Line, when known.
 */
line: number | null, } } | { "code": "preview_expired" } | { "code": "undo_conflict", "params": { 
/**
 * Rows edited since.
 */
rows: number, } } | { "code": "nothing_to_undo" } | { "code": "rate_missing", "params": { 
/**
 * From this currency.
 */
from: string, 
/**
 * To this one.
 */
to: string, } } | { "code": "cancelled" } | { "code": "already_running" } | { "code": "internal" });

/**
 * How the program and its book stand.
 */
export type AppStatus = { 
/**
 * Version of the program.
 */
version: string, 
/**
 * `linux`, `macos`, `windows`.
 */
platform: string, 
/**
 * Where the book stands.
 */
book: BookState, 
/**
 * Who holds the key, once there is a book.
 */
protection: Protection | null, 
/**
 * Why the book cannot be opened, when broken.
 */
problem: ApiError | null, 
/**
 * Whether the keychain can be used.
 */
keychain: KeychainState, 
/**
 * Where tokens are kept.
 */
secrets: SecretsPlace, 
/**
 * Folder of the book, for people.
 */
storePath: string, 
/**
 * The cipher in words, from the running store; none while locked.
 */
cipher: string | null, 
/**
 * Schema version; none while locked.
 */
schema: number | null, 
/**
 * Currency of totals; none while locked.
 */
baseCurrency: string | null, 
/**
 * The day it is for the person.
 */
today: string, 
/**
 * Rows in the book; none while locked.
 */
counts: BookCounts | null, 
/**
 * Countries, by their two letters, whose usual categories a chart can begin with.
 */
chartStyles: Array<string>, };

/**
 * One of several.
 */
export type AskChoice = { 
/**
 * What is sent.
 */
value: string, 
/**
 * What to call it.
 */
label: string, };

/**
 * One thing to enter, in the bank's words.
 */
export type AskField = { 
/**
 * Key.
 */
key: string, 
/**
 * What to call it; plain text that nobody vouches for.
 */
label: string, 
/**
 * How it is entered.
 */
kind: AskKind, 
/**
 * May not stay empty.
 */
required: boolean, 
/**
 * What may be picked.
 */
values: Array<AskChoice>, };

/**
 * How something is entered.
 */
export type AskKind = "text" | "password" | "list" | "date" | "hidden";

/**
 * Why something is asked.
 */
export type AskReason = "credentials" | "wrong_credentials" | "code";

/**
 * An asset.
 */
export type Asset = { 
/**
 * Its id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * What it is.
 */
kind: AssetKind, 
/**
 * It is owed.
 */
owed: boolean, 
/**
 * Whose it is.
 */
owner: string | null, 
/**
 * Where it is kept, or to whom it is owed.
 */
institution: string | null, 
/**
 * How soon its money can be had.
 */
tier: Tier, 
/**
 * How it loses worth.
 */
wear: WearKind, 
/**
 * Months of a straight line.
 */
wearMonths: number | null, 
/**
 * What a straight line ends at.
 */
wearRest: Money | null, 
/**
 * Percent a year of a falling part, one decimal.
 */
wearPercent: string | null, 
/**
 * Gone since this day.
 */
until: string | null, 
/**
 * It counts in net worth.
 */
inNetWorth: boolean, 
/**
 * A note.
 */
note: string | null, 
/**
 * Worth today, debts negative; none before the first valuation and once it is gone.
 */
value: Money | null, 
/**
 * Its currency.
 */
currency: string, 
/**
 * Valuations, the newest first.
 */
valuations: Array<Valuation>, };

/**
 * What an asset is.
 */
export type AssetKind = "property" | "vehicle" | "pension" | "metal" | "private_loan" | "other";

/**
 * An asset that was added or changed.
 */
export type AssetPut = { 
/**
 * Its id.
 */
id: string, 
/**
 * What was done.
 */
change: Change, };

/**
 * Adds or changes an asset.
 */
export type AssetPutReq = { 
/**
 * Which; none adds one.
 */
id?: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * What it is.
 */
kind: AssetKind, 
/**
 * It is owed.
 */
owed: boolean, 
/**
 * Its currency; that of an asset that is there stays.
 */
currency: string, 
/**
 * Whose it is.
 */
owner?: string | null, 
/**
 * Where it is kept, or to whom it is owed.
 */
institution?: string | null, 
/**
 * How soon its money can be had; none is what its kind suggests.
 */
tier?: Tier | null, 
/**
 * How it loses worth; none is not at all.
 */
wear?: WearKind | null, 
/**
 * Months of a straight line.
 */
wearMonths?: number | null, 
/**
 * What a straight line ends at; none is nothing.
 */
wearRest?: string | null, 
/**
 * Percent a year of a falling part, at most one decimal.
 */
wearPercent?: string | null, 
/**
 * Gone since this day.
 */
until?: string | null, 
/**
 * It counts in net worth; none is yes.
 */
inNetWorth?: boolean | null, 
/**
 * A note.
 */
note?: string | null, 
/**
 * A valuation to keep along with it.
 */
value?: string | null, 
/**
 * The day of that valuation; none is today.
 */
valueDate?: string | null, };

/**
 * Names an asset.
 */
export type AssetReq = { 
/**
 * Which.
 */
id: string, };

/**
 * Keeps what an asset was worth on a day.
 */
export type AssetValueReq = { 
/**
 * Which.
 */
id: string, 
/**
 * The day.
 */
date: string, 
/**
 * How much, positive; none takes that day's valuation out.
 */
value?: string | null, };

/**
 * A file kept with a transaction.
 */
export type Attachment = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * How large it is.
 */
bytes: number, 
/**
 * What it is.
 */
kind: AttachmentKind, };

/**
 * What the page shows of a file.
 */
export type AttachmentContent = { 
/**
 * The file.
 */
file: Attachment, 
/**
 * The media type of a picture; empty otherwise.
 */
media: string, 
/**
 * A picture, base64; none for anything else.
 */
image: string | null, 
/**
 * Text, at most its first hundred thousand signs; none for anything else.
 */
text: string | null, 
/**
 * There is more text.
 */
cut: boolean, };

/**
 * What a file is, by its bytes.
 */
export type AttachmentKind = "image" | "pdf" | "text" | "other";

/**
 * Why a file was not kept.
 */
export type AttachmentRefusal = "too_large" | "program" | "empty" | "unreadable";

/**
 * Names a file.
 */
export type AttachmentReq = { 
/**
 * Its id.
 */
id: string, };

/**
 * Keeps offered files with a transaction.
 */
export type AttachmentsAddReq = { 
/**
 * The transaction.
 */
transaction: string, 
/**
 * The files, by token.
 */
tokens: Array<string>, };

/**
 * What became of offered files.
 */
export type AttachmentsAdded = { 
/**
 * What was kept.
 */
change: Change, 
/**
 * What was not.
 */
refused: Array<RefusedFile>, };

/**
 * A backup: it was opened and checked before it took its name.
 */
export type BackupFacts = { 
/**
 * Name of the file.
 */
file: string, 
/**
 * When.
 */
at: string, 
/**
 * Size in bytes, as decimal text.
 */
bytes: string, 
/**
 * Accounts in it.
 */
accounts: number, 
/**
 * Transactions in it.
 */
transactions: number, 
/**
 * What it opens by.
 */
protection: Protection, };

/**
 * A backup to restore from.
 */
export type BackupOffer = { 
/**
 * Names it in the request that follows.
 */
token: string, 
/**
 * Name of the file.
 */
name: string, 
/**
 * What it opens by.
 */
protection: Protection, };

/**
 * A file the person picked to restore from.
 */
export type BackupPicked = { 
/**
 * It; none when the person closed the dialog.
 */
offer: BackupOffer | null, };

/**
 * Makes the book from a backup.
 */
export type BackupRestoreReq = { 
/**
 * The file, from picking it.
 */
token: string, 
/**
 * The backup's passphrase, when one protects it.
 */
passphrase?: string | null, 
/**
 * Sets the present book aside; without it a present book is refused.
 */
replace: boolean, };

/**
 * The last backup of this book.
 */
export type BackupStatus = { 
/**
 * It; none when there was none yet.
 */
last: BackupFacts | null, };

/**
 * Writes the whole book to one encrypted file, where the person says.
 */
export type BackupWriteReq = { 
/**
 * What the file opens by; none is as the book itself does.
 */
passphrase?: string | null, };

/**
 * A backup that was written.
 */
export type BackupWritten = { 
/**
 * The backup; none when the person closed the dialog.
 */
backup: BackupFacts | null, };

/**
 * What would explain a difference of balances.
 */
export type BalanceCause = { 
/**
 * How.
 */
kind: CauseKind, 
/**
 * The row; none when it is missing.
 */
row: TransactionRow | null, 
/**
 * A second row, of two.
 */
other: TransactionRow | null, 
/**
 * What the row should be where digits are swapped, else the difference.
 */
amount: Money, };

/**
 * A stated balance beside the book's own.
 */
export type BalanceDay = { 
/**
 * The day.
 */
date: string, 
/**
 * What was stated.
 */
stated: Money, 
/**
 * What the book comes to.
 */
computed: Money, 
/**
 * Stated less computed.
 */
difference: Money, 
/**
 * An upstream stated it; otherwise a file or the person.
 */
upstream: boolean, };

/**
 * A balance that a service stated and the book does not come to.
 */
export type BalanceDifference = { 
/**
 * The account.
 */
account: string, 
/**
 * Its name.
 */
accountName: string, 
/**
 * At the end of this day.
 */
date: string, 
/**
 * What the service says.
 */
stated: Money, 
/**
 * What the book's transactions come to.
 */
computed: Money, 
/**
 * The one less the other.
 */
difference: Money, };

/**
 * Stated balances beside the book's own.
 */
export type BalanceTruth = { 
/**
 * The newest day on which they agree; none when they never do.
 */
agreed: string | null, 
/**
 * The first day on which they do not; none when the newest ones agree.
 */
first: BalanceDay | null, 
/**
 * Days with a stated balance, newest first, at most sixty.
 */
days: Array<BalanceDay>, 
/**
 * What would explain the first difference to the cent, the most telling first.
 */
causes: Array<BalanceCause>, 
/**
 * Rows booked between the two days.
 */
rows: number, };

/**
 * A bank that can be linked.
 */
export type Bank = { 
/**
 * The service's id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Two-letter countries.
 */
countries: Array<string>, 
/**
 * `#rrggbb`.
 */
color: string | null, 
/**
 * Not relied on yet.
 */
beta: boolean, 
/**
 * The person is sent to the bank's own page.
 */
browser: boolean, 
/**
 * How many months back it reads.
 */
months: number | null, };

/**
 * Looks for banks.
 */
export type BankSearchReq = { 
/**
 * Connection.
 */
connection: string, 
/**
 * Words; empty is all.
 */
text: string, 
/**
 * Two-letter country; none is all.
 */
country?: string | null, };

/**
 * One entry of the journal.
 */
export type Batch = { 
/**
 * Its id.
 */
id: string, 
/**
 * When.
 */
at: string, 
/**
 * Who: `person`, `sync`, `import`, `rule`, `system`.
 */
origin: string, 
/**
 * What, a message key.
 */
label: string, 
/**
 * Name of the file, connection or thing concerned.
 */
subject: string, 
/**
 * Rows written.
 */
rows: number, 
/**
 * It was taken back.
 */
undone: boolean, 
/**
 * It can be taken back.
 */
undoable: boolean, };

/**
 * A transaction of a batch that was changed since.
 */
export type BatchEdit = { 
/**
 * The transaction.
 */
id: string, 
/**
 * Its day.
 */
date: string, 
/**
 * Its payee.
 */
payee: string, 
/**
 * Its amount.
 */
amount: Money, 
/**
 * When it was changed last.
 */
at: string, 
/**
 * What was done, a message key.
 */
label: string, };

/**
 * Names a batch.
 */
export type BatchReq = { 
/**
 * Which.
 */
batch: string, };

/**
 * Takes a batch back.
 */
export type BatchUndoReq = { 
/**
 * Which.
 */
batch: string, 
/**
 * Also where rows were edited since.
 */
force: boolean, 
/**
 * Transactions edited since that stay as they are; the other edited ones go as well.
 */
keep?: Array<string> | null, };

/**
 * Which batches.
 */
export type BatchesReq = { 
/**
 * How many, newest first, at most 500.
 */
limit: number, };

/**
 * What investments are held against.
 */
export type Benchmark = { 
/**
 * The instrument.
 */
instrument: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The first day both are known: what the two returns are of.
 */
since: string | null, 
/**
 * Its return since then, in the currency of totals at each day's rate.
 */
theirs: ReturnRate, 
/**
 * The time-weighted return of the investments over the same days.
 */
ours: ReturnRate, 
/**
 * Ours less theirs, percent points with one decimal, of the whole time.
 */
ahead: string | null, 
/**
 * Its first price.
 */
firstPrice: string | null, 
/**
 * Its newest price.
 */
lastPrice: string | null, 
/**
 * Points before its first price, or without a rate: the line has a gap there.
 */
missing: number, 
/**
 * Points whose price was more than a month old.
 */
old: number, };

/**
 * Chooses what investments are held against.
 */
export type BenchmarkReq = { 
/**
 * An instrument with prices; none takes it away.
 */
instrument?: string | null, };

/**
 * How much the book holds.
 */
export type BookCounts = { 
/**
 * Accounts.
 */
accounts: number, 
/**
 * Transactions counted.
 */
transactions: number, 
/**
 * Connections.
 */
connections: number, 
/**
 * Entries in the journal.
 */
batches: number, };

/**
 * Makes the book.
 */
export type BookCreateReq = { 
/**
 * Who holds the key.
 */
protection: Protection, 
/**
 * The passphrase, for that protection.
 */
passphrase?: string | null, 
/**
 * Where tokens are kept.
 */
secrets: SecretsPlace, 
/**
 * Currency of totals.
 */
baseCurrency: string, 
/**
 * Ask the European Central Bank for rates.
 */
fetchRates: boolean, 
/**
 * The country, by its two letters, whose usual categories the chart begins with beside those of everywhere.
 */
chartStyle?: string | null, };

/**
 * Erases the book, its keys and its tokens on this computer.
 */
export type BookEraseReq = { 
/**
 * Always the word `erase`: nobody calls this by mistake.
 */
word: string, 
/**
 * Ends the access at the services first, where they let Coffer do so. What cannot be ended stops the erasing.
 */
revoke: boolean, 
/**
 * Erases although an access could not be ended.
 */
anyway: boolean, };

/**
 * Changes who holds the key.
 */
export type BookProtectReq = { 
/**
 * Who from now on.
 */
protection: Protection, 
/**
 * The present passphrase, when one protects the book.
 */
currentPassphrase?: string | null, 
/**
 * The new one.
 */
newPassphrase?: string | null, };

/**
 * Where a book stands.
 */
export type BookState = "none" | "locked" | "open" | "broken";

/**
 * Opens the book.
 */
export type BookUnlockReq = { 
/**
 * The passphrase, when it protects the book.
 */
passphrase?: string | null, };

/**
 * One budget closely.
 */
export type BudgetDetail = { 
/**
 * The line.
 */
line: BudgetLine, 
/**
 * Days left in the month.
 */
daysLeft: number, 
/**
 * What can be spent a day.
 */
perDay: Money, 
/**
 * Where the month ends at the pace of the last weeks: left, negative when over. None without history.
 */
projectedLeft: Money | null, 
/**
 * Past months, oldest first.
 */
past: Array<BudgetPast>, 
/**
 * Mean of the past months.
 */
average: Money, };

/**
 * Which budget.
 */
export type BudgetDetailReq = { 
/**
 * Category's id.
 */
category: string, 
/**
 * `YYYY-MM`.
 */
month: string, };

/**
 * What of the income is still to be assigned.
 */
export type BudgetEnvelopes = { 
/**
 * Came in this month.
 */
income: Money, 
/**
 * Put into envelopes.
 */
assigned: Money, 
/**
 * Spent outside of all envelopes.
 */
outside: Money, 
/**
 * Came back from envelopes of the month before, or was taken for their overspending.
 */
returned: Money, 
/**
 * Still to be assigned; negative when too much was.
 */
toAssign: Money, };

/**
 * Where limits are taken from.
 */
export type BudgetFill = "average" | "last_month" | "last_limits";

/**
 * Sets the limits of all monthly lines from history.
 */
export type BudgetFillReq = { 
/**
 * `YYYY-MM`; empty is the present one. Envelopes get it for this month alone.
 */
month: string, 
/**
 * Where from.
 */
how: BudgetFill, 
/**
 * Months of the average, 1 to 6.
 */
months: number, };

/**
 * One flexible number and how it came about.
 */
export type BudgetFlex = { 
/**
 * Came in.
 */
income: Money, 
/**
 * Still to come in.
 */
incomeDue: Money, 
/**
 * Bills paid.
 */
bills: Money, 
/**
 * Bills still to come.
 */
billsDue: Money, 
/**
 * Put aside.
 */
savings: Money, 
/**
 * What all that leaves to spend.
 */
pot: Money, 
/**
 * Spent of it.
 */
spent: Money, 
/**
 * Left of it.
 */
left: Money, 
/**
 * Left for each day after today.
 */
perDay: Money | null, 
/**
 * Spent in percent of it, whole.
 */
spentPercent: number, };

/**
 * One budget in one month.
 */
export type BudgetLine = { 
/**
 * Id of the category, or the upstream budget's own id.
 */
id: string, 
/**
 * The category, when it is one's own.
 */
category: string | null, 
/**
 * Its name.
 */
name: string, 
/**
 * Colour slot.
 */
slot: number, 
/**
 * The limit.
 */
limit: Money, 
/**
 * Carried in from the month before.
 */
carried: Money, 
/**
 * Spent, positive; refunds taken off.
 */
spent: Money, 
/**
 * Left, negative when over.
 */
left: Money, 
/**
 * Spent in percent of limit and carry.
 */
spentPercent: number, 
/**
 * How it goes.
 */
status: BudgetStatus, 
/**
 * How much ahead of the pace, or over.
 */
difference: Money, 
/**
 * Surplus and overspending go to the next month.
 */
carryOver: boolean, 
/**
 * Connection it comes from, for an upstream's.
 */
connection: string | null, 
/**
 * An upstream's: money in and out are set against each other in it there.
 */
consolidated: boolean, 
/**
 * Spent by the upstream's own count.
 */
upstreamSpent: Money | null, 
/**
 * The person's budget; none for an upstream's.
 */
budget: string | null, 
/**
 * Its period.
 */
span: BudgetSpan, 
/**
 * The limit before money was moved in this month.
 */
planned: Money, 
/**
 * Days or months of a period of one's own.
 */
length: number | null, 
/**
 * First day of this period.
 */
first: string, 
/**
 * Last day.
 */
last: string, 
/**
 * It is an envelope.
 */
envelope: boolean, 
/**
 * Whether the person said so for this line; none is as the book.
 */
envelopeChosen: boolean | null, 
/**
 * What is left goes on.
 */
surplus: boolean, 
/**
 * What is overspent goes on.
 */
overspending: boolean, 
/**
 * Bills still to come in this period.
 */
committed: Money, 
/**
 * What can be spent a day after those bills; none when over, or at the end.
 */
perDay: Money | null, 
/**
 * Percent from which it warns; 0 never does.
 */
warnAt: number, 
/**
 * It warns.
 */
warned: boolean, 
/**
 * Categories it counts.
 */
categories: Array<string>, 
/**
 * Accounts it counts.
 */
accounts: Array<string>, 
/**
 * Tags it counts.
 */
tags: Array<string>, 
/**
 * Payees it counts.
 */
payees: Array<string>, };

/**
 * Moves money between two lines in one month.
 */
export type BudgetMoveReq = { 
/**
 * `YYYY-MM`; empty is the present one.
 */
month: string, 
/**
 * From this budget; none is what is still to be assigned.
 */
from?: string | null, 
/**
 * To this budget; none is what is still to be assigned.
 */
to?: string | null, 
/**
 * How much, positive decimal text in the base currency.
 */
amount: string, };

/**
 * A past month of a budget.
 */
export type BudgetPast = { 
/**
 * `YYYY-MM`.
 */
month: string, 
/**
 * Spent.
 */
spent: Money, 
/**
 * The limit then.
 */
limit: Money, };

/**
 * How a book is budgeted.
 */
export type BudgetPlanReq = { 
/**
 * The style.
 */
style: BudgetStyle, 
/**
 * The day on which months begin, 1 to 28.
 */
startDay: number, 
/**
 * To be put aside each month, decimal text in the base currency.
 */
savings: string, };

/**
 * One budget of the person's.
 */
export type BudgetReq = { 
/**
 * Its id.
 */
budget: string, };

/**
 * A budget with all its ways.
 */
export type BudgetSaveReq = { 
/**
 * The one to change; none makes a new one.
 */
budget?: string | null, 
/**
 * Its name.
 */
name: string, 
/**
 * Categories it counts, groups standing for their own.
 */
categories: Array<string>, 
/**
 * Accounts it counts.
 */
accounts: Array<string>, 
/**
 * Tags it counts.
 */
tags: Array<string>, 
/**
 * Payees it counts.
 */
payees: Array<string>, 
/**
 * Its period.
 */
span: BudgetSpan, 
/**
 * Days or months of a period of one's own.
 */
length?: number | null, 
/**
 * The first day of a period of one's own; none is the first of its first month.
 */
since?: string | null, 
/**
 * Limit of a period, decimal text in the base currency; none keeps the limits it has.
 */
limit?: string | null, 
/**
 * From this month on; empty is the present one.
 */
from: string, 
/**
 * In that month only.
 */
only: boolean, 
/**
 * What is left goes into the next period.
 */
surplus: boolean, 
/**
 * What was overspent goes into the next period.
 */
overspending: boolean, 
/**
 * An envelope or a limit; none is as the book.
 */
envelope?: boolean | null, 
/**
 * Percent from which it warns; 0 never does, none is 80.
 */
warnAt?: number | null, };

/**
 * Sets a limit.
 */
export type BudgetSetReq = { 
/**
 * Category's id.
 */
category: string, 
/**
 * From this month on.
 */
from: string, 
/**
 * The limit in the base currency, decimal text; none ends the budget.
 */
limit?: string | null, 
/**
 * Carry what is left or overspent.
 */
carryOver: boolean, 
/**
 * Only in that month: the months after keep the limit they have.
 */
only: boolean, };

/**
 * The period of a budget.
 */
export type BudgetSpan = "week" | "month" | "year" | "days" | "months";

/**
 * How a budget goes, compared with an even pace.
 */
export type BudgetStatus = "nothing" | "below" | "on_pace" | "ahead" | "over" | "paid";

/**
 * How a book is budgeted.
 */
export type BudgetStyle = "limits" | "envelopes" | "flex";

/**
 * Asks for limits from history.
 */
export type BudgetSuggestReq = { 
/**
 * Months to look back, 1 to 24.
 */
months: number, };

/**
 * A limit from history.
 */
export type BudgetSuggestion = { 
/**
 * Category's id.
 */
category: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Mean spent a month.
 */
average: Money, 
/**
 * A round limit.
 */
suggested: Money, };

/**
 * Sets the limits of several categories as one change, none carried over.
 */
export type BudgetsBeginReq = { 
/**
 * From this month on; empty is the current one.
 */
from: string, 
/**
 * One for each category.
 */
limits: Array<CategoryLimit>, };

/**
 * A month of budgets, in the base currency.
 */
export type BudgetsMonth = { 
/**
 * `YYYY-MM`.
 */
month: string, 
/**
 * Its first day.
 */
first: string, 
/**
 * Its last day.
 */
last: string, 
/**
 * How the book is budgeted.
 */
style: BudgetStyle, 
/**
 * The day on which months begin.
 */
startDay: number, 
/**
 * Put aside each month.
 */
savings: Money, 
/**
 * What is still to be assigned, where there are envelopes.
 */
envelopes: BudgetEnvelopes | null, 
/**
 * The one number, where the book is budgeted by it.
 */
flex: BudgetFlex | null, 
/**
 * Lines of other periods; they are in no sum.
 */
periodLines: Array<BudgetLine>, 
/**
 * Day of the month, 1 to its length; its length for a past month, 0 for a coming one.
 */
day: number, 
/**
 * Days in the month.
 */
days: number, 
/**
 * Sum of limits.
 */
limit: Money, 
/**
 * Sum carried in.
 */
carried: Money, 
/**
 * Sum spent.
 */
spent: Money, 
/**
 * Sum left.
 */
left: Money, 
/**
 * Spent in percent of what there was, whole.
 */
spentPercent: number, 
/**
 * Even pace today in percent.
 */
pacePercent: number, 
/**
 * The lines.
 */
lines: Array<BudgetLine>, 
/**
 * Lines of the upstreams, evaluated from the book's rows.
 */
upstreamLines: Array<BudgetLine>, 
/**
 * Spent outside of all budgets.
 */
unbudgeted: Money, 
/**
 * The largest categories outside, by name.
 */
unbudgetedNames: Array<string>, 
/**
 * Currencies left out for want of a rate.
 */
withoutRate: Array<string>, };

/**
 * Which month.
 */
export type BudgetsMonthReq = { 
/**
 * `YYYY-MM`; empty is the present one.
 */
month: string, };

/**
 * Money in and out of one month, in the base currency.
 */
export type CashFlow = { 
/**
 * `YYYY-MM`.
 */
month: string, 
/**
 * In so far.
 */
income: Money, 
/**
 * Out so far, positive.
 */
spent: Money, 
/**
 * In by the end of the month.
 */
incomeExpected: Money, 
/**
 * Out by the end, positive.
 */
spentExpected: Money, 
/**
 * Kept by the end.
 */
keptExpected: Money, 
/**
 * In so far, in percent of expected.
 */
incomePercent: number, 
/**
 * Out so far, in percent of expected.
 */
spentPercent: number, 
/**
 * The next pay: day and payee.
 */
nextIncome: ForecastEvent | null, };

/**
 * A category.
 */
export type Category = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its group's name.
 */
group: string, 
/**
 * Income, expense or transfer.
 */
kind: CategoryKind, 
/**
 * Chart colour slot of its group, 1 to 8.
 */
slot: number, 
/**
 * Its picture, a word of the chart's list.
 */
icon: string, 
/**
 * Transactions in it.
 */
transactions: number, };

/**
 * What becomes of budgets whose category goes.
 */
export type CategoryBudgets = "move" | "end";

/**
 * Makes a category.
 */
export type CategoryCreateReq = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its group's name; a new one is made.
 */
group: string, 
/**
 * Income, expense or transfer.
 */
kind: CategoryKind, };

/**
 * Income, spending, or neither.
 */
export type CategoryKind = "income" | "expense" | "transfer";

/**
 * The limit of a category.
 */
export type CategoryLimit = { 
/**
 * Category's id.
 */
category: string, 
/**
 * In the base currency, decimal text.
 */
limit: string, };

/**
 * Removes a category.
 */
export type CategoryRemoveReq = { 
/**
 * Which.
 */
id: string, 
/**
 * What its transactions get instead; none leaves them without.
 */
into?: string | null, 
/**
 * What becomes of budgets that count it. None moves them with its transactions; where those get nothing, it is
 * refused as long as there are budgets: somebody has to say.
 */
budgets?: CategoryBudgets | null, };

/**
 * Who chose a category.
 */
export type CategorySource = "none" | "upstream" | "rule" | "person" | "guess";

/**
 * Changes a category or a group; what is none stays. Kind and colour of a group are those of its own as well.
 */
export type CategoryUpdateReq = { 
/**
 * Which.
 */
id: string, 
/**
 * Its name.
 */
name?: string | null, 
/**
 * The group it goes into; the empty text makes it a group.
 */
group?: string | null, 
/**
 * Income, expense or transfer.
 */
kind?: CategoryKind | null, 
/**
 * Colour slot, 1 to 8.
 */
slot?: number | null, 
/**
 * No longer offered.
 */
hidden?: boolean | null, 
/**
 * Its picture, a word of the chart's list.
 */
icon?: string | null, 
/**
 * Whether money spent on it must be.
 */
need?: Need | null, };

/**
 * Why a stated balance and the book's own may part.
 */
export type CauseKind = "pending" | "removed" | "left_out" | "later" | "twice" | "surplus" | "sign" | "swapped" | "two" | "missing";

/**
 * What a write did.
 */
export type Change = { 
/**
 * The batch in the journal; none when nothing changed.
 */
batch: string | null, 
/**
 * Rows changed.
 */
rows: number, 
/**
 * What to call it on the undo button: a message key.
 */
label: string, };

/**
 * A position on both days.
 */
export type ChangeHeld = { 
/**
 * The instrument.
 */
instrument: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Worth at the end of the first day.
 */
before: Money, 
/**
 * Worth at the end of the last day.
 */
after: Money, 
/**
 * Bought less sold and paid out in between, in the currency of the answer.
 */
putIn: Money, };

/**
 * A part of a change.
 */
export type ChangePart = { 
/**
 * Why.
 */
reason: ChangeReason, 
/**
 * How much.
 */
value: Money, 
/**
 * What makes it up. The values of market, exchange and valuation add up to it. Those of other movements are what
 * rows changed in each account: they add up to it together with what came in and was spent.
 */
rows: Array<ChangeRow>, };

/**
 * An exchange rate and its day.
 */
export type ChangeRate = { 
/**
 * Units of the currency of the answer for one, at most six decimals.
 */
rate: string, 
/**
 * The day it is of.
 */
date: string, 
/**
 * Who said it; several where it goes through the euro.
 */
sources: Array<RateSource>, };

/**
 * Why net worth changed.
 */
export type ChangeReason = "came_in" | "spent" | "market" | "exchange" | "valuation" | "other";

/**
 * What an account or an asset adds to a part of a change.
 */
export type ChangeRow = { 
/**
 * The account, or `a` and the number of an asset.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * It is an asset.
 */
asset: boolean, 
/**
 * It is what positions of the account are worth, beside the money in it.
 */
positions: boolean, 
/**
 * Its own amount at the end of the first day.
 */
before: Money, 
/**
 * Its own amount at the end of the last day.
 */
after: Money, 
/**
 * The same in the currency of the answer.
 */
baseBefore: Money, 
/**
 * The same in the currency of the answer.
 */
baseAfter: Money, 
/**
 * The rate of the first day, where one was needed.
 */
rateBefore: ChangeRate | null, 
/**
 * The rate of the last day, where one was needed.
 */
rateAfter: ChangeRate | null, 
/**
 * The change of its own amount, at the last day's rate.
 */
byItself: Money, 
/**
 * What of that its rows did, or what was put into positions.
 */
rows: Money, 
/**
 * Day of the valuation, or the oldest of the prices, that the first amount is by.
 */
statedBefore: string | null, 
/**
 * Day of the valuation, or the oldest of the prices, that the last amount is by.
 */
statedAfter: string | null, 
/**
 * The positions it is made of; their amounts add up to its own.
 */
held: Array<ChangeHeld>, 
/**
 * What it adds.
 */
value: Money, };

/**
 * Something was written, after it was committed.
 */
export type Changed = { 
/**
 * What became stale.
 */
tags: Array<Tag>, 
/**
 * Which command wrote.
 */
origin: string, };

/**
 * A category that a country's style adds.
 */
export type ChartAddition = { 
/**
 * Its name.
 */
name: string, 
/**
 * Name of its group.
 */
group: string, 
/**
 * Its picture.
 */
icon: string, };

/**
 * A category as the chart has it.
 */
export type ChartCategory = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Income, expense or transfer.
 */
kind: CategoryKind, 
/**
 * Colour slot, 1 to 8.
 */
slot: number, 
/**
 * It is no longer offered.
 */
hidden: boolean, 
/**
 * Its picture, a word of the chart's list.
 */
icon: string, 
/**
 * Whether money spent on it must be.
 */
need: Need, 
/**
 * Transactions in it, those of its own not counted.
 */
transactions: number, 
/**
 * The program knows it by meaning.
 */
known: boolean, };

/**
 * A drawing and how to read it.
 */
export type ChartDrawing = { 
/**
 * The SVG; classes only, no styles.
 */
svg: string, 
/**
 * Width drawn for.
 */
width: number, 
/**
 * Height drawn for.
 */
height: number, 
/**
 * Position of each point, CSS pixels.
 */
x: Array<number>, 
/**
 * For each series, position of each point; none where there is a gap.
 */
y: Array<Array<number | null>>, 
/**
 * Where each point is, for drawings of parts; empty for those along a line.
 */
boxes: Array<PlotRect>, 
/**
 * The plot's rectangle.
 */
plot: PlotRect, 
/**
 * Class of each series' ink.
 */
series: Array<string>, 
/**
 * What to read at each point.
 */
points: Array<ChartPoint>, 
/**
 * The same as a table.
 */
table: ChartTable, 
/**
 * Index of the lowest point of the first series.
 */
lowest: number | null, 
/**
 * Index of the highest.
 */
highest: number | null, 
/**
 * Nothing to draw.
 */
empty: boolean, };

/**
 * Saves a drawing through the system's dialog.
 */
export type ChartExportReq = { 
/**
 * The drawing.
 */
chart: ChartReq, 
/**
 * File kind.
 */
format: ImageFormat, 
/**
 * Ground.
 */
theme: ChartTheme, 
/**
 * Title over it.
 */
title: string, 
/**
 * Span under the title.
 */
span: string, 
/**
 * Source line under the drawing.
 */
source: string, };

/**
 * A group of the chart with its own, or a category that stands alone.
 */
export type ChartGroup = { 
/**
 * The group itself.
 */
group: ChartCategory, 
/**
 * Its own.
 */
members: Array<ChartCategory>, };

/**
 * Which drawing.
 */
export type ChartKind = "net_worth" | "net_worth_stack" | "forecast" | "budget_burnup" | "budget_months" | "cash_flow" | "sparkline" | "money_flow" | "spending_map" | "spending_calendar" | "net_worth_change" | "net_worth_ahead" | "spending_trend" | "savings_rate" | "investments" | "investments_growth" | "payee";

/**
 * What to read at one point.
 */
export type ChartPoint = { 
/**
 * First line.
 */
label: string, 
/**
 * What it opens: `income/KEY`, `spending/KEY`, `day/DATE`, `reason/WORD`; empty for nothing or the date.
 */
key: string, 
/**
 * The day or month it is of, `YYYY-MM-DD`.
 */
date: string, 
/**
 * The rows.
 */
rows: Array<ChartPointRow>, };

/**
 * One row of a reading.
 */
export type ChartPointRow = { 
/**
 * Name.
 */
name: string, 
/**
 * Value, formatted.
 */
value: string, 
/**
 * Ink class of its swatch; empty for none.
 */
series: string, };

/**
 * What to draw.
 */
export type ChartReq = { 
/**
 * Which drawing.
 */
kind: ChartKind, 
/**
 * Width in CSS pixels.
 */
width: number, 
/**
 * Height in CSS pixels.
 */
height: number, 
/**
 * How the region writes amounts and days.
 */
format: LabelFormat, 
/**
 * First day, for drawings over time.
 */
from?: string | null, 
/**
 * Last day.
 */
to?: string | null, 
/**
 * Step, for net worth.
 */
by?: Step | null, 
/**
 * Currency; none is the base currency.
 */
currency?: string | null, 
/**
 * Account, for the forecast of one and for sparklines.
 */
account?: string | null, 
/**
 * Category, for budgets.
 */
category?: string | null, 
/**
 * Payee as it is shown, for one payee's months.
 */
payee?: string | null, 
/**
 * Month `YYYY-MM`, for budgets.
 */
month?: string | null, 
/**
 * Days ahead, for the forecast.
 */
days?: number | null, 
/**
 * Fewer labels, for small places.
 */
compact: boolean, 
/**
 * Scenarios that the forecast is drawn with, beside the line without them.
 */
scenarios: Array<Scenario>, 
/**
 * In today's money, for net worth.
 */
real: boolean, 
/**
 * Years ahead, for net worth ahead; none is as kept.
 */
years?: number | null, 
/**
 * Assumptions to try, for net worth ahead; none are those that are kept.
 */
ahead?: AheadPlan | null, };

/**
 * What is usual in a country beside the chart.
 */
export type ChartStyle = { 
/**
 * ISO 3166 code of the country.
 */
country: string, 
/**
 * The categories that it would add: those that are not there.
 */
adds: Array<ChartAddition>, };

/**
 * Adds what is usual in a country.
 */
export type ChartStyleReq = { 
/**
 * ISO 3166 code of the country.
 */
country: string, };

/**
 * A chart as a table.
 */
export type ChartTable = { 
/**
 * Column heads.
 */
head: Array<string>, 
/**
 * Rows.
 */
rows: Array<Array<string>>, };

/**
 * Ground of an export.
 */
export type ChartTheme = "light" | "dark";

/**
 * Words inside drawings.
 */
export type ChartWords = { 
/**
 * “Today”.
 */
today: string, 
/**
 * “Floor”.
 */
floor: string, 
/**
 * “Limit”.
 */
limit: string, 
/**
 * “Expected”.
 */
expected: string, 
/**
 * “Likely range”.
 */
likely: string, 
/**
 * “Balance”.
 */
balance: string, 
/**
 * “Net worth”.
 */
netWorth: string, 
/**
 * “Owned”.
 */
assets: string, 
/**
 * “Owed”.
 */
liabilities: string, 
/**
 * “In”.
 */
moneyIn: string, 
/**
 * “Out”.
 */
moneyOut: string, 
/**
 * “Spent”.
 */
spent: string, 
/**
 * “Even pace”.
 */
pace: string, 
/**
 * “Cash”, and so on: classes of net worth.
 */
cash: string, 
/**
 * “Savings”.
 */
savings: string, 
/**
 * “Investments”.
 */
investments: string, 
/**
 * “Pension”.
 */
pension: string, 
/**
 * “Home loan”.
 */
homeLoan: string, 
/**
 * “Loans”.
 */
loans: string, 
/**
 * “Cards”.
 */
cards: string, 
/**
 * “Other”.
 */
other: string, 
/**
 * “Property”.
 */
property: string, 
/**
 * “Vehicles”.
 */
vehicles: string, 
/**
 * “Metals”.
 */
metals: string, 
/**
 * “Lent”.
 */
lent: string, 
/**
 * “Kept”.
 */
kept: string, 
/**
 * “From what was there”.
 */
reserves: string, 
/**
 * “Without a category”.
 */
without: string, 
/**
 * “Mean of three months”.
 */
average: string, 
/**
 * “Savings rate”.
 */
savingsRate: string, 
/**
 * “Market”.
 */
market: string, 
/**
 * “Exchange rates”.
 */
exchange: string, 
/**
 * “Valuations”.
 */
valuation: string, 
/**
 * “Value”.
 */
value: string, 
/**
 * “Paid in”.
 */
paidIn: string, 
/**
 * “Half of futures”.
 */
half: string, 
/**
 * “Put in”: what is there and what is added, without what it earns.
 */
putIn: string, 
/**
 * “Your investments”.
 */
yours: string, 
/**
 * “of 10 futures”, after a number.
 */
ofTen: string, };

/**
 * An account and how it stands at a service.
 */
export type ChartedAccount = { 
/**
 * Its id here.
 */
id: string, 
/**
 * Its name here.
 */
name: string, 
/**
 * What it is.
 */
kind: AccountKind, 
/**
 * What it holds.
 */
balance: Money, 
/**
 * No longer in use; the service has it in its archive.
 */
closed: boolean, 
/**
 * Something of it waits to be written there, or was refused.
 */
waits: boolean, };

/**
 * A category and how it stands at a service.
 */
export type ChartedCategory = { 
/**
 * Its id here.
 */
id: string, 
/**
 * Its name here.
 */
name: string, 
/**
 * Its group here; its own name where it has none.
 */
group: string, 
/**
 * Transactions here.
 */
transactions: number, 
/**
 * What is left of its budget there goes on to the next month.
 */
rollsOver: boolean, 
/**
 * Money in and out are set against each other in its budget there.
 */
consolidated: boolean, 
/**
 * Something of it waits to be written there, or was refused.
 */
waits: boolean, };

/**
 * A share wanted.
 */
export type ClassTarget = { 
/**
 * The class.
 */
class: InstrumentClass, 
/**
 * Percent, at most one decimal. All of them are 100.
 */
percent: string, };

/**
 * A connection.
 */
export type Connection = { 
/**
 * Its id.
 */
id: string, 
/**
 * Upstream's id.
 */
upstream: string, 
/**
 * Upstream's name.
 */
upstreamName: string, 
/**
 * The person's name for it.
 */
label: string, 
/**
 * Address of the API.
 */
baseUrl: string, 
/**
 * It talks to the practice bank.
 */
practice: boolean, 
/**
 * What it needs.
 */
state: ConnectionState, 
/**
 * A person has to act.
 */
needsPerson: boolean, 
/**
 * Not before.
 */
retryAt: string | null, 
/**
 * The service's own number of the failed request.
 */
requestId: string | null, 
/**
 * Last sync that ended well.
 */
lastSuccess: string | null, 
/**
 * It is syncing now.
 */
syncing: boolean, 
/**
 * It is synced by itself, unless the settings say only when asked.
 */
automatic: boolean, 
/**
 * When it is synced by itself next; none when it waits for the person, is paused, or nothing is.
 */
nextSync: string | null, 
/**
 * Where its secret is kept.
 */
secretPlace: SecretsPlace, 
/**
 * Its accounts.
 */
accounts: Array<ConnectionAccount>, 
/**
 * It can have logins at banks.
 */
hasLogins: boolean, 
/**
 * It says which banks there are, and shares their accounts one by one; else its own pages ask.
 */
listsBanks: boolean, 
/**
 * It cannot be read before a link of the kind `connect` asked for the rest.
 */
unfinished: boolean, 
/**
 * The service made sums of its rows, which can be shown beside the book's own.
 */
hasReport: boolean, 
/**
 * Its logins.
 */
logins: Array<Login>, 
/**
 * What it gives.
 */
gives: Array<string>, 
/**
 * Money can be sent through it.
 */
pays: boolean, 
/**
 * Its banks can be unlinked at the service along with it.
 */
revokes: boolean, 
/**
 * The service sends what is new by itself to whoever listens.
 */
delivers: boolean, 
/**
 * Last runs, newest first.
 */
runs: Array<SyncRun>, 
/**
 * Rows waiting for approval of their deletion.
 */
guardedRows: number, 
/**
 * What the service last said of how often it may still be asked.
 */
allowance: Allowance | null, 
/**
 * When its key or login runs out, by its own word.
 */
accessUntil: string | null, 
/**
 * Whether and what is written back there; none when it can only be read.
 */
writeBack: WriteBack | null, };

/**
 * An account of a connection.
 */
export type ConnectionAccount = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its balance.
 */
balance: Money, 
/**
 * Rows.
 */
transactions: number, 
/**
 * The login it is read through.
 */
login: string | null, 
/**
 * The person shares it no more: what is here stays, nothing new comes.
 */
detached: boolean, 
/**
 * The account of another source that rules over this one.
 */
ruledBy: AccountName | null, 
/**
 * Accounts of other sources that this one rules over.
 */
rules: Array<AccountName>, 
/**
 * Last day it is known for.
 */
knownUntil: string | null, };

/**
 * Makes an account at a service, with the next sync.
 */
export type ConnectionAccountAddReq = { 
/**
 * The connection.
 */
id: string, 
/**
 * An account of the book that is kept by hand; none adds one of what follows.
 */
account?: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * What it is.
 */
kind?: AccountKind | null, 
/**
 * Currency.
 */
currency: string, 
/**
 * What it holds today, decimal text; owed is negative.
 */
balance: string, };

/**
 * Links a service.
 */
export type ConnectionAddReq = { 
/**
 * Upstream's id.
 */
upstream: string, 
/**
 * The person's name for it; empty is the service's.
 */
label: string, 
/**
 * Address of the API; empty is the service's.
 */
baseUrl: string, 
/**
 * What was entered.
 */
fields: Array<FieldValue>, };

/**
 * Makes a category at a service, with the next sync.
 */
export type ConnectionCategoryAddReq = { 
/**
 * The connection.
 */
id: string, 
/**
 * A category of the book.
 */
category: string, };

/**
 * The accounts and categories of a service, and those of the book that it has not.
 */
export type ConnectionChart = { 
/**
 * Accounts that the service has.
 */
accounts: Array<ChartedAccount>, 
/**
 * Categories that the service has.
 */
categories: Array<ChartedCategory>, 
/**
 * Accounts kept by hand that could be made there.
 */
accountsHere: Array<ChartedAccount>, 
/**
 * Categories that could be made there.
 */
categoriesHere: Array<ChartedCategory>, };

/**
 * Takes a connection out.
 */
export type ConnectionRemoveReq = { 
/**
 * Which.
 */
id: string, 
/**
 * Keep its accounts and rows in the book.
 */
keepData: boolean, };

/**
 * Names a connection.
 */
export type ConnectionReq = { 
/**
 * Which.
 */
id: string, };

/**
 * What a connection needs, if anything.
 */
export type ConnectionState = "new" | "ok" | "preparing" | "credentials" | "forbidden" | "rate_limited" | "unavailable" | "protocol" | "insecure" | "user_action" | "deletion_guard";

/**
 * Changes a connection; what is none stays.
 */
export type ConnectionUpdateReq = { 
/**
 * Which.
 */
id: string, 
/**
 * Name.
 */
label?: string | null, 
/**
 * Sync it by itself.
 */
automatic?: boolean | null, 
/**
 * Write the person's changes back there. Switched off, what still waits is left unwritten.
 */
writeBack?: boolean | null, 
/**
 * New secrets and settings.
 */
fields: Array<FieldValue>, };

/**
 * A consent or key that ends soon, or has ended.
 */
export type ConsentEnd = { 
/**
 * What ends.
 */
kind: ConsentKind, 
/**
 * The connection.
 */
connection: string, 
/**
 * Its name.
 */
label: string, 
/**
 * The upstream's id of the login; none for a key.
 */
login: string | null, 
/**
 * The bank, or the service of a key.
 */
institution: string, 
/**
 * The last day.
 */
date: string, 
/**
 * Days from today; negative when it has ended.
 */
daysLeft: number, 
/**
 * Accounts that are read by it.
 */
accounts: number, };

/**
 * What ends.
 */
export type ConsentKind = "consent" | "key";

/**
 * An amount in another currency, and the rate that made it.
 */
export type Converted = { 
/**
 * The amount in the other currency.
 */
money: Money, 
/**
 * Units of the other currency for one of the original, decimal text.
 */
rate: string, 
/**
 * The day the rate is of.
 */
rateDate: string, 
/**
 * The rate is older than the day asked for by more than a weekend.
 */
stale: boolean, };

/**
 * How a CSV is read; columns count from 0.
 */
export type CsvMapping = { 
/**
 * Encoding, by its WHATWG name.
 */
encoding: string, 
/**
 * Delimiter.
 */
delimiter: string, 
/**
 * Line of the header from 1; none when there is none.
 */
headerLine: number | null, 
/**
 * First line of data from 1.
 */
firstLine: number, 
/**
 * Role of each column: `date`, `value_date`, `amount`, `debit`, `credit`, `sign`, `payee`, `description`, `id`, `currency`, `balance`, `category`, `account`, `note`, `ignore`.
 */
columns: Array<string>, 
/**
 * Heads of the columns, or made up ones.
 */
heads: Array<string>, 
/**
 * `ymd`, `dmy` or `mdy`, or a chrono pattern.
 */
dateFormat: string, 
/**
 * Decimal mark.
 */
decimalMark: string, 
/**
 * Thousands mark, may be empty.
 */
thousandsMark: string, 
/**
 * Turn all signs.
 */
inverted: boolean, };

/**
 * What a day came to: transfers and rows left out are not counted.
 */
export type DaySum = { 
/**
 * The day.
 */
date: string, 
/**
 * Its sum in the base currency at the day's rates; none when a rate is missing.
 */
sum: Money | null, };

/**
 * A debt.
 */
export type Debt = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Where it is from.
 */
source: DebtSource, 
/**
 * The account it is.
 */
account: string | null, 
/**
 * How it is paid back.
 */
kind: DebtKind, 
/**
 * Who says so.
 */
terms: DebtTerms, 
/**
 * Owed now, positive.
 */
owed: Money, 
/**
 * What was owed on `on`, for one by hand.
 */
stated: Money | null, 
/**
 * That day.
 */
on: string | null, 
/**
 * Percent a year.
 */
rate: string | null, 
/**
 * Paid each month.
 */
payment: Money | null, 
/**
 * Paid each month beyond that.
 */
extra: Money, 
/**
 * Day of the month of payments.
 */
day: number, 
/**
 * Day of the next payment.
 */
next: string | null, 
/**
 * Day of the last payment.
 */
ends: string | null, 
/**
 * Payments to come.
 */
payments: number, 
/**
 * Interest to come.
 */
interest: Money, 
/**
 * Interest that the extra payments save.
 */
savedInterest: Money, 
/**
 * Payments that they save.
 */
savedPayments: number, 
/**
 * Why there is no end.
 */
problem: DebtProblem | null, 
/**
 * Interest of a month, where payments do not cover it.
 */
monthInterest: Money | null, };

/**
 * A debt with its payments.
 */
export type DebtDetail = { 
/**
 * The debt.
 */
debt: Debt, 
/**
 * Every payment to come.
 */
payments: Array<DebtPayment>, };

/**
 * One debt in an order.
 */
export type DebtEnd = { 
/**
 * The debt.
 */
debt: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Month of its last payment, `YYYY-MM`.
 */
month: string, };

/**
 * How a debt is paid back.
 */
export type DebtKind = "loan" | "revolving" | "deferred";

/**
 * Orders compared. None where one takes more than a hundred years.
 */
export type DebtOrders = { 
/**
 * Beyond the payments, a month.
 */
extra: Money, 
/**
 * Debts that are compared.
 */
debts: number, 
/**
 * Each with its own payment, and nothing beyond.
 */
asIs: DebtOutcome | null, 
/**
 * The smallest first.
 */
snowball: DebtOutcome | null, 
/**
 * The dearest first.
 */
avalanche: DebtOutcome | null, };

/**
 * What an order comes to, in the base currency.
 */
export type DebtOutcome = { 
/**
 * Month of the last payment, `YYYY-MM`.
 */
month: string, 
/**
 * Months until then.
 */
months: number, 
/**
 * Interest until then.
 */
interest: Money, 
/**
 * Debts in the order they end.
 */
ends: Array<DebtEnd>, };

/**
 * One payment.
 */
export type DebtPayment = { 
/**
 * The day.
 */
date: string, 
/**
 * Paid.
 */
paid: Money, 
/**
 * Of it, interest.
 */
interest: Money, 
/**
 * Of it, paid back.
 */
principal: Money, 
/**
 * Owed after it.
 */
left: Money, };

/**
 * Why a debt has no end.
 */
export type DebtProblem = "no_terms" | "below_interest" | "too_long";

/**
 * Which debt.
 */
export type DebtReq = { 
/**
 * Its id.
 */
debt: string, };

/**
 * Says by what a debt is paid back, or enters one.
 */
export type DebtSaveReq = { 
/**
 * The one to change; none enters one by hand.
 */
debt?: string | null, 
/**
 * Its name, for one by hand.
 */
name?: string | null, 
/**
 * What is owed, positive, for one by hand.
 */
owed?: string | null, 
/**
 * On this day, for one by hand; payments since are taken as made.
 */
on?: string | null, 
/**
 * Its currency, for a new one by hand; none is the base currency.
 */
currency?: string | null, 
/**
 * How it is paid back.
 */
kind: DebtKind, 
/**
 * Percent a year, decimal text; empty is none.
 */
rate: string, 
/**
 * Paid each month, decimal text.
 */
payment?: string | null, 
/**
 * Instead of it: months in which it is to end.
 */
months?: number | null, 
/**
 * Day of the month of payments, 1 to 31.
 */
day: number, 
/**
 * Paid each month beyond that, decimal text; empty is nothing.
 */
extra: string, };

/**
 * Where a debt is from.
 */
export type DebtSource = "account" | "asset" | "hand";

/**
 * Who says by what it is paid back.
 */
export type DebtTerms = "missing" | "upstream" | "own";

/**
 * Every debt.
 */
export type DebtsPage = { 
/**
 * The current day.
 */
today: string, 
/**
 * The base currency.
 */
currency: string, 
/**
 * Owed in all, in the base currency.
 */
owed: Money, 
/**
 * Paid a month, in the base currency; what is settled at once is not in it.
 */
monthly: Money, 
/**
 * Interest to come, in the base currency.
 */
interest: Money, 
/**
 * Month of the last payment of all, `YYYY-MM`; none when one has no end.
 */
ends: string | null, 
/**
 * The debts, largest first.
 */
debts: Array<Debt>, 
/**
 * Orders of the debts that have terms; none with fewer than one.
 */
orders: DebtOrders | null, 
/**
 * Debts in no sum for want of a rate, by name.
 */
withoutRate: Array<string>, };

/**
 * All debts, and what a sum beyond the payments would do.
 */
export type DebtsReq = { 
/**
 * A month, decimal text in the base currency; empty is nothing.
 */
extra: string, };

/**
 * Height of rows.
 */
export type Density = "compact" | "normal" | "roomy";

/**
 * Days summed up, in the base currency.
 */
export type Digest = { 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * Came in; transfers do not count.
 */
income: Money, 
/**
 * Was spent, positive.
 */
spent: Money, 
/**
 * Transactions.
 */
transactions: number, 
/**
 * The largest of them.
 */
largest: Array<AlertRow>, 
/**
 * Known payments of the next seven days.
 */
ahead: Array<AlertRow>, 
/**
 * Alerts that are new.
 */
unseen: number, 
/**
 * The settings' digest of these days was not shown yet.
 */
due: boolean, 
/**
 * Currencies left out for want of a rate.
 */
withoutRate: Array<string>, };

/**
 * How often what happened is summed up.
 */
export type DigestEvery = "never" | "daily" | "weekly";

/**
 * Which days.
 */
export type DigestReq = { 
/**
 * The day before, or the seven days before.
 */
every: DigestEvery, };

/**
 * How one payment of a month stands.
 */
export type DueState = "paid" | "late" | "upcoming";

/**
 * A field before and after.
 */
export type EditedField = { 
/**
 * Message key of the field.
 */
field: string, 
/**
 * Before, as text for people.
 */
before: string | null, 
/**
 * After.
 */
after: string | null, };

/**
 * A row that would change.
 */
export type EditedRow = { 
/**
 * Its id.
 */
id: string, 
/**
 * Booking date.
 */
date: string, 
/**
 * Payee as it stands.
 */
payee: string, 
/**
 * The amount.
 */
amount: Money, 
/**
 * Its fields that would change.
 */
fields: Array<EditedField>, };

/**
 * What was erased, and what stays elsewhere.
 */
export type EraseReport = { 
/**
 * Whether anything was erased; not, when an access could not be ended and nobody said to go on.
 */
erased: boolean, 
/**
 * Connections whose access could not be ended at the service, though that was asked for.
 */
kept: Array<KeptAccess>, 
/**
 * The connections there were, whose services still know the token; none of a book that was locked.
 */
connections: Array<ErasedConnection>, 
/**
 * Whether every token in the keychain is gone; false where a locked book could not name them and the system cannot list
 * them.
 */
tokensGone: boolean, };

/**
 * A connection that was erased here.
 */
export type ErasedConnection = { 
/**
 * The service.
 */
upstream: string, 
/**
 * The person's name for it.
 */
label: string, 
/**
 * The service's own pages, where the person withdraws the token.
 */
servicePage: string | null, };

/**
 * What went wrong. A code exists because somebody reacts to it differently.
 */
export type ErrorCode = { "code": "no_book" } | { "code": "book_exists" } | { "code": "locked" } | { "code": "wrong_passphrase" } | { "code": "passphrase_too_short", "params": { 
/**
 * Fewest characters accepted.
 */
least: number, } } | { "code": "key_missing" } | { "code": "keychain_unavailable" } | { "code": "keychain_locked" } | { "code": "book_damaged", "params": { 
/**
 * Stable word for what was found: `truncated`, `tampered`, `not_a_book`, `header`.
 */
what: string, } } | { "code": "backup_unusable", "params": { 
/**
 * Stable word for what was found: `truncated`, `tampered`, `not_a_backup`.
 */
what: string, } } | { "code": "book_too_new", "params": { 
/**
 * Version of the book.
 */
found: number, 
/**
 * Newest version this program reads.
 */
supported: number, } } | { "code": "book_busy" } | { "code": "disk_full" } | { "code": "file_system", "params": { 
/**
 * Stable word: `denied`, `not_found`, `read_only`, `other`.
 */
what: string, } } | { "code": "invalid_request", "params": { 
/**
 * Name of the field.
 */
field: string, 
/**
 * Stable word for the reason.
 */
reason: string, } } | { "code": "not_found", "params": { 
/**
 * What: `account`, `transaction`, `connection`, …
 */
entity: string, } } | { "code": "upstream", "params": { 
/**
 * Which one.
 */
upstream: string, 
/**
 * The connection state it leads to.
 */
state: string, 
/**
 * When to try again, if known.
 */
retryAt: string | null, 
/**
 * The service's own number for the request.
 */
requestId: string | null, } } | { "code": "unknown_format", "params": { 
/**
 * Name of the file.
 */
file: string, } } | { "code": "unreadable_file", "params": { 
/**
 * Name of the file.
 */
file: string, 
/**
 * Stable word for the reason.
 */
reason: string, 
/**
 * Line, when known.
 */
line: number | null, } } | { "code": "preview_expired" } | { "code": "undo_conflict", "params": { 
/**
 * Rows edited since.
 */
rows: number, } } | { "code": "nothing_to_undo" } | { "code": "rate_missing", "params": { 
/**
 * From this currency.
 */
from: string, 
/**
 * To this one.
 */
to: string, } } | { "code": "cancelled" } | { "code": "already_running" } | { "code": "internal" };

/**
 * A dividend to come.
 */
export type ExpectedDividend = { 
/**
 * The day.
 */
date: string, 
/**
 * The account's name.
 */
accountName: string, 
/**
 * What pays.
 */
name: string, 
/**
 * How much, before tax.
 */
amount: Money, };

/**
 * How dates are written where a format leaves it to the country.
 */
export type ExportDates = "usual" | "month_first" | "day_first" | "iso";

/**
 * How it is written.
 */
export type ExportFormat = "csv" | "json" | "xlsx" | "parquet" | "ledger" | "hledger" | "beancount" | "qif" | "ofx" | "xero" | "quickbooks" | "folder" | "sqlite";

/**
 * What the person should know of a file.
 */
export type ExportNote = "selection" | "several_currencies" | "more_than_quickbooks_takes" | "ruled_by_another" | "missing_rates" | "not_encrypted";

/**
 * What was written.
 */
export type ExportReport = { 
/**
 * Name of the file or folder; none when the person closed the dialog.
 */
file: string | null, 
/**
 * Transactions written.
 */
rows: number, 
/**
 * Where a later file that holds only changes goes on from; none in an empty book.
 */
cursor: string | null, 
/**
 * What the person should know.
 */
notes: Array<ExportNote>, };

/**
 * What to write, and how.
 */
export type ExportReq = { 
/**
 * What.
 */
what: ExportWhat, 
/**
 * How.
 */
format: ExportFormat, 
/**
 * First day; none is the first there is.
 */
from?: string | null, 
/**
 * Last day; none is the last there is.
 */
to?: string | null, 
/**
 * Of this account only.
 */
account?: string | null, 
/**
 * Search text that transactions have to match.
 */
text: string, 
/**
 * Only transactions that changed after this cursor of an earlier file, deleted ones among them; for tables.
 */
since?: string | null, 
/**
 * How dates are written.
 */
dates?: ExportDates | null, 
/**
 * Texts of CSV stay as they are, though a spreadsheet would take them for formulas.
 */
rawText: boolean, 
/**
 * The person knows that a SQLite file of everything is not encrypted.
 */
unencrypted: boolean, };

/**
 * Whether a file was written.
 */
export type ExportResult = { 
/**
 * Its name; none when the person closed the dialog.
 */
file: string | null, };

/**
 * What is written.
 */
export type ExportWhat = "transactions" | "accounts" | "budgets" | "net_worth" | "all";

/**
 * One change of one field.
 */
export type FieldChange = { 
/**
 * When.
 */
at: string, 
/**
 * Who: `person`, `sync`, `import`, `rule`, `system`.
 */
origin: string, 
/**
 * The batch.
 */
batch: string, 
/**
 * Message key of the field.
 */
field: string, 
/**
 * Before, as text for people.
 */
before: string | null, 
/**
 * After.
 */
after: string | null, };

/**
 * How a field is entered.
 */
export type FieldKind = "text" | "secret" | "url";

/**
 * Something entered.
 */
export type FieldValue = { 
/**
 * Key of the field.
 */
key: string, 
/**
 * What was entered.
 */
value: string, };

/**
 * How a file stands.
 */
export type FileOutcome = "import" | "empty" | "ask" | "error";

/**
 * What one file would bring.
 */
export type FilePreview = { 
/**
 * Its token.
 */
token: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its format: `ofx1`, `ofx2`, `qfx`, `qif`, `csv`, `mt940`, `mt942`, `camt.052`, `camt.053`, `camt.054`, or the
 * program that wrote it, such as `app:ynab`.
 */
format: string | null, 
/**
 * How it stands.
 */
outcome: FileOutcome, 
/**
 * Why it cannot be read.
 */
error: FileProblem | null, 
/**
 * What it leaves open: `sign`, `date-order`, `currency`, `columns`.
 */
questions: Array<string>, 
/**
 * How it is read, for CSV.
 */
mapping: CsvMapping | null, 
/**
 * First lines as cells, for the mapping.
 */
sample: Array<Array<string>>, 
/**
 * The template it is read by.
 */
template: ImportTemplate | null, 
/**
 * Every template of its layout, the one last used first.
 */
templates: Array<ImportTemplate>, 
/**
 * The file was imported before, in this batch.
 */
knownBatch: string | null, 
/**
 * Its statements.
 */
statements: Array<StatementPreview>, 
/**
 * Rows that cannot be read, the first five hundred.
 */
problems: Array<FileProblem>, 
/**
 * How many there are.
 */
problemCount: number, 
/**
 * What the person may want to know although nothing is lost (balances that do not tie, things that are no
 * transactions), the first hundred.
 */
notes: Array<FileProblem>, };

/**
 * Something wrong in a file.
 */
export type FileProblem = { 
/**
 * Stable word.
 */
code: string, 
/**
 * Line from 1.
 */
line: number | null, 
/**
 * The cell or field as it stands there, at most 80 characters.
 */
found: string | null, };

/**
 * What filing open rows did.
 */
export type Filed = { 
/**
 * The batch in the journal; none when nothing changed.
 */
batch: string | null, 
/**
 * Rows filed.
 */
rows: number, };

/**
 * Files were dropped on the window.
 */
export type FilesOffered = { 
/**
 * The files, by token.
 */
files: Array<OfferedFile>, 
/**
 * The pointer still holds them over the window; nothing was dropped yet.
 */
hovering: boolean, 
/**
 * They landed in the watched folder: nobody asked for them yet.
 */
landed: boolean, };

/**
 * What kind of help a fix is.
 */
export type FixKind = "move_in" | "delay" | "reduce";

/**
 * What came in and went out. Transfers, rows left out and void ones do not count; refunds net; each row is converted
 * at its own day's rate.
 */
export type FlowReport = { 
/**
 * Currency of all amounts.
 */
currency: string, 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * Earned.
 */
income: Money, 
/**
 * Spent, positive.
 */
spent: Money, 
/**
 * Earned less spent.
 */
saved: Money, 
/**
 * Saved in percent of what was earned, one decimal; none where nothing was earned.
 */
savingsRate: string | null, 
/**
 * The periods, oldest first.
 */
periods: Array<ReportPeriod>, 
/**
 * The lines, income first, greatest first.
 */
lines: Array<ReportLine>, 
/**
 * Lines overlap: a row with several tags stands in several.
 */
overlapping: boolean, 
/**
 * The same of the days it is held against.
 */
before: ReportBefore | null, 
/**
 * Where money came from; both sides of the flow add up to `through`. Empty where lines overlap.
 */
sources: Array<ReportFlow>, 
/**
 * Where it went.
 */
uses: Array<ReportFlow>, 
/**
 * What passed through.
 */
through: Money, 
/**
 * Days with income or spending.
 */
days: Array<ReportDay>, 
/**
 * Currencies without a rate on the day of some row.
 */
withoutRate: Array<string>, 
/**
 * Rows left out for want of a rate.
 */
rowsWithoutRate: number, };

/**
 * Balance per day.
 */
export type Forecast = { 
/**
 * Its currency.
 */
currency: string, 
/**
 * The day it was made on.
 */
today: string, 
/**
 * Balance at the end of today.
 */
start: Money, 
/**
 * One entry a day, from tomorrow.
 */
days: Array<ForecastDay>, 
/**
 * The lowest expected balance.
 */
lowest: ForecastLow, 
/**
 * Lowest balance accepted.
 */
floor: Money, 
/**
 * The highest chance of any one day to end below the floor, whole percent; 0 is unlikely.
 */
belowFloorPercent: number, 
/**
 * What it adds up to.
 */
totals: ForecastTotals, 
/**
 * What makes it tight, and what would help.
 */
advice: ForecastAdvice, 
/**
 * Known items in the order of their days.
 */
events: Array<ForecastEvent>, 
/**
 * Why no band can be given, a stable word: `thin_history`, `no_accounts`.
 */
abstained: string | null, 
/**
 * How the same method did from days of this past.
 */
tested: ForecastTested | null, 
/**
 * What came of the forecasts that were kept; none when none was.
 */
graded: ForecastGraded | null, 
/**
 * Days of history it was learned from.
 */
historyDays: number, 
/**
 * Accounts it covers.
 */
accounts: Array<string>, 
/**
 * Accounts left out for want of a rate, by name.
 */
withoutRate: Array<string>, 
/**
 * What accounts with stated terms earn and cost in these days; their bookings are among the items.
 */
interest: Array<ForecastInterest>, 
/**
 * How old its sources are.
 */
freshness: Freshness, };

/**
 * How long until money comes in, what makes it tight, and what would help.
 */
export type ForecastAdvice = { 
/**
 * The next day on which money is known to come in.
 */
income: string | null, 
/**
 * Chance of any one day before it to end below the floor, whole percent; none without a band.
 */
chancePercent: number | null, 
/**
 * What weighs most until the lowest day, heaviest first.
 */
drivers: Array<ForecastDriver>, 
/**
 * What is missing to the floor on the lowest day.
 */
missing: Money | null, 
/**
 * Small changes that each keep the floor on every day.
 */
fixes: Array<ForecastFix>, };

/**
 * Scenarios tried.
 */
export type ForecastCompare = { 
/**
 * The forecast with all that are on.
 */
forecast: Forecast, 
/**
 * Without any.
 */
base: ScenarioEnds, 
/**
 * Each alone, in the order given.
 */
each: Array<ScenarioOutcome>, };

/**
 * Tries scenarios.
 */
export type ForecastCompareReq = { 
/**
 * Days ahead, 7 to 730.
 */
days: number, 
/**
 * Only this account; none is all day-to-day accounts together.
 */
account?: string | null, 
/**
 * The scenarios, each also tried alone.
 */
scenarios: Array<ScenarioTry>, };

/**
 * One day ahead.
 */
export type ForecastDay = { 
/**
 * The day.
 */
date: string, 
/**
 * Expected balance at its end.
 */
expected: string, 
/**
 * One path in ten is below.
 */
p10: string, 
/**
 * One in four is below.
 */
p25: string, 
/**
 * One in four is above.
 */
p75: string, 
/**
 * One in ten is above.
 */
p90: string, 
/**
 * The expected balance is below the floor.
 */
belowFloor: boolean, };

/**
 * An item that weighs.
 */
export type ForecastDriver = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it comes to until the lowest day, negative.
 */
amount: Money, };

/**
 * A known item ahead.
 */
export type ForecastEvent = { 
/**
 * The day.
 */
date: string, 
/**
 * Payee.
 */
name: string, 
/**
 * Signed.
 */
amount: Money, 
/**
 * How it is known.
 */
knownBy: KnownBy, 
/**
 * Account's name.
 */
accountName: string, };

/**
 * A small change that helps.
 */
export type ForecastFix = { 
/**
 * Its kind.
 */
kind: FixKind, 
/**
 * The item, for a delay.
 */
item: string | null, 
/**
 * How much: to move in, of the item, or less a day.
 */
amount: Money, 
/**
 * When: the day to move it in, the item's day, or the first day of spending less.
 */
date: string, 
/**
 * The new day, or the last day of spending less.
 */
to: string | null, 
/**
 * The same as a change to try.
 */
change: ScenarioChange, };

/**
 * How forecasts did at one distance.
 */
export type ForecastGrade = { 
/**
 * Days ahead, at most: 7, 30, 90 or 180; each begins after the one before.
 */
days: number, 
/**
 * Forecasts that reached days that are over.
 */
forecasts: number, 
/**
 * Such days, judged once for each forecast.
 */
judged: number, 
/**
 * Of them, whole percent inside the wide range, which is to hold 80.
 */
inside80Percent: number, 
/**
 * Of them, whole percent inside the narrow range, which is to hold 50.
 */
inside50Percent: number, 
/**
 * How far off the expected balance was, on average.
 */
miss: Money, 
/**
 * How far the ranges reach now, in percent of what they would without this record.
 */
reachPercent: number, };

/**
 * Forecasts as they were made, held against what came.
 */
export type ForecastGraded = { 
/**
 * Days that one was kept of.
 */
kept: number, 
/**
 * The first of them.
 */
since: string, 
/**
 * By how far they look ahead, nearest first; what is not over yet has no grade.
 */
grades: Array<ForecastGrade>, };

/**
 * What one account earns and costs ahead, in its own currency: by the day on the balance at its end, over 365.
 */
export type ForecastInterest = { 
/**
 * The account.
 */
account: string, 
/**
 * Its name.
 */
accountName: string, 
/**
 * Percent a year on balances above nothing.
 */
earnedPercent: string | null, 
/**
 * Percent a year on balances below nothing.
 */
chargedPercent: string | null, 
/**
 * What runs up from tomorrow to the last day, booked or not.
 */
earned: Money, 
/**
 * The same of what is charged; nothing or below.
 */
charged: Money, 
/**
 * What is charged if every day ends where one in ten is lower.
 */
chargedIfLow: Money | null, 
/**
 * The first booking ahead.
 */
next: string | null, };

/**
 * The lowest point.
 */
export type ForecastLow = { 
/**
 * When.
 */
date: string, 
/**
 * Expected then.
 */
expected: Money, 
/**
 * One in ten is below.
 */
low: Money, 
/**
 * One in ten is above.
 */
high: Money, 
/**
 * Below the floor.
 */
belowFloor: boolean, };

/**
 * Which forecast.
 */
export type ForecastReq = { 
/**
 * Days ahead, 7 to 730.
 */
days: number, 
/**
 * Only this account; none is all day-to-day accounts together, in the base currency.
 */
account?: string | null, };

/**
 * The method tried on the account's own past.
 */
export type ForecastTested = { 
/**
 * Past days it was tried from.
 */
origins: number, 
/**
 * Of the days after them, whole percent inside the wide band.
 */
insidePercent: number, };

/**
 * What the horizon adds up to.
 */
export type ForecastTotals = { 
/**
 * Known money in.
 */
knownIn: Money, 
/**
 * Known money out, negative.
 */
knownOut: Money, 
/**
 * Everything usual, net.
 */
everyday: Money, 
/**
 * The same a day.
 */
everydayDaily: Money, };

/**
 * How old a figure's sources are.
 */
export type Freshness = { 
/**
 * The last day that every source of the figure is known for; none when all of them are known for today.
 */
knownUntil: string | null, 
/**
 * The accounts that are not known for today, oldest first.
 */
stale: Array<StaleAccount>, 
/**
 * Those of which nothing was read for a month: what was last known is carried on.
 */
carried: Array<StaleAccount>, };

/**
 * A row as the file has it, not yet held against the book.
 */
export type GlanceRow = { 
/**
 * Its line, counted from 1; 0 where the format has no lines.
 */
line: number, 
/**
 * Booking date.
 */
date: string, 
/**
 * Payee, else the bank's text.
 */
payee: string, 
/**
 * Amount.
 */
amount: Money, };

/**
 * A goal as an upstream keeps it. What was saved since its start is not told.
 */
export type Goal = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What is to be reached.
 */
target: Money, 
/**
 * What was there at the start.
 */
initial: Money, 
/**
 * Until when.
 */
due: string | null, 
/**
 * `active`, `paused`, `reached`, or the upstream's own word.
 */
state: string, 
/**
 * A note.
 */
note: string, 
/**
 * Connection it comes from; none for the person's own.
 */
connection: string | null, 
/**
 * The person's goal that was made from it.
 */
adopted: string | null, };

/**
 * An account that a goal may count.
 */
export type GoalAccount = { 
/**
 * The account.
 */
account: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its balance.
 */
balance: Money, 
/**
 * Whole percent of it that no goal counts yet.
 */
freePercent: number, };

/**
 * An envelope that a goal may count.
 */
export type GoalEnvelope = { 
/**
 * The budget.
 */
budget: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What is in it.
 */
left: Money, };

/**
 * An account that counts for a goal.
 */
export type GoalLink = { 
/**
 * The account.
 */
account: string, 
/**
 * How much of its balance counts, whole percent, 1 to 100.
 */
percent: number, };

/**
 * What was there at the end of a month.
 */
export type GoalMonth = { 
/**
 * `YYYY-MM`.
 */
month: string, 
/**
 * There at its end, or now.
 */
saved: Money, 
/**
 * Added in it, or taken out.
 */
change: Money, };

/**
 * A goal and how it goes.
 */
export type GoalPlan = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * A note.
 */
note: string, 
/**
 * To be reached.
 */
target: Money, 
/**
 * There now.
 */
saved: Money, 
/**
 * Still missing.
 */
missing: Money, 
/**
 * There in whole percent of the target, 100 at most.
 */
percent: number, 
/**
 * Until when.
 */
due: string | null, 
/**
 * Accounts that count.
 */
shares: Array<GoalShare>, 
/**
 * The envelope whose content counts.
 */
envelope: string | null, 
/**
 * Its name; none when it is gone.
 */
envelopeName: string | null, 
/**
 * To be put aside a month until the date, the present month included.
 */
monthly: Money | null, 
/**
 * What the last full months added, on average.
 */
rate: Money | null, 
/**
 * Full months that the rate is of.
 */
rateMonths: number, 
/**
 * Soonest month it is reached in, one future of ten; none is not within fifty years.
 */
early: string | null, 
/**
 * Half of the futures are there by this month.
 */
likely: string | null, 
/**
 * Nine of ten are.
 */
late: string | null, 
/**
 * Of the futures, whole percent that are there in time.
 */
chancePercent: number | null, 
/**
 * In one word.
 */
track: GoalTrack, 
/**
 * Months so far, oldest first, the present one last.
 */
history: Array<GoalMonth>, 
/**
 * Currencies that could not be counted.
 */
withoutRate: Array<string>, 
/**
 * The goal of a service that it was made from.
 */
adopts: string | null, };

/**
 * One goal of the person's.
 */
export type GoalReq = { 
/**
 * Its id.
 */
goal: string, };

/**
 * Keeps a goal.
 */
export type GoalSaveReq = { 
/**
 * The one to change; none makes a new one.
 */
goal?: string | null, 
/**
 * Its name.
 */
name: string, 
/**
 * To be reached, decimal text, above nothing.
 */
target: string, 
/**
 * Its currency; none is the base currency, and stays what it was.
 */
currency?: string | null, 
/**
 * Until when; none is without a date.
 */
due?: string | null, 
/**
 * Accounts that count; none where an envelope does.
 */
links: Array<GoalLink>, 
/**
 * The envelope whose content counts, a budget's id; none where accounts do.
 */
envelope?: string | null, 
/**
 * A note.
 */
note: string, 
/**
 * The goal of a service that it is made from.
 */
adopts?: string | null, };

/**
 * What one account brings to a goal.
 */
export type GoalShare = { 
/**
 * The account.
 */
account: string, 
/**
 * Its name.
 */
accountName: string, 
/**
 * How much of its balance counts.
 */
percent: number, 
/**
 * That, in the goal's currency; none for want of a rate.
 */
amount: Money | null, };

/**
 * How a goal goes.
 */
export type GoalTrack = "reached" | "missed" | "on" | "close" | "off" | "undated" | "unknown";

/**
 * Goals of the person's own and of services.
 */
export type GoalsPage = { 
/**
 * The current day.
 */
today: string, 
/**
 * The base currency.
 */
currency: string, 
/**
 * There for all goals of the person's, in the base currency; those without a rate are left out.
 */
saved: Money, 
/**
 * To be put aside this month for those with a date, in the base currency.
 */
monthly: Money, 
/**
 * The person's own.
 */
goals: Array<GoalPlan>, 
/**
 * Those that services keep.
 */
upstream: Array<Goal>, 
/**
 * What may be counted.
 */
accounts: Array<GoalAccount>, 
/**
 * What may be counted as well.
 */
envelopes: Array<GoalEnvelope>, };

/**
 * What speaks for a suggestion.
 */
export type Grounds = "payee" | "payee_and_amount" | "similar_payee" | "trade" | "amount" | "account" | "other_accounts" | "words" | "known_name";

/**
 * Growth up to a day.
 */
export type GrowthPoint = { 
/**
 * At the end of this day.
 */
date: string, 
/**
 * Time-weighted, percent with two decimals; none where a value is not known.
 */
ours: string | null, 
/**
 * The benchmark's, begun where ours is on its first day; none where its price is not known.
 */
theirs: string | null, };

/**
 * What would explain a difference.
 */
export type HintKind = "one" | "sign" | "swapped" | "two";

/**
 * Where a holding is known from.
 */
export type HoldingSource = "upstream" | "trades";

/**
 * File kind of an export.
 */
export type ImageFormat = "svg" | "png";

/**
 * Takes a preview in.
 */
export type ImportCommitReq = { 
/**
 * Name of the preview.
 */
preview: string, 
/**
 * Rows the person decided otherwise.
 */
choices: Array<PreviewChoice>, 
/**
 * What was decided for many at once before, in the order it was decided.
 */
many: Array<PreviewMany>, 
/**
 * Names for what is remembered of the reading; without one it is named after the account.
 */
names: Array<TemplateName>, };

/**
 * How to read one file.
 */
export type ImportFileReq = { 
/**
 * Its token.
 */
token: string, 
/**
 * The corrected mapping, for CSV.
 */
mapping?: CsvMapping | null, 
/**
 * Which account each statement goes to.
 */
accounts: Array<StatementAccount>, 
/**
 * Answer to the question `date-order`, for a file that has no mapping: the day stands before the month.
 */
dayFirst?: boolean | null, 
/**
 * Answer to the question `sign`, for a file that has no mapping: a plain number is money out.
 */
positiveIsOut?: boolean | null, 
/**
 * The template to read it by; empty is none, absent is the one that fits.
 */
template?: string | null, };

/**
 * The first rows of a file, read from its beginning alone.
 */
export type ImportGlance = { 
/**
 * The format's word, as in a preview; empty when the beginning does not tell.
 */
format: string, 
/**
 * The first rows in the file's order; none where the beginning alone leaves open how they read.
 */
rows: Array<GlanceRow>, 
/**
 * The file has more than what was looked at.
 */
more: boolean, };

/**
 * An offered file whose first rows are wanted.
 */
export type ImportGlanceReq = { 
/**
 * The file.
 */
token: string, };

/**
 * An import of the past.
 */
export type ImportPast = { 
/**
 * Its batch.
 */
batch: string, 
/**
 * When.
 */
at: string, 
/**
 * Its files, in their order.
 */
files: Array<ImportPastFile>, 
/**
 * It was taken back.
 */
undone: boolean, 
/**
 * Rows of it that were changed since.
 */
edited: number, };

/**
 * What a file brought.
 */
export type ImportPastFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its format.
 */
format: string, 
/**
 * Rows added.
 */
new: number, 
/**
 * Rows the book had.
 */
duplicate: number, 
/**
 * Rows the book had from elsewhere.
 */
matched: number, 
/**
 * Rows left out.
 */
left: number, 
/**
 * Rows that could not be taken.
 */
rejected: number, };

/**
 * What files would bring.
 */
export type ImportPreview = { 
/**
 * Name of the preview for the commit.
 */
id: string, 
/**
 * One entry a file.
 */
files: Array<FilePreview>, };

/**
 * Reads files without writing.
 */
export type ImportPreviewReq = { 
/**
 * Which files.
 */
files: Array<ImportFileReq>, };

/**
 * What an import did.
 */
export type ImportReport = { 
/**
 * One batch for all files; none when nothing was written.
 */
batch: string | null, 
/**
 * One entry a file.
 */
files: Array<ImportedFile>, };

/**
 * Rows of a preview.
 */
export type ImportRows = { 
/**
 * In file order.
 */
rows: Array<PreviewRow>, 
/**
 * How many there are of this kind in all.
 */
total: number, 
/**
 * Rows of the statement that will be added.
 */
adding: number, 
/**
 * Rows that are remembered as a second source of one in the book.
 */
linking: number, 
/**
 * Rows that are left.
 */
leaving: number, 
/**
 * Sum of those added.
 */
sum: Money, 
/**
 * Balance of the account today.
 */
balanceBefore: Money, 
/**
 * And after the import.
 */
balanceAfter: Money, };

/**
 * Rows of a preview, and what they come to with what the person decided.
 */
export type ImportRowsReq = { 
/**
 * Name of the preview.
 */
preview: string, 
/**
 * The file.
 */
token: string, 
/**
 * The statement.
 */
statement: number, 
/**
 * Which rows.
 */
show: RowShow, 
/**
 * In the payee, the bank's text or the amount; empty is all.
 */
text: string, 
/**
 * How many of them to pass over.
 */
from: number, 
/**
 * How many, at most 500.
 */
limit: number, 
/**
 * What was decided for many at once, in the order it was decided.
 */
many: Array<PreviewMany>, 
/**
 * What was decided for single rows, which has the last word.
 */
choices: Array<PreviewChoice>, };

/**
 * A template: how files of one layout are read and where they go.
 */
export type ImportTemplate = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The account its files go to.
 */
account: string | null, 
/**
 * The name of the account.
 */
accountName: string | null, 
/**
 * Headings of the columns it uses.
 */
heads: Array<string>, };

/**
 * Gives a template another name.
 */
export type ImportTemplateRenameReq = { 
/**
 * Which.
 */
id: string, 
/**
 * The name.
 */
name: string, };

/**
 * Names a template.
 */
export type ImportTemplateReq = { 
/**
 * Which.
 */
id: string, };

/**
 * What one file did to one account.
 */
export type ImportedAccount = { 
/**
 * Account.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Rows new.
 */
new: number, 
/**
 * Rows the book had.
 */
duplicate: number, 
/**
 * Rows the book had from elsewhere.
 */
matched: number, 
/**
 * Rows left out: by the person's word, or of days that a sync delivers.
 */
left: number, 
/**
 * Trades in securities that were added.
 */
trades: number, 
/**
 * Positions that the statement told.
 */
positions: number, };

/**
 * What one file did.
 */
export type ImportedFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its format.
 */
format: string, 
/**
 * One entry an account.
 */
accounts: Array<ImportedAccount>, 
/**
 * Rows that could not be read.
 */
rejected: number, };

/**
 * The insight: twelve full months, in the base currency.
 */
export type Insight = { 
/**
 * The current day.
 */
today: string, 
/**
 * First day of the months.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * Full months that there are rows of, at most twelve.
 */
months: Array<InsightMonth>, 
/**
 * Came in, a month on average.
 */
income: Money, 
/**
 * Spent in series, a month.
 */
fixed: Money, 
/**
 * Spent otherwise, a month.
 */
variable: Money, 
/**
 * Paid on loans, a month.
 */
debt: Money, 
/**
 * Fixed in percent of spending.
 */
fixedPercent: number | null, 
/**
 * 100 is the same income each month.
 */
stabilityPercent: number | null, 
/**
 * Paid on loans in percent of income.
 */
debtPercent: number | null, 
/**
 * Not spent in percent of income.
 */
savingsPercent: number | null, 
/**
 * Days on which a day-to-day account was overdrawn, each counted once.
 */
overdraftDays: number, 
/**
 * Those days, by account.
 */
overdrafts: Array<InsightOverdraft>, 
/**
 * What services say.
 */
upstream: Array<InsightUpstream>, 
/**
 * Currencies left out for want of a rate.
 */
withoutRate: Array<string>, };

/**
 * A figure of the insight.
 */
export type InsightFigure = "income" | "fixed" | "variable" | "debt";

/**
 * A month of it, in the base currency; spending and payments positive.
 */
export type InsightMonth = { 
/**
 * `YYYY-MM`.
 */
month: string, 
/**
 * Came in.
 */
income: Money, 
/**
 * Spent in series that repeat.
 */
fixed: Money, 
/**
 * Spent otherwise.
 */
variable: Money, 
/**
 * Paid on loans.
 */
debt: Money, 
/**
 * Days of it on which an account was overdrawn.
 */
overdraftDays: number, };

/**
 * Days on which one account was overdrawn.
 */
export type InsightOverdraft = { 
/**
 * The account.
 */
account: string, 
/**
 * Its name.
 */
accountName: string, 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * Days.
 */
days: number, 
/**
 * The lowest balance at the end of one of them.
 */
lowest: Money, };

/**
 * The rows of a figure, newest first, in the base currency.
 */
export type InsightRows = { 
/**
 * At most 500.
 */
rows: Array<AlertRow>, 
/**
 * How many there are.
 */
count: number, 
/**
 * Their sum.
 */
sum: Money, };

/**
 * Asks for the rows of a figure.
 */
export type InsightRowsReq = { 
/**
 * The figure.
 */
figure: InsightFigure, 
/**
 * Only this month, `YYYY-MM`.
 */
month?: string | null, };

/**
 * What a service says beside.
 */
export type InsightUpstream = { 
/**
 * The connection.
 */
connection: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it derived, and the book's own months beside.
 */
report: UpstreamReport, 
/**
 * Days overdrawn of its accounts, by the book.
 */
ownOverdraftDays: number, 
/**
 * Series that the book finds in its accounts.
 */
ownSeries: number, };

/**
 * An instrument.
 */
export type Instrument = { 
/**
 * Its id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * ISIN or another code.
 */
code: string | null, 
/**
 * Symbol.
 */
symbol: string | null, 
/**
 * Currency it is usually quoted in.
 */
currency: string, 
/**
 * What it is.
 */
class: InstrumentClass, 
/**
 * Where it is invested.
 */
region: string | null, 
/**
 * Its newest price, decimal text.
 */
price: string | null, 
/**
 * The day of it.
 */
priceDate: string | null, };

/**
 * What an instrument is.
 */
export type InstrumentClass = "equity_fund" | "share" | "bond" | "mixed" | "cash" | "property" | "commodity" | "crypto" | "other";

/**
 * Makes one instrument of two that are the same.
 */
export type InstrumentMergeReq = { 
/**
 * The one that goes; its trades and prices move.
 */
from: string, 
/**
 * The one that stays.
 */
into: string, };

/**
 * A price of a day.
 */
export type InstrumentPrice = { 
/**
 * The day.
 */
date: string, 
/**
 * For one, decimal text.
 */
price: string, 
/**
 * Its currency.
 */
currency: string, };

/**
 * An instrument that was added or changed.
 */
export type InstrumentPut = { 
/**
 * Its id.
 */
id: string, 
/**
 * What was done.
 */
change: Change, };

/**
 * Adds or changes an instrument.
 */
export type InstrumentPutReq = { 
/**
 * Which; none adds one.
 */
id?: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * ISIN or another code.
 */
code?: string | null, 
/**
 * Symbol.
 */
symbol?: string | null, 
/**
 * Currency it is usually quoted in.
 */
currency: string, 
/**
 * What it is.
 */
class: InstrumentClass, 
/**
 * Where it is invested.
 */
region?: string | null, };

/**
 * Names an instrument.
 */
export type InstrumentReq = { 
/**
 * Which.
 */
id: string, };

/**
 * When interest is booked.
 */
export type InterestPosting = "monthly" | "quarterly" | "yearly";

/**
 * A yearly rate of interest.
 */
export type InterestTerms = { 
/**
 * Percent a year, above nothing and at most 100.
 */
percent: string, 
/**
 * When it is booked.
 */
posting: InterestPosting, };

/**
 * An account that holds something.
 */
export type InvestmentAccount = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, };

/**
 * Money in an account that is not invested.
 */
export type InvestmentCash = { 
/**
 * The account.
 */
account: string, 
/**
 * Its name.
 */
accountName: string, 
/**
 * In its own currency.
 */
own: Money, 
/**
 * In the currency of totals.
 */
value: Money | null, 
/**
 * Share of all, percent with one decimal.
 */
share: string, };

/**
 * What is wrong with a trade or a price.
 */
export type InvestmentFault = "sold_more_than_held" | "lots_do_not_match" | "nothing_moved" | "price_far_off" | "no_price";

/**
 * Something held in an account.
 */
export type InvestmentHolding = { 
/**
 * Account and instrument, or the upstream's holding.
 */
key: string, 
/**
 * The account.
 */
account: string, 
/**
 * Its name.
 */
accountName: string, 
/**
 * The instrument, where the book has it.
 */
instrument: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * ISIN or another code.
 */
code: string | null, 
/**
 * Symbol.
 */
symbol: string | null, 
/**
 * What it is.
 */
class: InstrumentClass, 
/**
 * Where it is invested.
 */
region: string | null, 
/**
 * Where it is known from.
 */
source: HoldingSource, 
/**
 * How many, decimal text.
 */
quantity: string | null, 
/**
 * Paid for one on average.
 */
boughtAt: Money | null, 
/**
 * What one is worth, decimal text in `priceCurrency`.
 */
price: string | null, 
/**
 * Currency of the price.
 */
priceCurrency: string | null, 
/**
 * The day of the price.
 */
priceDate: string | null, 
/**
 * No price is known up to today: this one is of a later day.
 */
priceEarly: boolean, 
/**
 * Worth in the currency of its price.
 */
own: Money | null, 
/**
 * Worth in the currency of totals; none without price or rate.
 */
value: Money | null, 
/**
 * Paid for what is held, fees and taxes included.
 */
cost: Money | null, 
/**
 * Gained on it, at today's rate.
 */
gain: Money | null, 
/**
 * In percent of the cost, one decimal.
 */
gainPercent: string | null, 
/**
 * Share of all, percent with one decimal.
 */
share: string, 
/**
 * Open lots, oldest first.
 */
lots: Array<InvestmentLot>, };

/**
 * A lot.
 */
export type InvestmentLot = { 
/**
 * The trade that opened it.
 */
trade: string, 
/**
 * The day.
 */
date: string, 
/**
 * How many are left.
 */
quantity: string, 
/**
 * What they cost.
 */
cost: Money, };

/**
 * A part of the whole.
 */
export type InvestmentPart = { 
/**
 * Class word, region or currency; empty is not known.
 */
key: string, 
/**
 * Worth.
 */
value: Money, 
/**
 * Share of all, percent with one decimal.
 */
share: string, 
/**
 * Share wanted, percent with one decimal.
 */
target: string | null, 
/**
 * To buy, or to sell when negative, for the shares to be as wanted.
 */
toTrade: Money | null, };

/**
 * How lots are taken, and what shares are wanted.
 */
export type InvestmentPlan = { 
/**
 * How lots are taken.
 */
method: LotMethod, 
/**
 * Shares wanted by class; empty is none.
 */
targets: Array<ClassTarget>, };

/**
 * One moment.
 */
export type InvestmentPoint = { 
/**
 * At the end of this day.
 */
date: string, 
/**
 * Worth, without money that is not invested.
 */
value: string, 
/**
 * Cost of what was held; none when not known.
 */
paidIn: string | null, };

/**
 * Something wrong.
 */
export type InvestmentProblem = { 
/**
 * What.
 */
fault: InvestmentFault, 
/**
 * The trade, if it is one.
 */
trade: string | null, 
/**
 * The day.
 */
date: string | null, 
/**
 * The instrument's name.
 */
name: string, 
/**
 * The price, or how many were held.
 */
found: string | null, 
/**
 * The price beside it, or how many were sold.
 */
expected: string | null, };

/**
 * Part of a lot that was sold.
 */
export type InvestmentSale = { 
/**
 * The sale.
 */
trade: string, 
/**
 * Its day.
 */
date: string, 
/**
 * Bought on.
 */
opened: string, 
/**
 * The account's name.
 */
accountName: string, 
/**
 * What.
 */
name: string, 
/**
 * How many.
 */
quantity: string, 
/**
 * Received, less fee and tax.
 */
proceeds: Money, 
/**
 * What it had cost.
 */
cost: Money, 
/**
 * Received less cost.
 */
gain: Money, };

/**
 * Everything that is held.
 */
export type Investments = { 
/**
 * Currency of totals.
 */
currency: string, 
/**
 * How lots are taken.
 */
method: LotMethod, 
/**
 * Accounts that hold or held anything.
 */
accounts: Array<InvestmentAccount>, 
/**
 * The most valuable first.
 */
holdings: Array<InvestmentHolding>, 
/**
 * Money in those accounts that is not invested.
 */
cash: Array<InvestmentCash>, 
/**
 * Worth of all, that money included.
 */
value: Money, 
/**
 * Paid for what is held; none when it is not known of a holding.
 */
cost: Money | null, 
/**
 * Gained on what is held, as far as its cost is known.
 */
gain: Money | null, 
/**
 * The same in percent of the cost, one decimal.
 */
gainPercent: string | null, 
/**
 * Gained on what was sold.
 */
realised: Money, 
/**
 * Dividends of the last twelve months, before tax.
 */
dividends: Money, 
/**
 * Change from the price before the newest to the newest.
 */
lastDay: Money | null, 
/**
 * Money-weighted return (XIRR), of trades.
 */
moneyWeighted: ReturnRate, 
/**
 * Time-weighted return, of trades.
 */
timeWeighted: ReturnRate, 
/**
 * By class.
 */
byClass: Array<InvestmentPart>, 
/**
 * By region.
 */
byRegion: Array<InvestmentPart>, 
/**
 * By currency.
 */
byCurrency: Array<InvestmentPart>, 
/**
 * Targets are set.
 */
hasTargets: boolean, 
/**
 * What was sold, the newest first.
 */
sales: Array<InvestmentSale>, 
/**
 * Dividends to come, if the last year repeats.
 */
expected: Array<ExpectedDividend>, 
/**
 * What is wrong.
 */
problems: Array<InvestmentProblem>, 
/**
 * Currencies without any rate, left out of totals.
 */
withoutRate: Array<string>, 
/**
 * The oldest newest price of what is held.
 */
pricesFrom: string | null, 
/**
 * Worth and what was paid in, at month ends and today.
 */
points: Array<InvestmentPoint>, 
/**
 * What it is held against; none when nothing was chosen.
 */
benchmark: Benchmark | null, 
/**
 * Growth since the first trade, at month ends and today; empty where no return is known.
 */
growth: Array<GrowthPoint>, };

/**
 * Which investments.
 */
export type InvestmentsReq = { 
/**
 * Of this account; none is all.
 */
account?: string | null, 
/**
 * Currency of totals; none is the base currency.
 */
currency?: string | null, 
/**
 * How lots are taken; none is as the person decided.
 */
method?: LotMethod | null, };

/**
 * A running job.
 */
export type Job = { 
/**
 * Its id.
 */
id: string, 
/**
 * What it does.
 */
kind: JobKind, 
/**
 * When it began.
 */
started: string, };

/**
 * What a running job does.
 */
export type JobKind = "sync" | "preview" | "import" | "export";

/**
 * How a job goes on.
 */
export type JobProgress = { 
/**
 * Its id.
 */
job: string, 
/**
 * Done so far.
 */
done: number, 
/**
 * Of so many; none when unknown.
 */
of: number | null, 
/**
 * File at work.
 */
file: string | null, };

/**
 * Names a job.
 */
export type JobReq = { 
/**
 * Which.
 */
id: string, };

/**
 * An access that could not be ended.
 */
export type KeptAccess = { 
/**
 * The service.
 */
upstream: string, 
/**
 * Its name for people.
 */
upstreamName: string, 
/**
 * The person's name for the connection.
 */
label: string, 
/**
 * Banks that are still linked there; empty when the service could not be asked at all.
 */
banks: Array<string>, 
/**
 * The service's own pages, where the person ends it.
 */
servicePage: string | null, };

/**
 * A scenario that is kept in the book.
 */
export type KeptScenario = { 
/**
 * Its id.
 */
id: string, 
/**
 * What it says.
 */
scenario: Scenario, };

/**
 * Whether the keychain can be used.
 */
export type KeychainState = "available" | "unavailable" | "locked";

/**
 * How a known item is known.
 */
export type KnownBy = "planned" | "detected" | "scenario" | "terms";

/**
 * How the region writes amounts and days, from `Intl`.
 */
export type LabelFormat = { 
/**
 * Currency symbol.
 */
symbol: string, 
/**
 * The symbol stands before the number.
 */
symbolFirst: boolean, 
/**
 * Between symbol and number.
 */
symbolSpace: string, 
/**
 * Decimal mark.
 */
decimal: string, 
/**
 * Thousands mark.
 */
group: string, 
/**
 * Minus sign.
 */
minus: string, 
/**
 * Suffix of thousands.
 */
thousand: string, 
/**
 * Suffix of millions.
 */
million: string, 
/**
 * Twelve short month names.
 */
months: Array<string>, 
/**
 * Seven short weekday names from Monday.
 */
weekdays: Array<string>, 
/**
 * Day before month (`3 Jun`), else month before day.
 */
dayFirst: boolean, 
/**
 * The words the drawing itself holds.
 */
words: ChartWords, };

/**
 * An account of the book that an offered one looks like.
 */
export type LikeAccount = { 
/**
 * Its id.
 */
account: string, 
/**
 * Why.
 */
by: SameBy, };

/**
 * Where a link stands.
 */
export type Link = { 
/**
 * Its id; gone with the program.
 */
id: string, 
/**
 * Connection.
 */
connection: string, 
/**
 * What is next.
 */
step: LinkStepKind, 
/**
 * Why something is asked.
 */
reason: AskReason | null, 
/**
 * What the bank says to it.
 */
bankSays: string | null, 
/**
 * What to enter.
 */
fields: Array<AskField>, 
/**
 * What to pick from.
 */
options: Array<AskChoice>, 
/**
 * The page to visit, for hosts that cannot open it.
 */
url: string | null, 
/**
 * Host of that page, to be shown before it is opened.
 */
host: string | null, 
/**
 * Why it ended.
 */
stopped: LinkStopped | null, 
/**
 * How the login stands, when that is why.
 */
message: LoginMessage | null, 
/**
 * When to try again.
 */
retryAt: string | null, 
/**
 * The service's id of the login, once there is one.
 */
login: string | null, 
/**
 * The service still reads the bank for the first time.
 */
firstSync: boolean, };

/**
 * Answers a step.
 */
export type LinkAnswerReq = { 
/**
 * Which.
 */
link: string, 
/**
 * What was entered.
 */
fields: Array<FieldValue>, 
/**
 * What was picked.
 */
choice?: string | null, };

/**
 * Begins linking in steps.
 */
export type LinkBeginReq = { 
/**
 * Connection.
 */
connection: string, 
/**
 * What is to be done.
 */
kind: LinkKind, 
/**
 * Where the person answers.
 */
way: LinkWay, 
/**
 * Which bank, for a new login; none lets the service's own pages ask.
 */
bank?: string | null, 
/**
 * Which login, otherwise; for a payment, its number.
 */
login?: string | null, 
/**
 * The person's language, two letters.
 */
language: string, };

/**
 * What is to be done in steps.
 */
export type LinkKind = "add" | "repair" | "credentials" | "manage" | "payment" | "connect";

/**
 * Opens a page in the person's browser.
 */
export type LinkOpenReq = { 
/**
 * An `https` address that an upstream's descriptor names.
 */
url: string, };

/**
 * Names a link under way.
 */
export type LinkReq = { 
/**
 * Which.
 */
link: string, };

/**
 * What is next.
 */
export type LinkStepKind = "done" | "ask" | "browser" | "approve" | "working" | "choose" | "stopped";

/**
 * Why it ended without being done.
 */
export type LinkStopped = "refused" | "terms_declined" | "page_failed" | "client_id_missing" | "not_ours" | "timed_out" | "login";

/**
 * Where the person answers.
 */
export type LinkWay = "form" | "browser";

/**
 * A row of the book that a row of a file was linked to by hand. It keeps its day and its amount.
 */
export type LinkedRow = { 
/**
 * Its id.
 */
id: string, 
/**
 * Booking date.
 */
date: string, 
/**
 * Payee.
 */
payee: string, 
/**
 * Amount.
 */
amount: Money, 
/**
 * The file's amount less this one; none when they are equal.
 */
difference: Money | null, };

/**
 * The book was locked, and why: `asked`, `idle` or `suspend`.
 */
export type Locked = { 
/**
 * The reason's word.
 */
reason: string, };

/**
 * A login at a bank.
 */
export type Login = { 
/**
 * Its id.
 */
id: string, 
/**
 * The service's id of it.
 */
sourceId: string, 
/**
 * Name of the bank.
 */
institution: string, 
/**
 * What it needs.
 */
state: LoginState, 
/**
 * Code of its message.
 */
message: LoginMessage, 
/**
 * The one thing to do.
 */
action: LoginAction, 
/**
 * A person has to act.
 */
needsPerson: boolean, 
/**
 * The service's own word for its state.
 */
upstreamState: string | null, 
/**
 * What the bank says; plain text that nobody vouches for.
 */
bankSays: string | null, 
/**
 * End of the consent.
 */
consentUntil: string | null, 
/**
 * When the service tries again by itself.
 */
nextTry: string | null, 
/**
 * When the service last read the bank.
 */
lastSync: string | null, 
/**
 * Accounts in the book that are read through it.
 */
accounts: number, 
/**
 * Accounts there that are not shared with Coffer.
 */
withheldAccounts: number, };

/**
 * The one thing to do about a login.
 */
export type LoginAction = "none" | "confirm" | "open_browser" | "enter_fields" | "approve_in_app" | "wait_until" | "visit_bank" | "re_enter_credentials" | "contact";

/**
 * How a login stands: the code of its message.
 */
export type LoginMessage = "ok" | "syncing" | "authentication_due" | "fields_needed" | "approval_needed" | "browser_needed" | "wrong_credentials" | "password_expired" | "action_at_bank" | "rate_limited" | "bank_unavailable" | "upstream_failed" | "not_supported" | "switched_off" | "unknown";

/**
 * Takes a login out, here and at the service.
 */
export type LoginRemoveReq = { 
/**
 * Connection.
 */
connection: string, 
/**
 * The service's id of the login.
 */
login: string, 
/**
 * Keep its accounts and rows in the book.
 */
keepData: boolean, };

/**
 * Names a login.
 */
export type LoginReq = { 
/**
 * Connection.
 */
connection: string, 
/**
 * The service's id of the login.
 */
login: string, };

/**
 * Picks the accounts of a login that are shared.
 */
export type LoginShareReq = { 
/**
 * Connection.
 */
connection: string, 
/**
 * The service's id of the login.
 */
login: string, 
/**
 * The service's ids of all accounts to share; the others are shared no more.
 */
accounts: Array<string>, 
/**
 * Keep in the book what is there of those that are shared no more.
 */
keepData: boolean, };

/**
 * What a login needs, by where it is to be had.
 */
export type LoginState = "ok" | "syncing" | "user_action_here" | "user_action_browser" | "user_action_bank" | "credentials" | "temporary" | "unsupported";

/**
 * Which lots a sale takes.
 */
export type LotMethod = "fifo" | "average" | "specific";

/**
 * A lot that a sale names.
 */
export type LotPick = { 
/**
 * The trade that opened it.
 */
trade: string, 
/**
 * How many of it.
 */
quantity: string, };

/**
 * Which lots a sale could take.
 */
export type LotsReq = { 
/**
 * The account.
 */
account: string, 
/**
 * The instrument.
 */
instrument: string, 
/**
 * The day of the sale.
 */
date: string, 
/**
 * The sale itself, where it is there already: it and what comes after it is left aside.
 */
sale?: string | null, };

/**
 * What making two rows one would do.
 */
export type MergePreview = { 
/**
 * The row that would stay.
 */
keep: TransactionRow, 
/**
 * The row that would stand behind it.
 */
drop: TransactionRow, 
/**
 * Why that one stays.
 */
why: Survives, 
/**
 * Who tells the one that stays.
 */
keepSources: Array<SourceRecord>, 
/**
 * Who tells the other.
 */
dropSources: Array<SourceRecord>, 
/**
 * Why they cannot be made one; a closed word.
 */
refused: string | null, };

/**
 * Makes two rows one.
 */
export type MergeReq = { 
/**
 * The row that stays.
 */
keep: string, 
/**
 * The row that stands behind it from then on.
 */
drop: string, 
/**
 * Also when a statement settled the one that goes.
 */
unlock: boolean, };

/**
 * How two accounts compare, row by row.
 */
export type MirrorPreview = { 
/**
 * The account whose source would rule.
 */
ruling: AccountName, 
/**
 * The other one.
 */
other: AccountName, 
/**
 * Why they look like one.
 */
by: SameBy, 
/**
 * Payments that both tell, each counted once from then on.
 */
matched: number, 
/**
 * Of those, payments that the two date or word differently, or of which one is still pending.
 */
changed: number, 
/**
 * Rows that only the ruling one has.
 */
new: number, 
/**
 * Rows that only the other one has, on days the ruling one covers: they would not be counted.
 */
missing: number, 
/**
 * Rows that only the other one has, before or after the ruling one's: they go on counting.
 */
kept: number, 
/**
 * Some of the missing ones, newest first.
 */
missingRows: Array<TransactionRow>, 
/**
 * Some of the changed ones as both tell them: the ruling row, then the other.
 */
changedRows: Array<RowPair>, 
/**
 * Balance by the ruling one.
 */
rulingBalance: Money, 
/**
 * Balance by the other one.
 */
otherBalance: Money, };

/**
 * Two accounts that are one.
 */
export type MirrorReq = { 
/**
 * The account whose source rules.
 */
ruling: string, 
/**
 * The other one, which stays visible and counts only where the ruling one knows nothing.
 */
other: string, };

/**
 * An exact amount.
 */
export type Money = { 
/**
 * Canonical decimal text: as many decimals as the currency has, `-` before a negative one.
 */
amount: string, 
/**
 * ISO 4217.
 */
currency: string, };

/**
 * Whether money is spent because it must be.
 */
export type Need = "need" | "want" | "neither";

/**
 * Net worth over time.
 */
export type NetWorth = { 
/**
 * Currency of all amounts.
 */
currency: string, 
/**
 * Oldest first; the last is of the last day asked for.
 */
points: Array<NetWorthPoint>, 
/**
 * Net worth at the end.
 */
now: Money, 
/**
 * Change since the first point.
 */
change: Money, 
/**
 * The same in percent, one decimal, decimal text; none from zero.
 */
changePercent: string | null, 
/**
 * Highest point.
 */
highest: NetWorthPoint | null, 
/**
 * Lowest point.
 */
lowest: NetWorthPoint | null, 
/**
 * Classes at the end, largest first.
 */
classes: Array<NetWorthClass>, 
/**
 * The same by owner, institution, currency and how soon it can be had.
 */
groups: Array<NetWorthGroup>, 
/**
 * Accounts and assets at the end.
 */
accounts: Array<NetWorthAccount>, 
/**
 * Currencies without any rate, left out.
 */
withoutRate: Array<string>, 
/**
 * The oldest rate used at the end; none when no rate was needed.
 */
ratesFrom: string | null, 
/**
 * Rates used at the end are older than three days.
 */
ratesStale: boolean, 
/**
 * How old its sources are.
 */
freshness: Freshness, 
/**
 * How amounts were turned into today's money; none where they were not.
 */
real: RealTerms | null, };

/**
 * An account in net worth.
 */
export type NetWorthAccount = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * It is an asset and no account.
 */
asset: boolean, 
/**
 * Whose it is.
 */
owner: string | null, 
/**
 * Where it is kept.
 */
institution: string | null, 
/**
 * How soon its money can be had: `cash`, `notice`, `taxed`, `locked`.
 */
tier: string, 
/**
 * Class key.
 */
class: string, 
/**
 * In its own currency.
 */
own: Money, 
/**
 * In the currency asked for; none without a rate.
 */
value: Money | null, 
/**
 * Value at the first point.
 */
before: Money | null, 
/**
 * The rate used, decimal text.
 */
rate: string | null, 
/**
 * The day of the rate.
 */
rateDate: string | null, };

/**
 * Net worth ahead.
 */
export type NetWorthAhead = { 
/**
 * The current day.
 */
today: string, 
/**
 * Currency of all amounts.
 */
currency: string, 
/**
 * The assumptions it is made of, what was left open still open.
 */
plan: AheadPlan, 
/**
 * Whether they are kept in the book.
 */
kept: boolean, 
/**
 * Full months that proposals were learned from; none are made of fewer than three.
 */
monthsSeen: number, 
/**
 * Classes: what is there and what is assumed.
 */
classes: Array<AheadPart>, 
/**
 * What follows terms of its own; counted in its class.
 */
followed: Array<AheadFollowed>, 
/**
 * Debts and things that stay as they are for want of terms, by name.
 */
still: Array<string>, 
/**
 * Now, and after each month.
 */
points: Array<AheadPoint>, 
/**
 * Goals.
 */
goals: Array<AheadGoal>, 
/**
 * Left out for want of a rate, by name.
 */
withoutRate: Array<string>, 
/**
 * Worlds the ranges are taken from.
 */
worlds: number, 
/**
 * How it was turned into today's money; none where it was not.
 */
real: RealTerms | null, };

/**
 * Which net worth ahead.
 */
export type NetWorthAheadReq = { 
/**
 * Years ahead, 1 to 40; none is as kept, or ten.
 */
years?: number | null, 
/**
 * Assumptions to try; none are those that are kept.
 */
plan?: AheadPlan | null, 
/**
 * In today's money.
 */
real: boolean, };

/**
 * What net worth is grouped by.
 */
export type NetWorthBy = "owner" | "institution" | "currency" | "tier";

/**
 * A class of accounts.
 */
export type NetWorthClass = { 
/**
 * Message key: `cash`, `savings`, `investments`, `pension`, `home_loan`, `loans`, `cards`, `property`, `vehicles`,
 * `metals`, `lent`, `other`.
 */
key: string, 
/**
 * Colour slot.
 */
slot: number, 
/**
 * Value at the end.
 */
value: Money, 
/**
 * Value at the first point.
 */
before: Money, 
/**
 * Change since the first point.
 */
change: Money, 
/**
 * The same in percent, one decimal, decimal text; none from zero. Less debt is negative.
 */
changePercent: string | null, 
/**
 * Share of all assets, or of all debts, whole percent; they add up to 100.
 */
share: number, };

/**
 * Which change.
 */
export type NetWorthExplainReq = { 
/**
 * The day it is counted from, its end.
 */
from: string, 
/**
 * The last day; none is today.
 */
to?: string | null, 
/**
 * Currency; none is the base currency.
 */
currency?: string | null, };

/**
 * A change and its parts.
 */
export type NetWorthExplained = { 
/**
 * From the end of this day …
 */
from: string, 
/**
 * … to the end of this.
 */
to: string, 
/**
 * Net worth then.
 */
before: Money, 
/**
 * Net worth at the end.
 */
after: Money, 
/**
 * The difference.
 */
change: Money, 
/**
 * Its parts; they add up to it.
 */
parts: Array<ChangePart>, 
/**
 * Left out for want of a rate on one of the days.
 */
withoutRate: Array<string>, 
/**
 * Rows left out for want of a rate.
 */
rowsWithoutRate: number, };

/**
 * A group of what counts.
 */
export type NetWorthGroup = { 
/**
 * Of what.
 */
by: NetWorthBy, 
/**
 * Owner, institution, currency or tier; empty is not said.
 */
key: string, 
/**
 * Value at the end.
 */
value: Money, 
/**
 * Value at the first point.
 */
before: Money, };

/**
 * One moment.
 */
export type NetWorthPoint = { 
/**
 * At the end of this day.
 */
date: string, 
/**
 * Owned.
 */
assets: string, 
/**
 * Owed, as a negative amount.
 */
liabilities: string, 
/**
 * Their sum.
 */
net: string, };

/**
 * Which net worth.
 */
export type NetWorthReq = { 
/**
 * First day; none is the first there is.
 */
from?: string | null, 
/**
 * Last day; none is today.
 */
to?: string | null, 
/**
 * Length of a step.
 */
by: Step, 
/**
 * Currency; none is the base currency.
 */
currency?: string | null, 
/**
 * In today's money.
 */
real: boolean, };

/**
 * Why there is no rate of return.
 */
export type NoReturn = "no_trades" | "one_sided" | "no_time" | "no_root" | "several_roots" | "no_value";

/**
 * No parameters, or no answer.
 */
export type Nothing = Record<symbol, never>;

/**
 * An account at a login.
 */
export type OfferedAccount = { 
/**
 * The service's id.
 */
sourceId: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is.
 */
kind: AccountKind, 
/**
 * IBAN or number.
 */
number: string | null, 
/**
 * Its currency, when the service tells it.
 */
currency: string | null, 
/**
 * Its balance, when the service tells it.
 */
balance: Money | null, 
/**
 * It is shared with Coffer.
 */
shared: boolean, 
/**
 * The book's account, if it has one.
 */
account: string | null, 
/**
 * The book's account that it looks like, if it has none yet.
 */
like: LikeAccount | null, };

/**
 * A file the person picked or dropped.
 */
export type OfferedFile = { 
/**
 * Stands for the file; the page never sees its path.
 */
token: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its size in bytes, at most 4 GB.
 */
bytes: number, };

/**
 * A rule that a service keeps, as one of the person's own.
 */
export type OfferedRule = { 
/**
 * Names it when it is taken over or declined.
 */
key: string, 
/**
 * The connection it comes from.
 */
connection: string, 
/**
 * The service's name.
 */
upstreamName: string, 
/**
 * The rule.
 */
rule: RuleBody, 
/**
 * Why it cannot be used here.
 */
problem: RuleProblem | null, 
/**
 * Rows that it would change if it ran on all there are.
 */
changing: number, };

/**
 * What to do with something that was refused or waits.
 */
export type OutboxAnswer = "retry" | "leave";

/**
 * What to do with something to be written.
 */
export type OutboxAnswerReq = { 
/**
 * Which.
 */
id: string, 
/**
 * What.
 */
answer: OutboxAnswer, };

/**
 * What of a thing is to be written.
 */
export type OutboxField = "category" | "note" | "tags" | "presence" | "removal" | "review" | "account";

/**
 * Something to be written.
 */
export type OutboxItem = { 
/**
 * Its id.
 */
id: string, 
/**
 * What of the thing.
 */
field: OutboxField, 
/**
 * How it stands.
 */
state: OutboxState, 
/**
 * The transaction, if it is about one.
 */
transaction: TransactionRow | null, 
/**
 * Name of the category, if it is about one.
 */
category: string | null, 
/**
 * Name of the account, if it is about one.
 */
account: string | null, 
/**
 * What is to be there: a category's name, a note, tags, an account's name; empty is nothing, none is what the service had
 * before.
 */
value: string | null, 
/**
 * Why.
 */
reason: OutboxReason | null, 
/**
 * The service's own words, plain text.
 */
says: string | null, 
/**
 * Since when.
 */
since: string, };

/**
 * Why it waits or was refused.
 */
export type OutboxReason = "refused" | "not_allowed" | "gone" | "read_only" | "no_such_category" | "no_such_tag" | "too_long" | "not_offered" | "original_unknown" | "cannot_bring_back" | "may_be_there" | "given_up" | "server_trouble" | "no_answer" | "pending";

/**
 * What writing did.
 */
export type OutboxReport = { 
/**
 * Things written.
 */
written: number, 
/**
 * Things refused.
 */
refused: number, 
/**
 * Things that still wait.
 */
waiting: number, 
/**
 * Requests sent.
 */
requests: number, 
/**
 * How it ended.
 */
state: ConnectionState, 
/**
 * Not before.
 */
retryAt: string | null, };

/**
 * How it stands.
 */
export type OutboxState = "waiting" | "unanswered" | "refused";

/**
 * The first screen.
 */
export type Overview = { 
/**
 * There is nothing in the book yet.
 */
empty: boolean, 
/**
 * Today.
 */
today: string, 
/**
 * Net worth now; none without accounts.
 */
netWorth: Money | null, 
/**
 * Its change since the month began.
 */
netWorthChange: Money | null, 
/**
 * Money of this month.
 */
cashFlow: CashFlow, 
/**
 * What waits for the person.
 */
review: Array<ReviewItem>, 
/**
 * Budgets that matter most today, at most six.
 */
budgets: Array<BudgetLine>, 
/**
 * Left in all budgets.
 */
budgetsLeft: Money | null, 
/**
 * Days to go in the month.
 */
daysToGo: number, 
/**
 * Lowest point of the next 90 days.
 */
lowest: ForecastLow | null, 
/**
 * Account the forecast is of; none is all together.
 */
forecastAccount: string | null, 
/**
 * The smallest amount that keeps the forecast above the floor, and until when it is needed.
 */
rescue: Rescue | null, 
/**
 * Newest transactions.
 */
recent: Array<TransactionRow>, 
/**
 * Known items ahead.
 */
coming: Array<ForecastEvent>, 
/**
 * Their sum of money out.
 */
comingOut: Money, 
/**
 * Last sync that ended well.
 */
lastSync: string | null, 
/**
 * How old its sources are.
 */
freshness: Freshness, };

/**
 * How much of each list.
 */
export type OverviewReq = { 
/**
 * Rows of transactions, at most 50.
 */
recent: number, 
/**
 * Days ahead of coming items.
 */
comingDays: number, };

/**
 * An exchange rate of the person's own.
 */
export type OwnRate = { 
/**
 * One of this …
 */
currency: string, 
/**
 * … was worth so many, decimal text …
 */
rate: string, 
/**
 * … of this …
 */
per: string, 
/**
 * … on this day.
 */
date: string, };

/**
 * Keeps or takes out an own rate.
 */
export type OwnRatePutReq = { 
/**
 * One of this …
 */
currency: string, 
/**
 * … is worth so many, decimal text; none takes the rate of the day out …
 */
rate?: string | null, 
/**
 * … of this; none is the base currency.
 */
per?: string | null, 
/**
 * The day.
 */
date: string, };

/**
 * Names two rows.
 */
export type PairReq = { 
/**
 * One.
 */
a: string, 
/**
 * The other.
 */
b: string, };

/**
 * Who says what a transaction is made of.
 */
export type PartsBy = "source" | "rule" | "person";

/**
 * Somebody who may be paid from an account.
 */
export type Payee = { 
/**
 * The service's id.
 */
id: string, 
/**
 * The account that pays; none when it is not in the book.
 */
account: string | null, 
/**
 * The own account that it is.
 */
ownAccount: string | null, 
/**
 * Name.
 */
label: string, 
/**
 * IBAN.
 */
iban: string | null, 
/**
 * Name of the bank.
 */
bank: string | null, 
/**
 * Money may go there now.
 */
usable: boolean, 
/**
 * Money may go there from then on; none when it was not confirmed yet.
 */
usableFrom: string | null, };

/**
 * Adds somebody who may be paid.
 */
export type PayeeAddReq = { 
/**
 * Connection.
 */
connection: string, 
/**
 * The account that pays.
 */
account: string, 
/**
 * IBAN.
 */
iban: string, 
/**
 * Name.
 */
label: string, };

/**
 * Answers what the bank asked about somebody new.
 */
export type PayeeConfirmReq = { 
/**
 * Connection.
 */
connection: string, 
/**
 * Who.
 */
payee: string, 
/**
 * What was entered.
 */
fields: Array<FieldValue>, };

/**
 * A payee of the list.
 */
export type PayeeLine = { 
/**
 * As it is shown.
 */
name: string, 
/**
 * What its counted rows come to in the base currency; none when a rate is missing.
 */
sum: Money | null, 
/**
 * Its rows.
 */
count: number, 
/**
 * Day of the oldest row.
 */
first: string, 
/**
 * Day of the newest row.
 */
last: string, 
/**
 * Texts of banks that it stands for.
 */
texts: number, };

/**
 * What the name of one row would do to others.
 */
export type PayeeOffer = { 
/**
 * What the bank's text says, cleaned.
 */
text: string, 
/**
 * The name that the person gave.
 */
name: string, 
/**
 * Other rows that would be shown so.
 */
rows: number, 
/**
 * Words for the search that finds such rows.
 */
search: string, };

/**
 * Order of a list of payees.
 */
export type PayeeOrder = "amount" | "count" | "newest" | "name";

/**
 * Everything about a payee.
 */
export type PayeeProfile = { 
/**
 * As it is shown.
 */
name: string, 
/**
 * Words for the search that finds its rows.
 */
search: string, 
/**
 * Its rows.
 */
count: number, 
/**
 * What its counted rows come to in the base currency; none when a rate is missing.
 */
sum: Money | null, 
/**
 * The same by currency, where there is another than the base currency.
 */
sums: Array<Money>, 
/**
 * What a row is on average, in the base currency, rounded half to even.
 */
average: Money | null, 
/**
 * Day of the oldest row.
 */
first: string, 
/**
 * Day of the newest row.
 */
last: string, 
/**
 * Where its rows are filed, most rows first; no category is one of them.
 */
categories: Array<PayeeShare>, 
/**
 * The accounts of its rows, most rows first.
 */
accounts: Array<PayeeShare>, 
/**
 * The texts of banks, most rows first, at most fifty.
 */
texts: Array<PayeeText>, 
/**
 * How many texts there are.
 */
textsTotal: number, 
/**
 * Repeating payments of it.
 */
repeating: Array<PayeeRhythm>, 
/**
 * Renames that lead to its name, by key.
 */
renames: Array<string>, };

/**
 * A name that the book learned for texts of banks.
 */
export type PayeeRename = { 
/**
 * Names it in requests.
 */
key: string, 
/**
 * What the texts say, cleaned.
 */
text: string, 
/**
 * The name.
 */
name: string, 
/**
 * Rows shown so because of it.
 */
rows: number, };

/**
 * Names a rename.
 */
export type PayeeRenameReq = { 
/**
 * Which.
 */
key: string, };

/**
 * Names a payee.
 */
export type PayeeReq = { 
/**
 * As it is shown.
 */
name: string, };

/**
 * A repeating payment of a payee.
 */
export type PayeeRhythm = { 
/**
 * Names it in requests about repeating payments.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * How often it comes.
 */
period: Period, 
/**
 * The next amount.
 */
amount: Money, 
/**
 * The next day.
 */
nextDate: string, };

/**
 * A part of a payee's rows.
 */
export type PayeeShare = { 
/**
 * The category or the account; none for rows without a category.
 */
id: string | null, 
/**
 * Its rows.
 */
count: number, };

/**
 * Somebody new, and what the bank asks before money may go there.
 */
export type PayeeStep = { 
/**
 * Who.
 */
payee: Payee, 
/**
 * What to enter; empty when nothing is asked.
 */
fields: Array<AskField>, 
/**
 * What was entered was refused.
 */
refused: boolean, };

/**
 * Gives every row of a bank's text, and those to come, the name that the person just gave one row.
 */
export type PayeeTakeReq = { 
/**
 * The row that was renamed.
 */
id: string, };

/**
 * A text of a bank.
 */
export type PayeeText = { 
/**
 * The text.
 */
text: string, 
/**
 * Rows that came with it.
 */
count: number, 
/**
 * Day of the newest of them.
 */
last: string, };

/**
 * Who may be paid, and from where.
 */
export type Payees = { 
/**
 * Accounts that can pay.
 */
accounts: Array<PayingAccount>, 
/**
 * Who may be paid.
 */
payees: Array<Payee>, };

/**
 * Payees.
 */
export type PayeesPage = { 
/**
 * The first of them.
 */
payees: Array<PayeeLine>, 
/**
 * How many there are.
 */
total: number, };

/**
 * Gives payees another name. Of several, they become one.
 */
export type PayeesRenameReq = { 
/**
 * As they are shown now.
 */
names: Array<string>, 
/**
 * As they will be.
 */
name: string, };

/**
 * Asks for payees.
 */
export type PayeesReq = { 
/**
 * Words that the name has to hold, in any case and with or without accents; empty is all.
 */
text: string, 
/**
 * Their order.
 */
order: PayeeOrder, 
/**
 * At most so many, up to 500.
 */
limit: number, };

/**
 * Names of banks that can be read as plain names.
 */
export type PayeesTidy = { 
/**
 * Whether texts to come are shown by their plain names.
 */
ongoing: boolean, 
/**
 * Texts that would be shown differently.
 */
texts: number, 
/**
 * The names they would be shown by.
 */
names: number, 
/**
 * The largest groups, at most two hundred.
 */
groups: Array<TidyGroup>, };

/**
 * Shows payees by their plain names.
 */
export type PayeesTidyReq = { 
/**
 * Only these; none is all of them.
 */
names?: Array<string> | null, 
/**
 * Whether texts to come are cleaned as well; none leaves that as it is.
 */
ongoing?: boolean | null, };

/**
 * An account that can pay.
 */
export type PayingAccount = { 
/**
 * Which.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its balance.
 */
balance: Money, };

/**
 * An order.
 */
export type Payment = { 
/**
 * Its number.
 */
id: string, 
/**
 * Connection.
 */
connection: string, 
/**
 * The account that pays.
 */
account: string, 
/**
 * Its name.
 */
accountName: string, 
/**
 * Who is paid, by the service's id.
 */
payee: string, 
/**
 * Name.
 */
payeeLabel: string, 
/**
 * IBAN.
 */
payeeIban: string | null, 
/**
 * How much.
 */
amount: Money, 
/**
 * What the recipient reads.
 */
label: string, 
/**
 * When; none is as soon as possible.
 */
on: string | null, 
/**
 * How it stands.
 */
state: PaymentState, 
/**
 * The service's own word.
 */
upstreamState: string | null, 
/**
 * What the bank says; plain text that nobody vouches for.
 */
bankSays: string | null, 
/**
 * What the bank asks for, as far as it was just told.
 */
fields: Array<AskField>, 
/**
 * What was entered was refused.
 */
refused: boolean, 
/**
 * The transaction that it became.
 */
transaction: string | null, 
/**
 * When it was written down.
 */
preparedAt: string, 
/**
 * When it was sent.
 */
sentAt: string | null, 
/**
 * Another order of the last day that pays the same amount from the same account to the same recipient.
 */
alike: string | null, };

/**
 * Answers what the bank asks before it pays.
 */
export type PaymentAnswerReq = { 
/**
 * Which.
 */
payment: string, 
/**
 * What was entered.
 */
fields: Array<FieldValue>, };

/**
 * Writes an order down. Nobody is told.
 */
export type PaymentPrepareReq = { 
/**
 * Connection.
 */
connection: string, 
/**
 * The account that pays.
 */
account: string, 
/**
 * Who is paid, by the service's id.
 */
payee: string, 
/**
 * How much, in the account's currency.
 */
amount: string, 
/**
 * What the recipient reads.
 */
label: string, 
/**
 * When; none is as soon as possible.
 */
on?: string | null, };

/**
 * Names an order.
 */
export type PaymentReq = { 
/**
 * Which.
 */
payment: string, };

/**
 * Sends an order that is written down. What it is about is repeated; what differs is refused.
 */
export type PaymentSendReq = { 
/**
 * Which.
 */
payment: string, 
/**
 * How much.
 */
amount: string, 
/**
 * The account that pays.
 */
account: string, 
/**
 * Who is paid: the service's id, the IBAN, or the name.
 */
payee: string, 
/**
 * What the recipient reads.
 */
label: string, };

/**
 * How an order stands.
 */
export type PaymentState = "prepared" | "sending" | "created" | "asked" | "ordered" | "done" | "cancelled" | "failed";

/**
 * How often something repeats.
 */
export type Period = "weekly" | "biweekly" | "fourweekly" | "monthly" | "bimonthly" | "quarterly" | "halfyearly" | "yearly" | "other" | "once";

/**
 * A rectangle in CSS pixels.
 */
export type PlotRect = { 
/**
 * Left.
 */
left: number, 
/**
 * Top.
 */
top: number, 
/**
 * Right.
 */
right: number, 
/**
 * Bottom.
 */
bottom: number, };

/**
 * The practice bank's ways in.
 */
export type PracticeBank = { 
/**
 * Its address.
 */
base: string, 
/**
 * A way in for each upstream.
 */
upstreams: Array<PracticeUpstream>, };

/**
 * Starts the practice bank inside the program.
 */
export type PracticeStartReq = { 
/**
 * Scenario; empty is `calm`.
 */
scenario: string, };

/**
 * How to link one upstream of the practice bank.
 */
export type PracticeUpstream = { 
/**
 * Upstream's id.
 */
upstream: string, 
/**
 * Address of its API.
 */
baseUrl: string, 
/**
 * What to enter.
 */
fields: Array<FieldValue>, };

/**
 * A row decided by the person.
 */
export type PreviewChoice = { 
/**
 * The file.
 */
token: string, 
/**
 * The statement.
 */
statement: number, 
/**
 * The row.
 */
row: number, 
/**
 * What to do.
 */
choice: RowChoice, 
/**
 * With `link`: the row of the book that it is, any of the account.
 */
into: string | null, };

/**
 * A decision about every row of a kind.
 */
export type PreviewMany = { 
/**
 * The file.
 */
token: string, 
/**
 * The statement.
 */
statement: number, 
/**
 * Which rows.
 */
show: RowShow, 
/**
 * In the payee, the bank's text or the amount; empty is all.
 */
text: string, 
/**
 * What to do.
 */
choice: RowChoice, };

/**
 * One row of a preview.
 */
export type PreviewRow = { 
/**
 * Place in the statement, from 0.
 */
row: number, 
/**
 * Booking date.
 */
date: string, 
/**
 * Payee.
 */
payee: string, 
/**
 * The bank's text.
 */
description: string, 
/**
 * Amount.
 */
amount: Money, 
/**
 * What becomes of it.
 */
verdict: RowVerdict, 
/**
 * Why, a stable word: `same_id`, `same_row`, `near_date`, `settles` (the one in the book is pending), `twin`,
 * `synced`, `currency`.
 */
reason: string | null, 
/**
 * Payee and day of the row in the book that it equals.
 */
like: string | null, 
/**
 * The row in the book that it equals.
 */
likeId: string | null, 
/**
 * How alike they are, 0 to 100.
 */
score: number | null, 
/**
 * It is pending in the file.
 */
pending: boolean, 
/**
 * The account and day of the row that would be the other leg of a transfer.
 */
transfer: string | null, 
/**
 * What becomes of it: as decided, else as proposed.
 */
choice: RowChoice, 
/**
 * The row of the book that the person said it is.
 */
linked: LinkedRow | null, };

/**
 * Where a level of prices comes from.
 */
export type PriceBasis = "published" | "between" | "stated" | "unknown";

/**
 * What is known of the prices of a currency.
 */
export type PriceIndex = { 
/**
 * The currency.
 */
currency: string, 
/**
 * Name of the index, as the person or its file calls it.
 */
name: string | null, 
/**
 * Months there are.
 */
months: number, 
/**
 * First month, `YYYY-MM`.
 */
first: string | null, 
/**
 * Last month.
 */
last: string | null, 
/**
 * Its level.
 */
lastIndex: string | null, 
/**
 * Months between them that are missing.
 */
gaps: Array<string>, 
/**
 * By how much it rose a year over its last ten years, percent; none of less than a year.
 */
risen: string | null, 
/**
 * The yearly rate in percent that is stated for what is beyond it.
 */
yearly: string | null, };

/**
 * Reads an index from the text of a CSV file; one that is there goes.
 */
export type PriceIndexImportReq = { 
/**
 * The currency it is of; none is the base currency.
 */
currency?: string | null, 
/**
 * Its name.
 */
name?: string | null, 
/**
 * The file.
 */
text: string, };

/**
 * What was read.
 */
export type PriceIndexImported = { 
/**
 * As it is now.
 */
index: PriceIndex, 
/**
 * Lines that were read.
 */
read: number, 
/**
 * Lines that said the same as one before them.
 */
repeated: number, 
/**
 * Lines that were not read.
 */
rejected: Array<RejectedIndex>, 
/**
 * What was done.
 */
change: Change, };

/**
 * Names a currency whose prices are forgotten, its stated rate too.
 */
export type PriceIndexReq = { 
/**
 * The currency.
 */
currency: string, };

/**
 * Keeps the price of a day.
 */
export type PricePutReq = { 
/**
 * The instrument.
 */
instrument: string, 
/**
 * The day.
 */
date: string, 
/**
 * For one; none takes the price of that day out.
 */
price?: string | null, 
/**
 * Its currency; none is the instrument's.
 */
currency?: string | null, };

/**
 * States the yearly rate of a currency.
 */
export type PriceRateReq = { 
/**
 * The currency; none is the base currency.
 */
currency?: string | null, 
/**
 * Percent, -50 to 50; none takes it back.
 */
yearly?: string | null, };

/**
 * Reads prices from a CSV file.
 */
export type PricesImportReq = { 
/**
 * The instrument, for files that do not name any.
 */
instrument?: string | null, 
/**
 * The file's text.
 */
text: string, };

/**
 * What a price file held.
 */
export type PricesImported = { 
/**
 * Prices read.
 */
read: number, 
/**
 * New or different.
 */
changed: number, 
/**
 * Lines that could not be read.
 */
rejected: Array<RejectedPrice>, 
/**
 * Prices far off their neighbours.
 */
farOff: number, 
/**
 * What was done.
 */
change: Change, };

/**
 * Who holds the key.
 */
export type Protection = "keychain" | "passphrase";

/**
 * Who said an exchange rate.
 */
export type RateSource = "own" | "ecb" | "nbp";

/**
 * Reads own rates from a CSV text.
 */
export type RatesImportReq = { 
/**
 * The text: columns `date`, `currency`, `rate`, and `per` if it has one.
 */
text: string, 
/**
 * What rates are in where the text does not say; none is the base currency.
 */
per?: string | null, };

/**
 * What was read.
 */
export type RatesImported = { 
/**
 * Rates read.
 */
read: number, 
/**
 * Of these new or different.
 */
changed: number, 
/**
 * Lines that could not be used, at most a hundred.
 */
rejected: Array<RejectedPrice>, 
/**
 * What was done.
 */
change: Change, };

/**
 * What a source has told of a currency.
 */
export type RatesOf = { 
/**
 * The currency.
 */
currency: string, 
/**
 * The source.
 */
source: RateSource, 
/**
 * First day.
 */
oldest: string, 
/**
 * Last day.
 */
newest: string, };

/**
 * Where rates stand.
 */
export type RatesStatus = { 
/**
 * Whose rates are known of which currencies that the book uses.
 */
sources: Array<RatesOf>, 
/**
 * Newest day there are rates of.
 */
newest: string | null, 
/**
 * Oldest day.
 */
oldest: string | null, 
/**
 * Currencies known.
 */
currencies: Array<string>, 
/**
 * Fetching is on.
 */
fetching: boolean, 
/**
 * The last try failed, a stable word.
 */
problem: string | null, 
/**
 * When it was tried last.
 */
triedAt: string | null, };

/**
 * A point's working: `value = nominal × index of the reference day ÷ index`.
 */
export type RealPoint = { 
/**
 * The day.
 */
date: string, 
/**
 * As it was.
 */
nominal: string, 
/**
 * The level that day; none where it is not known.
 */
index: string | null, 
/**
 * Where that comes from.
 */
basis: PriceBasis, 
/**
 * In today's money; sums of parts that were rounded each.
 */
value: string, };

/**
 * How amounts were turned into today's money.
 */
export type RealTerms = { 
/**
 * The day whose money they are in: today, or the last day of the index.
 */
day: string, 
/**
 * The level on it; none where nothing is known of prices, and then no amount was turned.
 */
index: string | null, 
/**
 * Name of the index.
 */
name: string | null, 
/**
 * Last month of the index, `YYYY-MM`.
 */
last: string | null, 
/**
 * The stated yearly rate in percent.
 */
yearly: string | null, 
/**
 * Points left as they were, since nothing is known of their day.
 */
unknown: number, 
/**
 * The working, a row a point.
 */
points: Array<RealPoint>, };

/**
 * How far ticked rows are from a statement.
 */
export type ReconcileDifference = { 
/**
 * What is settled and ticked together.
 */
cleared: Money, 
/**
 * The statement's balance less that; zero when it is done.
 */
difference: Money, 
/**
 * What would explain the difference, the simplest first.
 */
hints: Array<ReconcileHint>, };

/**
 * What would explain a difference.
 */
export type ReconcileHint = { 
/**
 * How.
 */
kind: HintKind, 
/**
 * The rows.
 */
rows: Array<TransactionRow>, 
/**
 * What the amount should be, where digits are swapped.
 */
should: Money | null, };

/**
 * A statement and the rows ticked for it.
 */
export type ReconcileReq = { 
/**
 * The account.
 */
account: string, 
/**
 * The statement's day.
 */
date: string, 
/**
 * Its balance, decimal text in the account's currency.
 */
balance: string, 
/**
 * The rows ticked.
 */
ids: Array<string>, };

/**
 * Rows that a statement may have.
 */
export type ReconcileSheet = { 
/**
 * What earlier statements settled, with what the account opened with.
 */
settled: Money, 
/**
 * Booked rows that no statement has settled, oldest first.
 */
rows: Array<TransactionRow>, 
/**
 * The newest statement reconciled so far.
 */
last: StatementDay | null, 
/**
 * What settled rows have moved by since that statement; none when they still come to it.
 */
drift: Money | null, };

/**
 * What there is to reconcile.
 */
export type ReconcileSheetReq = { 
/**
 * The account.
 */
account: string, 
/**
 * The statement's day.
 */
date: string, };

/**
 * A payment that the person knows of.
 */
export type RecurringAddReq = { 
/**
 * Who.
 */
name: string, 
/**
 * The account.
 */
account: string, 
/**
 * Signed, in the account's currency.
 */
amount: string, 
/**
 * How often; `other` is as `rule` says.
 */
period: Period, 
/**
 * The recurrence rule (RFC 5545, whole days) of `other`.
 */
rule?: string | null, 
/**
 * What weekends and bank holidays do.
 */
shift?: WeekendShift | null, 
/**
 * The first day.
 */
nextDate: string, 
/**
 * The last day.
 */
until?: string | null, 
/**
 * Its category.
 */
category?: string | null, };

/**
 * A day of the month ahead.
 */
export type RecurringDay = { 
/**
 * The day.
 */
date: string, 
/**
 * What goes out, positive; none when nothing does.
 */
out: Money | null, 
/**
 * Thousandths of the dearest day.
 */
share: number, 
/**
 * Money comes in.
 */
income: boolean, 
/**
 * A Saturday or Sunday.
 */
weekend: boolean, };

/**
 * The first days of a rhythm.
 */
export type RecurringDays = { 
/**
 * After today, at most six.
 */
days: Array<string>, };

/**
 * Which days a rhythm has.
 */
export type RecurringDaysReq = { 
/**
 * The recurrence rule (RFC 5545, whole days).
 */
rule: string, 
/**
 * The day it begins.
 */
first: string, 
/**
 * What weekends and bank holidays do.
 */
shift?: WeekendShift | null, 
/**
 * The account, whose currency says which bank holidays count.
 */
account?: string | null, };

/**
 * What the person decides; what is left out stays, an empty text takes a choice back.
 */
export type RecurringDecideReq = { 
/**
 * The item, or a rejected one.
 */
id: string, 
/**
 * Whether it is one.
 */
verdict?: RecurringVerdict | null, 
/**
 * Another name.
 */
name?: string | null, 
/**
 * Another kind.
 */
kind?: RecurringKind | null, 
/**
 * Another rhythm; `once` and `other` are refused.
 */
period?: Period | null, 
/**
 * Another amount, signed, in the account's currency.
 */
amount?: string | null, 
/**
 * The next day.
 */
nextDate?: string | null, 
/**
 * The last day.
 */
until?: string | null, 
/**
 * What weekends and bank holidays do.
 */
shift?: WeekendShift | null, 
/**
 * Another recurrence rule, for what the person entered.
 */
rule?: string | null, 
/**
 * Days before it that it is told as due, 0 to 60, 0 for never; empty as for all.
 */
remind?: string | null, 
/**
 * The person means to end it.
 */
leaving?: boolean | null, };

/**
 * An item with its past and what comes.
 */
export type RecurringDetail = { 
/**
 * The item.
 */
item: RecurringItem, 
/**
 * Its newest payments, oldest first; at most 24.
 */
payments: Array<RecurringPayment>, 
/**
 * Every price it had, oldest first: the first payment of each.
 */
prices: Array<RecurringPayment>, 
/**
 * Its next days; at most six.
 */
next: Array<string>, 
/**
 * Names its payments came under.
 */
payees: Array<string>, 
/**
 * First day of the month it was paid on, of the newest payments; none for weeks.
 */
dayFrom: number | null, 
/**
 * Last of them.
 */
dayTo: number | null, 
/**
 * The forecast counts it.
 */
inForecast: boolean, };

/**
 * One payment of a month.
 */
export type RecurringDue = { 
/**
 * The day it was paid or is due.
 */
date: string, 
/**
 * The item.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is.
 */
kind: RecurringKind, 
/**
 * Signed.
 */
amount: Money, 
/**
 * How it stands.
 */
state: DueState, };

/**
 * A payment that repeats.
 */
export type RecurringItem = { 
/**
 * Names it in requests; good until the next list.
 */
id: string, 
/**
 * Payee, or the person's own name for it.
 */
name: string, 
/**
 * What it is.
 */
kind: RecurringKind, 
/**
 * How often.
 */
period: Period, 
/**
 * The next amount, signed.
 */
amount: Money, 
/**
 * Where amounts vary, the lowest of the last twelve or the person's own bound.
 */
lowest: Money | null, 
/**
 * The highest of them.
 */
highest: Money | null, 
/**
 * The amount before the last change, if it changed.
 */
previousAmount: Money | null, 
/**
 * The day of that change.
 */
changedOn: string | null, 
/**
 * The new amount less the one before.
 */
change: Money | null, 
/**
 * What the change makes in a year, likewise.
 */
changeYearly: Money | null, 
/**
 * That change is recent and the person has not decided since.
 */
priceNews: boolean, 
/**
 * The next day.
 */
nextDate: string, 
/**
 * The last day seen.
 */
lastDate: string | null, 
/**
 * The last day it may fall on.
 */
until: string | null, 
/**
 * What weekends and bank holidays do to its day.
 */
shift: WeekendShift, 
/**
 * The recurrence rule (RFC 5545) of one that no plain rhythm says.
 */
rule: string | null, 
/**
 * Days before it that it is told as due, 0 for never; none as for all.
 */
remindDays: number | null, 
/**
 * How it stands.
 */
state: RecurringState, 
/**
 * Days since it was due; 0 unless it is late.
 */
lateDays: number, 
/**
 * What the person said.
 */
verdict: RecurringVerdict, 
/**
 * The person means to end it.
 */
leaving: boolean, 
/**
 * Times seen.
 */
occurrences: number, 
/**
 * Certainty in percent.
 */
confidence: number, 
/**
 * How it is known.
 */
knownBy: KnownBy, 
/**
 * Entered by the person, who may change everything about it.
 */
own: boolean, 
/**
 * Its account.
 */
account: string, 
/**
 * Its account's name.
 */
accountName: string, 
/**
 * The name of the account at the other end, of a movement between own accounts.
 */
otherAccountName: string | null, 
/**
 * Its category.
 */
category: string | null, 
/**
 * A twelfth of a year of it.
 */
monthly: Money, 
/**
 * What a year of it sums to.
 */
yearly: Money, };

/**
 * What a repeating payment is to the person.
 */
export type RecurringKind = "subscription" | "bill" | "income" | "transfer";

/**
 * All payments that repeat. Sums are in the base currency at today's rates, positive.
 */
export type RecurringList = { 
/**
 * Today.
 */
today: string, 
/**
 * The items, soonest first.
 */
items: Array<RecurringItem>, 
/**
 * What was rejected.
 */
rejected: Array<RecurringRejected>, 
/**
 * Subscriptions and bills, a month.
 */
outMonthly: Money, 
/**
 * Subscriptions, a month.
 */
subscriptionsMonthly: Money, 
/**
 * Subscriptions, a year.
 */
subscriptionsYearly: Money, 
/**
 * Bills, a month.
 */
billsMonthly: Money, 
/**
 * Income, a month.
 */
incomeMonthly: Money, 
/**
 * Movements between own accounts, a month; in no other sum.
 */
transfersMonthly: Money, 
/**
 * Subscriptions and bills as a part of income, whole percent; none without income.
 */
incomePercent: number | null, 
/**
 * What goes out on the days ahead.
 */
ahead: Money, 
/**
 * Today and the thirty days after it.
 */
days: Array<RecurringDay>, 
/**
 * The dearest of them.
 */
dearest: string | null, 
/**
 * Accounts whose items are in no sum for want of a rate.
 */
withoutRate: Array<string>, };

/**
 * A month.
 */
export type RecurringMonthReq = { 
/**
 * `YYYY-MM`; empty is this month.
 */
month: string, };

/**
 * A booked payment of an item.
 */
export type RecurringPayment = { 
/**
 * Booking date.
 */
date: string, 
/**
 * Signed.
 */
amount: Money, 
/**
 * Its transaction.
 */
transaction: string, 
/**
 * Thousandths of the largest.
 */
share: number, 
/**
 * Another price than the payment before.
 */
changed: boolean, };

/**
 * One that the person rejected.
 */
export type RecurringRejected = { 
/**
 * Names it in requests.
 */
id: string, 
/**
 * Payee.
 */
name: string, 
/**
 * The amount it had.
 */
amount: Money, };

/**
 * Which item.
 */
export type RecurringReq = { 
/**
 * The item.
 */
id: string, };

/**
 * How a repeating payment stands.
 */
export type RecurringState = "active" | "late" | "silent";

/**
 * What the person says of a repeating payment.
 */
export type RecurringVerdict = "open" | "confirmed" | "rejected";

/**
 * A file that was not kept.
 */
export type RefusedFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * Why.
 */
reason: AttachmentRefusal, };

/**
 * A line that is no level of prices.
 */
export type RejectedIndex = { 
/**
 * Its number, from 1.
 */
line: number, 
/**
 * Why: `month`, `index`, `columns`, `twice`.
 */
reason: string, };

/**
 * A line that could not be read.
 */
export type RejectedPrice = { 
/**
 * Its number, from 1.
 */
line: number, 
/**
 * Stable word: `columns`, `date`, `price`, `currency`, `instrument`.
 */
reason: string, };

/**
 * What a report is held against.
 */
export type ReportAgainst = "before" | "year_before";

/**
 * The days that a report is held against.
 */
export type ReportBefore = { 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * Earned.
 */
income: Money, 
/**
 * Spent.
 */
spent: Money, 
/**
 * Earned less spent.
 */
saved: Money, };

/**
 * What lines are of.
 */
export type ReportBy = "category" | "group" | "payee" | "tag" | "account" | "owner" | "need";

/**
 * A day of a report.
 */
export type ReportDay = { 
/**
 * The day.
 */
date: string, 
/**
 * Earned.
 */
income: string, 
/**
 * Spent.
 */
spent: string, };

/**
 * An end of a flow.
 */
export type ReportFlow = { 
/**
 * What it is.
 */
kind: ReportFlowKind, 
/**
 * The line's key.
 */
key: string | null, 
/**
 * The line's name.
 */
name: string, 
/**
 * The line's side; none for what is no line.
 */
side: ReportSide | null, 
/**
 * Colour slot.
 */
slot: number, 
/**
 * How much, positive.
 */
value: string, };

/**
 * An end of a flow.
 */
export type ReportFlowKind = "line" | "reserves" | "kept";

/**
 * A line of a report.
 */
export type ReportLine = { 
/**
 * Id of the category, group, payee or account, or the tag; none for rows without one.
 */
key: string | null, 
/**
 * Its name; empty for rows without one.
 */
name: string, 
/**
 * Name of a category's group.
 */
group: string | null, 
/**
 * Colour slot.
 */
slot: number, 
/**
 * Earned or spent.
 */
side: ReportSide, 
/**
 * The sum; negative where refunds are greater.
 */
total: string, 
/**
 * Share of its side in percent, one decimal; none where the side is nothing or less.
 */
share: string | null, 
/**
 * Rows.
 */
count: number, 
/**
 * The sum by period.
 */
values: Array<string>, 
/**
 * The sum of the days it is held against.
 */
before: string | null, 
/**
 * The change against them in percent, one decimal; none from nothing.
 */
changePercent: string | null, };

/**
 * A period of a report.
 */
export type ReportPeriod = { 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * Earned.
 */
income: string, 
/**
 * Spent.
 */
spent: string, 
/**
 * Earned less spent.
 */
saved: string, 
/**
 * Saved in percent of what was earned, one decimal.
 */
savingsRate: string | null, 
/**
 * Mean spending of this period and the two before it.
 */
spentAverage: string | null, };

/**
 * Which report.
 */
export type ReportReq = { 
/**
 * What lines are of.
 */
by: ReportBy, 
/**
 * First day; none is the first of the month eleven months before the last day.
 */
from?: string | null, 
/**
 * Last day; none is today.
 */
to?: string | null, 
/**
 * Length of a period.
 */
step: Step, 
/**
 * Of this account only.
 */
account?: string | null, 
/**
 * Currency of all amounts; none is the base currency.
 */
currency?: string | null, 
/**
 * What it is held against.
 */
against?: ReportAgainst | null, };

/**
 * The rows behind a figure.
 */
export type ReportRows = { 
/**
 * The rows, newest first.
 */
rows: Array<TransactionRow>, 
/**
 * How many there are in all.
 */
total: number, 
/**
 * Earned less spent of all of them, in the report's currency.
 */
sum: Money, };

/**
 * The rows behind a figure.
 */
export type ReportRowsReq = { 
/**
 * The report.
 */
report: ReportReq, 
/**
 * The side; none is both.
 */
side?: ReportSide | null, 
/**
 * The line's key; none is rows without one where `keyed` is set, else every row.
 */
key?: string | null, 
/**
 * Rows of one line only.
 */
keyed: boolean, 
/**
 * Rows of one period only, by its place.
 */
period?: number | null, 
/**
 * Most rows, newest first.
 */
limit: number, };

/**
 * Earned or spent.
 */
export type ReportSide = "income" | "spending";

/**
 * What keeps the forecast above the floor.
 */
export type Rescue = { 
/**
 * How much has to come in.
 */
amount: Money, 
/**
 * By this day.
 */
by: string, };

/**
 * A rate of return, or why there is none.
 */
export type ReturnRate = { 
/**
 * Of the whole time, percent with one decimal; the money-weighted one is by the year anyway.
 */
percent: string | null, 
/**
 * By the year.
 */
yearly: string | null, 
/**
 * Since when.
 */
since: string | null, 
/**
 * Why there is none.
 */
reason: NoReturn | null, };

/**
 * Rows of one payee, in one currency and direction.
 */
export type ReviewGroup = { 
/**
 * The payee.
 */
payee: string, 
/**
 * The rows, newest first.
 */
ids: Array<string>, 
/**
 * The newest of them.
 */
newest: TransactionRow, 
/**
 * What they come to.
 */
sum: Money, 
/**
 * What they most likely are, or were filed under.
 */
suggestion: Suggested | null, 
/**
 * A rule left them for the person.
 */
asked: boolean, };

/**
 * Something that waits.
 */
export type ReviewItem = { 
/**
 * What: `connection`, `uncategorised`, `price_change`, `deletion_guard`, `budget_over`, `same_accounts`,
 * `consent_ends`.
 */
kind: string, 
/**
 * Name of the thing.
 */
subject: string, 
/**
 * Its id, for the way there.
 */
id: string | null, 
/**
 * A stable word more.
 */
detail: string, 
/**
 * How many.
 */
count: number, 
/**
 * Amount before, for a price change.
 */
before: Money | null, 
/**
 * Amount now.
 */
after: Money | null, };

/**
 * Rows to review, grouped by payee, most money first.
 */
export type ReviewList = { 
/**
 * The groups.
 */
groups: Array<ReviewGroup>, 
/**
 * All rows that are open.
 */
open: number, 
/**
 * All rows that were filed by what was learned.
 */
filed: number, 
/**
 * Files by itself at this percentage; 0 is never.
 */
above: number, 
/**
 * Rows confirmed so far; below `enough` nothing is filed by itself.
 */
confirmed: number, 
/**
 * How many are enough.
 */
enough: number, };

/**
 * What is to be reviewed.
 */
export type ReviewReq = { 
/**
 * Which rows.
 */
show: ReviewShow, 
/**
 * Groups wanted, at most 200.
 */
limit: number, };

/**
 * Which rows are reviewed.
 */
export type ReviewShow = "open" | "filed";

/**
 * What of a connection's access was ended at the service.
 */
export type Revocation = { 
/**
 * Banks that were unlinked there.
 */
logins: number, 
/**
 * Banks that are still linked there, by name.
 */
left: Array<string>, 
/**
 * The key or token works no more.
 */
accessEnded: boolean, };

/**
 * What the person wants done with a row.
 */
export type RowChoice = "add" | "skip" | "link";

/**
 * One payment as two sources tell it.
 */
export type RowPair = { 
/**
 * By the ruling one.
 */
ruling: TransactionRow, 
/**
 * By the other one.
 */
other: TransactionRow, };

/**
 * Which rows of a statement.
 */
export type RowShow = "all" | "new" | "here" | "asking";

/**
 * What becomes of a row.
 */
export type RowVerdict = "new" | "duplicate" | "matched" | "covered" | "problem";

/**
 * What rows become; what is none stays.
 */
export type RowsChange = { 
/**
 * Their category; the empty text takes it away. Split rows keep theirs.
 */
category: string | null, 
/**
 * Their payee.
 */
payee: string | null, 
/**
 * Their note; the empty text takes it away.
 */
note: string | null, 
/**
 * Tags that each gets beside those it has.
 */
addTags: Array<string>, 
/**
 * Tags that each loses.
 */
removeTags: Array<string>, 
/**
 * Leave out of totals, or count again.
 */
excluded: boolean | null, 
/**
 * What each is filed under becomes the person's own word.
 */
reviewed: boolean, };

/**
 * What a change of many rows would do.
 */
export type RowsEditPreview = { 
/**
 * Rows picked.
 */
rows: number, 
/**
 * Rows that would change.
 */
changing: number, 
/**
 * Split rows whose category stays although one was asked for.
 */
split: number, 
/**
 * The first of those that would change, at most fifty.
 */
sample: Array<EditedRow>, };

/**
 * Changes many rows at once.
 */
export type RowsEditReq = { 
/**
 * Which.
 */
rows: RowsPick, 
/**
 * What they become.
 */
change: RowsChange, 
/**
 * How many rows the preview said would change; if by now it is another number, nothing is changed.
 */
expected?: number | null, 
/**
 * Also rows that a statement settled.
 */
unlock: boolean, };

/**
 * Rows of the list: those named, or every row that the filters match.
 */
export type RowsPick = { 
/**
 * These rows; none is every row that the filters match, an empty list is no row.
 */
ids: Array<string> | null, 
/**
 * Words and filters of the search language.
 */
text: string, 
/**
 * Only this account.
 */
account: string | null, 
/**
 * Only this category.
 */
category: string | null, 
/**
 * From this day.
 */
from: string | null, 
/**
 * To this day.
 */
to: string | null, 
/**
 * Only of this kind.
 */
filter: TransactionFilter | null, };

/**
 * A rule of the book.
 */
export type Rule = { 
/**
 * Its id.
 */
id: string, 
/**
 * The rule.
 */
rule: RuleBody, 
/**
 * Why it is not used though it is switched on.
 */
problem: RuleProblem | null, };

/**
 * What a rule does.
 */
export type RuleAct = "category" | "transfer" | "split" | "payee" | "note" | "tag" | "ignore" | "ask";

/**
 * One action.
 */
export type RuleAction = { 
/**
 * What is done.
 */
act: RuleAct, 
/**
 * A category's id, a payee, a note or a tag; empty otherwise.
 */
value: string, 
/**
 * The shares of a split.
 */
parts: Array<RulePart>, };

/**
 * A rule as it is written down.
 */
export type RuleBody = { 
/**
 * Its name.
 */
name: string, 
/**
 * In use.
 */
enabled: boolean, 
/**
 * One test is enough.
 */
any: boolean, 
/**
 * What it asks.
 */
tests: Array<RuleTest>, 
/**
 * What it does.
 */
actions: Array<RuleAction>, 
/**
 * Later rules are not asked about rows that this one is for.
 */
stop: boolean, };

/**
 * How many rows a rule is for.
 */
export type RuleCount = { 
/**
 * The rule.
 */
id: string, 
/**
 * Rows of the book.
 */
matched: number, 
/**
 * The day of the newest of them.
 */
newest: string | null, };

/**
 * Declines a proposed rule for good.
 */
export type RuleDeclineReq = { 
/**
 * Which.
 */
key: string, };

/**
 * Why a rule cannot be used.
 */
export type RuleFault = "no_tests" | "no_actions" | "operator" | "value_empty" | "value_long" | "amount" | "date" | "bounds" | "unknown" | "pattern_syntax" | "pattern_big" | "pattern_long" | "category_gone" | "split_shares";

/**
 * What a test looks at.
 */
export type RuleField = "text" | "payee" | "bank_text" | "note" | "reference" | "counterparty" | "amount" | "date" | "account" | "source" | "category" | "kind" | "direction" | "tag";

/**
 * A rule that would do with other rows what the person did with one.
 */
export type RuleOffer = { 
/**
 * Names it when it is declined.
 */
key: string, 
/**
 * The rule.
 */
rule: RuleBody, 
/**
 * Words that find the rows.
 */
search: string, 
/**
 * Other rows that would change.
 */
changing: number, 
/**
 * The first of them, at most five.
 */
rows: Array<TransactionRow>, };

/**
 * Asks whether an edit is worth a rule.
 */
export type RuleOfferReq = { 
/**
 * The row that was filed.
 */
id: string, };

/**
 * How a test compares.
 */
export type RuleOp = "contains" | "is" | "starts" | "ends" | "matches" | "over" | "under" | "between" | "empty";

/**
 * A share of a row that a rule splits.
 */
export type RulePart = { 
/**
 * Percentage of the row, decimal text with at most four places.
 */
percent: string, 
/**
 * Its category; none leaves it open.
 */
category: string | null, 
/**
 * What it is for.
 */
note: string, };

/**
 * What a rule would do.
 */
export type RulePreview = { 
/**
 * Why it cannot be used; then nothing was counted.
 */
problem: RuleProblem | null, 
/**
 * Rows it is for.
 */
matched: number, 
/**
 * Rows that would change.
 */
changing: number, 
/**
 * Rows whose category, payee or note an earlier rule sets, or that an earlier rule keeps from it.
 */
taken: number, 
/**
 * Rows whose category the person chose, which stays.
 */
kept: number, 
/**
 * The newest rows: those that would change first, then others.
 */
rows: Array<RulePreviewRow>, };

/**
 * What a rule would do with the rows of the book.
 */
export type RulePreviewReq = { 
/**
 * Its id, if it is in the book; it is looked at in its place.
 */
id?: string | null, 
/**
 * The rule.
 */
rule: RuleBody, 
/**
 * Rows wanted, at most 100.
 */
limit: number, };

/**
 * A row of a preview.
 */
export type RulePreviewRow = { 
/**
 * The row as it stands.
 */
row: TransactionRow, 
/**
 * Its category afterwards, if that changes.
 */
category: string | null, 
/**
 * Its payee afterwards, if that changes.
 */
payee: string | null, 
/**
 * Whether anything would change.
 */
changes: boolean, 
/**
 * The earlier rule that decides instead.
 */
takenBy: string | null, 
/**
 * The person chose its category.
 */
kept: boolean, };

/**
 * What is wrong with a rule.
 */
export type RuleProblem = { 
/**
 * The test's place, from 0; none when it is the rule as a whole or an action.
 */
test: number | null, 
/**
 * Why.
 */
fault: RuleFault, 
/**
 * For patterns, what is wrong, in English.
 */
detail: string, };

/**
 * A rule worth having.
 */
export type RuleProposal = { 
/**
 * Names it when it is declined.
 */
key: string, 
/**
 * The rule.
 */
rule: RuleBody, 
/**
 * Corrections that ask for it.
 */
corrections: number, 
/**
 * Payees among them.
 */
payees: number, 
/**
 * Rows that would change.
 */
changing: number, };

/**
 * Names a rule.
 */
export type RuleReq = { 
/**
 * Which.
 */
id: string, };

/**
 * Adds a rule, or changes one.
 */
export type RuleSaveReq = { 
/**
 * Which; none adds one.
 */
id?: string | null, 
/**
 * The rule.
 */
rule: RuleBody, 
/**
 * Its place from 0, for one that is added; none is the end.
 */
place?: number | null, };

/**
 * A rule that was saved.
 */
export type RuleSaved = { 
/**
 * Its id.
 */
id: string, 
/**
 * The batch in the journal; none when nothing changed.
 */
batch: string | null, };

/**
 * Takes a rule and runs it on the rows there are.
 */
export type RuleTakeReq = { 
/**
 * The rule.
 */
rule: RuleBody, };

/**
 * A rule that was taken.
 */
export type RuleTaken = { 
/**
 * Its id.
 */
id: string, 
/**
 * The batches in the journal, in the order in which they are taken back.
 */
batches: Array<string>, 
/**
 * Rows changed.
 */
changed: number, };

/**
 * One test.
 */
export type RuleTest = { 
/**
 * What it looks at.
 */
field: RuleField, 
/**
 * How it compares.
 */
op: RuleOp, 
/**
 * What with: amounts are decimal text without a sign, dates `YYYY-MM-DD`, accounts and categories their ids, sources
 * `file`, `hand` or a connection's id, kinds `income`, `expense` or `transfer`, directions `in` or `out`.
 */
values: Array<string>, 
/**
 * Holds when the comparison does not.
 */
not: boolean, };

/**
 * Rules read from a file.
 */
export type RulesImportReq = { 
/**
 * The file's text.
 */
text: string, };

/**
 * What came of a file of rules.
 */
export type RulesImported = { 
/**
 * The batch in the journal; none when nothing was added.
 */
batch: string | null, 
/**
 * Rules added.
 */
added: number, 
/**
 * Rules that were there as they are.
 */
known: number, 
/**
 * Categories made for them.
 */
categories: number, 
/**
 * Names of rules that came switched off, since what they name is not in this book.
 */
off: Array<string>, };

/**
 * Puts the rules in an order.
 */
export type RulesOrderReq = { 
/**
 * Every rule's id, first to last.
 */
ids: Array<string>, };

/**
 * What a run did.
 */
export type RulesRun = { 
/**
 * The batch in the journal; none when nothing changed.
 */
batch: string | null, 
/**
 * Rows looked at.
 */
lookedAt: number, 
/**
 * Rows that a rule is for.
 */
matched: number, 
/**
 * Rows changed.
 */
changed: number, };

/**
 * Runs rules on every row of the book.
 */
export type RulesRunReq = { 
/**
 * Which; empty is all that are switched on. Others still go first where they come first.
 */
ids: Array<string>, 
/**
 * Only counts.
 */
dryRun: boolean, };

/**
 * Takes rules of services over, as one batch. They are for what comes; running them on what is there is another step.
 */
export type RulesTakeOverReq = { 
/**
 * Which.
 */
keys: Array<string>, };

/**
 * The person's rules as a file's text.
 */
export type RulesText = { 
/**
 * JSON.
 */
text: string, };

/**
 * Two accounts that look like one.
 */
export type SameAccounts = { 
/**
 * The one that was there first.
 */
older: AccountName, 
/**
 * The other one.
 */
newer: AccountName, 
/**
 * Why.
 */
by: SameBy, 
/**
 * Balance by the first one.
 */
olderBalance: Money, 
/**
 * Balance by the other one.
 */
newerBalance: Money, };

/**
 * By what two accounts look like one.
 */
export type SameBy = "iban" | "number" | "person";

/**
 * A search that the person keeps.
 */
export type SavedView = { 
/**
 * Its name; one of a kind.
 */
name: string, 
/**
 * The search, as text of the search language.
 */
search: string, };

/**
 * A what-if, and the file it is kept in and passed on as.
 */
export type Scenario = { 
/**
 * Its name.
 */
name: string, 
/**
 * Currency of its amounts; none is the base currency.
 */
currency: string | null, 
/**
 * What would be otherwise, one after the other.
 */
changes: Array<ScenarioChange>, };

/**
 * One thing that would be otherwise.
 */
export type ScenarioChange = { 
/**
 * What happens.
 */
do: ScenarioVerb, 
/**
 * The item as the forecast names it, or the name of the new one.
 */
item: string, 
/**
 * Signed decimal text, for what is added or changed.
 */
amount: string | null, 
/**
 * How often, for what is added.
 */
every: ScenarioRhythm, 
/**
 * From this day on; the day a moved payment would come. None is from now on.
 */
from: string | null, 
/**
 * The last day, for what is added.
 */
until: string | null, 
/**
 * The day a moved payment comes.
 */
to: string | null, 
/**
 * Name of the one account it touches; none is whichever is looked at.
 */
account: string | null, };

/**
 * Low point and end of a forecast.
 */
export type ScenarioEnds = { 
/**
 * The lowest expected balance.
 */
lowest: ForecastLow, 
/**
 * The last expected balance.
 */
end: Money, };

/**
 * Keeps a scenario.
 */
export type ScenarioKeepReq = { 
/**
 * The one to replace; none keeps a new one.
 */
id?: string | null, 
/**
 * What it says.
 */
scenario: Scenario, };

/**
 * What one scenario alone does.
 */
export type ScenarioOutcome = { 
/**
 * Its name.
 */
name: string, 
/**
 * Low point and end.
 */
ends: ScenarioEnds, 
/**
 * How much higher the low point is.
 */
lowChange: Money, 
/**
 * How much higher the end is.
 */
endChange: Money, 
/**
 * Items it names that are not ahead.
 */
unmatched: Array<string>, };

/**
 * Text of a scenario's file.
 */
export type ScenarioReadReq = { 
/**
 * JSON text.
 */
text: string, };

/**
 * One kept scenario.
 */
export type ScenarioReq = { 
/**
 * Its id.
 */
id: string, };

/**
 * How often something new comes.
 */
export type ScenarioRhythm = "once" | "daily" | "weekly" | "biweekly" | "fourweekly" | "monthly" | "bimonthly" | "quarterly" | "halfyearly" | "yearly";

/**
 * A scenario to try.
 */
export type ScenarioTry = { 
/**
 * It.
 */
scenario: Scenario, 
/**
 * Counts in the forecast of all of them together.
 */
on: boolean, };

/**
 * What a scenario does to an item.
 */
export type ScenarioVerb = "add" | "stop" | "change" | "move";

/**
 * One filter of a search.
 */
export type SearchChip = { 
/**
 * Key: `payee`, `category`, `account`, `amount`, `date`, `is`, `text`.
 */
key: string, 
/**
 * Value as written.
 */
value: string, 
/**
 * Excludes.
 */
negated: boolean, };

/**
 * What may follow a search that is being typed.
 */
export type SearchSuggestReq = { 
/**
 * What stands before the caret.
 */
text: string, };

/**
 * What may stand in place of the last word.
 */
export type SearchSuggestion = { 
/**
 * The key of a filter, or the empty text for a filter that is only begun.
 */
key: string, 
/**
 * The value, or for a filter that is only begun its key.
 */
value: string, 
/**
 * What stands in the search: a whole filter, or one that waits for its value.
 */
insert: string, 
/**
 * What tells it from others of the name.
 */
detail: string, };

/**
 * Where tokens are kept.
 */
export type SecretsPlace = "keychain" | "book" | "session";

/**
 * Every setting.
 */
export type Settings = { 
/**
 * Currency of totals.
 */
baseCurrency: string, 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * Height of rows.
 */
density: Density, 
/**
 * Region of number and date formats, a BCP 47 tag; empty is the system's.
 */
region: string, 
/**
 * Text size in percent, 90 to 200.
 */
textSize: number, 
/**
 * Lock after so many minutes without input; none is never.
 */
lockAfterMinutes: number | null, 
/**
 * Lock when the computer sleeps.
 */
lockOnSuspend: boolean, 
/**
 * Ask the European Central Bank for rates.
 */
fetchRates: boolean, 
/**
 * Ask Narodowy Bank Polski for rates of currencies that the European Central Bank does not quote.
 */
secondRates: boolean, 
/**
 * Connections are read by themselves every so many hours; 0 is only when asked.
 */
syncHours: number, 
/**
 * Single letters act as shortcuts.
 */
letterShortcuts: boolean, 
/**
 * Amounts are shown as dots.
 */
hideAmounts: boolean, 
/**
 * Patterns in charts.
 */
chartPatterns: boolean, 
/**
 * Lowest balance accepted, in the base currency; decimal text.
 */
floor: string, 
/**
 * Experimental services may be linked: nobody vouches for them, and they need the password of an account.
 */
experimentalServices: boolean, 
/**
 * New rows are filed by what was learned when it is so sure, in hundredths; 0 is never.
 */
fileAbove: number, };

/**
 * Changes settings; what is none stays.
 */
export type SettingsUpdateReq = { 
/**
 * Currency of totals.
 */
baseCurrency?: string | null, 
/**
 * Light or dark.
 */
theme?: Theme | null, 
/**
 * Height of rows.
 */
density?: Density | null, 
/**
 * Region of formats.
 */
region?: string | null, 
/**
 * Text size in percent.
 */
textSize?: number | null, 
/**
 * Lock after so many minutes; 0 is never.
 */
lockAfterMinutes?: number | null, 
/**
 * Lock when the computer sleeps.
 */
lockOnSuspend?: boolean | null, 
/**
 * Ask for rates.
 */
fetchRates?: boolean | null, 
/**
 * Ask the second source for rates.
 */
secondRates?: boolean | null, 
/**
 * Read connections every so many hours, 0 to 168; 0 is only when asked.
 */
syncHours?: number | null, 
/**
 * Single letters act.
 */
letterShortcuts?: boolean | null, 
/**
 * Amounts as dots.
 */
hideAmounts?: boolean | null, 
/**
 * Patterns in charts.
 */
chartPatterns?: boolean | null, 
/**
 * Lowest balance accepted, decimal text in the base currency.
 */
floor?: string | null, 
/**
 * Experimental services may be linked.
 */
experimentalServices?: boolean | null, 
/**
 * File by what was learned when so sure, 50 to 100; 0 is never.
 */
fileAbove?: number | null, };

/**
 * A category of a service and where it stands in the chart.
 */
export type SourceCategory = { 
/**
 * The service's id.
 */
id: string, 
/**
 * What the service calls it; none where it has not said.
 */
name: string | null, 
/**
 * Its group there.
 */
group: string | null, 
/**
 * The category of the chart; none where it is kept out.
 */
category: string | null, 
/**
 * The person said so.
 */
chosen: boolean, 
/**
 * Transactions that are filed as the service says.
 */
filed: number, };

/**
 * Says where a category of a service stands.
 */
export type SourceCategoryPlaceReq = { 
/**
 * The connection.
 */
connection: string, 
/**
 * The service's id of the category.
 */
id: string, 
/**
 * The category of the chart; none keeps it out.
 */
into?: string | null, };

/**
 * One record that says the same payment.
 */
export type SourceRecord = { 
/**
 * Upstream's word, or `file`.
 */
kind: string, 
/**
 * Connection's or file's name.
 */
name: string, 
/**
 * The id there.
 */
sourceId: string | null, 
/**
 * When it was first seen.
 */
firstSeen: string, 
/**
 * The record, text as it came.
 */
raw: string | null, };

/**
 * What a split transaction counts as.
 */
export type SplitPart = { 
/**
 * Signed amount.
 */
amount: Money, 
/**
 * Its category.
 */
category: string | null, 
/**
 * What it was for.
 */
note: string, };

/**
 * A part as the person writes it: an amount, a percentage, or what the others leave.
 */
export type SplitPartReq = { 
/**
 * Signed amount in the row's currency, decimal text.
 */
amount?: string | null, 
/**
 * Percentage of the whole, decimal text with at most four places.
 */
percent?: string | null, 
/**
 * Its category.
 */
category?: string | null, 
/**
 * What it was for.
 */
note: string, };

/**
 * What a split would come to.
 */
export type SplitPreview = { 
/**
 * Each part's amount; none where it cannot be read.
 */
amounts: Array<Money | null>, 
/**
 * What the parts leave of the whole; zero when they come to it.
 */
left: Money, 
/**
 * It can be saved.
 */
fits: boolean, };

/**
 * Splits a transaction.
 */
export type SplitReq = { 
/**
 * Which.
 */
id: string, 
/**
 * At least two parts. One may have neither amount nor percentage: it takes what the others leave.
 */
parts: Array<SplitPartReq>, };

/**
 * An account whose source was read before today.
 */
export type StaleAccount = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The last day it is known for.
 */
knownUntil: string, };

/**
 * Where a statement goes.
 */
export type StatementAccount = { 
/**
 * Place of the statement in the file, from 0.
 */
statement: number, 
/**
 * An account of the book; none makes a new one.
 */
account: string | null, 
/**
 * Name of the new one.
 */
newName: string | null, 
/**
 * Its currency, where the file does not say.
 */
currency: string | null, };

/**
 * A statement that was reconciled.
 */
export type StatementDay = { 
/**
 * Its day.
 */
date: string, 
/**
 * Its balance.
 */
balance: Money, };

/**
 * What one statement would bring.
 */
export type StatementPreview = { 
/**
 * Place in the file.
 */
statement: number, 
/**
 * What the file says of the account.
 */
accountHint: string, 
/**
 * The account it goes to; none makes a new one.
 */
account: string | null, 
/**
 * Name of the account.
 */
accountName: string, 
/**
 * Currency.
 */
currency: string, 
/**
 * First day.
 */
from: string | null, 
/**
 * Last day.
 */
to: string | null, 
/**
 * Rows new.
 */
new: number, 
/**
 * Rows the book has.
 */
duplicate: number, 
/**
 * Rows the book has from elsewhere.
 */
matched: number, 
/**
 * Rows of days that a sync delivers, which it has not: left out unless the person takes them.
 */
covered: number, 
/**
 * New rows before the first day that a sync delivered.
 */
older: number, 
/**
 * Where a sync fills the account: the first day it delivered.
 */
syncedFrom: string | null, 
/**
 * And the last.
 */
syncedTo: string | null, 
/**
 * Sum of the new rows.
 */
sum: Money, 
/**
 * Balance before.
 */
balanceBefore: Money, 
/**
 * Balance after.
 */
balanceAfter: Money, 
/**
 * Closing balance stated in the file.
 */
statedBalance: Money | null, 
/**
 * The stated balance equals the one after; none when none is stated.
 */
ties: boolean | null, 
/**
 * Trades in securities that the book has not, with those that make what is held come out as the statement tells.
 */
trades: number, 
/**
 * Trades that the book has.
 */
tradesHere: number, 
/**
 * Trades that cannot be taken: in another currency than their position, or of an amount that nothing tells.
 */
tradesRejected: number, 
/**
 * Positions that the statement tells.
 */
positions: number, 
/**
 * Of these, positions that its trades and those of the book do not explain: the rest is brought in or let go at
 * the statement's price.
 */
positionsUnexplained: number, 
/**
 * First rows, at most 200, those in question first. [`ImportRows`] has the others.
 */
rows: Array<PreviewRow>, };

/**
 * Length of a step.
 */
export type Step = "day" | "week" | "month" | "year";

/**
 * How sure a suggestion is, and why.
 */
export type Suggested = { 
/**
 * The category.
 */
category: string, 
/**
 * In hundredths.
 */
percent: number, 
/**
 * The grounds, the strongest first.
 */
because: Array<Grounds>, };

/**
 * Why of two rows one stays.
 */
export type Survives = "booked" | "edited" | "connected" | "first";

/**
 * What the swap of a source would do.
 */
export type SwapPreview = { 
/**
 * Accounts that are at both: the new one would rule.
 */
pairs: Array<MirrorPreview>, 
/**
 * Accounts of the old connection without a counterpart; they stay as they are.
 */
onlyOld: Array<AccountName>, 
/**
 * Accounts of the new connection without a counterpart.
 */
onlyNew: Array<AccountName>, };

/**
 * One source in place of another.
 */
export type SwapReq = { 
/**
 * The connection to leave.
 */
old: string, 
/**
 * The connection that takes its place.
 */
new: string, 
/**
 * Which accounts take the place of which; empty is as proposed.
 */
pairs: Array<MirrorReq>, };

/**
 * Something to know.
 */
export type SyncNotice = { 
/**
 * Closed word.
 */
code: string, 
/**
 * Entity's word.
 */
entity: string, 
/**
 * How many times.
 */
count: number, };

/**
 * What a sync did at one connection.
 */
export type SyncOutcome = { 
/**
 * Connection.
 */
id: string, 
/**
 * Its name.
 */
label: string, 
/**
 * Upstream's id.
 */
upstream: string, 
/**
 * How it ended.
 */
state: ConnectionState, 
/**
 * The one thing to do about it.
 */
action: LoginAction, 
/**
 * It was skipped: nothing changed upstream, or it has to wait.
 */
skipped: boolean, 
/**
 * Accounts.
 */
accounts: number, 
/**
 * Rows new.
 */
new: number, 
/**
 * Rows changed.
 */
changed: number, 
/**
 * Rows removed.
 */
removed: number, 
/**
 * Rows that a file had already brought.
 */
matched: number, 
/**
 * Changes of the person's written there.
 */
written: number, 
/**
 * Changes of the person's that it refused.
 */
refused: number, 
/**
 * Requests sent.
 */
requests: number, 
/**
 * Milliseconds.
 */
millis: number, 
/**
 * Not before.
 */
retryAt: string | null, 
/**
 * The service's own number of the failed request.
 */
requestId: string | null, 
/**
 * What the person may want to know.
 */
notices: Array<SyncNotice>, 
/**
 * Its logins, and what each needs.
 */
logins: Array<Login>, };

/**
 * What a sync is at.
 */
export type SyncPhase = "connecting" | "pulling" | "finishing";

/**
 * How a sync goes on.
 */
export type SyncProgress = { 
/**
 * Of this job.
 */
job: string, 
/**
 * Connection.
 */
connection: string, 
/**
 * Its name.
 */
label: string, 
/**
 * What it is at.
 */
phase: SyncPhase, 
/**
 * Accounts seen.
 */
accounts: number, 
/**
 * Transactions read.
 */
transactions: number, 
/**
 * About how many there are.
 */
expected: number | null, 
/**
 * Oldest day reached.
 */
backTo: string | null, 
/**
 * Requests sent.
 */
requests: number, 
/**
 * Waiting until.
 */
waitingUntil: string | null, };

/**
 * What a sync did.
 */
export type SyncReport = { 
/**
 * One entry a connection.
 */
connections: Array<SyncOutcome>, };

/**
 * Which connections to sync.
 */
export type SyncReq = { 
/**
 * Which; empty is all.
 */
connections: Array<string>, 
/**
 * Read everything anew.
 */
full: boolean, };

/**
 * A past sync, or one that runs.
 */
export type SyncRun = { 
/**
 * Its number.
 */
id: string, 
/**
 * The connection.
 */
connection: string, 
/**
 * When it began.
 */
at: string, 
/**
 * How it ended.
 */
state: ConnectionState, 
/**
 * It ended; else it runs, or was killed.
 */
finished: boolean, 
/**
 * A person asked for it; else it was due.
 */
byPerson: boolean, 
/**
 * Accounts new.
 */
accounts: number, 
/**
 * Rows that a file had brought, or that were pending, now one.
 */
matched: number, 
/**
 * Rows that could not be taken.
 */
rejected: number, 
/**
 * Status of the answer that ended it.
 */
httpStatus: number | null, 
/**
 * Why it failed, for people who look closely; never a secret.
 */
reason: string | null, 
/**
 * The service's own numbers of the requests that failed, else of the last one.
 */
requestIds: Array<string>, 
/**
 * Rows new.
 */
new: number, 
/**
 * Rows changed.
 */
changed: number, 
/**
 * Rows removed.
 */
removed: number, 
/**
 * Milliseconds.
 */
millis: number, 
/**
 * Requests sent.
 */
requests: number, };

/**
 * Which runs.
 */
export type SyncRunsReq = { 
/**
 * Of this connection; none is of all.
 */
connection?: string | null, 
/**
 * How many, at most 500.
 */
limit: number, };

/**
 * What an answer is made of. A write that names a tag makes every cached answer made of it stale.
 */
export type Tag = "all" | "book" | "settings" | "accounts" | "transactions" | "categories" | "rules" | "budgets" | "forecast" | "netWorth" | "rates" | "connections" | "journal" | "jobs" | "alerts";

/**
 * The name under which a file's reading is remembered.
 */
export type TemplateName = { 
/**
 * The file.
 */
token: string, 
/**
 * The name.
 */
name: string, };

/**
 * Light, dark, or as the system says.
 */
export type Theme = "system" | "light" | "dark";

/**
 * Texts that name the same payee.
 */
export type TidyGroup = { 
/**
 * The plain name.
 */
name: string, 
/**
 * How many texts.
 */
texts: number, 
/**
 * Some of them, at most three.
 */
sample: Array<string>, };

/**
 * How soon money can be had.
 */
export type Tier = "cash" | "notice" | "taxed" | "locked";

/**
 * A trade.
 */
export type Trade = { 
/**
 * Its id.
 */
id: string, 
/**
 * The account.
 */
account: string, 
/**
 * Its name.
 */
accountName: string, 
/**
 * The instrument.
 */
instrument: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The day.
 */
date: string, 
/**
 * What it is.
 */
kind: TradeKind, 
/**
 * How many.
 */
quantity: string | null, 
/**
 * Before fee and tax, positive.
 */
amount: Money, 
/**
 * Fee.
 */
fee: Money, 
/**
 * Tax.
 */
tax: Money, 
/**
 * Of a split or merger: so many after …
 */
ratioNew: string | null, 
/**
 * … for so many before.
 */
ratioOld: string | null, 
/**
 * What a merger made of it.
 */
into: string | null, 
/**
 * Lots a sale names.
 */
lots: Array<LotPick>, 
/**
 * A note.
 */
note: string | null, 
/**
 * It could not be applied.
 */
fault: InvestmentFault | null, };

/**
 * What a trade is.
 */
export type TradeKind = "buy" | "sell" | "dividend" | "fee" | "tax" | "split" | "merger";

/**
 * A trade that was entered.
 */
export type TradePut = { 
/**
 * Its id.
 */
id: string, 
/**
 * The account.
 */
account: string, 
/**
 * The instrument.
 */
instrument: string, 
/**
 * What was done.
 */
change: Change, };

/**
 * Adds or changes a trade.
 */
export type TradePutReq = { 
/**
 * Which; none adds one.
 */
id?: string | null, 
/**
 * The account; none with `newAccount`.
 */
account?: string | null, 
/**
 * Makes an investment account of this name.
 */
newAccount?: string | null, 
/**
 * The instrument; none with `newInstrument`.
 */
instrument?: string | null, 
/**
 * Makes this instrument.
 */
newInstrument?: InstrumentPutReq | null, 
/**
 * The day.
 */
date: string, 
/**
 * What it is.
 */
kind: TradeKind, 
/**
 * How many, positive.
 */
quantity?: string | null, 
/**
 * For one; with a quantity it stands for the amount.
 */
price?: string | null, 
/**
 * Before fee and tax, positive.
 */
amount?: string | null, 
/**
 * Fee.
 */
fee?: string | null, 
/**
 * Tax.
 */
tax?: string | null, 
/**
 * Currency of the amounts; none is the instrument's.
 */
currency?: string | null, 
/**
 * Of a split or merger: so many after …
 */
ratioNew?: string | null, 
/**
 * … for so many before.
 */
ratioOld?: string | null, 
/**
 * What a merger made of it.
 */
into?: string | null, 
/**
 * Lots a sale names.
 */
lots: Array<LotPick>, 
/**
 * A note.
 */
note?: string | null, };

/**
 * Names a trade.
 */
export type TradeReq = { 
/**
 * Which.
 */
id: string, };

/**
 * Which trades.
 */
export type TradesReq = { 
/**
 * Of this account.
 */
account?: string | null, 
/**
 * Of this instrument.
 */
instrument?: string | null, };

/**
 * Enters a transaction by hand.
 */
export type TransactionAddReq = { 
/**
 * Account.
 */
account: string, 
/**
 * Booking date.
 */
date: string, 
/**
 * Signed amount in the account's currency, decimal text; out is negative.
 */
amount: string, 
/**
 * Payee.
 */
payee: string, 
/**
 * Note.
 */
note: string, 
/**
 * Category; none lets the last choice for the same payee speak.
 */
category?: string | null, 
/**
 * Tags.
 */
tags: Array<string>, };

/**
 * A transaction that was entered.
 */
export type TransactionAdded = { 
/**
 * Its id.
 */
id: string, 
/**
 * The batch in the journal.
 */
batch: string | null, };

/**
 * Everything about a transaction.
 */
export type TransactionDetail = { 
/**
 * The row.
 */
row: TransactionRow, 
/**
 * Value date.
 */
valueDate: string | null, 
/**
 * In the currency of the purchase.
 */
originalAmount: Money | null, 
/**
 * Where it was paid, as the upstream has it.
 */
place: string | null, 
/**
 * How sure what was learned is of its category, and why, where it was filed so.
 */
suggested: Suggested | null, 
/**
 * Where it came from, each record as it came.
 */
sources: Array<SourceRecord>, 
/**
 * What happened to it, newest first.
 */
history: Array<FieldChange>, 
/**
 * Files kept with it.
 */
attachments: Array<Attachment>, 
/**
 * Rows that were made one with it, and stand behind it.
 */
merged: Array<TransactionRow>, 
/**
 * The row that it stands behind.
 */
mergedInto: string | null, 
/**
 * Rows that may be the same payment.
 */
duplicates: Array<TransactionRow>, 
/**
 * The row of another source that tells the same payment and counts in its place.
 */
countedAs: string | null, 
/**
 * Not counted, since the source that rules covers the day and knows no such payment.
 */
uncovered: boolean, };

/**
 * What a source says of a payment beyond what rows are found and summed by.
 */
export type TransactionExtras = { 
/**
 * The other side's reference: end-to-end id, cheque number, creditor reference.
 */
reference: string | null, 
/**
 * The direct debit mandate it was drawn under.
 */
mandate: string | null, 
/**
 * IBAN or number of the other side's account.
 */
counterpartyAccount: string | null, 
/**
 * What it is made of, where it is split.
 */
parts: Array<TransactionPart>, 
/**
 * Who split it, or left it whole.
 */
partsBy: PartsBy, };

/**
 * What kind of rows to show.
 */
export type TransactionFilter = "pending" | "uncategorised" | "transfer" | "income" | "expense";

/**
 * A part of a split transaction.
 */
export type TransactionPart = { 
/**
 * Signed as the whole.
 */
amount: Money, 
/**
 * Category as its source names it.
 */
category: string | null, 
/**
 * What it was for.
 */
note: string, 
/**
 * The part is a transfer to this own account, as its source names it.
 */
transferAccount: string | null, };

/**
 * Names a transaction.
 */
export type TransactionReq = { 
/**
 * Which.
 */
id: string, };

/**
 * One row of the list.
 */
export type TransactionRow = { 
/**
 * Its id.
 */
id: string, 
/**
 * Booking date.
 */
date: string, 
/**
 * Payee to show.
 */
payee: string, 
/**
 * The bank's text, when it says more.
 */
description: string, 
/**
 * The person's note.
 */
note: string, 
/**
 * Its account.
 */
account: string, 
/**
 * Its account's name.
 */
accountName: string, 
/**
 * Its category.
 */
category: string | null, 
/**
 * Who chose it.
 */
categorySource: CategorySource, 
/**
 * The amount, out negative.
 */
amount: Money, 
/**
 * How settled.
 */
status: TransactionStatus, 
/**
 * The other leg, when it is a transfer between own accounts.
 */
transferWith: string | null, 
/**
 * Left out of totals, by the person, by its source, or because another source of the account rules.
 */
excluded: boolean, 
/**
 * Balance of the account after it, when one account is shown without other filters.
 */
balance: Money | null, 
/**
 * Tags.
 */
tags: Array<string>, 
/**
 * References, the other side's account, and parts, where a source has any of them.
 */
details: TransactionExtras | null, 
/**
 * What it counts as when it is split, in place of the whole: the parts come to its amount. Empty when it is whole.
 */
parts: Array<SplitPart>, 
/**
 * In a list of some categories, what of a split row is filed under them.
 */
share: Money | null, };

/**
 * How settled a transaction is.
 */
export type TransactionStatus = "pending" | "posted" | "reconciled" | "void";

/**
 * Deletes transactions.
 */
export type TransactionsDeleteReq = { 
/**
 * Which.
 */
ids: Array<string>, 
/**
 * Also rows that a statement settled.
 */
unlock: boolean, };

/**
 * A page of rows, newest first.
 */
export type TransactionsPage = { 
/**
 * The rows.
 */
rows: Array<TransactionRow>, 
/**
 * Where the next page goes on.
 */
next: string | null, 
/**
 * All rows that match.
 */
total: number, 
/**
 * Their sum in the base currency; none when a rate is missing.
 */
sum: Money | null, 
/**
 * Filters understood from the text, for chips.
 */
understood: Array<SearchChip>, 
/**
 * Filters of the text whose value says nothing: they were searched as words.
 */
unread: Array<string>, 
/**
 * What each day of this page came to, among the rows that match. The first day of a later page may be missing: the
 * page before has it.
 */
days: Array<DaySum>, };

/**
 * Which rows, in which order, from where on.
 */
export type TransactionsPageReq = { 
/**
 * Words and filters of the search language.
 */
text: string, 
/**
 * Only this account.
 */
account?: string | null, 
/**
 * Only this category.
 */
category?: string | null, 
/**
 * From this day.
 */
from?: string | null, 
/**
 * To this day.
 */
to?: string | null, 
/**
 * Only of this kind.
 */
filter?: TransactionFilter | null, 
/**
 * Go on after this key (`next` of the page before).
 */
after?: string | null, 
/**
 * Rows wanted, at most 500.
 */
limit: number, };

/**
 * What rows come to, in the base currency at today's rates, or in their own when they share one. Transfers between own
 * accounts are not counted, unless they are what was asked for; nor are rows left out.
 */
export type TransactionsSums = { 
/**
 * Rows counted.
 */
count: number, 
/**
 * Money in; none when a rate is missing.
 */
income: Money | null, 
/**
 * Money out, negative; none when a rate is missing.
 */
spending: Money | null, 
/**
 * Both together; none when a rate is missing.
 */
sum: Money | null, 
/**
 * Their mean, rounded half to even; none without rows or when a rate is missing.
 */
mean: Money | null, };

/**
 * What rows come to: those of a list, or some of them.
 */
export type TransactionsSumsReq = { 
/**
 * These rows; empty is every row that the filters match.
 */
ids: Array<string>, 
/**
 * Words and filters of the search language.
 */
text: string, 
/**
 * Only this account.
 */
account?: string | null, 
/**
 * Only this category.
 */
category?: string | null, 
/**
 * From this day.
 */
from?: string | null, 
/**
 * To this day.
 */
to?: string | null, 
/**
 * Only of this kind.
 */
filter?: TransactionFilter | null, };

/**
 * Changes rows; what is none stays.
 */
export type TransactionsUpdateReq = { 
/**
 * Which.
 */
ids: Array<string>, 
/**
 * Their category; the empty text takes it away.
 */
category?: string | null, 
/**
 * Their payee.
 */
payee?: string | null, 
/**
 * Their note.
 */
note?: string | null, 
/**
 * Leave out of totals.
 */
excluded?: boolean | null, 
/**
 * Their tags, in place of those they have.
 */
tags?: Array<string> | null, 
/**
 * Also rows that a statement settled.
 */
unlock: boolean, };

/**
 * What taking back did.
 */
export type UndoReport = { 
/**
 * The batch taken back or done again.
 */
batch: string, 
/**
 * Its label, a message key.
 */
label: string, 
/**
 * Rows changed.
 */
rows: number, 
/**
 * Rows that stayed because they were edited since.
 */
kept: number, 
/**
 * Something can be undone now.
 */
canUndo: boolean, 
/**
 * Something can be done again now.
 */
canRedo: boolean, };

/**
 * One thing to enter.
 */
export type UpstreamField = { 
/**
 * Key.
 */
key: string, 
/**
 * How it is entered.
 */
kind: FieldKind, 
/**
 * May stay empty.
 */
optional: boolean, };

/**
 * A recurring income or expense as a service sees it.
 */
export type UpstreamFlow = { 
/**
 * The service's word.
 */
kind: string, 
/**
 * The service's category.
 */
category: string, 
/**
 * What it is called; plain text that nobody vouches for.
 */
label: string, 
/**
 * Negative for expenses.
 */
total: string | null, };

/**
 * A rejected payment as a service sees it.
 */
export type UpstreamIncident = { 
/**
 * The service's word.
 */
kind: string, 
/**
 * What was rejected.
 */
total: string | null, 
/**
 * What it cost.
 */
fees: string | null, };

/**
 * A service that can be linked.
 */
export type UpstreamInfo = { 
/**
 * `wallet`, `finwise`, …
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What has to be entered.
 */
fields: Array<UpstreamField>, 
/**
 * Address of the API unless changed.
 */
baseUrl: string, 
/**
 * Page of the service that explains keys.
 */
docsUrl: string, 
/**
 * What it gives: `accounts`, `balances`, `transactions`, `categories`, `budgets`, `goals`, `planned`.
 */
gives: Array<string>, 
/**
 * Not relied on yet: the person's consent is asked in words of its own.
 */
experimental: boolean, 
/**
 * It can be linked: by this version, and experimental ones when the settings say so.
 */
available: boolean, 
/**
 * It reads several banks, each with a login of its own.
 */
logins: boolean, 
/**
 * It says which banks there are, and shares their accounts one by one; else its own pages ask.
 */
listsBanks: boolean, 
/**
 * Every customer has an address of their own there, which has to be entered: a whole one, or its first word.
 */
ownAddress: boolean, };

/**
 * What a lender would look at. Numbers without a currency are plain decimal text: the service names no unit.
 */
export type UpstreamInsights = { 
/**
 * Recurring income and expenses.
 */
flows: Array<UpstreamFlow>, 
/**
 * Repayments of loans.
 */
repayments: number, 
/**
 * Drawdowns of loans.
 */
drawdowns: number, 
/**
 * Days in overdraft.
 */
overdraftDays: number | null, 
/**
 * Fees of overdrafts.
 */
overdraftFees: string | null, 
/**
 * Rejected payments and the like.
 */
incidents: Array<UpstreamIncident>, 
/**
 * The grave ones.
 */
heavyFailures: Array<UpstreamIncident>, };

/**
 * Money in and out of a month: the service's word, and every booked row that the book has of the connection's
 * accounts, transfers included.
 */
export type UpstreamMonth = { 
/**
 * `YYYY-MM`.
 */
month: string, 
/**
 * In, by the service.
 */
incoming: Money | null, 
/**
 * Out, by the service; not positive.
 */
outgoing: Money | null, 
/**
 * Rows, by the service.
 */
rows: number | null, 
/**
 * In, by the book.
 */
ownIncoming: Money, 
/**
 * Out, by the book.
 */
ownOutgoing: Money, 
/**
 * Rows, by the book.
 */
ownRows: number, 
/**
 * What all accounts of this currency hold at the end of the month together, by the service.
 */
balance: Money | null, 
/**
 * The same by the book; none when the service does not say.
 */
ownBalance: Money | null, 
/**
 * What the service says comes to more or less than the book's rows.
 */
differs: boolean, };

/**
 * What a service derived of a connection's rows, beside the same figures by the book. Nothing of it is counted.
 */
export type UpstreamReport = { 
/**
 * Newest first, one of each month and currency.
 */
months: Array<UpstreamMonth>, 
/**
 * What a lender would look at.
 */
insights: UpstreamInsights | null, 
/**
 * When it was read.
 */
readAt: string | null, };

/**
 * What an asset was worth on a day.
 */
export type Valuation = { 
/**
 * The day.
 */
date: string, 
/**
 * How much, positive also of what is owed.
 */
value: Money, };

/**
 * One thing that is wrong.
 */
export type VerifyFinding = { 
/**
 * Stable word: `cipher`, `structure`, `chain`, `rows`, `totals`, `references`.
 */
what: string, 
/**
 * The first journal entry concerned.
 */
batch: string | null, 
/**
 * More, for people.
 */
detail: string, };

/**
 * What the check of the book found.
 */
export type VerifyReport = { 
/**
 * All of it is whole.
 */
ok: boolean, 
/**
 * Entries of the journal walked.
 */
batches: number, 
/**
 * Transactions compared with the journal.
 */
transactions: number, 
/**
 * What is wrong.
 */
findings: Array<VerifyFinding>, };

/**
 * Keeps the views, in this order, in place of those kept before.
 */
export type ViewsKeepReq = { 
/**
 * The views, at most thirty.
 */
views: Array<SavedView>, };

/**
 * The folder that is watched for bank files.
 */
export type WatchFolder = { 
/**
 * Where it is; none when none is watched.
 */
folder: string | null, 
/**
 * It is not there.
 */
missing: boolean, 
/**
 * Bank files in it that were not imported, the newest first.
 */
waiting: Array<OfferedFile>, };

/**
 * How an asset loses worth.
 */
export type WearKind = "none" | "line" | "part";

/**
 * Something that came to the listener.
 */
export type WebhookArrival = { 
/**
 * When.
 */
at: string, 
/**
 * The status it was answered with: 204 when it was taken.
 */
status: number, 
/**
 * The connection it was for, when it was taken.
 */
label: string | null, 
/**
 * Rows new.
 */
new: number, 
/**
 * Rows changed.
 */
changed: number, };

/**
 * Switches the listener on or off, for this book and from now on.
 */
export type WebhookListenReq = { 
/**
 * On.
 */
on: boolean, 
/**
 * The port on this machine's own address, 1024 to 65535.
 */
port: number, };

/**
 * The listener for what services send by themselves.
 */
export type WebhookListener = { 
/**
 * It is switched on.
 */
on: boolean, 
/**
 * The port it is to listen on.
 */
port: number, 
/**
 * Where it listens; none while it does not.
 */
address: string | null, 
/**
 * It is switched on and cannot listen: another program has the port.
 */
taken: boolean, 
/**
 * Connections whose deliveries are signed with a key that is here. The others are believed by their token.
 */
keyed: Array<string>, 
/**
 * What came since the program began, newest first.
 */
recent: Array<WebhookArrival>, };

/**
 * What a delivery brought.
 */
export type WebhookReport = { 
/**
 * Connection.
 */
connection: string, 
/**
 * Its name.
 */
label: string, 
/**
 * Who it is from.
 */
sender: WebhookSender, 
/**
 * Accounts in it.
 */
accounts: number, 
/**
 * Rows in it.
 */
transactions: number, 
/**
 * Rows new.
 */
new: number, 
/**
 * Rows changed.
 */
changed: number, 
/**
 * Rows removed.
 */
removed: number, 
/**
 * Rows that a file had already brought.
 */
matched: number, 
/**
 * What the person may want to know.
 */
notices: Array<SyncNotice>, };

/**
 * Takes one delivery of a service's.
 */
export type WebhookReq = { 
/**
 * Which connection it is for; none finds it by what the delivery says.
 */
connection?: string | null, 
/**
 * Its headers.
 */
headers: Array<FieldValue>, 
/**
 * The path that it was sent to.
 */
path: string, 
/**
 * Its body, unchanged.
 */
body: string, 
/**
 * It may come without a signature: the person vouches for it.
 */
vouched: boolean, 
/**
 * It is kept from earlier: its signature may be old.
 */
kept: boolean, };

/**
 * Who a delivery is from.
 */
export type WebhookSender = "service" | "unsaid";

/**
 * Where a payment goes whose day is a Saturday or Sunday.
 */
export type WeekendShift = "none" | "before" | "after";

/**
 * Whether and what is written back to a service.
 */
export type WriteBack = { 
/**
 * The person has switched it on.
 */
on: boolean, 
/**
 * What can be written there.
 */
fields: Array<OutboxField>, 
/**
 * Accounts and categories can be made there.
 */
makes: boolean, 
/**
 * Things that wait to be written.
 */
waiting: number, 
/**
 * Things that the service refused.
 */
refused: number, };

