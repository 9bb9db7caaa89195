//! Learning and asking.

use std::collections::HashMap;

use super::blend::{Blend, Hearing, WITNESSES};
use super::crosswise::{ahead, without_account};
use super::labels::Chart;
use super::linear::{Linear, features, own_features};
use super::profiles::Profiles;
use super::tally::{Shared, Tally};
use super::traits::{Mix, Seen, Texts, mix};
use super::witnesses::{
    ALIKE, KEEP, LINEAR, LIST, OWN, START, USUAL, because, cell, own_scopes, shared_scopes,
};
use super::{Row, Suggestion};

/// Days whose corrections become known together while the weights are learnt: a person files month by month.
const BLOCK: i32 = 30;
/// The newest rows from which weights are learnt, and how often they are gone through; counts take all rows.
const RECENT: (usize, usize) = (20_000, 4);
/// The same in a book that is longer than [`LONG`], in which what is new says more and time would run out.
const RECENT_OF_LONG: (usize, usize) = (10_000, 2);
/// Rows of a long book.
const LONG: usize = 40_000;
/// Hearings from which the blend learns.
const HEARINGS: usize = 8_000;
/// Passes over the hearings.
const ROUNDS: usize = 10;
/// Shares of the two linear parts in the final word (as exponents); the rest is the blend's.
const WORDS_SHARE: f32 = 0.15;
const OWN_WORDS_SHARE: f32 = 0.3;

/// A learner of one book.
#[derive(Debug, Clone)]
pub struct Model {
    categories: usize,
    texts: Texts,
    own: HashMap<u64, Tally, Mix>,
    shared: Shared,
    /// How usual each category is, never quite nought.
    base: Vec<f32>,
    /// Accounts that gave a name a category.
    accounts_of: HashMap<u64, Vec<u32>, Mix>,
    profiles: Profiles,
    /// What accounts like one said in a situation, until something new is learnt.
    alike: HashMap<u64, Tally, Mix>,
    words: Linear,
    own_words: Linear,
    blend: Blend,
    /// For accounts that never said anything.
    strangers: Blend,
    chart: Chart,
    /// How much surer or less sure than it says the whole is.
    warmth: f32,
    /// Whether anything was learnt yet.
    taught: bool,
}

impl Model {
    /// Learns from rows whose category is known, by its place in `names`; rows without one tell what their accounts are like.
    /// `names` are the categories' names as the person reads them, from which a book without corrections takes its first guess.
    pub fn train<S: AsRef<str>>(names: &[S], rows: &[(Row<'_>, Option<u16>)]) -> Self {
        let categories = names.len().min(usize::from(u16::MAX));
        let mut texts = Texts::default();
        let mut all: Vec<(Seen, Option<u16>)> = rows
            .iter()
            .map(|(row, category)| (row.seen(&mut texts), *category))
            .collect();
        all.sort_by_key(|(seen, _)| seen.day);
        let seen: Vec<Seen> = all.iter().map(|(seen, _)| *seen).collect();
        let known: Vec<(Seen, u16)> = all
            .into_iter()
            .filter_map(|(seen, category)| Some((seen, category?)))
            .filter(|(_, category)| usize::from(*category) < categories)
            .collect();
        let mut model = Self {
            categories,
            own: HashMap::default(),
            shared: Shared::default(),
            base: usual(categories, &known),
            accounts_of: HashMap::default(),
            profiles: Profiles::new(&seen, &texts),
            alike: HashMap::default(),
            words: Linear::new(categories, features),
            own_words: Linear::new(categories, own_features),
            blend: Blend::new(&START),
            strangers: Blend::new(&START),
            chart: Chart::read(names.get(..categories).unwrap_or(names)),
            warmth: 1.0,
            taught: !known.is_empty(),
            texts,
        };
        if model.taught {
            model.learn_all(&known);
        }
        model
    }

    fn learn_all(&mut self, known: &[(Seen, u16)]) {
        for (seen, category) in known {
            self.count_shared(seen, *category, Shared::count);
        }
        self.shared.sum_up();
        let (newest, passes) = if known.len() > LONG {
            RECENT_OF_LONG
        } else {
            RECENT
        };
        let recent = known.len().saturating_sub(newest);
        self.meet_strangers(&known[recent..], passes);
        let said = ahead(&mut self.own_words, &known[recent..], &self.texts, passes);
        // The weights, as if the corrections had come month by month.
        let mut heard: Vec<(Hearing, usize)> = Vec::new();
        let mut shares: Vec<&[f32]> = Vec::new();
        let from = known.len().saturating_sub(HEARINGS);
        let mut start = 0;
        while let Some((first, _)) = known.get(start) {
            let until = first.day + BLOCK;
            let end = start + known[start..].partition_point(|(seen, _)| seen.day < until);
            for index in start.max(from)..end {
                let own = &said[index - recent];
                if own.is_empty() {
                    continue;
                }
                let (seen, category) = &known[index];
                let hearing = self.hear(seen, own);
                if let Some(answer) = hearing.candidates.iter().position(|c| c == category) {
                    heard.push((hearing, answer));
                    shares.push(own);
                }
            }
            for (seen, category) in &known[start..end] {
                self.count_own(seen, *category);
            }
            start = end;
        }
        self.blend.learn(&heard, ROUNDS);
        self.set_warmth(&heard, &shares);
    }

    /// Learns what to believe of an account that never said anything, from what the others would have said of each account.
    fn meet_strangers(&mut self, known: &[(Seen, u16)], passes: usize) {
        let from = known.len().saturating_sub(HEARINGS);
        let said = without_account(&mut self.words, known, &self.texts, passes);
        let heard: Vec<(Hearing, usize)> = (known.iter().zip(&said).skip(from))
            .filter_map(|((seen, category), said)| {
                let hearing = self.hear(seen, said);
                let answer = hearing.candidates.iter().position(|c| c == category)?;
                Some((hearing, answer))
            })
            .collect();
        self.strangers.learn(&heard, ROUNDS);
    }

    /// One more correction, without going through the others again.
    pub fn learn(&mut self, row: &Row<'_>, category: u16) {
        if usize::from(category) >= self.categories {
            return;
        }
        let seen = row.seen(&mut self.texts);
        self.count_shared(&seen, category, Shared::add);
        self.count_own(&seen, category);
        self.alike.clear();
        self.taught = true;
        let text = self.texts.get(seen.text);
        let mut scratch = Vec::new();
        for linear in [&mut self.words, &mut self.own_words] {
            let row = linear.features_learnt(&seen, text);
            linear.learn(&row, category, &mut scratch);
        }
    }

    fn count_own(&mut self, seen: &Seen, category: u16) {
        let scopes = own_scopes(seen, self.texts.get(seen.text));
        for (scope, keep) in scopes.into_iter().zip(KEEP) {
            if scope != 0 {
                (self.own.entry(scope).or_default()).fade_and_add(category, keep);
            }
        }
    }

    fn count_shared(&mut self, seen: &Seen, category: u16, count: fn(&mut Shared, u64, u32, u16)) {
        let text = self.texts.get(seen.text);
        for scope in shared_scopes(seen, text) {
            if scope != 0 {
                count(&mut self.shared, scope, seen.account, category);
            }
        }
        for name in [mix(51, text.key), mix(54, text.head)] {
            let accounts = self.accounts_of.entry(name).or_default();
            if !accounts.contains(&seen.account) {
                accounts.push(seen.account);
            }
        }
    }

    /// What accounts that are like this one said in a situation.
    fn ask_alike(&mut self, scope: u64, account: u32) -> Tally {
        let key = mix(scope, u64::from(account));
        if let Some(known) = self.alike.get(&key) {
            return known.clone();
        }
        let mut out = Tally::default();
        for other in self.accounts_of.get(&scope).into_iter().flatten() {
            if *other == account {
                continue;
            }
            let like = self.profiles.likeness(account, *other);
            if like < 0.02 {
                continue;
            }
            if let Some(own) = self.shared.of(scope, *other) {
                let weight = 10.0 * like * like / (own.total + 2.0);
                for (category, count) in &own.seen {
                    out.add(*category, count * weight);
                }
            }
        }
        self.alike.insert(key, out.clone());
        out
    }

    /// Hears every witness on a row; `shares` are what the words say.
    fn hear(&mut self, seen: &Seen, shares: &[f32]) -> Hearing {
        let text = self.texts.get(seen.text);
        let own = own_scopes(seen, text);
        let shared = shared_scopes(seen, text);
        let income = seen.minor > 0;
        let listed = (text.hint)
            .and_then(|trade| self.chart.category(trade, income))
            .or_else(|| Some((self.chart.unknown(income)?, 9)));
        let (name, head) = (mix(51, text.key), mix(54, text.head));
        let mut tallies: Vec<Tally> = Vec::with_capacity(ALIKE + 2);
        for scope in own {
            tallies.push(self.own.get(&scope).cloned().unwrap_or_default());
        }
        for scope in shared {
            tallies.push(self.shared.others(scope, seen.account));
        }
        tallies.push(self.ask_alike(name, seen.account));
        tallies.push(self.ask_alike(head, seen.account));

        let mut hearing = Hearing {
            candidates: likeliest(shares, 6),
            ..Hearing::default()
        };
        let mut place = vec![usize::MAX; self.categories];
        for category in &hearing.candidates {
            place[usize::from(*category)] = 0;
        }
        let others = tallies.iter().flat_map(|tally| &tally.seen);
        let others = others.filter(|(_, weight)| *weight > 0.02).map(|(c, _)| *c);
        for category in others.chain(listed.map(|(category, _)| category)) {
            let known = &mut place[usize::from(category)];
            if *known == usize::MAX {
                *known = 0;
                hearing.candidates.push(category);
            }
        }
        place.fill(usize::MAX);
        for (at, category) in hearing.candidates.iter().enumerate() {
            let base = self.base[usize::from(*category)];
            place[usize::from(*category)] = at;
            let mut said = [0.0; WITNESSES];
            said[LINEAR] = (shares[usize::from(*category)] + 1e-4).ln() - base.ln();
            said[USUAL] = base.ln();
            if let Some((listed, near)) = listed
                && listed == *category
            {
                said[LIST] = 3.0 / (1.0 + 0.3 * near as f32);
            }
            hearing.said.push(said);
        }
        for (witness, tally) in tallies.iter().enumerate() {
            for (category, weight) in &tally.seen {
                if let Some(said) = hearing.said.get_mut(place[usize::from(*category)]) {
                    let base = self.base[usize::from(*category)];
                    said[witness] = (1.0 + weight / (4.0 * base)).ln();
                }
            }
        }
        let strength = tallies.first().map_or(0.0, |tally| tally.total);
        for (cells, tally) in hearing.cells.iter_mut().zip(&tallies) {
            *cells = cell(strength, tally.total);
        }
        let whole = tallies.get(OWN).map_or(0.0, |tally| tally.total);
        for witness in [LINEAR, USUAL, LIST] {
            hearing.cells[witness] = cell(strength, whole);
        }
        hearing
    }

    /// The likeliest category of a row, how sure that is, and why; none where there are no categories.
    pub fn suggest(&mut self, row: &Row<'_>) -> Option<Suggestion> {
        let seen = row.seen(&mut self.texts);
        let text = self.texts.get(seen.text);
        let (mut words, mut own) = (Vec::new(), Vec::new());
        self.words.ask_row(&seen, text, &mut words);
        self.own_words.ask_row(&seen, text, &mut own);
        // Of an account that never said anything, what was learnt with accounts' own habits knows less.
        let strange = !self.own.contains_key(&own_scopes(&seen, text)[6]);
        if strange {
            own.clone_from(&words);
        }
        let hearing = self.hear(&seen, &own);
        let mut shares = Vec::new();
        let (blend, trust) = if strange {
            (&self.strangers, 0.0)
        } else {
            (&self.blend, 1.0)
        };
        blend.weigh(&hearing, &mut shares);
        if self.taught {
            let (by_words, by_own) = (WORDS_SHARE * trust, OWN_WORDS_SHARE * trust);
            for (share, category) in shares.iter_mut().zip(&hearing.candidates) {
                let place = usize::from(*category);
                let log = (1.0 - by_words - by_own) * share.max(1e-9).ln()
                    + by_words * words[place].max(1e-6).ln()
                    + by_own * own[place].max(1e-6).ln();
                *share = (log * self.warmth).exp();
            }
            let sum: f32 = shares.iter().sum();
            for share in &mut shares {
                *share /= sum;
            }
        }
        let (at, share) =
            (shares.iter().copied().enumerate()).max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(Suggestion {
            category: *hearing.candidates.get(at)?,
            confidence: share,
            because: because(blend, &hearing, &shares, at),
        })
    }

    /// Finds by how much what the whole says has to be tempered to be as often right as it says (Platt 1999 with one
    /// parameter), on rows that were asked before they were learnt.
    fn set_warmth(&mut self, heard: &[(Hearing, usize)], own: &[&[f32]]) {
        let mut shares = Vec::new();
        let mut mixed: Vec<(Vec<f32>, usize)> = Vec::with_capacity(heard.len());
        for ((hearing, answer), own) in heard.iter().zip(own) {
            self.blend.weigh(hearing, &mut shares);
            let logs = shares
                .iter()
                .zip(&hearing.candidates)
                .map(|(share, category)| {
                    let own = own[usize::from(*category)].max(1e-6).ln();
                    let linear = WORDS_SHARE + OWN_WORDS_SHARE;
                    (1.0 - linear) * share.max(1e-9).ln() + linear * own
                });
            mixed.push((logs.collect(), *answer));
        }
        let loss = |warmth: f32| -> f32 {
            (mixed.iter())
                .map(|(logs, answer)| {
                    let sum: f32 = logs.iter().map(|log| (log * warmth).exp()).sum();
                    sum.ln() - logs[*answer] * warmth
                })
                .sum()
        };
        self.warmth = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3]
            .into_iter()
            .min_by(|a, b| loss(*a).total_cmp(&loss(*b)))
            .unwrap_or(1.0);
    }
}

/// The share of each category, tempered so that none is nought.
fn usual(categories: usize, known: &[(Seen, u16)]) -> Vec<f32> {
    let mut counts = vec![0.5_f32; categories];
    for (_, category) in known {
        counts[usize::from(*category)] += 1.0;
    }
    let total: f32 = counts.iter().sum();
    let even = 1.0 / categories.max(1) as f32;
    (counts.iter())
        .map(|count| 0.7 * count / total + 0.3 * even)
        .collect()
}

/// The places of the largest shares.
fn likeliest(shares: &[f32], count: usize) -> Vec<u16> {
    let mut places: Vec<u16> = (0..shares.len() as u16).collect();
    let share = |place: &u16| shares[usize::from(*place)];
    if count < places.len() {
        places.select_nth_unstable_by(count, |a, b| {
            share(b).total_cmp(&share(a)).then_with(|| a.cmp(b))
        });
        places.truncate(count);
    }
    places
}
