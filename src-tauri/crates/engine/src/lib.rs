//! Pure computation over domain values: budgets, forecast, net worth, matching.
