//! The Tauri build step. The permission file is made from the contract's list, so a command that is not listed is refused.

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::var("OUT_DIR")?).join("permissions");
    std::fs::create_dir_all(&folder)?;
    let names = contract::NAMES
        .iter()
        .map(|name| format!("\"{name}\""))
        .collect::<Vec<_>>()
        .join(", ");
    let content = format!(
        "[[permission]]\nidentifier = \"allow-ipc\"\ndescription = \"The commands of the contract\"\n\
         commands.allow = [{names}]\n"
    );
    let file = folder.join("ipc.toml");
    if std::fs::read_to_string(&file).ok().as_deref() != Some(&content) {
        std::fs::write(&file, content)?;
    }
    let glob = folder.join("*.toml").to_string_lossy().into_owned();
    let manifest = tauri_build::AppManifest::new().permissions_path_pattern(glob.leak());
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            .app_manifest(manifest),
    )?;
    Ok(())
}
