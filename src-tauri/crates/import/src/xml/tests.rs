#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;

fn first<'a>(text: &'a str, tree: &mut Tree<'a>) -> Result<(), Broken> {
    let mut xml = Xml::new(text);
    match xml.step()? {
        Step::Open(tag, 1) => xml.tree(tag, tree),
        _ => panic!("an element comes first"),
    }
}

#[test]
fn names_lose_their_prefix_and_text_its_references() {
    let mut tree = Tree::default();
    first(
        "<?xml version=\"1.0\"?><n:a xmlns:n=\"x\">\n <n:b Ccy=\"E&amp;U\">1 &lt; 2 &#8364;</n:b><n:c/>\n</n:a>",
        &mut tree,
    )
    .unwrap();
    let root = tree.root().unwrap();
    assert_eq!(root.name(), "a");
    assert_eq!(root.text_at(&["b"]), Some("1 < 2 €"));
    assert_eq!(root.child("b").unwrap().attribute("Ccy").unwrap(), "E&U");
    assert_eq!(root.children().count(), 2);
    assert_eq!(root.text_at(&["c"]), None);
}

#[test]
fn entities_of_its_own_are_refused() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
    let mut xml = Xml::new(bomb);
    assert_eq!(xml.step().err(), Some(Broken::Entities));
}

#[test]
fn depth_has_a_bound_and_a_cut_is_told() {
    let deep = "<a>".repeat(10_000);
    assert_eq!(first(&deep, &mut Tree::default()), Err(Broken::Depth));
    assert_eq!(
        first("<a><b>1</b>", &mut Tree::default()),
        Err(Broken::CutOff)
    );
    assert_eq!(
        first("<a><b>1</c></a>", &mut Tree::default()),
        Err(Broken::Form)
    );
}
