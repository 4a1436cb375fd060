-- Whom to call about a unit or a project (schema 3).

CREATE TABLE IF NOT EXISTS store.contact (
    event_id BIGINT NOT NULL, position INTEGER NOT NULL, unit_code VARCHAR, project_id VARCHAR, person VARCHAR,
    telephone VARCHAR, leader VARCHAR);
COMMENT ON TABLE store.contact IS
    'One row a unit or project as its contact was stated: the person, the telephone, of a unit the leader in charge.';
