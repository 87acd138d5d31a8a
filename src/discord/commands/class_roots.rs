//! The commands of a class. Discord hides whole commands only, so what is for staff is a command of its own.

use super::definition::{Branch, Choice, Kind, Root, Sight};
use super::roots::PERSONA;

/// An option that may be left out.
const fn option(name: &'static str, about: &'static str, kind: Kind) -> Choice {
    Choice { name, about, required: false, kind }
}

const fn needed(name: &'static str, about: &'static str, kind: Kind) -> Choice {
    Choice { name, about, required: true, kind }
}

const WHICH: Choice = option("challenge", "Which; when left out, the one that is open, or the latest", Kind::Challenge);
const OWN: Choice = needed("persona", "One that was uploaded here", Kind::Suggested);
const ROLE: Choice = option("role", "Whose members may play", Kind::Role);
const MEMBERS: Choice =
    option("members", "Members who may play: type @ and pick them, one after the other", Kind::Text(6_000));
const RATED: Choice = option(
    "kind",
    "Whether it counts on boards",
    Kind::OneOf(&[("rated", "rated: it counts"), ("practice", "practice: it doesn't count")]),
);
const TITLE: Choice = option("title", "What lists call it; else the counterpart's title", Kind::Text(100));
const OPENS: Choice = option("opens", "From when on: 2026-12-01 09:00, or in 2 days; else at once", Kind::Text(40));
const ZONE: Choice = option("zone", "The time zone of these times: Europe/London", Kind::Suggested);
const ATTEMPTS: Choice = option("attempts", "How many attempts each learner has", Kind::Number(1, 50));
const COUNTS: Choice = option("counts", "Which attempt counts: first, best, last, mean of first 3", Kind::Suggested);
const SEALED: Choice = option("sealed", "Whether scores and the other side stay sealed until it is due", Kind::Flag);
const WAIT: Choice = option("wait", "Time between two attempts: 12 hours, 2 days, none", Kind::Text(40));
const LEARNER: Choice = option("learner", "Who; everybody when left out", Kind::Member);

/// `/challenge`.
pub(super) const CHALLENGE: Root = Root {
    name: "challenge",
    about: "What your class plays",
    servers_only: true,
    sight: Sight::Everybody,
    branches: &[
        Branch { name: "list", about: "Your challenges: what is due, and how far you are", options: &[] },
        Branch { name: "play", about: "Begin your next attempt", options: &[WHICH] },
        Branch { name: "status", about: "Your attempts, your debriefs, notes to you", options: &[WHICH] },
    ],
};

/// `/class`.
pub(super) const CLASS: Root = Root {
    name: "class",
    about: "Run a class: for instructors, and to read for observers",
    servers_only: true,
    sight: Sight::Staff,
    branches: &[
        Branch {
            name: "create",
            about: "Set a challenge up and announce it here",
            options: &[
                PERSONA,
                needed("due", "Until when: 2026-12-01 18:00, 2026-12-01, or in 7 days", Kind::Text(40)),
                ROLE,
                MEMBERS,
                TITLE,
                option("variant", "Another zone of agreement, or none", Kind::Suggested),
                option(
                    "difficulty",
                    "How quick and warm the counterpart is",
                    Kind::OneOf(&[("easy", "easy"), ("normal", "normal"), ("tough", "tough")]),
                ),
                RATED,
                OPENS,
                ZONE,
                ATTEMPTS,
                COUNTS,
                option(
                    "seed",
                    "The counterpart on the day",
                    Kind::OneOf(&[
                        ("fresh", "fresh: another day for each attempt"),
                        ("one", "one: the same day for all"),
                    ]),
                ),
                SEALED,
                WAIT,
                option("ping", "Whether the announcement pings the role", Kind::Flag),
            ],
        },
        Branch {
            name: "edit",
            about: "Change a challenge's terms; what you leave out stays",
            options: &[
                WHICH,
                TITLE,
                option("due", "Until when; a closed one opens again with a new time", Kind::Text(40)),
                ROLE,
                MEMBERS,
                RATED,
                OPENS,
                ZONE,
                ATTEMPTS,
                COUNTS,
                SEALED,
                WAIT,
            ],
        },
        Branch { name: "status", about: "Who has played, who is playing, who hasn't begun", options: &[WHICH] },
        Branch { name: "results", about: "Scores, all deals as a picture, and a sheet", options: &[WHICH] },
        Branch {
            name: "review",
            about: "Read an attempt turn by turn, write to its learner",
            options: &[
                needed("learner", "Whose", Kind::Member),
                WHICH,
                option("attempt", "Which; the latest when left out", Kind::Number(1, 99)),
            ],
        },
        Branch { name: "rule", about: "Rows that learners dispute, and your ruling", options: &[] },
        Branch {
            name: "extend",
            about: "More time or attempts, for one learner or for all",
            options: &[
                WHICH,
                option("until", "The new due time: 2026-12-08 18:00, or in 3 days", Kind::Text(40)),
                LEARNER,
                option("attempts", "How many more attempts", Kind::Number(0, 49)),
                ZONE,
            ],
        },
        Branch { name: "close", about: "End a challenge now and unseal it; asks first", options: &[WHICH] },
        Branch {
            name: "upload",
            about: "Bring a counterpart of your own, for this server only; it is checked first",
            options: &[needed("file", "Its YAML file", Kind::File)],
        },
        Branch { name: "retire", about: "Let nothing begin with one of this server's own any more", options: &[OWN] },
        Branch {
            name: "export",
            about: "The file of one of this server's own, hidden side and all",
            options: &[OWN, option("version", "Which version; the newest when left out", Kind::Suggested)],
        },
        Branch { name: "log", about: "What staff did, the newest first", options: &[] },
    ],
};

/// `/setup`.
pub(super) const SETUP: Root = Root {
    name: "setup",
    about: "Set this server up",
    servers_only: true,
    sight: Sight::Managers,
    branches: &[
        Branch { name: "check", about: "What I may and may not do in this channel", options: &[] },
        Branch {
            name: "roles",
            about: "Who teaches and who reads along; what you leave out stays",
            options: &[
                option("instructor", "The role of those who run the class", Kind::Role),
                option("observer", "The role of those who may read results and talks", Kind::Role),
                option(
                    "remove",
                    "A role to forget",
                    Kind::OneOf(&[("instructor", "the instructors' role"), ("observer", "the observers' role")]),
                ),
            ],
        },
        Branch {
            name: "keep",
            about: "For how many days ended talks are kept",
            options: &[needed("days", "From 1 to 3650; 0 keeps them for good", Kind::Number(0, 3_650))],
        },
    ],
};

/// `/leaderboard`.
pub(super) const LEADERBOARD: Root = Root {
    name: "leaderboard",
    about: "Where people stand in this server",
    servers_only: true,
    sight: Sight::Everybody,
    branches: &[
        Branch {
            name: "show",
            about: "The first three, and your own place",
            options: &[
                option(
                    "metric",
                    "What it ranks by",
                    Kind::OneOf(&[
                        ("overall", "overall: the rated score"),
                        ("claim", "claim: the share of what could be had"),
                        ("create", "create: how good the package was for both"),
                        ("relationship", "relationship: trust and tone"),
                        ("improvement", "improvement: later runs against earlier ones"),
                    ]),
                ),
                option("persona", "Only talks with this counterpart", Kind::Suggested),
                option("challenge", "Only this challenge", Kind::Suggested),
                option("period", "All time, or a month such as 2026-11", Kind::Suggested),
            ],
        },
        Branch {
            name: "me",
            about: "How others see you on it: by an alias, by a name, or not at all",
            options: &[
                option(
                    "show",
                    "How; only you can change it",
                    Kind::OneOf(&[
                        ("alias", "alias: a name that tells nobody who you are"),
                        ("name", "name: the name you give, or the one you have here"),
                        ("hidden", "hidden: on no board; your attempts still count for the class"),
                    ]),
                ),
                option("name", "The name to show", Kind::Text(32)),
            ],
        },
    ],
};

/// `/report`.
pub(super) const REPORT: Root = Root {
    name: "report",
    about: "A page to read in a browser, to print or to keep",
    servers_only: true,
    sight: Sight::Everybody,
    branches: &[
        Branch {
            name: "talk",
            about: "A talk of yours turn by turn, with its debrief",
            options: &[option("talk", "Which; your latest when left out", Kind::Suggested)],
        },
        Branch {
            name: "challenge",
            about: "Instructors and observers: the table, all deals, rows by concept, the talks",
            options: &[WHICH],
        },
    ],
};
