-- A class as a database of this version may hold it: one challenge with two learners, one of them extended, a disputed row,
-- a note, boards, an uploaded persona, the log.
INSERT INTO staff (guild, office, role) VALUES ('41771983423143937', 'instructor', '500'), ('41771983423143937', 'observer', '501');

INSERT INTO challenges (guild, id, title, persona, persona_hash, part, variant, difficulty, rated, opens_at, due_at, zone,
    attempts, cool_down, counting, seed, sealed, created_by, created_at, closed_at, reference, unsettled) VALUES
    ('41771983423143937', 'c1234567', 'Week 1', 'hatchback', '9f2c', 'buyer', 'standard', 'normal', 1, 1780000000000,
        1790000000000, 'Europe/London', 3, 0, 'mean of first 2', NULL, 1, '777', 1779000000000, NULL,
        '{"overall":{"mean":50,"spread":20},"claim":{"mean":40,"spread":20},"create":{"mean":50,"spread":30},"relationship":{"mean":60,"spread":10}}',
        1);

INSERT INTO assignments (guild, challenge, kind, subject) VALUES
    ('41771983423143937', 'c1234567', 'role', '600'), ('41771983423143937', 'c1234567', 'member', '90071992547409929');

INSERT INTO extensions (guild, challenge, person, due_at, attempts, granted_by, granted_at) VALUES
    ('41771983423143937', 'c1234567', '90071992547409929', 1791000000000, 1, '777', 1789000000000);

INSERT INTO sessions (id, owner, place, guild, persona, persona_hash, variant, difficulty, seed, engine, ruleset, rated,
    status, turns_used, next_seq, created_at, updated_at, ended_at, challenge, reservation) VALUES
    ('s-class', '90071992547409929', '1130650140672000009', '41771983423143937', 'hatchback', '9f2c', 'standard', 'normal', 5,
        '0.1.0', '1', 1, 'agreed', 3, 0, 1785000000000, 1785000300000, 1785000300000, 'c1234567', 6101);

INSERT INTO scores (session, outcome, information, process, closing, relationship, score, learner, counterpart,
    value_claimed, value_created, debrief, ended_at) VALUES
    ('s-class', 60, 50, 40, NULL, 70, 55.5, 410, 300, 0.4, 0.9, '{"rows": []}', 1785000300000);

INSERT INTO attempts (session, guild, challenge, person, number, started_at, ended_at, status, ruleset, overall, claimed,
    created, relation, t_overall, t_claimed, t_created, t_relation, counts) VALUES
    ('s-class', '41771983423143937', 'c1234567', '90071992547409929', 1, 1785000000000, 1785000300000, 'agreed', '1', 55.5,
        40, 90, 70, NULL, NULL, NULL, NULL, 0);

INSERT INTO standings (guild, scope, period, person, since, until, runs, challenges, listed, overall, claimed, created,
    relation, improved) VALUES
    ('41771983423143937', 'all', 'all', '90071992547409929', 1, 9223372036854775807, 5, 3, 1, 51.25, 49, 52, 60, NULL);

INSERT INTO boards (guild, stamp) VALUES ('41771983423143937', 1);

INSERT INTO aliases (guild, person, alias, named, hidden) VALUES
    ('41771983423143937', '90071992547409929', 'Quiet Heron 37', NULL, 0);

INSERT INTO notes (guild, id, session, author, at, body) VALUES
    ('41771983423143937', 'n1', 's-class', '777', 1785100000000, 'Ask before you tell.');

INSERT INTO disputes (guild, id, session, person, concept, turn, reason, at, was, ruled, ruled_by, ruled_at, answer,
    score_was, score_ruled) VALUES
    ('41771983423143937', 'd1', 's-class', '90071992547409929', 27, 2, 'I did ask.', 1785100000000, 0, NULL, NULL, NULL, NULL,
        55.5, NULL);

INSERT INTO guild_personas (guild, persona, hash, uploaded_by, uploaded_at, retired_at) VALUES
    ('41771983423143937', 'salary', '0b1d', '777', 1779000000000, NULL);

INSERT INTO audit (guild, id, at, actor, action, subject, person, detail) VALUES
    ('41771983423143937', 'l1', 1779000000000, '777', 'challenge.create', 'c1234567', NULL, 'hatchback standard');
