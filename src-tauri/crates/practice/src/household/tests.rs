use super::*;
use crate::calendar::date;

#[test]
fn the_books_look_like_a_family_lives_there() {
    let home = Household::new(1, date(2026, 11, 20));
    let truth = home.truth();
    for account in &truth.accounts {
        eprintln!(
            "{} {} {} rows {} {:?}",
            account.key,
            account.currency,
            account.current,
            account.rows,
            account
                .month_ends
                .iter()
                .step_by(6)
                .map(|b| b.balance.clone())
                .collect::<Vec<_>>()
        );
    }
    eprintln!("{:?}", truth.counts);
}
