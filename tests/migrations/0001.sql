-- What a database of this version may hold: a live session in a thread, an ended one with its score, one of a person
-- who was erased, one in a terminal, and a server's settings.
INSERT INTO personas (hash, text) VALUES
    ('9f2c', 'id: hatchback'),
    ('0b1d', 'id: salary');

INSERT INTO sessions (id, owner, place, guild, persona, persona_hash, variant, difficulty, seed, engine, ruleset, rated,
    status, turns_used, next_seq, created_at, updated_at, ended_at) VALUES
    ('s-live', '81384788765712384', '1130650140672000000', '41771983423143937', 'hatchback', '9f2c', 'standard',
        'normal', -6148914691236517206, '0.1.0', '1', 1, 'open', 1, 3, 1790000000000, 1790000060000, NULL),
    ('s-done', '81384788765712384', '1130650140672000001', '41771983423143937', 'salary', '0b1d', 'hard', 'tough', 7,
        '0.1.0', '1', 1, 'agreed', 4, 1, 1780000000000, 1780000300000, 1780000300000),
    ('s-gone', 'erased', NULL, NULL, 'hatchback', '9f2c', 'standard', 'easy', 3, '0.1.0', '1', 1, 'walked', 2, -1,
        1770000000000, 1770000100000, 1770000100000),
    ('s-term', 'terminal', NULL, NULL, 'hatchback', '9f2c', 'no_zopa', 'normal', 42, '0.1.0', '1', 0, 'open', 0, 0,
        1790000000001, 1790000000001, NULL);

INSERT INTO events (session, seq, message_id, at, kind, body) VALUES
    ('s-live', 0, NULL, 1790000000000, 'opened', '{"text": "Evening. You came about the car?"}'),
    ('s-live', 1, '1130650199999999999', 1790000059000, 'heard', '{"text": "Would you take £5,900 — today?"}'),
    ('s-live', 2, NULL, 1790000060000, 'said', '{"text": "That is a long way from 7,650."}'),
    ('s-done', 0, NULL, 1780000000000, 'opened', '{"text": "Sit down."}');

INSERT INTO scores (session, outcome, information, process, closing, relationship, score, learner, counterpart,
    value_claimed, value_created, debrief, ended_at) VALUES
    ('s-done', 71.6, 50, 84.4, 0, 88, 67.4, 710, 520, 0.5868, 1, '{"rows": []}', 1780000300000),
    ('s-gone', NULL, 33.3, NULL, NULL, 40, NULL, NULL, NULL, NULL, NULL, '{}', 1770000100000);

INSERT INTO settings (guild, name, value) VALUES ('41771983423143937', 'threads', 'private');
