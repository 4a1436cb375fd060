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

CREATE MACRO any_report() AS TABLE SELECT r.event_id FROM store.report r LIMIT 1;
COMMENT ON MACRO TABLE any_report IS 'One row where anything was ever reported.';

CREATE MACRO edition_last_taken() AS TABLE
    SELECT e.digest, e.effective_on FROM store.edition e ORDER BY e.event_id DESC LIMIT 1;
COMMENT ON MACRO TABLE edition_last_taken IS 'At most one row: the edition taken last, whatever its day.';

CREATE MACRO stood_before(of_day, newest_event) AS TABLE
    SELECT p.project_id, p.predecessor_ids, p.milestones, l.edition_no
    FROM store.project p JOIN edition_line(of_day, newest_event) l USING (event_id) WHERE l.counts_from < of_day::DATE;
COMMENT ON MACRO TABLE stood_before IS
    'One row a row of each edition that counts before the day, in the order of edition_no.';

CREATE MACRO numbers_given() AS TABLE
    SELECT p.project_id, max(p.box) AS box, max(p.item) AS item FROM store.project p GROUP BY p.project_id;
COMMENT ON MACRO TABLE numbers_given IS 'One row a number that any edition ever gave: none is given twice.';

CREATE MACRO codes_of_edition(of_event) AS TABLE
    SELECT codelist, code, zh, en FROM store.added_code WHERE event_id = of_event::BIGINT ORDER BY position;
COMMENT ON MACRO TABLE codes_of_edition IS 'One row a code or English name that the edition of that event brings.';

CREATE MACRO totals_of_edition(of_event) AS TABLE
    SELECT * EXCLUDE (event_id, position, total_no) FROM store.published_total
    WHERE event_id = of_event::BIGINT ORDER BY total_no;
COMMENT ON MACRO TABLE totals_of_edition IS 'One row a published total that the edition of that event carries.';
