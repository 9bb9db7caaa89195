//! One function for each line of the contract, and the same by name and JSON.
#![allow(
    clippy::wildcard_imports,
    reason = "the list names every type of the wire"
)]

use std::pin::Pin;

use contract::types::*;
use contract::{ApiError, Changed, Tag};
use serde_json::Value;

use crate::commands::forecast::scenario;
use crate::commands::{
    accounts, alerts, assets, attachments, backups, book, budgets, categories, charts, connections,
    consents, debts, derived, export, forecast, goals, imports, insight, investments, journal,
    links, logins, many, merging, mirrors, networth, offering, outbox, overview, payees, payments,
    rates, reconciling, recurring, reports, review, rules, search, settings, splitting, sums, sync,
    transactions, views, webhooks,
};
use crate::{App, Failure, Report};

/// Which module holds a command.
macro_rules! home {
    (app_status) => {
        book::app_status
    };
    (book_create) => {
        book::book_create
    };
    (book_unlock) => {
        book::book_unlock
    };
    (book_lock) => {
        book::book_lock
    };
    (book_protect) => {
        book::book_protect
    };
    (backup_status) => {
        backups::backup_status
    };
    (backup_write) => {
        backups::backup_write
    };
    (backup_pick) => {
        backups::backup_pick
    };
    (backup_restore) => {
        backups::backup_restore
    };
    (book_erase) => {
        backups::book_erase
    };
    (book_verify) => {
        book::book_verify
    };
    (activity_seen) => {
        book::activity_seen
    };
    (settings_get) => {
        settings::settings_get
    };
    (settings_update) => {
        settings::settings_update
    };
    (overview_get) => {
        overview::overview_get
    };
    (accounts_list) => {
        accounts::accounts_list
    };
    (account_update) => {
        accounts::account_update
    };
    (account_terms) => {
        forecast::terms::account_terms
    };
    (account_terms_save) => {
        forecast::terms::account_terms_save
    };
    (transactions_page) => {
        transactions::transactions_page
    };
    (transactions_sums) => {
        sums::transactions_sums
    };
    (views_list) => {
        views::views_list
    };
    (views_keep) => {
        views::views_keep
    };
    (transaction_get) => {
        transactions::transaction_get
    };
    (transactions_update) => {
        transactions::transactions_update
    };
    (rows_preview) => {
        many::rows_preview
    };
    (rows_edit) => {
        many::rows_edit
    };
    (reconcile_sheet) => {
        reconciling::reconcile_sheet
    };
    (reconcile_difference) => {
        reconciling::reconcile_difference
    };
    (reconcile_commit) => {
        reconciling::reconcile_commit
    };
    (balance_truth) => {
        reconciling::balance_truth
    };
    (merge_preview) => {
        merging::merge_preview
    };
    (transactions_merge) => {
        merging::transactions_merge
    };
    (transaction_unmerge) => {
        merging::transaction_unmerge
    };
    (duplicate_decline) => {
        merging::duplicate_decline
    };
    (transaction_add) => {
        transactions::transaction_add
    };
    (split_preview) => {
        splitting::split_preview
    };
    (transaction_split) => {
        splitting::transaction_split
    };
    (transaction_unsplit) => {
        splitting::transaction_unsplit
    };
    (transactions_delete) => {
        transactions::transactions_delete
    };
    (categories_styles) => {
        categories::categories_styles
    };
    (categories_style_add) => {
        categories::categories_style_add
    };
    (source_categories) => {
        categories::placing::source_categories
    };
    (source_category_place) => {
        categories::placing::source_category_place
    };
    (search_suggest) => {
        search::suggest::search_suggest
    };
    (category_remove) => {
        transactions::category_remove
    };
    (attachments_pick) => {
        attachments::attachments_pick
    };
    (attachments_add) => {
        attachments::attachments_add
    };
    (attachment_get) => {
        attachments::attachment_get
    };
    (attachment_save) => {
        attachments::attachment_save
    };
    (attachment_remove) => {
        attachments::attachment_remove
    };
    (payees_page) => {
        payees::payees_page
    };
    (payee_get) => {
        payees::payee_get
    };
    (payees_rename) => {
        payees::names::payees_rename
    };
    (payee_offer) => {
        payees::names::payee_offer
    };
    (payee_take) => {
        payees::names::payee_take
    };
    (payee_renames) => {
        payees::names::payee_renames
    };
    (payee_rename_remove) => {
        payees::names::payee_rename_remove
    };
    (payees_tidy) => {
        payees::tidy::payees_tidy
    };
    (payees_tidy_take) => {
        payees::tidy::payees_tidy_take
    };
    (outbox_list) => {
        outbox::outbox_list
    };
    (outbox_send) => {
        outbox::outbox_send
    };
    (connection_chart) => {
        outbox::making::connection_chart
    };
    (connection_account_add) => {
        outbox::making::connection_account_add
    };
    (connection_category_add) => {
        outbox::making::connection_category_add
    };
    (outbox_answer) => {
        outbox::outbox_answer
    };
    (categories_list) => {
        transactions::categories_list
    };
    (categories_chart) => {
        categories::categories_chart
    };
    (category_update) => {
        categories::category_update
    };
    (category_create) => {
        transactions::category_create
    };
    (rules_list) => {
        rules::rules_list
    };
    (rules_counts) => {
        rules::rules_counts
    };
    (rule_save) => {
        rules::rule_save
    };
    (rule_remove) => {
        rules::rule_remove
    };
    (rules_order) => {
        rules::rules_order
    };
    (rule_preview) => {
        rules::rule_preview
    };
    (rules_run) => {
        rules::rules_run
    };
    (rules_export) => {
        rules::rules_export
    };
    (rules_text) => {
        rules::rules_text
    };
    (rules_import) => {
        rules::rules_import
    };
    (review_list) => {
        review::review_list
    };
    (review_file) => {
        review::review_file
    };
    (rules_offered) => {
        rules::rules_offered
    };
    (rules_take_over) => {
        rules::rules_take_over
    };
    (rule_proposals) => {
        rules::rule_proposals
    };
    (rule_offer) => {
        rules::rule_offer
    };
    (rule_take) => {
        rules::rule_take
    };
    (rule_decline) => {
        rules::rule_decline
    };
    (budgets_month) => {
        budgets::budgets_month
    };
    (budget_detail) => {
        budgets::budget_detail
    };
    (budget_set) => {
        budgets::budget_set
    };
    (budgets_begin) => {
        budgets::budgets_begin
    };
    (budget_plan_set) => {
        budgets::change::budget_plan_set
    };
    (budget_save) => {
        budgets::change::budget_save
    };
    (budget_end) => {
        budgets::change::budget_end
    };
    (budget_move) => {
        budgets::change::budget_move
    };
    (budget_fill) => {
        budgets::change::budget_fill
    };
    (debts_get) => {
        debts::debts_get
    };
    (debt_get) => {
        debts::debt_get
    };
    (debt_save) => {
        debts::debt_save
    };
    (debt_remove) => {
        debts::debt_remove
    };
    (alerts_get) => {
        alerts::alerts_get
    };
    (alerts_mark) => {
        alerts::alerts_mark
    };
    (alerts_settings) => {
        alerts::alerts_settings
    };
    (alerts_tell) => {
        alerts::alerts_tell
    };
    (digest_get) => {
        alerts::digest_get
    };
    (insight_get) => {
        insight::insight_get
    };
    (insight_rows) => {
        insight::insight_rows
    };
    (insight_export) => {
        insight::insight_export
    };
    (goals_list) => {
        goals::goals_list
    };
    (goals_get) => {
        goals::goals_get
    };
    (goal_save) => {
        goals::goal_save
    };
    (goal_remove) => {
        goals::goal_remove
    };
    (budget_suggest) => {
        budgets::budget_suggest
    };
    (forecast_get) => {
        forecast::forecast_get
    };
    (forecast_grades) => {
        forecast::forecast_grades
    };
    (forecast_compare) => {
        scenario::forecast_compare
    };
    (scenarios_list) => {
        scenario::scenarios_list
    };
    (scenario_keep) => {
        scenario::scenario_keep
    };
    (scenario_remove) => {
        scenario::scenario_remove
    };
    (scenario_read) => {
        scenario::scenario_read
    };
    (scenario_import) => {
        scenario::scenario_import
    };
    (scenario_export) => {
        scenario::scenario_export
    };
    (recurring_list) => {
        recurring::recurring_list
    };
    (recurring_get) => {
        recurring::recurring_get
    };
    (recurring_month) => {
        recurring::recurring_month
    };
    (recurring_decide) => {
        recurring::recurring_decide
    };
    (recurring_add) => {
        recurring::recurring_add
    };
    (recurring_days) => {
        recurring::recurring_days
    };
    (recurring_export) => {
        recurring::recurring_export
    };
    (net_worth_get) => {
        networth::net_worth_get
    };
    (net_worth_explain) => {
        networth::net_worth_explain
    };
    (net_worth_ahead) => {
        networth::net_worth_ahead
    };
    (net_worth_ahead_keep) => {
        networth::net_worth_ahead_keep
    };
    (price_indexes) => {
        networth::price_indexes
    };
    (price_index_import) => {
        networth::price_index_import
    };
    (price_rate_set) => {
        networth::price_rate_set
    };
    (price_index_remove) => {
        networth::price_index_remove
    };
    (assets_list) => {
        assets::assets_list
    };
    (asset_put) => {
        assets::asset_put
    };
    (asset_remove) => {
        assets::asset_remove
    };
    (asset_value) => {
        assets::asset_value
    };
    (investments_get) => {
        investments::investments_get
    };
    (investments_plan) => {
        investments::investments_plan
    };
    (investments_plan_set) => {
        investments::investments_plan_set
    };
    (benchmark_set) => {
        investments::benchmark_set
    };
    (instruments_list) => {
        investments::instruments_list
    };
    (instrument_put) => {
        investments::instrument_put
    };
    (instrument_merge) => {
        investments::instrument_merge
    };
    (lots_list) => {
        investments::lots_list
    };
    (trades_list) => {
        investments::trades_list
    };
    (trade_put) => {
        investments::trade_put
    };
    (trade_remove) => {
        investments::trade_remove
    };
    (prices_list) => {
        investments::prices_list
    };
    (price_put) => {
        investments::price_put
    };
    (prices_import) => {
        investments::prices_import
    };
    (report_get) => {
        reports::report_get
    };
    (report_rows) => {
        reports::report_rows
    };
    (rates_refresh) => {
        rates::rates_refresh
    };
    (own_rates_list) => {
        rates::own_rates_list
    };
    (own_rate_put) => {
        rates::own_rate_put
    };
    (rates_import) => {
        rates::rates_import
    };
    (rates_status) => {
        rates::rates_status
    };
    (chart_render) => {
        charts::chart_render
    };
    (chart_export) => {
        charts::chart_export
    };
    (upstreams_list) => {
        connections::upstreams_list
    };
    (connections_list) => {
        connections::connections_list
    };
    (connection_add) => {
        connections::connection_add
    };
    (connection_update) => {
        connections::connection_update
    };
    (connection_revoke) => {
        connections::connection_revoke
    };
    (connection_remove) => {
        connections::connection_remove
    };
    (connection_differences) => {
        connections::connection_differences
    };
    (connection_report) => {
        derived::connection_report
    };
    (connection_vanished) => {
        connections::connection_vanished
    };
    (connection_approve_deletions) => {
        connections::connection_approve_deletions
    };
    (connection_decline_deletions) => {
        connections::connection_decline_deletions
    };
    (sync_run) => {
        sync::sync_run
    };
    (sync_runs) => {
        connections::sync_runs
    };
    (same_accounts) => {
        mirrors::same_accounts
    };
    (mirror_preview) => {
        mirrors::mirror_preview
    };
    (mirror_set) => {
        mirrors::mirror_set
    };
    (mirror_clear) => {
        mirrors::mirror_clear
    };
    (mirror_decline) => {
        mirrors::mirror_decline
    };
    (swap_preview) => {
        mirrors::swap_preview
    };
    (swap_commit) => {
        mirrors::swap_commit
    };
    (consents_list) => {
        consents::consents_list
    };
    (login_banks) => {
        logins::login_banks
    };
    (login_accounts) => {
        logins::login_accounts
    };
    (connection_accounts) => {
        offering::connection_accounts
    };
    (accounts_link) => {
        offering::accounts_link
    };
    (login_share) => {
        logins::login_share
    };
    (login_remove) => {
        logins::login_remove
    };
    (payees_list) => {
        payments::payees_list
    };
    (payee_add) => {
        payments::payee_add
    };
    (payee_confirm) => {
        payments::payee_confirm
    };
    (payments_list) => {
        payments::payments_list
    };
    (payment_prepare) => {
        payments::payment_prepare
    };
    (payment_send) => {
        payments::payment_send
    };
    (payment_answer) => {
        payments::payment_answer
    };
    (payment_look) => {
        payments::payment_look
    };
    (payment_cancel) => {
        payments::payment_cancel
    };
    (webhook_take) => {
        webhooks::webhook_take
    };
    (link_begin) => {
        links::link_begin
    };
    (link_answer) => {
        links::link_answer
    };
    (link_wait) => {
        links::link_wait
    };
    (link_browse) => {
        links::link_browse
    };
    (link_cancel) => {
        links::link_cancel
    };
    (webhook_listener) => {
        webhooks::webhook_listener
    };
    (webhook_listen) => {
        webhooks::webhook_listen
    };
    (practice_start) => {
        connections::practice_start
    };
    (import_pick) => {
        imports::import_pick
    };
    (import_glance) => {
        imports::import_glance
    };
    (import_preview) => {
        imports::import_preview
    };
    (import_commit) => {
        imports::import_commit
    };
    (watch_get) => {
        imports::watch_get
    };
    (watch_choose) => {
        imports::watch_choose
    };
    (watch_stop) => {
        imports::watch_stop
    };
    (import_rows) => {
        imports::import_rows
    };
    (import_templates) => {
        imports::import_templates
    };
    (import_template_rename) => {
        imports::import_template_rename
    };
    (import_template_remove) => {
        imports::import_template_remove
    };
    (imports_list) => {
        imports::imports_list
    };
    (export_run) => {
        export::export_run
    };
    (jobs_list) => {
        journal::jobs_list
    };
    (job_cancel) => {
        journal::job_cancel
    };
    (batches_list) => {
        journal::batches_list
    };
    (batch_edits) => {
        journal::batch_edits
    };
    (batch_undo) => {
        journal::batch_undo
    };
    (undo_last) => {
        journal::undo_last
    };
    (redo_last) => {
        journal::redo_last
    };
    (link_open) => {
        connections::link_open
    };
}

macro_rules! function {
    (call $name:ident $request:ident ($response:ty) [$($tag:ident),*]) => {
        #[doc = concat!("The command `", stringify!($name), "`.")]
        pub async fn $name(app: &App, request: $request) -> Result<$response, ApiError> {
            let answer = home!($name)(app, request).await;
            finish(app, stringify!($name), &[$(Tag::$tag),*], answer)
        }
    };
    (stream $name:ident $request:ident ($response:ty) $progress:ident [$($tag:ident),*]) => {
        #[doc = concat!("The command `", stringify!($name), "`, with progress.")]
        pub async fn $name(
            app: &App,
            request: $request,
            report: Report<$progress>,
        ) -> Result<$response, ApiError> {
            let answer = home!($name)(app, request, report).await;
            finish(app, stringify!($name), &[$(Tag::$tag),*], answer)
        }
    };
}

macro_rules! one {
    (call $app:ident $name:ident $request:ident $json:ident $report:ident) => {
        Box::pin(async move { encode(&$name($app, decode::<$request>($json)?).await?) })
    };
    (stream $app:ident $name:ident $request:ident $json:ident $report:ident) => {
        Box::pin(async move {
            let report = Report::new($report.job().to_owned(), move |step| {
                $report.step(serde_json::to_value(step).unwrap_or(Value::Null));
            });
            encode(&$name($app, decode::<$request>($json)?, report).await?)
        })
    };
}

macro_rules! api {
    ($($kind:ident $name:ident($request:ident) -> $response:ty $(, emits $progress:ident)?; $effect:ident [$($tag:ident),*];)*) => {
        $(api!(@function $kind $name $request ($response) [$($progress)?] $effect [$($tag),*]);)*

        /// Runs a command by its name, on JSON, and gives its answer as JSON text. Progress of a stream goes to `report`.
        ///
        /// Each command is behind one pointer, so that a call is as large as its own command and not as the largest.
        pub fn answer<'a>(
            app: &'a App,
            name: &'a str,
            json: Value,
            report: Report<Value>,
        ) -> Answer<'a> {
            match name {
                $(stringify!($name) => one!($kind app $name $request json report),)*
                _ => Box::pin(async move { Err(Failure::invalid("command", "unknown").cross(name)) }),
            }
        }
    };
    (@function $kind:ident $name:ident $request:ident ($response:ty) [$($progress:ident)?] reads [$($tag:ident),*]) => {
        function!($kind $name $request ($response) $($progress)? []);
    };
    (@function $kind:ident $name:ident $request:ident ($response:ty) [$($progress:ident)?] writes [$($tag:ident),*]) => {
        function!($kind $name $request ($response) $($progress)? [$($tag),*]);
    };
}

contract::with_commands!(api);

/// What a command makes stale.
pub(crate) fn writes(name: &str) -> &'static [Tag] {
    contract::COMMANDS
        .iter()
        .find(|command| command.name == name)
        .map_or(&[], |command| command.writes)
}

/// Ends a command: tells the page what became stale, or logs the failure and makes it cross.
pub(crate) fn finish<T>(
    app: &App,
    name: &str,
    stale: &[Tag],
    answer: Result<T, Failure>,
) -> Result<T, ApiError> {
    match answer {
        Ok(value) => {
            if !stale.is_empty() {
                let changed = Changed {
                    tags: stale.to_vec(),
                    origin: name.to_owned(),
                };
                app.ports().events.changed(changed);
            }
            Ok(value)
        }
        Err(failure) => Err(failure.cross(name)),
    }
}

fn decode<T: serde::de::DeserializeOwned>(json: Value) -> Result<T, ApiError> {
    serde_json::from_value(json)
        .map_err(|error| Failure::invalid("request", &error.to_string()).cross("dispatch"))
}

fn encode<T: serde::Serialize>(value: &T) -> Result<String, ApiError> {
    serde_json::to_string(value).map_err(|error| Failure::internal(error).cross("dispatch"))
}

/// What [`answer`] gives: the command, running.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<String, ApiError>> + Send + 'a>>;

/// As [`answer`], the answer read as JSON.
///
/// # Errors
///
/// Those of the command.
pub async fn dispatch(
    app: &App,
    name: &str,
    json: Value,
    report: Report<Value>,
) -> Result<Value, ApiError> {
    let text = answer(app, name, json, report).await?;
    serde_json::from_str(&text).map_err(|error| Failure::internal(error).cross("dispatch"))
}
