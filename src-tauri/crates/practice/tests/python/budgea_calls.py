"""What an independent Budgea client must find in the practice bank; run by python_clients.rs."""

import datetime, json, os, urllib.request
from decimal import Decimal

import budgea

base, truth = os.environ["BANK_URL"], json.loads(os.environ["BANK_TRUTH"])
client, secret, token = (os.environ[k] for k in ("BANK_CLIENT", "BANK_SECRET", "BANK_TOKEN"))


def api(word):
    configuration = budgea.Configuration(
        host=base, api_key={"Authorization": word}, api_key_prefix={"Authorization": "Bearer"})
    return budgea.ApiClient(configuration)


own = api(token)
entry = budgea.AuthenticationApi(api("nobody"))

# Tokens.
init = entry.auth_init_post(client_id=client, client_secret=secret)
assert init.type == "permanent" and init.auth_token
code = budgea.AuthenticationApi(own).auth_token_code_get()
assert code.expires_in == 1800
access = entry.auth_token_access_post(client, secret, code.code)
assert access.token_type == "Bearer"
own = api(access.access_token)

# Banks, connections, accounts and the consent to them.
banks = budgea.BanksApi(own)
assert any(bank.id == 40 for bank in banks.banks_get().banks)
connections = budgea.ConnectionsApi(own).usersid_user_connections_get("me").connections
assert [c.id for c in connections] == [21] and not connections[0].state
shown = banks.usersid_user_accounts_get("me").accounts
# This client cannot ask for what is not shared.
asked = urllib.request.Request(f"{base}/users/me/accounts?all", headers={"Authorization": f"Bearer {token}"})
every = json.load(urllib.request.urlopen(asked))["accounts"]
assert len(every) == len(shown) + 2
told = {account["name"]: account for account in truth["accounts"]}
for account in shown:
    assert Decimal(str(account.balance)) == Decimal(told[account.name]["current"]), account.name
hidden = next(account["id"] for account in every if "disabled" in account)
banks.usersid_user_accountsid_account_put("me", hidden, disabled=False)
assert len(banks.usersid_user_accounts_get("me").accounts) == len(shown) + 1
banks.usersid_user_accountsid_account_put("me", hidden, disabled=True)
assert len(banks.usersid_user_accounts_get("me").accounts) == len(shown)

# Movements, page by page, typed.
rows, offset = [], 0
while True:
    page = banks.usersid_user_transactions_get(
        "me", limit=1000, offset=offset, min_date="2000-01-01", all=True)
    rows += page.transactions
    offset += len(page.transactions)
    if offset >= page.total:
        break
assert len({row.id for row in rows}) == len(rows)
living = [row for row in rows if not row.deleted]
assert len(living) == truth["counts"]["budgea_transactions"], len(living)
assert isinstance(rows[0].date, datetime.date) and isinstance(rows[0].last_update, datetime.datetime)
assert any(row.coming for row in rows)
month = banks.usersid_user_transactions_get("me")
assert 0 < month.total < len(rows)
newest = max(row.last_update for row in rows)
delta = banks.usersid_user_transactions_get(
    "me", limit=1000, min_date="2000-01-01", last_update=str(newest - datetime.timedelta(days=2)), all=True)
wanted = {row.id for row in rows if row.last_update > newest - datetime.timedelta(days=2)}
assert {row.id for row in delta.transactions} == wanted and wanted

# Holdings and their past.
wealth = budgea.WealthApi(own)
holdings = wealth.usersid_user_investments_get("me").investments
codes = {holding.code: holding for holding in holdings}
for holding in truth["holdings"]:
    assert Decimal(str(codes[holding["code"]].valuation)) == Decimal(holding["valuation"])
one = codes[truth["holdings"][0]["code"]]
past = wealth.usersid_user_accountsid_account_investmentsid_investment_history_get("me", one.id_account, one.id)
assert len(past.investmentvalues) > 36

# Sums, lists, recipients.
sums = budgea.PFMApi(own).usersid_user_balances_get("me", min_date="2026-09-01", max_date="2026-10-31")
assert len(sums.balances) == 2 and sums.balances[0].incomes > 0
assert any(kind.name == "pea" for kind in banks.account_types_get().accounttypes)
assert any(category.id == 1000 for category in banks.categories_get().categories)
assert len(banks.usersid_user_transactionsclusters_get("me").transactionsclusters) == 9
transfers = budgea.TransfersApi(own)
assert len(transfers.usersid_user_recipients_get("me").recipients) == 3
assert transfers.usersid_user_transfers_get("me").transfers == []

# Synchronising, and being nobody.
synced = budgea.ConnectionsApi(own).usersid_user_connectionsid_connection_put("me", 21)
assert synced.id == 21
try:
    budgea.BanksApi(api("nobody")).usersid_user_accounts_get("me")
    raise SystemExit("nobody was let in")
except budgea.ApiException as refused:
    assert refused.status in (401, 403) and json.loads(refused.body)["code"]

# Without the strictness the raw documents hold what the contract holds.
base = os.environ["BANK_RAW_URL"]
raw = budgea.BanksApi(api(token)).usersid_user_transactions_get(
    "me", limit=1000, min_date="2000-01-01", _preload_content=False)
document = json.loads(raw.data)
kinds = {row["type"] for row in document["transactions"]}
assert {"deferred_card", "loan_repayment", "summary_card", "market_order"} <= kinds, kinds
assert any(row["vdate"] is None for row in document["transactions"])
print("all said")
