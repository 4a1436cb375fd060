-- What editions with an effective day add (schema 3).

ALTER TABLE store.edition ADD COLUMN IF NOT EXISTS effective_on DATE;
COMMENT ON COLUMN store.edition.effective_on IS
    'From which day asked about it counts; NULL: it takes the place of all editions taken before it, on every day.';

ALTER TABLE store.project ADD COLUMN IF NOT EXISTS name_en VARCHAR;
COMMENT ON COLUMN store.project.name_en IS 'Our English rendering of the name; never a key.';

ALTER TABLE store.project ADD COLUMN IF NOT EXISTS predecessor_ids VARCHAR[];
COMMENT ON COLUMN store.project.predecessor_ids IS
    'The numbers of earlier editions that this row continues: renamed (one), merged (several), split (one that '
    'several rows name).';

CREATE TABLE IF NOT EXISTS store.day_choice (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, milestone VARCHAR NOT NULL,
    due_on DATE NOT NULL, treatment VARCHAR NOT NULL, approval VARCHAR, approved_body VARCHAR);
COMMENT ON TABLE store.day_choice IS
    'One row a due day that the edition of the event states otherwise than those before, as chosen when it was taken: '
    'approved (批准调整, by a document of a body) or updated (仅更新).';

CREATE TABLE IF NOT EXISTS store.opening_figure (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, predecessor_id VARCHAR NOT NULL,
    period_on DATE NOT NULL, figure VARCHAR NOT NULL, source VARCHAR, currency VARCHAR, year INTEGER,
    amount DECIMAL(18,2) NOT NULL);
COMMENT ON TABLE store.opening_figure IS
    'One row a figure of a split project that one of its successors takes over at a month''s end; together they are '
    'the predecessor''s.';
