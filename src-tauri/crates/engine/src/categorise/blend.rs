//! How much each witness is believed: a conditional logit whose weights are shared by all categories.

use super::linear::soften;

/// Witnesses a row can have.
pub(super) const WITNESSES: usize = 25;
/// Cells of evidence a witness is weighed in.
const CELLS: usize = 20;
/// Hearings weighed together.
const BATCH: usize = 64;
/// Rows that the starting weights are worth.
const PULL: f32 = 30.0;

/// What all witnesses say about one row.
#[derive(Debug, Clone, Default)]
pub(super) struct Hearing {
    /// Categories in question.
    pub(super) candidates: Vec<u16>,
    /// For each candidate what each witness says, nought where it says nothing.
    pub(super) said: Vec<[f32; WITNESSES]>,
    /// The cell of evidence of each witness.
    pub(super) cells: [u8; WITNESSES],
}

#[derive(Debug, Clone)]
pub(super) struct Blend {
    weights: Vec<f32>,
    start: Vec<f32>,
}

impl Blend {
    pub(super) fn new(start: &[f32; WITNESSES]) -> Self {
        let weights: Vec<f32> = start.iter().flat_map(|weight| [*weight; CELLS]).collect();
        Self {
            start: weights.clone(),
            weights,
        }
    }

    pub(super) fn weigh(&self, hearing: &Hearing, out: &mut Vec<f32>) {
        out.clear();
        for said in &hearing.said {
            out.push(
                said.iter()
                    .zip(&hearing.cells)
                    .enumerate()
                    .map(|(witness, (said, cell))| {
                        said * self.weights[witness * CELLS + usize::from(*cell)]
                    })
                    .sum(),
            );
        }
        soften(out);
    }

    /// Learns from hearings whose answer is known (its place among the candidates).
    pub(super) fn learn(&mut self, known: &[(Hearing, usize)], rounds: usize) {
        // Adam (Kingma and Ba 2015) over small batches.
        let size = self.weights.len();
        let (mut first, mut second) = (vec![0.0_f32; size], vec![0.0_f32; size]);
        let mut slope = vec![0.0_f32; size];
        let mut shares = Vec::new();
        let mut step = 0;
        let batches = known.len().div_ceil(BATCH);
        let total = (batches * rounds).max(1) as f32;
        let pull = PULL / known.len().max(1) as f32;
        for round in 0..rounds {
            for batch in 0..batches {
                slope.fill(0.0);
                let mut count = 0.0;
                // Rows of a batch are spread over all of the past.
                for (hearing, answer) in known
                    .iter()
                    .skip((batch * 7 + round) % batches)
                    .step_by(batches)
                {
                    count += 1.0;
                    self.weigh(hearing, &mut shares);
                    shares[*answer] -= 1.0;
                    for (said, share) in hearing.said.iter().zip(&shares) {
                        for (witness, (said, cell)) in said.iter().zip(&hearing.cells).enumerate() {
                            slope[witness * CELLS + usize::from(*cell)] += said * share;
                        }
                    }
                }
                step += 1;
                let rate = 0.02 * (1.0 - step as f32 / total) + 0.0005;
                for at in 0..size {
                    let g = slope[at] / count + pull * (self.weights[at] - self.start[at]);
                    first[at] = 0.9 * first[at] + 0.1 * g;
                    second[at] = 0.99 * second[at] + 0.01 * g * g;
                    let power = step.min(2000);
                    let m = first[at] / (1.0 - 0.9_f32.powi(power));
                    let v = second[at] / (1.0 - 0.99_f32.powi(power));
                    self.weights[at] -= rate * m / (v.sqrt() + 1e-6);
                }
            }
        }
    }

    /// How much a witness is believed.
    pub(super) fn weight(&self, witness: usize, cell: u8) -> f32 {
        self.weights[witness * CELLS + usize::from(cell)]
    }
}
