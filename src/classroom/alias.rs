//! Names for people who don't want to be known on a board, which is everybody until they say otherwise.

const FIRST: [&str; 32] = [
    "Amber", "Autumn", "Brisk", "Calm", "Candid", "Cedar", "Clear", "Copper", "Coral", "Dapper", "Dusky", "Early",
    "Fair", "Gentle", "Golden", "Hazel", "Honest", "Ivory", "Jolly", "Keen", "Lively", "Marble", "Mellow", "Misty",
    "Noble", "Patient", "Quiet", "Russet", "Silver", "Steady", "Sunny", "Willow",
];
const SECOND: [&str; 32] = [
    "Avocet",
    "Badger",
    "Bittern",
    "Curlew",
    "Dipper",
    "Dotterel",
    "Dunlin",
    "Finch",
    "Gannet",
    "Grebe",
    "Hare",
    "Heron",
    "Ibis",
    "Jackdaw",
    "Kestrel",
    "Lapwing",
    "Linnet",
    "Marten",
    "Merlin",
    "Newt",
    "Otter",
    "Petrel",
    "Plover",
    "Puffin",
    "Redwing",
    "Robin",
    "Sandpiper",
    "Siskin",
    "Stoat",
    "Tern",
    "Wagtail",
    "Wren",
];

/// A name such as *Quiet Heron 37* out of chance. It has nothing to do with the person, so nobody can work back from it.
pub fn alias(chance: u64) -> String {
    let pick = |names: &[&'static str; 32], bits: u64| names[(bits % 32) as usize];
    format!("{} {} {}", pick(&FIRST, chance), pick(&SECOND, chance >> 5), 10 + (chance >> 10) % 90)
}
