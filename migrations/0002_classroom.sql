-- A class: challenges, who may play them, every attempt, boards, disputes, notes, personas of a server, and a log.
-- Everything belongs to a server (guild), and every query names it. Flags are 0 or 1, times are milliseconds since 1970.

-- The challenge a session is an attempt at, and the counterpart's reservation value drawn for it.
ALTER TABLE sessions ADD COLUMN challenge TEXT;
ALTER TABLE sessions ADD COLUMN reservation BIGINT;

-- Roles that an admin named: instructors and observers.
CREATE TABLE staff (
    guild  TEXT NOT NULL,
    office TEXT NOT NULL,
    role   TEXT NOT NULL,
    PRIMARY KEY (guild, office, role)
);

-- The persona is pinned by the hash of its text: a new release or upload changes no running challenge. `reference` holds
-- what the reference learners got in it; `unsettled` says that its boards lag behind its attempts.
CREATE TABLE challenges (
    guild        TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    persona      TEXT   NOT NULL,
    persona_hash TEXT   NOT NULL REFERENCES personas (hash),
    part         TEXT   NOT NULL,
    variant      TEXT   NOT NULL,
    difficulty   TEXT   NOT NULL,
    rated        BIGINT NOT NULL,
    opens_at     BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    zone         TEXT   NOT NULL,
    attempts     BIGINT NOT NULL,
    cool_down    BIGINT NOT NULL,
    counting     TEXT   NOT NULL,
    seed         BIGINT,
    sealed       BIGINT NOT NULL,
    created_by   TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    closed_at    BIGINT,
    reference    TEXT   NOT NULL,
    unsettled    BIGINT NOT NULL,
    PRIMARY KEY (guild, id)
);
CREATE INDEX challenges_due ON challenges (guild, due_at);
CREATE INDEX challenges_unsettled ON challenges (guild) WHERE unsettled = 1;

-- Whom it is for: a role, or a member by name.
CREATE TABLE assignments (
    guild     TEXT NOT NULL,
    challenge TEXT NOT NULL,
    kind      TEXT NOT NULL,
    subject   TEXT NOT NULL,
    PRIMARY KEY (guild, challenge, kind, subject)
);

-- More time or more attempts for one learner.
CREATE TABLE extensions (
    guild      TEXT   NOT NULL,
    challenge  TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    due_at     BIGINT NOT NULL,
    attempts   BIGINT NOT NULL,
    granted_by TEXT   NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (guild, challenge, person)
);

-- One played attempt. The figures run from 0 to 100 as they were measured, t_* from 20 to 80 as they compare.
CREATE TABLE attempts (
    session    TEXT   NOT NULL PRIMARY KEY REFERENCES sessions (id),
    guild      TEXT   NOT NULL,
    challenge  TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    number     BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT,
    status     TEXT   NOT NULL,
    ruleset    TEXT   NOT NULL,
    overall    DOUBLE PRECISION,
    claimed    DOUBLE PRECISION,
    created    DOUBLE PRECISION,
    relation   DOUBLE PRECISION,
    t_overall  DOUBLE PRECISION,
    t_claimed  DOUBLE PRECISION,
    t_created  DOUBLE PRECISION,
    t_relation DOUBLE PRECISION,
    counts     BIGINT NOT NULL,
    UNIQUE (guild, challenge, person, number)
);
CREATE INDEX attempts_person ON attempts (guild, person);

-- A person's line on a board, with the time from when to when it held: a page that was begun reads on in the same moment.
CREATE TABLE standings (
    guild      TEXT   NOT NULL,
    scope      TEXT   NOT NULL,
    period     TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    since      BIGINT NOT NULL,
    until      BIGINT NOT NULL,
    runs       BIGINT NOT NULL,
    challenges BIGINT NOT NULL,
    listed     BIGINT NOT NULL,
    overall    DOUBLE PRECISION,
    claimed    DOUBLE PRECISION,
    created    DOUBLE PRECISION,
    relation   DOUBLE PRECISION,
    improved   DOUBLE PRECISION,
    PRIMARY KEY (guild, scope, period, person, since)
);
CREATE INDEX standings_person ON standings (guild, person, until);
CREATE INDEX standings_until ON standings (guild, until);
CREATE INDEX standings_overall ON standings (guild, scope, period, overall, person, since, until)
    WHERE listed = 1 AND overall IS NOT NULL;
CREATE INDEX standings_claimed ON standings (guild, scope, period, claimed, person, since, until)
    WHERE listed = 1 AND claimed IS NOT NULL;
CREATE INDEX standings_created ON standings (guild, scope, period, created, person, since, until)
    WHERE listed = 1 AND created IS NOT NULL;
CREATE INDEX standings_relation ON standings (guild, scope, period, relation, person, since, until)
    WHERE listed = 1 AND relation IS NOT NULL;
CREATE INDEX standings_improved ON standings (guild, scope, period, improved, person, since, until)
    WHERE listed = 1 AND improved IS NOT NULL;

-- When a server's boards last changed; its row is the lock under which they do.
CREATE TABLE boards (
    guild TEXT   NOT NULL PRIMARY KEY,
    stamp BIGINT NOT NULL
);

-- How a person is called on boards, and whether at all.
CREATE TABLE aliases (
    guild  TEXT   NOT NULL,
    person TEXT   NOT NULL,
    alias  TEXT   NOT NULL,
    named  TEXT,
    hidden BIGINT NOT NULL,
    PRIMARY KEY (guild, person),
    UNIQUE (guild, alias)
);

-- An instructor's word to a learner about a session.
CREATE TABLE notes (
    guild   TEXT   NOT NULL,
    id      TEXT   NOT NULL,
    session TEXT   NOT NULL REFERENCES sessions (id),
    author  TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    body    TEXT   NOT NULL,
    PRIMARY KEY (guild, id)
);
CREATE INDEX notes_session ON notes (session);

-- A learner disputes a row of a debrief, an instructor rules. `was` and `ruled` are the row's score before and after,
-- score_was and score_ruled the session's.
CREATE TABLE disputes (
    guild       TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    session     TEXT   NOT NULL REFERENCES sessions (id),
    person      TEXT   NOT NULL,
    concept     BIGINT NOT NULL,
    turn        BIGINT,
    reason      TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    was         BIGINT,
    ruled       BIGINT,
    ruled_by    TEXT,
    ruled_at    BIGINT,
    answer      TEXT,
    score_was   DOUBLE PRECISION,
    score_ruled DOUBLE PRECISION,
    PRIMARY KEY (guild, id)
);
CREATE INDEX disputes_session ON disputes (session);

-- Personas that a server's instructors uploaded, version by version; the newest is played.
CREATE TABLE guild_personas (
    guild       TEXT   NOT NULL,
    persona     TEXT   NOT NULL,
    hash        TEXT   NOT NULL REFERENCES personas (hash),
    uploaded_by TEXT   NOT NULL,
    uploaded_at BIGINT NOT NULL,
    retired_at  BIGINT,
    PRIMARY KEY (guild, persona, hash)
);

-- What staff did, to what, and about whom.
CREATE TABLE audit (
    guild   TEXT   NOT NULL,
    id      TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    actor   TEXT   NOT NULL,
    action  TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    person  TEXT,
    detail  TEXT   NOT NULL,
    PRIMARY KEY (guild, id)
);
CREATE INDEX audit_at ON audit (guild, at);
