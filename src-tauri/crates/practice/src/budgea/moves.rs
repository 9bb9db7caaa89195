//! What a synchronisation finds changed at the bank.
//!
//! Calm is calm: nothing but the stamps moves. With the switch `budgea_moves`, a synchronisation
//! after a complete reading books one announced movement in either way, brings two new ones, takes
//! one away, and values the holdings anew; `late-posting` and `deletions` do their own.

use crate::bank::Bank;
use crate::household::Upstream;
use crate::scenario::Scenario;

/// A connection was synchronised.
pub(crate) fn synchronised(bank: &mut Bank, connection: u64) {
    pass_begins(bank, connection);
    let Some(read) = bank
        .budgea
        .connections
        .get(&connection)
        .map(|connection| connection.read_through)
    else {
        return;
    };
    if !(bank.switches.budgea_moves && read) {
        return;
    }
    bank.household.post_one_of_each(Upstream::Budgea);
    bank.household.delete_newest(Upstream::Budgea);
    bank.household.insert_one(Upstream::Budgea);
    bank.household.insert_one(Upstream::Budgea);
    bank.household.revalue();
    if let Some(connection) = bank.budgea.connections.get_mut(&connection) {
        connection.read_through = false;
    }
}

/// A client asks for a connection's accounts, before it reads the movements anew.
pub(crate) fn pass_begins(bank: &mut Bank, id: u64) {
    let Some(connection) = bank.budgea.connections.get(&id) else {
        return;
    };
    let (read, done) = (connection.read_through, connection.changed);
    let changed = bank.pass_begins(Upstream::Budgea, read, done);
    if let Some(connection) = bank.budgea.connections.get_mut(&id) {
        connection.changed = changed;
    }
}

/// Under `moving-pages`, the first four pages behind the first find the movements moved.
pub(crate) fn turn_page(bank: &mut Bank, offset: usize) {
    if bank.scenario == Scenario::MovingPages && offset > 0 && bank.budgea.moved < 4 {
        bank.budgea.moved += 1;
        if bank.budgea.moved % 2 == 1 {
            bank.household.delete_newest(Upstream::Budgea);
        } else {
            bank.household.insert_one(Upstream::Budgea);
        }
    }
}
