//! TypeScript from the list of commands: types, a map from command to request and answer, tag tables.

use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

use crate::types::*;
use crate::{COMMANDS, Kind, Tag};

const HEADER: &str =
    "// Written by `cargo xtask bindings` from src-tauri/crates/contract. Do not edit.\n\n";

/// The files: name and content.
pub fn generate() -> Vec<(String, String)> {
    vec![
        ("types.ts".into(), types_file()),
        ("commands.ts".into(), commands_file()),
    ]
}

#[derive(Default)]
struct Declared(BTreeMap<String, String>);

impl TypeVisitor for Declared {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let config = Config::default();
        if T::output_path().is_some() {
            let name = T::ident(&config);
            if !self.0.contains_key(&name) {
                let declaration = T::decl(&config);
                let declaration = if name.ends_with("Req") {
                    optional(&declaration)
                } else {
                    declaration
                };
                let docs = T::docs().unwrap_or_default();
                self.0.insert(name, format!("{docs}export {declaration}\n"));
                T::visit_dependencies(self);
            }
        } else {
            T::visit_dependencies(self);
            T::visit_generics(self);
        }
    }
}

/// In a request, what may be null may also be left out.
fn optional(declaration: &str) -> String {
    let mut out = String::new();
    for part in declaration.split_inclusive([',', '}']) {
        if part.contains("| null")
            && let Some(colon) = part.rfind(": ")
        {
            let (name, kind) = part.split_at(colon);
            out.push_str(name);
            out.push('?');
            out.push_str(kind);
        } else {
            out.push_str(part);
        }
    }
    out
}

fn types_file() -> String {
    let mut declared = Declared::default();
    macro_rules! visit {
        ($($kind:ident $name:ident($request:ident) -> $response:ty $(, emits $progress:ident)?; $effect:ident [$($tag:ident),*];)*) => {
            $(declared.visit::<$request>(); declared.visit::<$response>(); $(declared.visit::<$progress>();)?)*
        };
    }
    crate::with_commands!(visit);
    declared.visit::<crate::ApiError>();
    declared.visit::<crate::ErrorCode>();
    declared.visit::<Tag>();
    declared.visit::<crate::Changed>();
    declared.visit::<crate::Locked>();
    declared.visit::<crate::FilesOffered>();
    let mut out = String::from(HEADER);
    for declaration in declared.0.values() {
        out.push_str(declaration);
        out.push('\n');
    }
    out
}

fn commands_file() -> String {
    let mut calls = String::new();
    let mut streams = String::new();
    let mut tags = String::new();
    for command in COMMANDS {
        let response = typescript(command.response);
        match command.kind {
            Kind::Call => {
                calls += &format!(
                    "  {}: {{ request: T.{}; response: {response} }};\n",
                    command.name, command.request
                );
            }
            Kind::Stream => {
                streams += &format!(
                    "  {}: {{ request: T.{}; response: {response}; progress: T.{} }};\n",
                    command.name,
                    command.request,
                    command.progress.unwrap_or("Nothing")
                );
            }
        }
        tags += &format!(
            "  {}: {{ reads: [{}], writes: [{}] }},\n",
            command.name,
            words(command.reads),
            words(command.writes)
        );
    }
    format!(
        "{HEADER}import type * as T from './types';\n\n/** Commands that answer once. */\nexport type Calls = {{\n{calls}}};\n\n\
         /** Commands that report on the way. */\nexport type Streams = {{\n{streams}}};\n\n\
         /** What each answer is made of, and what each write makes stale. */\n\
         export const tags: Record<keyof Calls | keyof Streams, {{ reads: readonly T.Tag[]; writes: readonly T.Tag[] }}> = {{\n{tags}}};\n"
    )
}

fn words(tags: &[Tag]) -> String {
    tags.iter()
        .map(|tag| {
            serde_json::to_string(tag)
                .unwrap_or_default()
                .replace('"', "'")
        })
        .collect::<Vec<_>>()
        .join(", ")
}

/// `Vec<X>` becomes `T.X[]`, `X` becomes `T.X`. The compiler may put spaces around the brackets.
fn typescript(rust: &str) -> String {
    match rust
        .replace(' ', "")
        .strip_prefix("Vec<")
        .and_then(|inner| inner.strip_suffix('>'))
    {
        Some(inner) => format!("T.{inner}[]"),
        None => format!("T.{rust}"),
    }
}
