//! `coffer eval` alone, for measuring without building the whole command: `eval_filter eval forecast < questions > answers`.

#[path = "../../cli/src/eval.rs"]
mod eval;

fn main() -> Result<(), eval::EvalError> {
    let kind = std::env::args().nth(2).unwrap_or_default();
    let output = std::io::BufWriter::new(std::io::stdout().lock());
    eval::run(&kind, std::io::stdin().lock(), output)
}
