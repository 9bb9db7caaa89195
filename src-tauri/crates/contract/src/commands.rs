//! The list of commands.

/// Hands the list of commands to a callback macro.
///
/// A line is `call name(Request) -> Response; reads [Tags];` or `writes [Tags]`, or
/// `stream name(Request) -> Response, emits Progress; …`. A read names what its answer is made of, a write what it makes
/// stale. The types are those of [`crate::types`].
#[macro_export]
macro_rules! with_commands {
    ($callback:path) => {
        $callback! {
            call app_status(Nothing) -> AppStatus; reads [Book];
            call book_create(BookCreateReq) -> AppStatus; writes [All];
            call book_unlock(BookUnlockReq) -> AppStatus; writes [All];
            call book_lock(Nothing) -> AppStatus; writes [All];
            call book_protect(BookProtectReq) -> AppStatus; writes [Book];
            call backup_status(Nothing) -> BackupStatus; reads [Book];
            call backup_write(BackupWriteReq) -> BackupWritten; writes [Book];
            call backup_pick(Nothing) -> BackupPicked; reads [];
            call backup_restore(BackupRestoreReq) -> AppStatus; writes [All];
            call book_erase(BookEraseReq) -> EraseReport; writes [All];
            call book_verify(Nothing) -> VerifyReport; reads [Journal];
            call activity_seen(Nothing) -> Nothing; reads [];

            call settings_get(Nothing) -> Settings; reads [Settings];
            call settings_update(SettingsUpdateReq) -> Settings; writes [Settings, Accounts, NetWorth, Forecast, Budgets];

            call overview_get(OverviewReq) -> Overview; reads [Accounts, Transactions, Budgets, Forecast, NetWorth, Connections];

            call accounts_list(Nothing) -> AccountsList; reads [Accounts, Rates];
            call account_update(AccountUpdateReq) -> Change; writes [Accounts, NetWorth, Forecast, Budgets, Journal];
            call account_terms(AccountReq) -> AccountTerms; reads [Accounts];
            call account_terms_save(AccountTermsReq) -> Change; writes [Accounts, Forecast, Journal];

            call transactions_page(TransactionsPageReq) -> TransactionsPage; reads [Transactions];
            call search_suggest(SearchSuggestReq) -> Vec<SearchSuggestion>; reads [Transactions, Categories, Accounts, Connections];
            call transactions_sums(TransactionsSumsReq) -> TransactionsSums; reads [Transactions, Rates];
            call views_list(Nothing) -> Vec<SavedView>; reads [Settings];
            call views_keep(ViewsKeepReq) -> Change; writes [Settings, Journal];
            call transaction_get(TransactionReq) -> TransactionDetail; reads [Transactions, Journal];
            call transactions_update(TransactionsUpdateReq) -> Change; writes [Transactions, Budgets, Forecast, Journal, Connections];
            call rows_preview(RowsEditReq) -> RowsEditPreview; reads [Transactions, Categories];
            call rows_edit(RowsEditReq) -> Change; writes [Transactions, Budgets, Forecast, Journal, Connections];
            call reconcile_sheet(ReconcileSheetReq) -> ReconcileSheet; reads [Accounts, Transactions];
            call reconcile_difference(ReconcileReq) -> ReconcileDifference; reads [Accounts, Transactions];
            call reconcile_commit(ReconcileReq) -> Change; writes [Accounts, Transactions, Journal];
            call balance_truth(AccountReq) -> BalanceTruth; reads [Accounts, Transactions];
            call merge_preview(PairReq) -> MergePreview; reads [Transactions];
            call transactions_merge(MergeReq) -> Change; writes [Accounts, Transactions, NetWorth, Budgets, Forecast, Journal, Connections];
            call transaction_unmerge(TransactionReq) -> Change; writes [Accounts, Transactions, NetWorth, Budgets, Forecast, Journal, Connections];
            call duplicate_decline(PairReq) -> Change; writes [Transactions, Journal];
            call transaction_add(TransactionAddReq) -> TransactionAdded; writes [Accounts, Transactions, NetWorth, Budgets, Forecast, Journal, Connections];
            call split_preview(SplitReq) -> SplitPreview; reads [Transactions];
            call transaction_split(SplitReq) -> Change; writes [Categories, Transactions, Budgets, Forecast, Journal];
            call transaction_unsplit(TransactionReq) -> Change; writes [Categories, Transactions, Budgets, Forecast, Journal];
            call transactions_delete(TransactionsDeleteReq) -> Change; writes [Accounts, Transactions, NetWorth, Budgets, Forecast, Journal, Connections];

            call attachments_pick(Nothing) -> Vec<OfferedFile>; reads [];
            call attachments_add(AttachmentsAddReq) -> AttachmentsAdded; writes [Transactions, Journal];
            call attachment_get(AttachmentReq) -> AttachmentContent; reads [Transactions];
            call attachment_save(AttachmentReq) -> ExportResult; reads [];
            call attachment_remove(AttachmentReq) -> Change; writes [Transactions, Journal];

            call payees_page(PayeesReq) -> PayeesPage; reads [Transactions, Accounts, Rates];
            call payee_get(PayeeReq) -> PayeeProfile; reads [Transactions, Accounts, Categories, Forecast, Rates];
            call payees_rename(PayeesRenameReq) -> Change; writes [Transactions, Forecast, Budgets, Journal];
            call payee_offer(TransactionReq) -> Vec<PayeeOffer>; reads [Transactions, Journal];
            call payee_take(PayeeTakeReq) -> Change; writes [Transactions, Forecast, Budgets, Journal];
            call payee_renames(Nothing) -> Vec<PayeeRename>; reads [Transactions];
            call payee_rename_remove(PayeeRenameReq) -> Change; writes [Transactions, Forecast, Budgets, Journal];
            call payees_tidy(Nothing) -> PayeesTidy; reads [Transactions];
            call payees_tidy_take(PayeesTidyReq) -> Change; writes [Transactions, Forecast, Budgets, Journal];

            call categories_list(Nothing) -> Vec<Category>; reads [Categories];
            call category_create(CategoryCreateReq) -> Category; writes [Categories, Journal];
            call categories_chart(Nothing) -> Vec<ChartGroup>; reads [Categories];
            call category_update(CategoryUpdateReq) -> Change; writes [Categories, Transactions, Budgets, Forecast, Journal, Connections];
            call categories_styles(Nothing) -> Vec<ChartStyle>; reads [Categories];
            call categories_style_add(ChartStyleReq) -> Change; writes [Categories, Journal];
            call source_categories(ConnectionReq) -> Vec<SourceCategory>; reads [Connections, Categories, Transactions];
            call source_category_place(SourceCategoryPlaceReq) -> Change; writes [Connections, Categories, Transactions, Budgets, Forecast, Journal];
            call category_remove(CategoryRemoveReq) -> Change; writes [Categories, Rules, Transactions, Budgets, Forecast, Journal, Connections];

            call rules_list(Nothing) -> Vec<Rule>; reads [Rules, Categories];
            call rules_counts(Nothing) -> Vec<RuleCount>; reads [Rules, Transactions];
            call rule_save(RuleSaveReq) -> RuleSaved; writes [Rules, Journal];
            call rule_remove(RuleReq) -> Change; writes [Rules, Journal];
            call rules_order(RulesOrderReq) -> Change; writes [Rules, Journal];
            call rule_preview(RulePreviewReq) -> RulePreview; reads [Rules, Transactions, Categories];
            call rules_run(RulesRunReq) -> RulesRun; writes [Transactions, Budgets, Forecast, Journal];
            call rules_export(Nothing) -> ExportResult; reads [];
            call rules_text(Nothing) -> RulesText; reads [Rules, Categories];
            call rules_import(RulesImportReq) -> RulesImported; writes [Rules, Categories, Journal];
            call review_list(ReviewReq) -> ReviewList; reads [Transactions, Categories, Settings];
            call review_file(Nothing) -> Filed; writes [Transactions, Budgets, Forecast, Journal];
            call rules_offered(Nothing) -> Vec<OfferedRule>; reads [Rules, Connections, Transactions, Categories];
            call rules_take_over(RulesTakeOverReq) -> Change; writes [Rules, Journal];
            call rule_proposals(Nothing) -> Vec<RuleProposal>; reads [Rules, Transactions];
            call rule_offer(RuleOfferReq) -> Vec<RuleOffer>; reads [Rules, Transactions, Categories, Journal];
            call rule_take(RuleTakeReq) -> RuleTaken; writes [Rules, Transactions, Budgets, Forecast, Journal];
            call rule_decline(RuleDeclineReq) -> Change; writes [Rules, Journal];

            call budgets_month(BudgetsMonthReq) -> BudgetsMonth; reads [Budgets, Transactions, Rates, Forecast];
            call budget_detail(BudgetDetailReq) -> BudgetDetail; reads [Budgets, Transactions, Rates];
            call budget_set(BudgetSetReq) -> Change; writes [Budgets, Journal];
            call budgets_begin(BudgetsBeginReq) -> Change; writes [Budgets, Journal];
            call budget_plan_set(BudgetPlanReq) -> Change; writes [Budgets, Journal];
            call budget_save(BudgetSaveReq) -> Change; writes [Budgets, Journal];
            call budget_end(BudgetReq) -> Change; writes [Budgets, Journal];
            call budget_move(BudgetMoveReq) -> Change; writes [Budgets, Journal];
            call budget_fill(BudgetFillReq) -> Change; writes [Budgets, Journal];
            call goals_list(Nothing) -> Vec<Goal>; reads [Budgets, Connections];
            call goals_get(Nothing) -> GoalsPage; reads [Budgets, Transactions, Accounts, Rates, Connections];
            call goal_save(GoalSaveReq) -> Change; writes [Budgets, Journal];
            call goal_remove(GoalReq) -> Change; writes [Budgets, Journal];
            call debts_get(DebtsReq) -> DebtsPage; reads [Accounts, Transactions, NetWorth, Forecast, Rates];
            call debt_get(DebtReq) -> DebtDetail; reads [Accounts, Transactions, NetWorth, Forecast];
            call debt_save(DebtSaveReq) -> Change; writes [Forecast, Journal];
            call debt_remove(DebtReq) -> Change; writes [Forecast, Journal];
            call alerts_get(AlertsReq) -> AlertsPage; reads [Forecast, Transactions, Accounts, Budgets, Rates, Alerts];
            call alerts_mark(AlertsMarkReq) -> Change; writes [Alerts, Journal];
            call alerts_settings(AlertSettings) -> Change; writes [Alerts, Journal];
            call alerts_tell(AlertsTellReq) -> AlertsTold; writes [Alerts];
            call digest_get(DigestReq) -> Digest; reads [Forecast, Transactions, Accounts, Budgets, Rates, Alerts];
            call insight_get(Nothing) -> Insight; reads [Transactions, Accounts, Categories, Forecast, Connections, Rates];
            call insight_rows(InsightRowsReq) -> InsightRows; reads [Transactions, Accounts, Categories, Forecast, Rates];
            call insight_export(Nothing) -> ExportResult; reads [];
            call budget_suggest(BudgetSuggestReq) -> Vec<BudgetSuggestion>; reads [Budgets, Transactions, Rates];

            call forecast_get(ForecastReq) -> Forecast; reads [Forecast, Transactions, Accounts, Rates];
            call forecast_grades(Nothing) -> Vec<AccountGrades>; reads [Forecast, Transactions, Accounts];
            call forecast_compare(ForecastCompareReq) -> ForecastCompare; reads [Forecast, Transactions, Accounts, Rates];
            call scenarios_list(Nothing) -> Vec<KeptScenario>; reads [Forecast];
            call scenario_keep(ScenarioKeepReq) -> Change; writes [Forecast, Journal];
            call scenario_remove(ScenarioReq) -> Change; writes [Forecast, Journal];
            call scenario_read(ScenarioReadReq) -> Scenario; reads [];
            call scenario_import(Nothing) -> Change; writes [Forecast, Journal];
            call scenario_export(ScenarioReq) -> ExportResult; reads [];
            call recurring_list(Nothing) -> RecurringList; reads [Forecast, Transactions, Accounts, Categories, Rates];
            call recurring_get(RecurringReq) -> RecurringDetail; reads [Forecast, Transactions, Accounts, Categories];
            call recurring_month(RecurringMonthReq) -> Vec<RecurringDue>; reads [Forecast, Transactions];
            call recurring_decide(RecurringDecideReq) -> Change; writes [Forecast, Journal];
            call recurring_add(RecurringAddReq) -> Change; writes [Forecast, Journal];
            call recurring_days(RecurringDaysReq) -> RecurringDays; reads [Accounts];
            call recurring_export(Nothing) -> ExportResult; reads [];

            call net_worth_get(NetWorthReq) -> NetWorth; reads [NetWorth, Accounts, Rates];
            call net_worth_explain(NetWorthExplainReq) -> NetWorthExplained; reads [NetWorth, Accounts, Transactions, Categories, Rates];
            call net_worth_ahead(NetWorthAheadReq) -> NetWorthAhead; reads [NetWorth, Accounts, Transactions, Budgets, Forecast, Rates];
            call net_worth_ahead_keep(AheadPlan) -> Change; writes [NetWorth, Journal];
            call price_indexes(Nothing) -> Vec<PriceIndex>; reads [NetWorth];
            call price_index_import(PriceIndexImportReq) -> PriceIndexImported; writes [NetWorth, Journal];
            call price_rate_set(PriceRateReq) -> Change; writes [NetWorth, Journal];
            call price_index_remove(PriceIndexReq) -> Change; writes [NetWorth, Journal];
            call assets_list(Nothing) -> Vec<Asset>; reads [NetWorth];
            call asset_put(AssetPutReq) -> AssetPut; writes [NetWorth, Journal];
            call asset_remove(AssetReq) -> Change; writes [NetWorth, Journal];
            call asset_value(AssetValueReq) -> Change; writes [NetWorth, Journal];
            call investments_get(InvestmentsReq) -> Investments; reads [NetWorth, Accounts, Rates];
            call investments_plan(Nothing) -> InvestmentPlan; reads [NetWorth];
            call investments_plan_set(InvestmentPlan) -> Change; writes [NetWorth, Journal];
            call benchmark_set(BenchmarkReq) -> Change; writes [NetWorth, Journal];
            call instruments_list(Nothing) -> Vec<Instrument>; reads [NetWorth];
            call instrument_put(InstrumentPutReq) -> InstrumentPut; writes [NetWorth, Journal];
            call instrument_merge(InstrumentMergeReq) -> Change; writes [Accounts, NetWorth, Journal];
            call lots_list(LotsReq) -> Vec<InvestmentLot>; reads [NetWorth, Accounts];
            call trades_list(TradesReq) -> Vec<Trade>; reads [NetWorth, Accounts];
            call trade_put(TradePutReq) -> TradePut; writes [Accounts, NetWorth, Journal];
            call trade_remove(TradeReq) -> Change; writes [NetWorth, Journal];
            call prices_list(InstrumentReq) -> Vec<InstrumentPrice>; reads [NetWorth];
            call price_put(PricePutReq) -> Change; writes [NetWorth, Journal];
            call prices_import(PricesImportReq) -> PricesImported; writes [NetWorth, Journal];
            call report_get(ReportReq) -> FlowReport; reads [Transactions, Accounts, Categories, Rates];
            call report_rows(ReportRowsReq) -> ReportRows; reads [Transactions, Accounts, Categories, Rates];
            call rates_refresh(Nothing) -> RatesStatus; writes [Rates, NetWorth, Accounts];
            call own_rates_list(Nothing) -> Vec<OwnRate>; reads [Rates];
            call own_rate_put(OwnRatePutReq) -> Change; writes [Rates, NetWorth, Accounts, Journal];
            call rates_import(RatesImportReq) -> RatesImported; writes [Rates, NetWorth, Accounts, Journal];
            call rates_status(Nothing) -> RatesStatus; reads [Rates];

            call chart_render(ChartReq) -> ChartDrawing; reads [NetWorth, Forecast, Budgets, Transactions, Accounts, Rates];
            call chart_export(ChartExportReq) -> ExportResult; reads [];

            call upstreams_list(Nothing) -> Vec<UpstreamInfo>; reads [Settings];
            call connections_list(Nothing) -> Vec<Connection>; reads [Connections];
            call connection_add(ConnectionAddReq) -> Connection; writes [Connections, Journal];
            call connection_update(ConnectionUpdateReq) -> Connection; writes [Connections, Journal];
            call connection_revoke(ConnectionReq) -> Revocation; writes [Connections];
            call connection_remove(ConnectionRemoveReq) -> Change; writes [Connections, Accounts, Transactions, NetWorth, Forecast, Budgets, Journal];
            call connection_differences(ConnectionReq) -> Vec<BalanceDifference>; reads [Connections, Accounts, Transactions];
            call connection_report(ConnectionReq) -> UpstreamReport; reads [Connections, Transactions];
            call connection_vanished(ConnectionReq) -> Vec<TransactionRow>; reads [Connections, Transactions];
            call connection_approve_deletions(ConnectionReq) -> Change; writes [Connections, Accounts, Transactions, NetWorth, Forecast, Budgets, Journal];
            call connection_decline_deletions(ConnectionReq) -> Change; writes [Connections, Journal];
            stream sync_run(SyncReq) -> SyncReport, emits SyncProgress; writes [Connections, Accounts, Transactions, Categories, NetWorth, Forecast, Budgets, Journal];
            call sync_runs(SyncRunsReq) -> Vec<SyncRun>; reads [Connections];
            call same_accounts(Nothing) -> Vec<SameAccounts>; reads [Accounts, Connections];
            call mirror_preview(MirrorReq) -> MirrorPreview; reads [Accounts, Transactions, Connections];
            call mirror_set(MirrorReq) -> Change; writes [Connections, Accounts, Transactions, NetWorth, Forecast, Budgets, Journal];
            call mirror_clear(AccountReq) -> Change; writes [Connections, Accounts, Transactions, NetWorth, Forecast, Budgets, Journal];
            call mirror_decline(MirrorReq) -> Change; writes [Connections, Accounts, Journal];
            call swap_preview(SwapReq) -> SwapPreview; reads [Accounts, Transactions, Connections];
            call swap_commit(SwapReq) -> Change; writes [Connections, Accounts, Transactions, NetWorth, Forecast, Budgets, Journal];
            call consents_list(Nothing) -> Vec<ConsentEnd>; reads [Connections];
            call login_banks(BankSearchReq) -> Vec<Bank>; reads [Connections];
            call login_accounts(LoginReq) -> Vec<OfferedAccount>; reads [Connections, Accounts];
            call connection_accounts(ConnectionReq) -> Vec<OfferedAccount>; reads [Connections, Accounts];
            call accounts_link(AccountsLinkReq) -> Change; writes [Connections, Journal];
            call login_share(LoginShareReq) -> Change; writes [Connections, Accounts, Transactions, NetWorth, Forecast, Budgets, Journal];
            call login_remove(LoginRemoveReq) -> Change; writes [Connections, Accounts, Transactions, NetWorth, Forecast, Budgets, Journal];
            call link_begin(LinkBeginReq) -> Link; writes [Connections];
            call link_answer(LinkAnswerReq) -> Link; writes [Connections];
            call link_wait(LinkReq) -> Link; writes [Connections];
            call link_browse(LinkReq) -> Nothing; reads [];
            call link_cancel(LinkReq) -> Nothing; writes [Connections];
            call outbox_list(ConnectionReq) -> Vec<OutboxItem>; reads [Connections, Transactions, Categories];
            call outbox_send(ConnectionReq) -> OutboxReport; writes [Connections, Transactions, Journal];
            call connection_chart(ConnectionReq) -> ConnectionChart; reads [Connections, Accounts, Categories, Budgets];
            call connection_account_add(ConnectionAccountAddReq) -> Change; writes [Accounts, NetWorth, Forecast, Connections, Journal];
            call connection_category_add(ConnectionCategoryAddReq) -> Change; writes [Categories, Connections, Journal];
            call outbox_answer(OutboxAnswerReq) -> Nothing; writes [Connections];
            call payees_list(ConnectionReq) -> Payees; reads [Connections, Accounts];
            call payee_add(PayeeAddReq) -> PayeeStep; writes [Connections];
            call payee_confirm(PayeeConfirmReq) -> PayeeStep; writes [Connections];
            call payments_list(Nothing) -> Vec<Payment>; reads [Connections];
            call payment_prepare(PaymentPrepareReq) -> Payment; writes [Connections];
            call payment_send(PaymentSendReq) -> Payment; writes [Connections];
            call payment_answer(PaymentAnswerReq) -> Payment; writes [Connections];
            call payment_look(PaymentReq) -> Payment; writes [Connections];
            call payment_cancel(PaymentReq) -> Payment; writes [Connections];
            call webhook_take(WebhookReq) -> WebhookReport; writes [Connections, Accounts, Transactions, Categories, NetWorth, Forecast, Budgets, Journal];
            call webhook_listener(Nothing) -> WebhookListener; reads [Connections, Settings];
            call webhook_listen(WebhookListenReq) -> WebhookListener; writes [Settings, Connections];
            call practice_start(PracticeStartReq) -> PracticeBank; writes [Connections];

            call import_pick(Nothing) -> Vec<OfferedFile>; reads [];
            call import_glance(ImportGlanceReq) -> ImportGlance; reads [];
            stream import_preview(ImportPreviewReq) -> ImportPreview, emits JobProgress; reads [];
            stream import_commit(ImportCommitReq) -> ImportReport, emits JobProgress; writes [Settings, Accounts, Transactions, Categories, NetWorth, Forecast, Budgets, Journal];
            call watch_get(Nothing) -> WatchFolder; reads [Settings, Journal];
            call watch_choose(Nothing) -> WatchFolder; writes [Settings, Journal];
            call watch_stop(Nothing) -> WatchFolder; writes [Settings, Journal];
            call import_rows(ImportRowsReq) -> ImportRows; reads [];
            call import_templates(Nothing) -> Vec<ImportTemplate>; reads [Settings, Accounts];
            call import_template_rename(ImportTemplateRenameReq) -> Change; writes [Settings, Journal];
            call import_template_remove(ImportTemplateReq) -> Change; writes [Settings, Journal];
            call imports_list(BatchesReq) -> Vec<ImportPast>; reads [Journal, Transactions];
            stream export_run(ExportReq) -> ExportReport, emits JobProgress; reads [];
            call jobs_list(Nothing) -> Vec<Job>; reads [Jobs];
            call job_cancel(JobReq) -> Nothing; writes [Jobs];

            call batches_list(BatchesReq) -> Vec<Batch>; reads [Journal];
            call batch_edits(BatchReq) -> Vec<BatchEdit>; reads [Journal, Transactions];
            call batch_undo(BatchUndoReq) -> UndoReport; writes [Accounts, Transactions, Categories, Rules, NetWorth, Forecast, Budgets, Connections, Journal];
            call undo_last(Nothing) -> UndoReport; writes [Accounts, Transactions, Categories, Rules, NetWorth, Forecast, Budgets, Connections, Journal];
            call redo_last(Nothing) -> UndoReport; writes [Accounts, Transactions, Categories, Rules, NetWorth, Forecast, Budgets, Connections, Journal];

            call link_open(LinkOpenReq) -> Nothing; reads [];
        }
    };
}

/// What an answer is made of. A write that names a tag makes every cached answer made of it stale.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Tag {
    /// Everything: the book itself changed hands.
    All,
    /// Whether a book is there and open.
    Book,
    /// Settings.
    Settings,
    /// Accounts and balances.
    Accounts,
    /// Transactions.
    Transactions,
    /// Categories.
    Categories,
    /// Rules.
    Rules,
    /// Budgets.
    Budgets,
    /// Forecast, planned and recurring payments.
    Forecast,
    /// Net worth.
    NetWorth,
    /// Exchange rates.
    Rates,
    /// Connections.
    Connections,
    /// The journal.
    Journal,
    /// Running jobs.
    Jobs,
    /// What became of alerts, and how to be told of them.
    Alerts,
}

/// Whether a command answers once or reports on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One answer.
    Call,
    /// Progress, then one answer.
    Stream,
}

/// One line of the list, as data.
#[derive(Debug, Clone, Copy)]
pub struct CommandInfo {
    /// `noun_verb`.
    pub name: &'static str,
    /// Call or stream.
    pub kind: Kind,
    /// Name of the request type.
    pub request: &'static str,
    /// Type of the answer, as Rust writes it.
    pub response: &'static str,
    /// Name of the progress type of a stream.
    pub progress: Option<&'static str>,
    /// What the answer is made of.
    pub reads: &'static [Tag],
    /// What becomes stale.
    pub writes: &'static [Tag],
}

macro_rules! describe {
    ($($kind:ident $name:ident($request:ident) -> $response:ty $(, emits $progress:ident)?; $effect:ident [$($tag:ident),*];)*) => {
        /// Every command by name, in the order of the list.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Every command.
        pub const COMMANDS: &[CommandInfo] = &[$(describe!(@info $kind $name $request ($response) [$($progress)?] $effect [$($tag),*])),*];
    };
    (@info $kind:ident $name:ident $request:ident ($response:ty) [$($progress:ident)?] reads [$($tag:ident),*]) => {
        CommandInfo {
            name: stringify!($name), kind: describe!(@kind $kind), request: stringify!($request), response: stringify!($response),
            progress: describe!(@progress $($progress)?), reads: &[$(Tag::$tag),*], writes: &[],
        }
    };
    (@info $kind:ident $name:ident $request:ident ($response:ty) [$($progress:ident)?] writes [$($tag:ident),*]) => {
        CommandInfo {
            name: stringify!($name), kind: describe!(@kind $kind), request: stringify!($request), response: stringify!($response),
            progress: describe!(@progress $($progress)?), reads: &[], writes: &[$(Tag::$tag),*],
        }
    };
    (@kind call) => { Kind::Call };
    (@kind stream) => { Kind::Stream };
    (@progress) => { None };
    (@progress $progress:ident) => { Some(stringify!($progress)) };
}

with_commands!(describe);
