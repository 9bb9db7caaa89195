// Written by `cargo xtask bindings` from src-tauri/crates/contract. Do not edit.

import type * as T from './types';

/** Commands that answer once. */
export type Calls = {
  app_status: { request: T.Nothing; response: T.AppStatus };
  book_create: { request: T.BookCreateReq; response: T.AppStatus };
  book_unlock: { request: T.BookUnlockReq; response: T.AppStatus };
  book_lock: { request: T.Nothing; response: T.AppStatus };
  book_protect: { request: T.BookProtectReq; response: T.AppStatus };
  backup_status: { request: T.Nothing; response: T.BackupStatus };
  backup_write: { request: T.BackupWriteReq; response: T.BackupWritten };
  backup_pick: { request: T.Nothing; response: T.BackupPicked };
  backup_restore: { request: T.BackupRestoreReq; response: T.AppStatus };
  book_erase: { request: T.BookEraseReq; response: T.EraseReport };
  book_verify: { request: T.Nothing; response: T.VerifyReport };
  activity_seen: { request: T.Nothing; response: T.Nothing };
  settings_get: { request: T.Nothing; response: T.Settings };
  settings_update: { request: T.SettingsUpdateReq; response: T.Settings };
  overview_get: { request: T.OverviewReq; response: T.Overview };
  accounts_list: { request: T.Nothing; response: T.AccountsList };
  account_update: { request: T.AccountUpdateReq; response: T.Change };
  account_terms: { request: T.AccountReq; response: T.AccountTerms };
  account_terms_save: { request: T.AccountTermsReq; response: T.Change };
  transactions_page: { request: T.TransactionsPageReq; response: T.TransactionsPage };
  search_suggest: { request: T.SearchSuggestReq; response: T.SearchSuggestion[] };
  transactions_sums: { request: T.TransactionsSumsReq; response: T.TransactionsSums };
  views_list: { request: T.Nothing; response: T.SavedView[] };
  views_keep: { request: T.ViewsKeepReq; response: T.Change };
  transaction_get: { request: T.TransactionReq; response: T.TransactionDetail };
  transactions_update: { request: T.TransactionsUpdateReq; response: T.Change };
  rows_preview: { request: T.RowsEditReq; response: T.RowsEditPreview };
  rows_edit: { request: T.RowsEditReq; response: T.Change };
  reconcile_sheet: { request: T.ReconcileSheetReq; response: T.ReconcileSheet };
  reconcile_difference: { request: T.ReconcileReq; response: T.ReconcileDifference };
  reconcile_commit: { request: T.ReconcileReq; response: T.Change };
  balance_truth: { request: T.AccountReq; response: T.BalanceTruth };
  merge_preview: { request: T.PairReq; response: T.MergePreview };
  transactions_merge: { request: T.MergeReq; response: T.Change };
  transaction_unmerge: { request: T.TransactionReq; response: T.Change };
  duplicate_decline: { request: T.PairReq; response: T.Change };
  transaction_add: { request: T.TransactionAddReq; response: T.TransactionAdded };
  split_preview: { request: T.SplitReq; response: T.SplitPreview };
  transaction_split: { request: T.SplitReq; response: T.Change };
  transaction_unsplit: { request: T.TransactionReq; response: T.Change };
  transactions_delete: { request: T.TransactionsDeleteReq; response: T.Change };
  attachments_pick: { request: T.Nothing; response: T.OfferedFile[] };
  attachments_add: { request: T.AttachmentsAddReq; response: T.AttachmentsAdded };
  attachment_get: { request: T.AttachmentReq; response: T.AttachmentContent };
  attachment_save: { request: T.AttachmentReq; response: T.ExportResult };
  attachment_remove: { request: T.AttachmentReq; response: T.Change };
  payees_page: { request: T.PayeesReq; response: T.PayeesPage };
  payee_get: { request: T.PayeeReq; response: T.PayeeProfile };
  payees_rename: { request: T.PayeesRenameReq; response: T.Change };
  payee_offer: { request: T.TransactionReq; response: T.PayeeOffer[] };
  payee_take: { request: T.PayeeTakeReq; response: T.Change };
  payee_renames: { request: T.Nothing; response: T.PayeeRename[] };
  payee_rename_remove: { request: T.PayeeRenameReq; response: T.Change };
  payees_tidy: { request: T.Nothing; response: T.PayeesTidy };
  payees_tidy_take: { request: T.PayeesTidyReq; response: T.Change };
  categories_list: { request: T.Nothing; response: T.Category[] };
  category_create: { request: T.CategoryCreateReq; response: T.Category };
  categories_chart: { request: T.Nothing; response: T.ChartGroup[] };
  category_update: { request: T.CategoryUpdateReq; response: T.Change };
  categories_styles: { request: T.Nothing; response: T.ChartStyle[] };
  categories_style_add: { request: T.ChartStyleReq; response: T.Change };
  source_categories: { request: T.ConnectionReq; response: T.SourceCategory[] };
  source_category_place: { request: T.SourceCategoryPlaceReq; response: T.Change };
  category_remove: { request: T.CategoryRemoveReq; response: T.Change };
  rules_list: { request: T.Nothing; response: T.Rule[] };
  rules_counts: { request: T.Nothing; response: T.RuleCount[] };
  rule_save: { request: T.RuleSaveReq; response: T.RuleSaved };
  rule_remove: { request: T.RuleReq; response: T.Change };
  rules_order: { request: T.RulesOrderReq; response: T.Change };
  rule_preview: { request: T.RulePreviewReq; response: T.RulePreview };
  rules_run: { request: T.RulesRunReq; response: T.RulesRun };
  rules_export: { request: T.Nothing; response: T.ExportResult };
  rules_text: { request: T.Nothing; response: T.RulesText };
  rules_import: { request: T.RulesImportReq; response: T.RulesImported };
  review_list: { request: T.ReviewReq; response: T.ReviewList };
  review_file: { request: T.Nothing; response: T.Filed };
  rules_offered: { request: T.Nothing; response: T.OfferedRule[] };
  rules_take_over: { request: T.RulesTakeOverReq; response: T.Change };
  rule_proposals: { request: T.Nothing; response: T.RuleProposal[] };
  rule_offer: { request: T.RuleOfferReq; response: T.RuleOffer[] };
  rule_take: { request: T.RuleTakeReq; response: T.RuleTaken };
  rule_decline: { request: T.RuleDeclineReq; response: T.Change };
  budgets_month: { request: T.BudgetsMonthReq; response: T.BudgetsMonth };
  budget_detail: { request: T.BudgetDetailReq; response: T.BudgetDetail };
  budget_set: { request: T.BudgetSetReq; response: T.Change };
  budgets_begin: { request: T.BudgetsBeginReq; response: T.Change };
  budget_plan_set: { request: T.BudgetPlanReq; response: T.Change };
  budget_save: { request: T.BudgetSaveReq; response: T.Change };
  budget_end: { request: T.BudgetReq; response: T.Change };
  budget_move: { request: T.BudgetMoveReq; response: T.Change };
  budget_fill: { request: T.BudgetFillReq; response: T.Change };
  goals_list: { request: T.Nothing; response: T.Goal[] };
  goals_get: { request: T.Nothing; response: T.GoalsPage };
  goal_save: { request: T.GoalSaveReq; response: T.Change };
  goal_remove: { request: T.GoalReq; response: T.Change };
  debts_get: { request: T.DebtsReq; response: T.DebtsPage };
  debt_get: { request: T.DebtReq; response: T.DebtDetail };
  debt_save: { request: T.DebtSaveReq; response: T.Change };
  debt_remove: { request: T.DebtReq; response: T.Change };
  alerts_get: { request: T.AlertsReq; response: T.AlertsPage };
  alerts_mark: { request: T.AlertsMarkReq; response: T.Change };
  alerts_settings: { request: T.AlertSettings; response: T.Change };
  alerts_tell: { request: T.AlertsTellReq; response: T.AlertsTold };
  digest_get: { request: T.DigestReq; response: T.Digest };
  insight_get: { request: T.Nothing; response: T.Insight };
  insight_rows: { request: T.InsightRowsReq; response: T.InsightRows };
  insight_export: { request: T.Nothing; response: T.ExportResult };
  budget_suggest: { request: T.BudgetSuggestReq; response: T.BudgetSuggestion[] };
  forecast_get: { request: T.ForecastReq; response: T.Forecast };
  forecast_grades: { request: T.Nothing; response: T.AccountGrades[] };
  forecast_compare: { request: T.ForecastCompareReq; response: T.ForecastCompare };
  scenarios_list: { request: T.Nothing; response: T.KeptScenario[] };
  scenario_keep: { request: T.ScenarioKeepReq; response: T.Change };
  scenario_remove: { request: T.ScenarioReq; response: T.Change };
  scenario_read: { request: T.ScenarioReadReq; response: T.Scenario };
  scenario_import: { request: T.Nothing; response: T.Change };
  scenario_export: { request: T.ScenarioReq; response: T.ExportResult };
  recurring_list: { request: T.Nothing; response: T.RecurringList };
  recurring_get: { request: T.RecurringReq; response: T.RecurringDetail };
  recurring_month: { request: T.RecurringMonthReq; response: T.RecurringDue[] };
  recurring_decide: { request: T.RecurringDecideReq; response: T.Change };
  recurring_add: { request: T.RecurringAddReq; response: T.Change };
  recurring_days: { request: T.RecurringDaysReq; response: T.RecurringDays };
  recurring_export: { request: T.Nothing; response: T.ExportResult };
  net_worth_get: { request: T.NetWorthReq; response: T.NetWorth };
  net_worth_explain: { request: T.NetWorthExplainReq; response: T.NetWorthExplained };
  net_worth_ahead: { request: T.NetWorthAheadReq; response: T.NetWorthAhead };
  net_worth_ahead_keep: { request: T.AheadPlan; response: T.Change };
  price_indexes: { request: T.Nothing; response: T.PriceIndex[] };
  price_index_import: { request: T.PriceIndexImportReq; response: T.PriceIndexImported };
  price_rate_set: { request: T.PriceRateReq; response: T.Change };
  price_index_remove: { request: T.PriceIndexReq; response: T.Change };
  assets_list: { request: T.Nothing; response: T.Asset[] };
  asset_put: { request: T.AssetPutReq; response: T.AssetPut };
  asset_remove: { request: T.AssetReq; response: T.Change };
  asset_value: { request: T.AssetValueReq; response: T.Change };
  investments_get: { request: T.InvestmentsReq; response: T.Investments };
  investments_plan: { request: T.Nothing; response: T.InvestmentPlan };
  investments_plan_set: { request: T.InvestmentPlan; response: T.Change };
  benchmark_set: { request: T.BenchmarkReq; response: T.Change };
  instruments_list: { request: T.Nothing; response: T.Instrument[] };
  instrument_put: { request: T.InstrumentPutReq; response: T.InstrumentPut };
  instrument_merge: { request: T.InstrumentMergeReq; response: T.Change };
  lots_list: { request: T.LotsReq; response: T.InvestmentLot[] };
  trades_list: { request: T.TradesReq; response: T.Trade[] };
  trade_put: { request: T.TradePutReq; response: T.TradePut };
  trade_remove: { request: T.TradeReq; response: T.Change };
  prices_list: { request: T.InstrumentReq; response: T.InstrumentPrice[] };
  price_put: { request: T.PricePutReq; response: T.Change };
  prices_import: { request: T.PricesImportReq; response: T.PricesImported };
  report_get: { request: T.ReportReq; response: T.FlowReport };
  report_rows: { request: T.ReportRowsReq; response: T.ReportRows };
  rates_refresh: { request: T.Nothing; response: T.RatesStatus };
  own_rates_list: { request: T.Nothing; response: T.OwnRate[] };
  own_rate_put: { request: T.OwnRatePutReq; response: T.Change };
  rates_import: { request: T.RatesImportReq; response: T.RatesImported };
  rates_status: { request: T.Nothing; response: T.RatesStatus };
  chart_render: { request: T.ChartReq; response: T.ChartDrawing };
  chart_export: { request: T.ChartExportReq; response: T.ExportResult };
  upstreams_list: { request: T.Nothing; response: T.UpstreamInfo[] };
  connections_list: { request: T.Nothing; response: T.Connection[] };
  connection_add: { request: T.ConnectionAddReq; response: T.Connection };
  connection_update: { request: T.ConnectionUpdateReq; response: T.Connection };
  connection_revoke: { request: T.ConnectionReq; response: T.Revocation };
  connection_remove: { request: T.ConnectionRemoveReq; response: T.Change };
  connection_differences: { request: T.ConnectionReq; response: T.BalanceDifference[] };
  connection_report: { request: T.ConnectionReq; response: T.UpstreamReport };
  connection_vanished: { request: T.ConnectionReq; response: T.TransactionRow[] };
  connection_approve_deletions: { request: T.ConnectionReq; response: T.Change };
  connection_decline_deletions: { request: T.ConnectionReq; response: T.Change };
  sync_runs: { request: T.SyncRunsReq; response: T.SyncRun[] };
  same_accounts: { request: T.Nothing; response: T.SameAccounts[] };
  mirror_preview: { request: T.MirrorReq; response: T.MirrorPreview };
  mirror_set: { request: T.MirrorReq; response: T.Change };
  mirror_clear: { request: T.AccountReq; response: T.Change };
  mirror_decline: { request: T.MirrorReq; response: T.Change };
  swap_preview: { request: T.SwapReq; response: T.SwapPreview };
  swap_commit: { request: T.SwapReq; response: T.Change };
  consents_list: { request: T.Nothing; response: T.ConsentEnd[] };
  login_banks: { request: T.BankSearchReq; response: T.Bank[] };
  login_accounts: { request: T.LoginReq; response: T.OfferedAccount[] };
  connection_accounts: { request: T.ConnectionReq; response: T.OfferedAccount[] };
  accounts_link: { request: T.AccountsLinkReq; response: T.Change };
  login_share: { request: T.LoginShareReq; response: T.Change };
  login_remove: { request: T.LoginRemoveReq; response: T.Change };
  link_begin: { request: T.LinkBeginReq; response: T.Link };
  link_answer: { request: T.LinkAnswerReq; response: T.Link };
  link_wait: { request: T.LinkReq; response: T.Link };
  link_browse: { request: T.LinkReq; response: T.Nothing };
  link_cancel: { request: T.LinkReq; response: T.Nothing };
  outbox_list: { request: T.ConnectionReq; response: T.OutboxItem[] };
  outbox_send: { request: T.ConnectionReq; response: T.OutboxReport };
  connection_chart: { request: T.ConnectionReq; response: T.ConnectionChart };
  connection_account_add: { request: T.ConnectionAccountAddReq; response: T.Change };
  connection_category_add: { request: T.ConnectionCategoryAddReq; response: T.Change };
  outbox_answer: { request: T.OutboxAnswerReq; response: T.Nothing };
  payees_list: { request: T.ConnectionReq; response: T.Payees };
  payee_add: { request: T.PayeeAddReq; response: T.PayeeStep };
  payee_confirm: { request: T.PayeeConfirmReq; response: T.PayeeStep };
  payments_list: { request: T.Nothing; response: T.Payment[] };
  payment_prepare: { request: T.PaymentPrepareReq; response: T.Payment };
  payment_send: { request: T.PaymentSendReq; response: T.Payment };
  payment_answer: { request: T.PaymentAnswerReq; response: T.Payment };
  payment_look: { request: T.PaymentReq; response: T.Payment };
  payment_cancel: { request: T.PaymentReq; response: T.Payment };
  webhook_take: { request: T.WebhookReq; response: T.WebhookReport };
  webhook_listener: { request: T.Nothing; response: T.WebhookListener };
  webhook_listen: { request: T.WebhookListenReq; response: T.WebhookListener };
  practice_start: { request: T.PracticeStartReq; response: T.PracticeBank };
  import_pick: { request: T.Nothing; response: T.OfferedFile[] };
  import_glance: { request: T.ImportGlanceReq; response: T.ImportGlance };
  watch_get: { request: T.Nothing; response: T.WatchFolder };
  watch_choose: { request: T.Nothing; response: T.WatchFolder };
  watch_stop: { request: T.Nothing; response: T.WatchFolder };
  import_rows: { request: T.ImportRowsReq; response: T.ImportRows };
  import_templates: { request: T.Nothing; response: T.ImportTemplate[] };
  import_template_rename: { request: T.ImportTemplateRenameReq; response: T.Change };
  import_template_remove: { request: T.ImportTemplateReq; response: T.Change };
  imports_list: { request: T.BatchesReq; response: T.ImportPast[] };
  jobs_list: { request: T.Nothing; response: T.Job[] };
  job_cancel: { request: T.JobReq; response: T.Nothing };
  batches_list: { request: T.BatchesReq; response: T.Batch[] };
  batch_edits: { request: T.BatchReq; response: T.BatchEdit[] };
  batch_undo: { request: T.BatchUndoReq; response: T.UndoReport };
  undo_last: { request: T.Nothing; response: T.UndoReport };
  redo_last: { request: T.Nothing; response: T.UndoReport };
  link_open: { request: T.LinkOpenReq; response: T.Nothing };
};

/** Commands that report on the way. */
export type Streams = {
  sync_run: { request: T.SyncReq; response: T.SyncReport; progress: T.SyncProgress };
  import_preview: { request: T.ImportPreviewReq; response: T.ImportPreview; progress: T.JobProgress };
  import_commit: { request: T.ImportCommitReq; response: T.ImportReport; progress: T.JobProgress };
  export_run: { request: T.ExportReq; response: T.ExportReport; progress: T.JobProgress };
};

/** What each answer is made of, and what each write makes stale. */
export const tags: Record<keyof Calls | keyof Streams, { reads: readonly T.Tag[]; writes: readonly T.Tag[] }> = {
  app_status: { reads: ['book'], writes: [] },
  book_create: { reads: [], writes: ['all'] },
  book_unlock: { reads: [], writes: ['all'] },
  book_lock: { reads: [], writes: ['all'] },
  book_protect: { reads: [], writes: ['book'] },
  backup_status: { reads: ['book'], writes: [] },
  backup_write: { reads: [], writes: ['book'] },
  backup_pick: { reads: [], writes: [] },
  backup_restore: { reads: [], writes: ['all'] },
  book_erase: { reads: [], writes: ['all'] },
  book_verify: { reads: ['journal'], writes: [] },
  activity_seen: { reads: [], writes: [] },
  settings_get: { reads: ['settings'], writes: [] },
  settings_update: { reads: [], writes: ['settings', 'accounts', 'netWorth', 'forecast', 'budgets'] },
  overview_get: { reads: ['accounts', 'transactions', 'budgets', 'forecast', 'netWorth', 'connections'], writes: [] },
  accounts_list: { reads: ['accounts', 'rates'], writes: [] },
  account_update: { reads: [], writes: ['accounts', 'netWorth', 'forecast', 'budgets', 'journal'] },
  account_terms: { reads: ['accounts'], writes: [] },
  account_terms_save: { reads: [], writes: ['accounts', 'forecast', 'journal'] },
  transactions_page: { reads: ['transactions'], writes: [] },
  search_suggest: { reads: ['transactions', 'categories', 'accounts', 'connections'], writes: [] },
  transactions_sums: { reads: ['transactions', 'rates'], writes: [] },
  views_list: { reads: ['settings'], writes: [] },
  views_keep: { reads: [], writes: ['settings', 'journal'] },
  transaction_get: { reads: ['transactions', 'journal'], writes: [] },
  transactions_update: { reads: [], writes: ['transactions', 'budgets', 'forecast', 'journal', 'connections'] },
  rows_preview: { reads: ['transactions', 'categories'], writes: [] },
  rows_edit: { reads: [], writes: ['transactions', 'budgets', 'forecast', 'journal', 'connections'] },
  reconcile_sheet: { reads: ['accounts', 'transactions'], writes: [] },
  reconcile_difference: { reads: ['accounts', 'transactions'], writes: [] },
  reconcile_commit: { reads: [], writes: ['accounts', 'transactions', 'journal'] },
  balance_truth: { reads: ['accounts', 'transactions'], writes: [] },
  merge_preview: { reads: ['transactions'], writes: [] },
  transactions_merge: { reads: [], writes: ['accounts', 'transactions', 'netWorth', 'budgets', 'forecast', 'journal', 'connections'] },
  transaction_unmerge: { reads: [], writes: ['accounts', 'transactions', 'netWorth', 'budgets', 'forecast', 'journal', 'connections'] },
  duplicate_decline: { reads: [], writes: ['transactions', 'journal'] },
  transaction_add: { reads: [], writes: ['accounts', 'transactions', 'netWorth', 'budgets', 'forecast', 'journal', 'connections'] },
  split_preview: { reads: ['transactions'], writes: [] },
  transaction_split: { reads: [], writes: ['categories', 'transactions', 'budgets', 'forecast', 'journal'] },
  transaction_unsplit: { reads: [], writes: ['categories', 'transactions', 'budgets', 'forecast', 'journal'] },
  transactions_delete: { reads: [], writes: ['accounts', 'transactions', 'netWorth', 'budgets', 'forecast', 'journal', 'connections'] },
  attachments_pick: { reads: [], writes: [] },
  attachments_add: { reads: [], writes: ['transactions', 'journal'] },
  attachment_get: { reads: ['transactions'], writes: [] },
  attachment_save: { reads: [], writes: [] },
  attachment_remove: { reads: [], writes: ['transactions', 'journal'] },
  payees_page: { reads: ['transactions', 'accounts', 'rates'], writes: [] },
  payee_get: { reads: ['transactions', 'accounts', 'categories', 'forecast', 'rates'], writes: [] },
  payees_rename: { reads: [], writes: ['transactions', 'forecast', 'budgets', 'journal'] },
  payee_offer: { reads: ['transactions', 'journal'], writes: [] },
  payee_take: { reads: [], writes: ['transactions', 'forecast', 'budgets', 'journal'] },
  payee_renames: { reads: ['transactions'], writes: [] },
  payee_rename_remove: { reads: [], writes: ['transactions', 'forecast', 'budgets', 'journal'] },
  payees_tidy: { reads: ['transactions'], writes: [] },
  payees_tidy_take: { reads: [], writes: ['transactions', 'forecast', 'budgets', 'journal'] },
  categories_list: { reads: ['categories'], writes: [] },
  category_create: { reads: [], writes: ['categories', 'journal'] },
  categories_chart: { reads: ['categories'], writes: [] },
  category_update: { reads: [], writes: ['categories', 'transactions', 'budgets', 'forecast', 'journal', 'connections'] },
  categories_styles: { reads: ['categories'], writes: [] },
  categories_style_add: { reads: [], writes: ['categories', 'journal'] },
  source_categories: { reads: ['connections', 'categories', 'transactions'], writes: [] },
  source_category_place: { reads: [], writes: ['connections', 'categories', 'transactions', 'budgets', 'forecast', 'journal'] },
  category_remove: { reads: [], writes: ['categories', 'rules', 'transactions', 'budgets', 'forecast', 'journal', 'connections'] },
  rules_list: { reads: ['rules', 'categories'], writes: [] },
  rules_counts: { reads: ['rules', 'transactions'], writes: [] },
  rule_save: { reads: [], writes: ['rules', 'journal'] },
  rule_remove: { reads: [], writes: ['rules', 'journal'] },
  rules_order: { reads: [], writes: ['rules', 'journal'] },
  rule_preview: { reads: ['rules', 'transactions', 'categories'], writes: [] },
  rules_run: { reads: [], writes: ['transactions', 'budgets', 'forecast', 'journal'] },
  rules_export: { reads: [], writes: [] },
  rules_text: { reads: ['rules', 'categories'], writes: [] },
  rules_import: { reads: [], writes: ['rules', 'categories', 'journal'] },
  review_list: { reads: ['transactions', 'categories', 'settings'], writes: [] },
  review_file: { reads: [], writes: ['transactions', 'budgets', 'forecast', 'journal'] },
  rules_offered: { reads: ['rules', 'connections', 'transactions', 'categories'], writes: [] },
  rules_take_over: { reads: [], writes: ['rules', 'journal'] },
  rule_proposals: { reads: ['rules', 'transactions'], writes: [] },
  rule_offer: { reads: ['rules', 'transactions', 'categories', 'journal'], writes: [] },
  rule_take: { reads: [], writes: ['rules', 'transactions', 'budgets', 'forecast', 'journal'] },
  rule_decline: { reads: [], writes: ['rules', 'journal'] },
  budgets_month: { reads: ['budgets', 'transactions', 'rates', 'forecast'], writes: [] },
  budget_detail: { reads: ['budgets', 'transactions', 'rates'], writes: [] },
  budget_set: { reads: [], writes: ['budgets', 'journal'] },
  budgets_begin: { reads: [], writes: ['budgets', 'journal'] },
  budget_plan_set: { reads: [], writes: ['budgets', 'journal'] },
  budget_save: { reads: [], writes: ['budgets', 'journal'] },
  budget_end: { reads: [], writes: ['budgets', 'journal'] },
  budget_move: { reads: [], writes: ['budgets', 'journal'] },
  budget_fill: { reads: [], writes: ['budgets', 'journal'] },
  goals_list: { reads: ['budgets', 'connections'], writes: [] },
  goals_get: { reads: ['budgets', 'transactions', 'accounts', 'rates', 'connections'], writes: [] },
  goal_save: { reads: [], writes: ['budgets', 'journal'] },
  goal_remove: { reads: [], writes: ['budgets', 'journal'] },
  debts_get: { reads: ['accounts', 'transactions', 'netWorth', 'forecast', 'rates'], writes: [] },
  debt_get: { reads: ['accounts', 'transactions', 'netWorth', 'forecast'], writes: [] },
  debt_save: { reads: [], writes: ['forecast', 'journal'] },
  debt_remove: { reads: [], writes: ['forecast', 'journal'] },
  alerts_get: { reads: ['forecast', 'transactions', 'accounts', 'budgets', 'rates', 'alerts'], writes: [] },
  alerts_mark: { reads: [], writes: ['alerts', 'journal'] },
  alerts_settings: { reads: [], writes: ['alerts', 'journal'] },
  alerts_tell: { reads: [], writes: ['alerts'] },
  digest_get: { reads: ['forecast', 'transactions', 'accounts', 'budgets', 'rates', 'alerts'], writes: [] },
  insight_get: { reads: ['transactions', 'accounts', 'categories', 'forecast', 'connections', 'rates'], writes: [] },
  insight_rows: { reads: ['transactions', 'accounts', 'categories', 'forecast', 'rates'], writes: [] },
  insight_export: { reads: [], writes: [] },
  budget_suggest: { reads: ['budgets', 'transactions', 'rates'], writes: [] },
  forecast_get: { reads: ['forecast', 'transactions', 'accounts', 'rates'], writes: [] },
  forecast_grades: { reads: ['forecast', 'transactions', 'accounts'], writes: [] },
  forecast_compare: { reads: ['forecast', 'transactions', 'accounts', 'rates'], writes: [] },
  scenarios_list: { reads: ['forecast'], writes: [] },
  scenario_keep: { reads: [], writes: ['forecast', 'journal'] },
  scenario_remove: { reads: [], writes: ['forecast', 'journal'] },
  scenario_read: { reads: [], writes: [] },
  scenario_import: { reads: [], writes: ['forecast', 'journal'] },
  scenario_export: { reads: [], writes: [] },
  recurring_list: { reads: ['forecast', 'transactions', 'accounts', 'categories', 'rates'], writes: [] },
  recurring_get: { reads: ['forecast', 'transactions', 'accounts', 'categories'], writes: [] },
  recurring_month: { reads: ['forecast', 'transactions'], writes: [] },
  recurring_decide: { reads: [], writes: ['forecast', 'journal'] },
  recurring_add: { reads: [], writes: ['forecast', 'journal'] },
  recurring_days: { reads: ['accounts'], writes: [] },
  recurring_export: { reads: [], writes: [] },
  net_worth_get: { reads: ['netWorth', 'accounts', 'rates'], writes: [] },
  net_worth_explain: { reads: ['netWorth', 'accounts', 'transactions', 'categories', 'rates'], writes: [] },
  net_worth_ahead: { reads: ['netWorth', 'accounts', 'transactions', 'budgets', 'forecast', 'rates'], writes: [] },
  net_worth_ahead_keep: { reads: [], writes: ['netWorth', 'journal'] },
  price_indexes: { reads: ['netWorth'], writes: [] },
  price_index_import: { reads: [], writes: ['netWorth', 'journal'] },
  price_rate_set: { reads: [], writes: ['netWorth', 'journal'] },
  price_index_remove: { reads: [], writes: ['netWorth', 'journal'] },
  assets_list: { reads: ['netWorth'], writes: [] },
  asset_put: { reads: [], writes: ['netWorth', 'journal'] },
  asset_remove: { reads: [], writes: ['netWorth', 'journal'] },
  asset_value: { reads: [], writes: ['netWorth', 'journal'] },
  investments_get: { reads: ['netWorth', 'accounts', 'rates'], writes: [] },
  investments_plan: { reads: ['netWorth'], writes: [] },
  investments_plan_set: { reads: [], writes: ['netWorth', 'journal'] },
  benchmark_set: { reads: [], writes: ['netWorth', 'journal'] },
  instruments_list: { reads: ['netWorth'], writes: [] },
  instrument_put: { reads: [], writes: ['netWorth', 'journal'] },
  instrument_merge: { reads: [], writes: ['accounts', 'netWorth', 'journal'] },
  lots_list: { reads: ['netWorth', 'accounts'], writes: [] },
  trades_list: { reads: ['netWorth', 'accounts'], writes: [] },
  trade_put: { reads: [], writes: ['accounts', 'netWorth', 'journal'] },
  trade_remove: { reads: [], writes: ['netWorth', 'journal'] },
  prices_list: { reads: ['netWorth'], writes: [] },
  price_put: { reads: [], writes: ['netWorth', 'journal'] },
  prices_import: { reads: [], writes: ['netWorth', 'journal'] },
  report_get: { reads: ['transactions', 'accounts', 'categories', 'rates'], writes: [] },
  report_rows: { reads: ['transactions', 'accounts', 'categories', 'rates'], writes: [] },
  rates_refresh: { reads: [], writes: ['rates', 'netWorth', 'accounts'] },
  own_rates_list: { reads: ['rates'], writes: [] },
  own_rate_put: { reads: [], writes: ['rates', 'netWorth', 'accounts', 'journal'] },
  rates_import: { reads: [], writes: ['rates', 'netWorth', 'accounts', 'journal'] },
  rates_status: { reads: ['rates'], writes: [] },
  chart_render: { reads: ['netWorth', 'forecast', 'budgets', 'transactions', 'accounts', 'rates'], writes: [] },
  chart_export: { reads: [], writes: [] },
  upstreams_list: { reads: ['settings'], writes: [] },
  connections_list: { reads: ['connections'], writes: [] },
  connection_add: { reads: [], writes: ['connections', 'journal'] },
  connection_update: { reads: [], writes: ['connections', 'journal'] },
  connection_revoke: { reads: [], writes: ['connections'] },
  connection_remove: { reads: [], writes: ['connections', 'accounts', 'transactions', 'netWorth', 'forecast', 'budgets', 'journal'] },
  connection_differences: { reads: ['connections', 'accounts', 'transactions'], writes: [] },
  connection_report: { reads: ['connections', 'transactions'], writes: [] },
  connection_vanished: { reads: ['connections', 'transactions'], writes: [] },
  connection_approve_deletions: { reads: [], writes: ['connections', 'accounts', 'transactions', 'netWorth', 'forecast', 'budgets', 'journal'] },
  connection_decline_deletions: { reads: [], writes: ['connections', 'journal'] },
  sync_run: { reads: [], writes: ['connections', 'accounts', 'transactions', 'categories', 'netWorth', 'forecast', 'budgets', 'journal'] },
  sync_runs: { reads: ['connections'], writes: [] },
  same_accounts: { reads: ['accounts', 'connections'], writes: [] },
  mirror_preview: { reads: ['accounts', 'transactions', 'connections'], writes: [] },
  mirror_set: { reads: [], writes: ['connections', 'accounts', 'transactions', 'netWorth', 'forecast', 'budgets', 'journal'] },
  mirror_clear: { reads: [], writes: ['connections', 'accounts', 'transactions', 'netWorth', 'forecast', 'budgets', 'journal'] },
  mirror_decline: { reads: [], writes: ['connections', 'accounts', 'journal'] },
  swap_preview: { reads: ['accounts', 'transactions', 'connections'], writes: [] },
  swap_commit: { reads: [], writes: ['connections', 'accounts', 'transactions', 'netWorth', 'forecast', 'budgets', 'journal'] },
  consents_list: { reads: ['connections'], writes: [] },
  login_banks: { reads: ['connections'], writes: [] },
  login_accounts: { reads: ['connections', 'accounts'], writes: [] },
  connection_accounts: { reads: ['connections', 'accounts'], writes: [] },
  accounts_link: { reads: [], writes: ['connections', 'journal'] },
  login_share: { reads: [], writes: ['connections', 'accounts', 'transactions', 'netWorth', 'forecast', 'budgets', 'journal'] },
  login_remove: { reads: [], writes: ['connections', 'accounts', 'transactions', 'netWorth', 'forecast', 'budgets', 'journal'] },
  link_begin: { reads: [], writes: ['connections'] },
  link_answer: { reads: [], writes: ['connections'] },
  link_wait: { reads: [], writes: ['connections'] },
  link_browse: { reads: [], writes: [] },
  link_cancel: { reads: [], writes: ['connections'] },
  outbox_list: { reads: ['connections', 'transactions', 'categories'], writes: [] },
  outbox_send: { reads: [], writes: ['connections', 'transactions', 'journal'] },
  connection_chart: { reads: ['connections', 'accounts', 'categories', 'budgets'], writes: [] },
  connection_account_add: { reads: [], writes: ['accounts', 'netWorth', 'forecast', 'connections', 'journal'] },
  connection_category_add: { reads: [], writes: ['categories', 'connections', 'journal'] },
  outbox_answer: { reads: [], writes: ['connections'] },
  payees_list: { reads: ['connections', 'accounts'], writes: [] },
  payee_add: { reads: [], writes: ['connections'] },
  payee_confirm: { reads: [], writes: ['connections'] },
  payments_list: { reads: ['connections'], writes: [] },
  payment_prepare: { reads: [], writes: ['connections'] },
  payment_send: { reads: [], writes: ['connections'] },
  payment_answer: { reads: [], writes: ['connections'] },
  payment_look: { reads: [], writes: ['connections'] },
  payment_cancel: { reads: [], writes: ['connections'] },
  webhook_take: { reads: [], writes: ['connections', 'accounts', 'transactions', 'categories', 'netWorth', 'forecast', 'budgets', 'journal'] },
  webhook_listener: { reads: ['connections', 'settings'], writes: [] },
  webhook_listen: { reads: [], writes: ['settings', 'connections'] },
  practice_start: { reads: [], writes: ['connections'] },
  import_pick: { reads: [], writes: [] },
  import_glance: { reads: [], writes: [] },
  import_preview: { reads: [], writes: [] },
  import_commit: { reads: [], writes: ['settings', 'accounts', 'transactions', 'categories', 'netWorth', 'forecast', 'budgets', 'journal'] },
  watch_get: { reads: ['settings', 'journal'], writes: [] },
  watch_choose: { reads: [], writes: ['settings', 'journal'] },
  watch_stop: { reads: [], writes: ['settings', 'journal'] },
  import_rows: { reads: [], writes: [] },
  import_templates: { reads: ['settings', 'accounts'], writes: [] },
  import_template_rename: { reads: [], writes: ['settings', 'journal'] },
  import_template_remove: { reads: [], writes: ['settings', 'journal'] },
  imports_list: { reads: ['journal', 'transactions'], writes: [] },
  export_run: { reads: [], writes: [] },
  jobs_list: { reads: ['jobs'], writes: [] },
  job_cancel: { reads: [], writes: ['jobs'] },
  batches_list: { reads: ['journal'], writes: [] },
  batch_edits: { reads: ['journal', 'transactions'], writes: [] },
  batch_undo: { reads: [], writes: ['accounts', 'transactions', 'categories', 'rules', 'netWorth', 'forecast', 'budgets', 'connections', 'journal'] },
  undo_last: { reads: [], writes: ['accounts', 'transactions', 'categories', 'rules', 'netWorth', 'forecast', 'budgets', 'connections', 'journal'] },
  redo_last: { reads: [], writes: ['accounts', 'transactions', 'categories', 'rules', 'netWorth', 'forecast', 'budgets', 'connections', 'journal'] },
  link_open: { reads: [], writes: [] },
};
