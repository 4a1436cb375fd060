-- What was answered about the heads of files, and under which event a file was taken.

CREATE MACRO head_chosen(of_kind) AS TABLE
    SELECT c.heading, c.meaning FROM store.head_choice c WHERE c.kind = of_kind::VARCHAR
    QUALIFY row_number() OVER (PARTITION BY c.heading ORDER BY c.event_id DESC, c.position DESC) = 1;
COMMENT ON MACRO TABLE head_chosen IS
    'One row a head of files of that kind of which somebody said what it means: the newest answer.';

CREATE MACRO file_taken(of_sha256) AS TABLE
    SELECT f.event_id, f.file_name, e.kind, e."at" AS taken_at
    FROM store.taken_file f JOIN store.event e USING (event_id)
    WHERE f.file_sha256 = of_sha256::VARCHAR;
COMMENT ON MACRO TABLE file_taken IS 'One row an event that took the very file.';
