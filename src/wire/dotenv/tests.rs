//! Reading and editing, by examples and by random files.

use proptest::prelude::*;

use super::*;

fn values(text: &str) -> Vec<(String, String)> {
    Document::parse(text).unwrap().values().into_iter().collect()
}

fn value(text: &str) -> String {
    let mut values = values(text);
    assert_eq!(values.len(), 1, "{text}");
    values.remove(0).1
}

#[test]
fn values_are_read_as_compose_reads_them() {
    for (text, expected) in [
        ("K=a b c", "a b c"),
        ("K=a#b", "a#b"),
        ("K=a #b", "a"),
        ("K=#b", "#b"),
        ("K= #b", ""),
        ("K='a$HOME/b'", "a$HOME/b"),
        ("K='a${HOME}b'", "a${HOME}b"),
        ("K='a\\\\b'", "a\\\\b"),
        ("K=\"a\\$HOME/b\"", "a$HOME/b"),
        ("K=a$$b", "a$b"),
        ("K=\"a\\nb\"", "a\nb"),
        ("K='a\\nb'", "a\\nb"),
        ("K=\"a\\\\b\"", "a\\b"),
        ("K=a\\b", "a\\b"),
        ("K=\"a\\\"b\"", "a\"b"),
        ("K='a\\'b'", "a'b"),
        ("K=\"a'b\"", "a'b"),
        ("K = v", "v"),
        ("K: v", "v"),
        ("K=\"`id`\"", "`id`"),
        ("K=\"a\nb\"", "a\nb"),
        ("  export K=v", "v"),
        ("K=a=b==", "a=b=="),
        ("K=", ""),
        ("\u{feff}K=v\r\n", "v"),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn references_are_resolved_within_the_file() {
    let text = "A=1\nE=\nK=${A}${E:-2}${E-3}${X-4}${X:+5}${A:+6}${X:-${A}}$A.$X${X:?m}";
    assert_eq!(Document::parse(text).unwrap().values()["K"], "124611.");
    for odd in ["K=$", "K=${", "K=${A", "K=a$ b", "K=$1"] {
        let raw = odd.strip_prefix("K=").unwrap();
        assert_eq!(value(odd), raw, "{odd}");
    }
}

#[test]
fn references_do_not_fill_the_memory() {
    let doubling = (0..64).map(|n| format!("A{}=$A{n}$A{n}\n", n + 1)).collect::<String>();
    let document = Document::parse(format!("A0={}\n{doubling}", "x".repeat(1000))).unwrap();
    let bytes: usize = document.values().values().map(String::len).sum();
    assert!(bytes < 32 * MAXIMUM_BYTES, "{bytes}");
    let nested = format!("A={}{}", "${X:-".repeat(10_000), "}".repeat(10_000));
    assert!(value(&nested).len() <= nested.len());
}

#[test]
fn what_is_no_assignment_is_left_alone() {
    assert!(values("# K=v\n\nset -a\n=x\n'a'=b\nK\n").is_empty());
    let error = Document::parse("A=1\nB='x\n").unwrap_err();
    assert_eq!(error.to_string(), "the quote that opens in line 2 is not closed");
}

#[test]
fn an_edit_keeps_comments_and_order() {
    let text = "# head\nA=old # why\n  export B=\"two\nlines\" # b\nset -a\nA: older\nC=3";
    let mut document = Document::parse(text).unwrap();
    document.set("A", "it's").unwrap();
    document.set("B", "x y").unwrap();
    document.set("D", "4").unwrap();
    insta::assert_snapshot!(document.text(), @r#"
    # head
    # b
      export B='x y'
    set -a
    A="it's"
    C=3
    D=4
    "#);
    assert!(document.remove("A").unwrap() && !document.remove("A").unwrap());
    assert_eq!(document.text(), "# head\n# b\n  export B='x y'\nset -a\nC=3\nD=4\n");
    let before = document.text().to_owned();
    assert!(document.set("C", "two\nlines").is_err());
    assert_eq!(document.text(), before);
}

#[test]
fn nothing_of_a_value_is_in_debug_output() {
    assert_eq!(format!("{:?}", Document::parse("A=hunter2").unwrap()), "[\"A\"]");
}

/// Values with much of what readers disagree about.
fn tricky() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a", "B", "7", " ", "\t", "'", "\"", "`", "$", "{", "}", "\\", "#", "=", "\n", "é", "🦀",
        "!", "*", "\u{85}", "\u{2028}", "\u{b}",
    ]);
    prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_is_written_is_read(value in tricky(), other in tricky(), rest in "[ -~\n]{0,60}") {
        if let Ok(mut document) = Document::parse(rest) {
            let is_set = document.set("NAME_X", &value).is_ok();
            if is_set {
                prop_assert_eq!(&document.values()["NAME_X"], &value);
            }
            if document.set("NAME_Y", &other).is_ok() {
                prop_assert_eq!(&document.values()["NAME_Y"], &other);
                if is_set {
                    prop_assert_eq!(&document.values()["NAME_X"], &value);
                }
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[A-C=: \t\n'\"\\\\$#{}é-]{0,80}") {
        if let Ok(mut document) = Document::parse(text) {
            prop_assert!(document.set("A", "new").is_ok());
            prop_assert_eq!(&document.values()["A"], "new");
            prop_assert!(document.remove("A").unwrap());
            prop_assert!(!document.values().contains_key("A"));
        }
    }
}

#[test]
fn an_edit_never_takes_another_line_along() {
    let set = |text: &str| {
        let mut document = Document::parse(text.to_owned())?;
        document.set("A", "new").map(|()| document.text().to_owned())
    };
    // A shell ends these values before the backslash hides their quote.
    assert_eq!(set("A='x\\'\nB='keepme'\n").unwrap(), "A=new\nB='keepme'\n");
    assert_eq!(set("A=\"C:\\dir\\\"\nB=\"x\"\n").unwrap(), "A=new\nB=\"x\"\n");
    assert_eq!(set("A='it\\'s' # why\nB=1\n").unwrap(), "# why\nA=new\nB=1\n");
    for (text, line) in [("Z=1\nA='x'y\n", 2), ("A=\"a\"\"b\"\n", 1)] {
        assert_eq!(set(text), Err(DotenvError::TextBehindQuote { line }), "{text}");
    }
    assert_eq!(set("export A=1 B=2\n"), Err(DotenvError::SeveralOnLine { line: 1 }));
    assert_eq!(set("export A=1 # B=2\n").unwrap(), "# B=2\nexport A=new\n");
}
