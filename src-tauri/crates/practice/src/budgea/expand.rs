//! `expand=accounts[transactions,investments[type]],connector`

/// What a client wants to see nested.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Expand(Vec<(String, Expand)>);

impl Expand {
    /// Reads the parameter; what has no end is taken as far as it goes.
    pub(crate) fn read(text: &str) -> Self {
        let mut rest = text;
        Self::list(&mut rest, 0)
    }

    fn list(rest: &mut &str, depth: u32) -> Self {
        let mut items: Vec<(String, Self)> = Vec::new();
        let mut word = String::new();
        while let Some(character) = rest.chars().next() {
            *rest = &rest[character.len_utf8()..];
            match character {
                '[' if depth < 6 => {
                    let inner = Self::list(rest, depth + 1);
                    items.push((std::mem::take(&mut word).trim().to_owned(), inner));
                }
                ']' | ',' => {
                    if !word.trim().is_empty() {
                        items.push((word.trim().to_owned(), Self::default()));
                    }
                    word.clear();
                    if character == ']' {
                        return Self(items);
                    }
                }
                other => word.push(other),
            }
        }
        if !word.trim().is_empty() {
            items.push((word.trim().to_owned(), Self::default()));
        }
        Self(items)
    }

    /// What is wanted below a member, if the member is wanted.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.0
            .iter()
            .find(|(have, _)| have == name)
            .map(|(_, below)| below)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_lists_are_read() {
        let expand = Expand::read("accounts[transactions,investments[type]],connector");
        let accounts = expand.get("accounts").cloned().unwrap_or_default();
        assert!(accounts.has("transactions") && expand.has("connector"));
        assert!(
            accounts
                .get("investments")
                .is_some_and(|below| below.has("type"))
        );
        assert!(!expand.has("type"));
        assert_eq!(Expand::read(""), Expand::default());
        assert!(
            Expand::read("a[b")
                .get("a")
                .is_some_and(|below| below.has("b"))
        );
    }
}
