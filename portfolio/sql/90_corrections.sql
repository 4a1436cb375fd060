-- Corrections as people read them: what was stated, what is right, who and why, and the papers that show it.

CREATE MACRO correction_row(newest_event, scope) AS TABLE
    WITH mine AS (
        SELECT c.*, p.name, p.county_code, p.owner_unit
        FROM correction_state(newest_event) c LEFT JOIN known_row(newest_event) p USING (project_id)
        WHERE coalesce(sees(p.county_code, c.project_id, scope), FALSE)),
    line AS (FROM reported_line((SELECT coalesce(list(DISTINCT project_id), []) FROM mine))),
    told AS (
        SELECT m.event_id AS correction_id, count(*) AS statement_count, min(l.period_on) AS first_period_on,
               max(l.period_on) AS last_period_on, any_value(l.kind) AS kind, any_value(l.part) AS part,
               any_value(l.currency) AS currency, any_value(l.field) AS shown_field, any_value(m.stated) AS stated,
               any_value(l.value_precision) AS stated_precision
        FROM store.mended_statement m JOIN mine c ON c.correction_id = m.event_id
        JOIN line l ON l.event_id = m.submission_id AND l.position = m.place AND l.kind || '_entry' = c.entry
             AND coalesce(l.stored, l.field) = c.field
        GROUP BY m.event_id),
    paper AS (SELECT event_id AS correction_id, count(*) AS attachment_count FROM store.attachment GROUP BY event_id)
    SELECT c.* EXCLUDE (field), t.* EXCLUDE (correction_id, shown_field), t.shown_field AS field,
           coalesce(a.attachment_count, 0) AS attachment_count, coalesce(w.name, c.proposed_by) AS proposed_by_name,
           coalesce(b.name, c.decided_by) AS decided_by_name,
           last_day(coalesce(c.decided_at, c.proposed_at)::DATE) AS month_on
    FROM mine c JOIN told t USING (correction_id) LEFT JOIN paper a USING (correction_id)
    LEFT JOIN account_in_force(newest_event) w ON w.login = c.proposed_by
    LEFT JOIN account_in_force(newest_event) b ON b.login = c.decided_by;
COMMENT ON MACRO TABLE correction_row IS
    'One row a correction of a project that the reader may see: the figure (kind, part, currency, field as reports '
    'show it), what the mended statements said (stated) and what is right (value), how many and of which months, who '
    'proposed and decided it, when and why; month_on is the month on whose list it stands.';

CREATE MACRO attachment_row(newest_event, scope) AS TABLE
    SELECT t.event_id, t.position, t.project_id, t.file_name, t.kind, t.size_bytes, t.sha256, e.actor, e.at,
           t.entry, t.part, e.kind AS event_kind
    FROM store.attachment t JOIN store.event e USING (event_id) LEFT JOIN known_row(newest_event) p USING (project_id)
    WHERE t.event_id <= newest_event AND coalesce(sees(p.county_code, t.project_id, scope), FALSE);
COMMENT ON MACRO TABLE attachment_row IS
    'One row a paper about a project that the reader may see: with which event (event_kind) it was handed in, by '
    'whom, its checksum and size, and of a report the row that it proves.';
