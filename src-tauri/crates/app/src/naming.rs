//! What payees are called, for what goes through many rows.

use std::collections::{HashMap, HashSet};

use domain::ids::PayeeId;
use store::View;

/// A payee's name folded, and as it is shown.
pub(crate) type Named = (String, String);

/// The names of these payees. Folding is what costs: a book has many payees that no row at hand names.
pub(crate) fn names(
    view: &View<'_>,
    met: &HashSet<PayeeId>,
) -> store::Result<HashMap<PayeeId, Named>> {
    Ok(view
        .payees()?
        .into_iter()
        .filter(|payee| met.contains(&payee.id))
        .map(|payee| {
            let shown = payee.display.unwrap_or(payee.name);
            (payee.id, (domain::text::fold(&shown), shown))
        })
        .collect())
}
