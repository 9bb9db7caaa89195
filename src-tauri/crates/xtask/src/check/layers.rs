//! Who may know whom. The table is the architecture; an edge it does not have is refused.

use crate::check::workspace::Workspace;

struct Layer {
    name: &'static str,
    /// Crates of ours it may build on.
    may: &'static [&'static str],
    /// What it must not reach for, whoever asks: I/O, clocks and wires at the wrong height.
    never: &'static [&'static str],
}

/// Everything that talks to the world outside the process.
const OUTSIDE: &[&str] = &["axum", "keyring", "reqwest", "rusqlite", "tauri", "tokio"];

const LAYERS: &[Layer] = &[
    Layer {
        name: "secrets",
        may: &[],
        never: &["axum", "reqwest", "rusqlite", "tauri"],
    },
    Layer {
        name: "money",
        may: &[],
        never: OUTSIDE,
    },
    Layer {
        name: "domain",
        may: &["money"],
        never: OUTSIDE,
    },
    Layer {
        name: "engine",
        may: &["domain", "money"],
        never: OUTSIDE,
    },
    Layer {
        name: "import",
        may: &["domain", "money"],
        never: OUTSIDE,
    },
    Layer {
        name: "export",
        may: &["domain", "money"],
        never: OUTSIDE,
    },
    Layer {
        name: "charts",
        may: &[],
        never: OUTSIDE,
    },
    Layer {
        name: "store",
        may: &["domain", "money", "secrets"],
        never: &["axum", "keyring", "reqwest", "tauri"],
    },
    Layer {
        name: "connect",
        may: &["domain", "money", "secrets"],
        never: &["axum", "keyring", "rusqlite", "tauri"],
    },
    Layer {
        name: "contract",
        may: &[],
        never: OUTSIDE,
    },
    Layer {
        name: "practice",
        may: &[],
        never: &["keyring", "reqwest", "rusqlite", "tauri"],
    },
    Layer {
        name: "app",
        may: &[
            "charts", "connect", "contract", "domain", "engine", "export", "import", "money",
            "practice", "secrets", "store",
        ],
        never: &["axum", "tauri"],
    },
    Layer {
        name: "cli",
        // What needs no book (reading a file, the yardsticks) goes past the use cases.
        may: &[
            "app", "contract", "domain", "engine", "import", "money", "practice", "secrets",
        ],
        never: &["rusqlite", "tauri"],
    },
    Layer {
        name: "coffer-desktop",
        may: &["app", "contract"],
        never: &["axum", "reqwest", "rusqlite"],
    },
    Layer {
        name: "acceptance",
        may: &[
            "app",
            "charts",
            "cli",
            "coffer-desktop",
            "connect",
            "contract",
            "domain",
            "engine",
            "import",
            "money",
            "practice",
            "secrets",
            "store",
        ],
        never: &[],
    },
    Layer {
        name: "measure",
        may: &[
            "app", "charts", "connect", "domain", "import", "money", "practice", "secrets", "store",
        ],
        never: &["axum", "reqwest", "tauri"],
    },
    Layer {
        name: "xtask",
        may: &[],
        never: &["tauri", "rusqlite", "reqwest"],
    },
];

/// What tests may use besides: the practice bank is everybody's test double, and what is written is read back.
const FOR_TESTS: &[&str] = &["practice", "import"];

/// Edges that should not be.
pub(crate) fn check(workspace: &Workspace) -> Vec<String> {
    let mut problems = Vec::new();
    for member in &workspace.members {
        let Some(layer) = LAYERS.iter().find(|layer| layer.name == member.name) else {
            problems.push(format!(
                "{} has no place in the table of layers",
                member.name
            ));
            continue;
        };
        for dependency in &member.dependencies {
            let name = dependency.name.as_str();
            let allowed =
                layer.may.contains(&name) || (dependency.for_tests && FOR_TESTS.contains(&name));
            if dependency.ours && !allowed && name != member.name {
                problems.push(format!("{} must not know {name}", member.name));
            }
            if !dependency.ours && !dependency.for_tests && layer.never.contains(&name) {
                problems.push(format!("{} must not reach for {name}", member.name));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_no_circle() {
        // Each layer stands after everything it may know, save the tests' own package.
        for (at, layer) in LAYERS.iter().enumerate() {
            for below in layer.may {
                let place = LAYERS.iter().position(|other| other.name == *below);
                assert!(
                    place.is_some_and(|place| place < at),
                    "{} and {below}",
                    layer.name
                );
            }
        }
    }
}
