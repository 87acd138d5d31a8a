//! The commands there are.

use super::class_roots::{CHALLENGE, CLASS, LEADERBOARD, REPORT, SETUP};
use super::definition::{Branch, Choice, Kind, Root, Sight};
use super::spar;

/// A counterpart, by name or id.
pub(super) const PERSONA: Choice =
    Choice { name: "persona", about: "Who you negotiate with", required: true, kind: Kind::Suggested };

/// A counterpart that was uploaded in the server.
const OWN: Choice =
    Choice { name: "persona", about: "One that was uploaded here", required: true, kind: Kind::Suggested };

/// All of them, in the order Discord lists them.
pub(super) const ROOTS: &[Root] = &[
    Root {
        name: "spar",
        about: "Negotiate with a counterpart",
        servers_only: true,
        sight: Sight::Everybody,
        branches: &[
            Branch {
                name: "start",
                about: "Open a table",
                options: &[
                    PERSONA,
                    Choice {
                        name: "variant",
                        about: "Another zone of agreement, or none",
                        required: false,
                        kind: Kind::Suggested,
                    },
                    Choice {
                        name: "difficulty",
                        about: "How quick and warm the counterpart is",
                        required: false,
                        kind: Kind::OneOf(&[("easy", "easy"), ("normal", "normal"), ("tough", "tough")]),
                    },
                    Choice {
                        name: "visibility",
                        about: "Who can read along",
                        required: false,
                        kind: Kind::OneOf(&[
                            ("private", "private: you and moderators"),
                            ("public", "public: everyone in the channel"),
                        ]),
                    },
                    Choice {
                        name: "seed",
                        about: "The same number gives the same counterpart on the day; practice only",
                        required: false,
                        kind: Kind::Number(0, spar::LARGEST_SEED),
                    },
                ],
            },
            Branch {
                name: "resume",
                about: "Find your open tables",
                options: &[Choice { name: "persona", about: "Which one", required: false, kind: Kind::Suggested }],
            },
            Branch { name: "offer", about: "Make an offer in fields", options: &[] },
            Branch {
                name: "say",
                about: "Say something",
                options: &[Choice {
                    name: "words",
                    about: "In your own words; a form opens when left out",
                    required: false,
                    kind: Kind::Text(2_000),
                }],
            },
            Branch { name: "accept", about: "Accept what is on the table; asks first", options: &[] },
            Branch { name: "walk", about: "Walk away without a deal; asks first", options: &[] },
            Branch { name: "table", about: "What lies on the table", options: &[] },
            Branch { name: "brief", about: "Your confidential brief", options: &[] },
            Branch { name: "undo", about: "Take the last reading of your words back", options: &[] },
            Branch { name: "abandon", about: "End the talk without a result; asks first", options: &[] },
        ],
    },
    Root {
        name: "persona",
        about: "The counterparts there are",
        servers_only: false,
        sight: Sight::Everybody,
        branches: &[
            Branch { name: "list", about: "All of them", options: &[] },
            Branch { name: "show", about: "One of them", options: &[PERSONA] },
            Branch {
                name: "upload",
                about: "Instructors: a counterpart of your own, for this server only",
                options: &[Choice { name: "file", about: "Its YAML file", required: true, kind: Kind::File }],
            },
            Branch {
                name: "retire",
                about: "Instructors: let nothing begin with one of this server's own any more",
                options: &[OWN],
            },
            Branch {
                name: "export",
                about: "Instructors: the file of one of this server's own",
                options: &[
                    OWN,
                    Choice {
                        name: "version",
                        about: "Which version; the newest when left out",
                        required: false,
                        kind: Kind::Suggested,
                    },
                ],
            },
        ],
    },
    Root { name: "stats", about: "Your own results", servers_only: false, sight: Sight::Everybody, branches: &[] },
    Root {
        name: "privacy",
        about: "What is stored about you",
        servers_only: false,
        sight: Sight::Everybody,
        branches: &[
            Branch { name: "show", about: "What is stored, and who can read it", options: &[] },
            Branch { name: "export", about: "Everything stored about you, as a file", options: &[] },
            Branch { name: "share", about: "Let messages that I misread be used to mend my reading", options: &[] },
            Branch { name: "unshare", about: "Use none of my messages for that any more", options: &[] },
            Branch { name: "erase", about: "Erase your words and your id; asks first", options: &[] },
        ],
    },
    Root { name: "help", about: "How to spar", servers_only: false, sight: Sight::Everybody, branches: &[] },
    SETUP,
    CHALLENGE,
    CLASS,
    LEADERBOARD,
    REPORT,
];
