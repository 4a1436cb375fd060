-- 督办事项: items given, answered and decided (schema 3).

CREATE TABLE IF NOT EXISTS store.action_item (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR, county_code VARCHAR, unit_code VARCHAR,
    what VARCHAR NOT NULL, responsible VARCHAR NOT NULL, due_on DATE NOT NULL, meeting VARCHAR, meeting_on DATE);
COMMENT ON TABLE store.action_item IS
    'One row an item given (督办事项), numbered by its event: what is to be done by when, of a project or a '
    'county (then perhaps by a unit), by whom in words, at which meeting.';

CREATE TABLE IF NOT EXISTS store.action_answer (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, action_id BIGINT NOT NULL, said VARCHAR NOT NULL,
    project_id VARCHAR, submission_id BIGINT, entry VARCHAR, part VARCHAR);
COMMENT ON TABLE store.action_answer IS
    'One row an answer to an item: what was said, and the row of a report that proves it (project, report, '
    'table, part); papers that came with it are attachments of its event.';

CREATE TABLE IF NOT EXISTS store.action_decision (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, action_id BIGINT NOT NULL, answer_id BIGINT,
    verdict VARCHAR NOT NULL, reason VARCHAR);
COMMENT ON TABLE store.action_decision IS
    'One row a reviewer''s word on an item: closed (办结) or sent_back (退回) on one answer, or dropped '
    '(撤销), and why.';
