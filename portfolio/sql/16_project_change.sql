-- What the city decides of a project under a document (schema 3).

CREATE TABLE IF NOT EXISTS store.project_change (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, project_id VARCHAR NOT NULL, change VARCHAR NOT NULL,
    effective_on DATE NOT NULL, document_number VARCHAR NOT NULL, body VARCHAR NOT NULL, reason VARCHAR NOT NULL);
COMMENT ON TABLE store.project_change IS
    'One row a change of a project: 停缓建 (suspended), 复工 (resumed), 调出 (withdrawn), with its document, the body that '
    'decided it, the day from which it counts, and why.';
