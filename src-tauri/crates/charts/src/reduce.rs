//! Fewer points than there are pixels: a long series keeps what can be seen.

/// Which points to draw when at most `columns` columns can be told apart.
///
/// Each column keeps its first and last point, its low and its high, so that no peak is lost
/// and neighbouring columns join where the data does. Gaps keep the points beside them.
pub(crate) fn kept(values: &[Option<i64>], columns: usize) -> Vec<usize> {
    let columns = columns.max(1);
    if values.len() <= columns {
        return (0..values.len()).collect();
    }
    let mut kept = Vec::with_capacity(columns * 4);
    for column in 0..columns {
        let from = column * values.len() / columns;
        let to = (column + 1) * values.len() / columns;
        let known = || (from..to).filter(|at| values[*at].is_some());
        let mut chosen = vec![from, to - 1];
        chosen.extend(known().min_by_key(|at| values[*at]));
        chosen.extend(known().max_by_key(|at| values[*at]));
        chosen.extend((from + 1..to).filter(|at| {
            let (before, here) = (values[*at - 1].is_some(), values[*at].is_some());
            before != here
        }));
        chosen.sort_unstable();
        chosen.dedup();
        kept.extend(chosen);
    }
    kept
}

#[cfg(test)]
mod tests;
