//! Multinomial logistic regression over words, runs of letters and amounts.

use std::collections::HashMap;

use super::traits::{Mix, Seen, Text, mix};

/// Hashed features of a text and their values, scaled to length one together.
fn text_features(text: &Text) -> impl Iterator<Item = (u64, f32)> {
    let whole: f32 = text.parts.iter().map(|(_, value)| value * value).sum();
    let scale = 1.0 / whole.max(1e-6).sqrt();
    text.parts
        .iter()
        .map(move |(part, value)| (*part, value * scale))
}

/// What a row shows besides its text, without its account.
pub(super) fn features(seen: &Seen, text: &Text, out: &mut Vec<(u64, f32)>) {
    let bucket = seen.bucket();
    let magnitude = seen.magnitude();
    out.push((mix(20, bucket), 0.5));
    out.push((mix(21, magnitude), 0.5));
    out.push((mix(22, seen.roundness()), 0.4));
    out.push((mix(23, mix(text.head, bucket)), 0.5));
    out.push((mix(24, mix(text.key, magnitude)), 0.4));
    out.push((mix(25, mix(text.key, seen.minor.unsigned_abs())), 0.4));
    out.push((mix(26, u64::from(seen.weekday)), 0.1));
    if let Some(trade) = text.trade {
        out.push((mix(27, u64::from(trade)), 0.7));
        out.push((mix(28, mix(u64::from(trade), bucket)), 0.4));
    }
}

/// The same row as its own account sees it.
pub(super) fn own_features(seen: &Seen, text: &Text, out: &mut Vec<(u64, f32)>) {
    features(seen, text, out);
    let account = mix(29, u64::from(seen.account));
    out.push((account, 0.7));
    out.push((mix(account, text.head), 0.6));
    out.push((mix(account, text.key), 0.6));
    out.push((mix(account, text.pair), 0.4));
    out.push((mix(account, mix(1, seen.bucket())), 0.3));
    out.push((mix(account, mix(2, seen.magnitude())), 0.4));
    if let Some(trade) = text.trade {
        out.push((mix(account, mix(3, u64::from(trade))), 0.7));
    }
}

/// Reads what a row shows besides its text.
pub(super) type Features = fn(&Seen, &Text, &mut Vec<(u64, f32)>);

/// A weight for each feature and category.
#[derive(Debug, Clone)]
pub(super) struct Linear {
    features: Features,
    /// What the texts alone say, until something is learnt.
    texts: HashMap<u32, Vec<f32>, Mix>,
    categories: usize,
    index: HashMap<u64, u32, Mix>,
    weights: Vec<f32>,
    squares: Vec<f32>,
    bias: Vec<f32>,
    bias_squares: Vec<f32>,
}

/// Step of the first updates (`AdaGrad`; Duchi, Hazan and Singer 2011).
const STEP: f32 = 0.5;
/// Keeps the first updates of a rare feature small.
const CAUTION: f32 = 0.7;
/// Gradients below this change nothing worth the work.
const IDLE: f32 = 0.01;

impl Linear {
    pub(super) fn new(categories: usize, features: Features) -> Self {
        Self {
            features,
            texts: HashMap::default(),
            categories,
            index: HashMap::default(),
            weights: Vec::new(),
            squares: Vec::new(),
            bias: vec![0.0; categories],
            bias_squares: vec![0.0; categories],
        }
    }

    /// The features of a row that is learnt from, each of which gets its weights.
    pub(super) fn features_learnt(&mut self, seen: &Seen, text: &Text) -> Vec<(u32, f32)> {
        let mut all: Vec<(u64, f32)> = text_features(text).collect();
        (self.features)(seen, text, &mut all);
        all.into_iter()
            .map(|(feature, value)| (self.know(feature), value))
            .collect()
    }

    /// Makes room for a feature.
    fn know(&mut self, feature: u64) -> u32 {
        let next = self.index.len() as u32;
        let categories = self.categories;
        let number = *self.index.entry(feature).or_insert(next);
        if number == next {
            let room = (next as usize + 1) * categories;
            self.weights.resize(room, 0.0);
            self.squares.resize(room, 0.0);
        }
        number
    }

    /// Probability of each category, of features that have weights.
    pub(super) fn ask(&self, row: &[(u32, f32)], out: &mut Vec<f32>) {
        out.clear();
        out.extend_from_slice(&self.bias);
        for (feature, value) in row {
            self.add(*feature, *value, out);
        }
        soften(out);
    }

    /// Probability of each category of any row; what its text says is worked out once.
    pub(super) fn ask_row(&mut self, seen: &Seen, text: &Text, out: &mut Vec<f32>) {
        out.clear();
        if let Some(known) = self.texts.get(&seen.text) {
            out.extend_from_slice(known);
        } else {
            out.extend_from_slice(&self.bias);
            for (feature, value) in text_features(text) {
                if let Some(feature) = self.index.get(&feature) {
                    self.add(*feature, value, out);
                }
            }
            self.texts.insert(seen.text, out.clone());
        }
        let mut rest = Vec::with_capacity(16);
        (self.features)(seen, text, &mut rest);
        for (feature, value) in rest {
            if let Some(feature) = self.index.get(&feature) {
                self.add(*feature, value, out);
            }
        }
        soften(out);
    }

    fn add(&self, feature: u32, value: f32, out: &mut [f32]) {
        let at = feature as usize * self.categories;
        for (sum, weight) in out.iter_mut().zip(&self.weights[at..at + self.categories]) {
            *sum += value * weight;
        }
    }

    /// One step towards `category`.
    pub(super) fn learn(&mut self, row: &[(u32, f32)], category: u16, scratch: &mut Vec<f32>) {
        self.texts.clear();
        self.ask(row, scratch);
        scratch[usize::from(category)] -= 1.0;
        let moving: Vec<(usize, f32)> = scratch
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, slope)| slope.abs() >= IDLE)
            .collect();
        for (c, slope) in &moving {
            let square = &mut self.bias_squares[*c];
            *square += slope * slope * 0.01;
            self.bias[*c] -= STEP * 0.1 * slope / (square.sqrt() + 0.1);
        }
        for (feature, value) in row {
            let at = *feature as usize * self.categories;
            let weights = &mut self.weights[at..at + self.categories];
            let squares = &mut self.squares[at..at + self.categories];
            for (c, slope) in &moving {
                let slope = slope * value;
                squares[*c] += slope * slope;
                weights[*c] -= STEP * slope / (squares[*c].sqrt() + CAUTION);
            }
        }
    }
}

/// Logits to probabilities, in place.
pub(super) fn soften(values: &mut [f32]) {
    let top = values.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for value in values.iter_mut() {
        *value = (*value - top).exp();
        sum += *value;
    }
    for value in values.iter_mut() {
        *value /= sum;
    }
}
