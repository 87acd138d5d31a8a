-- How many people a board holds, by their figure, so that a place is known without counting everybody above it. `step` is the
-- figure in eighths, rounded down. Tallies are of the boards as they stand now; pages that were begun carry their own count.
CREATE TABLE tallies (
    guild  TEXT   NOT NULL,
    scope  TEXT   NOT NULL,
    period TEXT   NOT NULL,
    metric TEXT   NOT NULL,
    step   BIGINT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (guild, scope, period, metric, step)
);

-- Whether the tallies agree with the lines; where they don't, the next reader counts anew.
ALTER TABLE boards ADD COLUMN counted BIGINT NOT NULL DEFAULT 0;
