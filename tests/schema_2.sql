-- What schema 2 added to the tables of schema_1.sql, as it laid it out, and four events behind the nine of schema_1_rows.sql.

CREATE TABLE IF NOT EXISTS store.remark (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, kind VARCHAR NOT NULL, code VARCHAR, project_id VARCHAR, sheet VARCHAR, cell VARCHAR,
    value VARCHAR, said VARCHAR);

CREATE TABLE IF NOT EXISTS store.period (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, period_on DATE NOT NULL, state VARCHAR NOT NULL, until_on DATE, unit_code VARCHAR);

CREATE TABLE IF NOT EXISTS store.setting (event_id BIGINT NOT NULL, position INTEGER NOT NULL, name VARCHAR NOT NULL, value VARCHAR NOT NULL);

INSERT INTO store.schema_version VALUES (2);
UPDATE store.guard SET turn = 13;

-- 10: a report with remarks
INSERT INTO store.submission VALUES (10, 0, DATE '2026-07-31', 'U1', '月报 7.xlsx', NULL);
INSERT INTO store.report VALUES (10, 0, '06-01', DATE '2026-07-31');
INSERT INTO store.progress_entry VALUES (10, 0, '06-01', DATE '2026-07-31', '进度', 4, 'D4', [], 43000000.00, 0.3, NULL);
INSERT INTO store.remark VALUES
    (10, 0, 'warning', 'jump', '06-01', '进度', 'D4', '43000000', '已核实'), (10, 1, 'correction', NULL, NULL, NULL, NULL, NULL, E'笔误\r\n');

-- 11: a month is opened again
INSERT INTO store.period VALUES (11, 0, DATE '2026-06-30', 'reopened', DATE '2026-08-20', 'U1'), (11, 1, DATE '2026-07-31', 'closed', NULL, NULL);

-- 12: a choice of the city
INSERT INTO store.setting VALUES (12, 0, 'accept_clean_at_once', 'no');

-- 13: a backup, which has no rows

INSERT INTO store.event VALUES
    (10, 'report_submitted', 'li', TIMESTAMP '2026-08-03 10:00:00', NULL,
     '74fe4f7159a7a993b98da0fd15030c5e44441408e13155600effa29518ead55d',
     'f6b16ef56a909333d15db91c47bed9feeac64a78aca206232d650ef99a133a68',
     'a8a317cb2a99bf6da0bb96f9ecd4c684bc297f051238046c3eb14f2045db6203'),
    (11, 'period_changed', 'wang', TIMESTAMP '2026-08-11 10:00:00', '补报',
     '30c232a1526a4ef7342ff77a56c9b4c39ddaf441b3c6e66402d5eb05e91b7b5b',
     'a8a317cb2a99bf6da0bb96f9ecd4c684bc297f051238046c3eb14f2045db6203',
     'dbc63a74cf3e14f277f406a83a9d9875f9a493d25e3794cf8da80a1d50fcbbbc'),
    (12, 'setting_changed', 'wang', TIMESTAMP '2026-08-12 10:00:00', NULL,
     '10ad27b86f5da634032511872f89b92393556ddb7a2eb37d3636fc8a536a621a',
     'dbc63a74cf3e14f277f406a83a9d9875f9a493d25e3794cf8da80a1d50fcbbbc',
     '030dca3a90edd66322667b906d96457e35e1af747926756ac64ccecba4f0a81e'),
    (13, 'backup_made', 'operator', TIMESTAMP '2026-08-12 10:00:01', NULL,
     'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
     '030dca3a90edd66322667b906d96457e35e1af747926756ac64ccecba4f0a81e',
     'f5cc124ac18c25215e564113b1a6deb3db2775944f2058d734dd14171d74a4fd');
