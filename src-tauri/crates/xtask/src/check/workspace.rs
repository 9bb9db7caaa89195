//! The workspace as cargo sees it.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::sh;

/// Packages of the workspace.
pub(crate) struct Workspace {
    pub(crate) members: Vec<Member>,
}

/// One package.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) dependencies: Vec<Dependency>,
    /// Kind, name and root file of each target.
    targets: Vec<(String, String, PathBuf)>,
}

/// One dependency of a package.
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// Needed by tests alone.
    pub(crate) for_tests: bool,
    /// In this workspace.
    pub(crate) ours: bool,
}

impl Workspace {
    pub(crate) fn read() -> Result<Self> {
        let mut metadata = sh::cargo();
        metadata.args(["metadata", "--format-version=1", "--no-deps", "--locked"]);
        let text = sh::answer(&mut metadata).context(
            "cargo metadata failed: Cargo.lock may be out of date; run `cargo metadata` to see",
        )?;
        let text: Value = serde_json::from_str(&text)?;
        let members = text["packages"].as_array().context("no packages")?;
        Ok(Self {
            members: members
                .iter()
                .map(Member::read)
                .collect::<Option<_>>()
                .context("a package without a name")?,
        })
    }
}

impl Member {
    fn read(package: &Value) -> Option<Self> {
        let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
        let text = |of: &Value| of.as_str().map(ToOwned::to_owned);
        let dependencies = list(&package["dependencies"])
            .into_iter()
            .filter_map(|dependency| {
                Some(Dependency {
                    name: text(&dependency["name"])?,
                    for_tests: dependency["kind"] == "dev",
                    ours: dependency["path"].is_string(),
                })
            });
        let targets = list(&package["targets"]).into_iter().filter_map(|target| {
            let kind = text(&target["kind"][0])?;
            Some((
                kind,
                text(&target["name"])?,
                PathBuf::from(text(&target["src_path"])?),
            ))
        });
        Some(Self {
            name: text(&package["name"])?,
            folder: PathBuf::from(text(&package["manifest_path"])?)
                .parent()?
                .to_owned(),
            dependencies: dependencies.collect(),
            targets: targets.collect(),
        })
    }

    /// Names of the targets of a kind.
    pub(crate) fn targets(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.targets
            .iter()
            .filter(move |target| target.0 == kind)
            .map(|target| target.1.as_str())
    }

    /// Root files of all targets.
    pub(crate) fn roots(&self) -> impl Iterator<Item = &PathBuf> {
        self.targets.iter().map(|target| &target.2)
    }
}
