//! The coffer command: the same core as the desktop app, with no web view.
//!
//! It prints and never computes. Its JSON is a promise that scripts rely on.

mod parse;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "coffer", version, about = "Your money, kept at home")]
struct Cli {
    /// Print exactly one JSON document.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read bank files without a book.
    Parse {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Command::Parse { files } => parse::run(&files, cli.json),
    }
}
