//! How to spar, on one card.

use super::{Embed, Post};

/// The help card. `reads` is whether the bot may read messages in threads.
pub(crate) fn help(reads: bool) -> Post {
    let talk = if reads {
        "Write in the thread in your own words, or press **Make an offer** to put it in fields."
    } else {
        "I can't read messages in this server: press **Say…** or **Make an offer**, or mention me in your message."
    };
    let text = format!(
        "You negotiate with a counterpart that has limits and interests of its own, and keeps them to itself. \
         Numbers and rules decide what it does, no language model: it can't be talked out of its limits, and every talk can be replayed.\n\n\
         **1.** `/persona list` shows who there is; `/spar start` opens a table, private unless you want it public.\n\
         **2.** Read **My brief**. It tells what each outcome is worth to you and when to walk.\n\
         **3.** {talk} Nothing binds by a misreading: an agreement is read back to you before it counts, and **That's not what I meant** takes the last reading back.\n\
         **4.** **Accept** or **Walk away** ends it, and the debrief shows the hidden side and what each move cost.\n\n\
         **In a thread** `/spar offer` · `/spar say` · `/spar accept` · `/spar walk` · `/spar table` · `/spar brief` · `/spar undo` · `/spar abandon`\n\
         **Anywhere** `/spar resume` finds your open tables · `/challenge list` what your class plays · `/stats` your results · `/privacy` what is stored, and how to erase it"
    );
    Post::card(Embed { title: "How to spar".into(), text, ..Embed::default() })
}
