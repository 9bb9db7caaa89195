"""What an independent FinWise client must find in the practice bank; run by python_clients.rs."""

import json, os, urllib.request
from datetime import date, datetime
from decimal import Decimal
from finwise import FinWise
from finwise.exceptions import NotFoundError, RateLimitError, AuthenticationError

base, key = os.environ["BANK_URL"], os.environ["BANK_KEY"]
control, truth = os.environ["BANK_CONTROL"], json.loads(os.environ["BANK_TRUTH"])

def scenario(name):
    body = json.dumps({"scenario": name}).encode()
    urllib.request.urlopen(urllib.request.Request(control, data=body, method="POST")).read()

client = FinWise(api_key=key, base_url=base, max_retries=0)

accounts = client.accounts.list().data
told = {account["name"]: account for account in truth["accounts"]}
assert len(accounts) == 5, accounts
for account in accounts:
    assert str(account.balance.quantize(Decimal("0.01"))) == told[account.name]["current"], account
assert any(account.is_archived for account in accounts), "a stamp without a zone is read"
try:
    client.accounts.retrieve("nobody")
    raise SystemExit("an unknown account was found")
except NotFoundError:
    pass
assert client.accounts.retrieve(accounts[0].id).name == accounts[0].name

page = client.transactions.list(from_date=datetime(2026, 1, 1), exclude_archived=False, page_size=2)
assert page.has_next and len(page.data) == 2
rows, number = [], 1
while True:
    page = client.transactions.list(exclude_archived=False, page_number=number, page_size=500)
    rows += page.data
    if not page.has_next:
        break
    number += 1
assert len(rows) == truth["counts"]["finwise_transactions"], len(rows)
assert len({row.id for row in rows}) == len(rows)

assert len(client.account_balances.list(page_size=500).data) >= 180
assert all(balance.type == "synced" for balance in client.account_balances.list().data)
assert client.account_balances.aggregated(currency="EUR")
assert len(client.transaction_categories.list().data) > 30
assert client.transactions.aggregated(currency_code="EUR")
assert len(client.category_budgets.aggregated(currency_code="EUR", from_budget_period_to=datetime(2026, 11, 1))) == 3

made = client.accounts.create(name="From Python", type="depository", sub_type="cash", currency="EUR", initial_balance=12.5)
assert str(made.balance) == "12.5", made
row = client.transactions.create(account_id=made.id, amount=Decimal("-2.50"),
    transaction_date=date(2026, 11, 19), description="Tea")
assert str(row.value) == "-2.5", row
assert client.transactions.archive(row.id).is_archived
category = client.transaction_categories.create(name="Tea", color="#00ff00")
client.transaction_categories.delete(category.id)
assert client.accounts.archive(made.id).is_archived

scenario("rate-limited")
patient = FinWise(api_key=key, base_url=base, max_retries=2)
assert patient.accounts.list().data, "one refusal with a delay is survived"
scenario("rate-limited")
try:
    client.accounts.list()
    raise SystemExit("the refusal went unseen")
except RateLimitError as refusal:
    assert refusal.retry_after == 1
scenario("bad-token")
try:
    client.accounts.list()
    raise SystemExit("the key was taken")
except AuthenticationError:
    pass
scenario("calm")
print("finwise: all said")
