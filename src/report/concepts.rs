//! The concepts that rows of a debrief are about, by number, as a reader meets them.

/// What a concept asks of a negotiator, in a few words; none for a number that names no concept.
pub fn concept(number: u32) -> Option<&'static str> {
    let place = usize::try_from(number).ok()?.checked_sub(1)?;
    CONCEPTS.get(place).copied()
}

/// In the order of their numbers, from 1.
const CONCEPTS: [&str; 102] = [
    "Better than the way out, for both",
    "Interests behind positions",
    "A price bargain handled as one",
    "Value beside the price",
    "Trading on different priorities",
    "Finding out where priorities differ",
    "Create first, then claim",
    "Creating without giving it all away",
    "Options before judgement",
    "Knowing your way out",
    "Willing to walk",
    "Their real way out",
    "Developing another option first",
    "Showing your way out without a threat",
    "Improving your way out on the way",
    "A walk-away set by the facts",
    "Taking what beats the way out, leaving what doesn't",
    "Time spent is no reason",
    "The first number pulls",
    "Going first when informed",
    "Ambitious and credible",
    "A reason with the first number",
    "A worked-out number, not a round one",
    "Room left to concede",
    "A first offer on every term",
    "Not answering inside their range",
    "Asking what their number rests on",
    "Setting your own anchor against theirs",
    "Turning to interests",
    "No visible shock",
    "Going first tells where you stand",
    "Sharing interests and priorities",
    "Sharing what can't move, and why",
    "Sharing outside standards",
    "Wanting the agreement aloud",
    "Keeping your limit to yourself",
    "Keeping the details of your way out",
    "Keeping your own side's politics",
    "Keeping your hurry to yourself",
    "True and vague on purpose",
    "Asking before telling",
    "A fact for a fact",
    "Checking their claims",
    "Nothing invented",
    "Telling what helps, keeping what costs",
    "Questions about needs",
    "What-if questions",
    "Questions that test a claim",
    "Handing them the problem, kindly",
    "Power as it is, not as it looks",
    "The power of a way out",
    "The power of knowing",
    "The power of a standard",
    "The power of a good relation",
    "The power of several",
    "Weaker side: improve the way out first",
    "Weaker side: outside standards",
    "Weaker side: hidden interests",
    "Weaker side: a longer view",
    "Weaker side: a relation worth having",
    "Leading where you are strong",
    "Weaker side: still a floor",
    "Nothing given for nothing",
    "Steps that grow smaller",
    "Giving what matters reluctantly",
    "Generous where it is cheap, and said so",
    "Small gives early, large ones late",
    "Bundles across terms",
    "Gives tied to actions, not promises",
    "One named exception to break a deadlock",
    "Concessions planned beforehand",
    "Stopping at the limit",
    "Knowing what was left on the table",
    "Splitting the difference once, at the end",
    "The remaining terms as one package",
    "A time limit for the rest",
    "Yes, if",
    "Not bargaining against yourself",
    "More than one term in play",
    "Prepared: market facts",
    "Prepared: way out and walk-away",
    "Prepared: their side",
    "Prepared: several equal proposals",
    "Prepared: first offer and its reason",
    "Hard on the problem, easy on the person",
    "A human gesture that reopens",
    "Who does what by when",
    "Pay: what the market pays",
    "Pay: letting them name a number",
    "Pay: the whole package",
    "Pay: no invented offers",
    "Pay: glad and asking at once",
    "Contract: “standard” can move",
    "Contract: finding who decides",
    "Contract: benchmarks",
    "Contract: the whole cost",
    "Looking back on your own talks",
    "Practice where little is at stake",
    "Learning from studies",
    "Asking the other side how it was",
    "The same drill until it sits",
    "Firm in public, inventive aside",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_one_name() {
        assert_eq!(
            [concept(36), concept(102)],
            [Some("Keeping your limit to yourself"), Some("Firm in public, inventive aside")]
        );
        assert_eq!([concept(0), concept(103), concept(u32::MAX)], [None; 3]);
        let distinct: std::collections::BTreeSet<&str> = CONCEPTS.into_iter().collect();
        assert_eq!(distinct.len(), CONCEPTS.len());
    }
}
