//! Writes the TypeScript into the folder given.

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".into());
    for (name, content) in contract::ts::generate() {
        std::fs::write(std::path::Path::new(&folder).join(name), content)?;
    }
    Ok(())
}
