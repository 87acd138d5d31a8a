-- Sample data of version 3.
INSERT INTO tallies (guild, scope, period, metric, step, people) VALUES
    ('41771983423143937', 'all', 'all', 'overall', 410, 1);

UPDATE boards SET counted = 1 WHERE guild = '41771983423143937';
