//! Persona files that mean harm, and what has to catch each; for the tests of the host and for those of Discord.
// A test binary exports nothing, so no `pub` in it can be reached from outside.
#![allow(unreachable_pub)]

/// The least that loads, with one thing changed.
pub fn minimal(changes: &[(&str, &str)]) -> Vec<u8> {
    let mut text = "schema: 1\nid: visitor\ntitle: A visitor\nscenario: One number between two people.\nunit: points\n\
        issues:\n  price: { numeric: { min: 0, max: 100, step: 1 } }\n\
        learner: { role: buyer, values: { price: { per_unit: -1 } }, reservation: -70 }\n\
        counterpart: { role: seller, name: Sam, values: { price: { per_unit: 1 } }, reservation: 40 }\n"
        .to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    text.into_bytes()
}

/// `minimal` with lines added.
fn with(lines: &str) -> Vec<u8> {
    [minimal(&[]), lines.as_bytes().to_vec()].concat()
}

fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

/// What somebody might upload to break something, and the rule that has to catch it.
pub fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned()
        + &many(8, |i| {
            format!("b{i}: &b{i} [{}]\n", vec![if i == 0 { "*a".into() } else { format!("*b{}", i - 1) }; 9].join(","))
        });
    let utf16 = String::from_utf8(minimal(&[])).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let wide = many(9, |i| format!("  o{i}: {{ options: {{ {} }} }}\n", many(99, |j| format!("x{j}: y, ")) + "z: z"));
    let million = "  price: { numeric: { min: 0, max: 999998, step: 1 } }";
    vec![
        ("nothing", Vec::new(), "not-a-persona"),
        ("one NUL", vec![0], "not-yaml"),
        ("NUL in a text", minimal(&[("A visitor", "\"A \\0 visitor\"")]), "hidden-sign"),
        ("raw NUL in a text", minimal(&[("A visitor", "A \0 visitor")]), "not-yaml"),
        ("UTF-16", [vec![0xff, 0xfe], utf16].concat(), "not-utf8"),
        (
            "Latin-1",
            minimal(&[("A visitor", "caf")]).into_iter().map(|b| if b == b'f' { 0xe9 } else { b }).collect(),
            "not-utf8",
        ),
        ("cut in the middle of a sign", [minimal(&[]), vec![b'#', 0xf0, 0x9f]].concat(), "not-utf8"),
        ("a byte too large", with(&format!("#{}", "x".repeat(64 * 1024))), "file-too-large"),
        ("twenty megabytes", vec![b'a'; 20 << 20], "file-too-large"),
        ("billion laughs", laughs.into_bytes(), "alias"),
        ("an alias of itself", b"a: &a [*a]\n".to_vec(), "alias"),
        ("a merge key", with("x: &x { y: 1 }\nz: { <<: *x }\n"), "alias"),
        ("an anchor alone", minimal(&[("A visitor", "&t A visitor")]), "alias"),
        ("ten thousand brackets", vec![b'['; 10_000], "too-deep"),
        ("ten thousand open maps", "{a: ".repeat(10_000).into_bytes(), "too-deep"),
        ("a staircase", with(&many(60, |i| format!("{}s{i}:\n", " ".repeat(i)))), "too-deep"),
        ("lists in lists", with(&format!("x: {}{}\n", "[".repeat(40), "]".repeat(40))), "too-deep"),
        ("a Python object", minimal(&[("A visitor", "!!python/object/apply:os.system [ls]")]), "tag"),
        ("a binary tag", minimal(&[("A visitor", "!!binary aGk=")]), "tag"),
        ("two documents", with("---\nschema: 1\n"), "several-documents"),
        ("repeated keys", with("title: Another\n"), "repeated-key"),
        ("tabs", minimal(&[("  price:", "\tprice:")]), "not-yaml"),
        ("an open quote", minimal(&[("A visitor", "\"A visitor")]), "not-yaml"),
        ("a path as id", minimal(&[("id: visitor", "id: ../../../etc/passwd")]), "id-form"),
        ("a root path as id", minimal(&[("id: visitor", "id: /etc/passwd")]), "id-form"),
        ("a Windows path as id", minimal(&[("id: visitor", "id: 'C:\\con'")]), "id-form"),
        ("an endless id", minimal(&[("id: visitor", &format!("id: {}", "a".repeat(20_000)))]), "too-long"),
        ("everyone in the title", minimal(&[("A visitor", "\"@everyone come here\"")]), "mention"),
        ("a member in a line", minimal(&[("One number", "\"<@81384788765712384> one number\" #")]), "mention"),
        ("a role in the name", minimal(&[("name: Sam", "name: \"<@&99>\"")]), "mention"),
        ("reading from the right", minimal(&[("A visitor", "\"A \\u202e rotisiv\"")]), "hidden-sign"),
        ("a terminal's escape", minimal(&[("A visitor", "\"\\e[2J visitor\"")]), "hidden-sign"),
        (
            "a number beyond all",
            minimal(&[("reservation: 40", "reservation: 99999999999999999999999999")]),
            "wrong-type",
        ),
        ("a huge reservation", minimal(&[("reservation: 40", "reservation: 9000000000000000000")]), "out-of-range"),
        ("a scale to infinity", minimal(&[("max: 100", "max: .inf")]), "wrong-type"),
        ("a scale of 1e308", minimal(&[("max: 100", "max: 1e308")]), ""),
        ("a step of nothing", minimal(&[("step: 1", "step: 0")]), ""),
        ("a step of a trillionth", minimal(&[("step: 1", "step: 0.000000000001")]), ""),
        ("a billion turns", with("turns: 1000000000\n"), "out-of-range"),
        ("more deals than atoms", minimal(&[("  price:", &(wide + "  price:"))]), "too-many-deals"),
        (
            "a million deals, often",
            [
                minimal(&[("  price: { numeric: { min: 0, max: 100, step: 1 } }", million)]),
                format!("variants:\n{}", many(900, |i| format!("  v{i}: {{ turns: 9 }}\n"))).into_bytes(),
            ]
            .concat(),
            "too-many-deals",
        ),
        (
            "three thousand variants",
            with(&format!("variants:\n{}", many(900, |i| format!("  v{i}: {{ turns: 9 }}\n")))),
            "too-many-variants",
        ),
        ("ten thousand unknown keys", with(&many(7_000, |i| format!("k{i}: 1\n"))), "too-many-keys"),
        ("an endless key", with(&format!("{}: 1\n", "k".repeat(1_000))), "unknown-key"),
        ("an endless quoted key", with(&format!("? \"{}\"\n: 1\n", "k".repeat(50_000))), "unknown-key"),
        ("a list", b"- 1\n- 2\n".to_vec(), "not-a-persona"),
        ("a word", b"hello".to_vec(), "not-a-persona"),
    ]
}
