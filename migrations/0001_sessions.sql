-- One text for SQLite and Postgres: BIGINT, TEXT and DOUBLE PRECISION only; a flag is 0 or 1; a time is
-- milliseconds since 1970 (UTC). A migration that was released is never edited: add the next number.

-- A persona's text as it was when a session began, kept once for all sessions that use it.
CREATE TABLE personas (
    hash TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
);

CREATE TABLE sessions (
    id           TEXT   NOT NULL PRIMARY KEY,
    owner        TEXT   NOT NULL,
    place        TEXT,
    guild        TEXT,
    persona      TEXT   NOT NULL,
    persona_hash TEXT   NOT NULL REFERENCES personas (hash),
    variant      TEXT   NOT NULL,
    difficulty   TEXT   NOT NULL,
    seed         BIGINT NOT NULL,
    engine       TEXT   NOT NULL,
    ruleset      TEXT   NOT NULL,
    rated        BIGINT NOT NULL,
    status       TEXT   NOT NULL,
    turns_used   BIGINT NOT NULL,
    next_seq     BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    ended_at     BIGINT
);

-- One live session in a place, and one for a person and a persona; a terminal has no place and may keep several.
CREATE UNIQUE INDEX sessions_live_place ON sessions (place) WHERE status = 'open' AND place IS NOT NULL;
CREATE UNIQUE INDEX sessions_live_owner ON sessions (owner, persona) WHERE status = 'open' AND place IS NOT NULL;
CREATE INDEX sessions_owner ON sessions (owner, ended_at);
CREATE INDEX sessions_status ON sessions (status, updated_at);
CREATE INDEX sessions_persona ON sessions (persona, variant);

-- The primary key catches two processes that serve one session, message_id a message delivered twice.
CREATE TABLE events (
    session    TEXT   NOT NULL REFERENCES sessions (id),
    seq        BIGINT NOT NULL,
    message_id TEXT   UNIQUE,
    at         BIGINT NOT NULL,
    kind       TEXT   NOT NULL,
    body       TEXT   NOT NULL,
    PRIMARY KEY (session, seq)
);

CREATE TABLE scores (
    session       TEXT   NOT NULL PRIMARY KEY REFERENCES sessions (id),
    outcome       DOUBLE PRECISION,
    information   DOUBLE PRECISION,
    process       DOUBLE PRECISION,
    closing       DOUBLE PRECISION,
    relationship  DOUBLE PRECISION,
    score         DOUBLE PRECISION,
    learner       BIGINT,
    counterpart   BIGINT,
    value_claimed DOUBLE PRECISION,
    value_created DOUBLE PRECISION,
    debrief       TEXT   NOT NULL,
    ended_at      BIGINT NOT NULL
);

CREATE TABLE settings (
    guild TEXT NOT NULL,
    name  TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (guild, name)
);
