-- One project's page: what stands behind each of its figures. Argument: project.

CREATE MACRO public_fact(project) AS TABLE
    SELECT unnest(f.v), g.stated_on
    FROM (SELECT unnest(evidence) AS v FROM read_row() WHERE project_id = project) f
    JOIN public_page() g ON g.project_id = project AND g.evidence_no = f.v.evidence_no
    CROSS JOIN day_now d WHERE g.stated_on <= d.as_of OR g.stated_on IS NULL;
COMMENT ON MACRO TABLE public_fact IS
    'One row a fact that a public page states of the project, of pages dated by then; stated_on is NULL where a page '
    'shows no day at all, and then nothing rests on it.';

CREATE MACRO contradiction_row(as_of, newest_event) AS TABLE
    SELECT c.*
    FROM store.contradiction c
    WHERE c.event_id = (SELECT event_id FROM edition_in_force(as_of, newest_event));
COMMENT ON MACRO TABLE contradiction_row IS
    'One row a disagreement inside the library in force, both places as printed.';

CREATE MACRO obstacle_now(project) AS TABLE
    SELECT * EXCLUDE (project_id, last_place) FROM obstacle_row() WHERE project_id = project;
COMMENT ON MACRO TABLE obstacle_now IS
    'One row an obstacle of the project as last stated, and the months it was first and last reported for.';

CREATE MACRO milestone_statement(project) AS TABLE
    WITH library AS MATERIALIZED (SELECT * FROM library_statement() WHERE project_id = project),
    page AS (
        SELECT event_id, row_id, unnest(v) FROM (
            SELECT p.event_id, p.project_id AS row_id, unnest(p.evidence) AS v FROM store.project p
            WHERE (p.event_id, p.project_id) IN (SELECT (l.event_id, l.row_id) FROM library l))),
    stated AS (
        SELECT l.milestone, l.label, l.due_on, CASE WHEN l.due_on IS NOT NULL THEN l.due_precision END AS due_precision,
               NULL::DATE AS forecast_on, NULL::VARCHAR AS forecast_precision, l.done_on,
               CASE WHEN l.done_on IS NOT NULL THEN l.done_precision END AS done_precision, l.approval, l.approved_on,
               NULL::VARCHAR AS reason, NULL::VARCHAR AS word, FALSE AS correction, l.evidence_no,
               CASE WHEN l.stated_on > DATE '1900-01-01' THEN l.stated_on END AS stated_on,
               CASE WHEN l.evidence_no IS NOT NULL THEN f.title
                    WHEN l.stated_on > DATE '1900-01-01' THEN t.title END AS title,
               f.url, f.confidence, NULL::BIGINT AS event_id, NULL::DATE AS period_on, NULL::VARCHAR AS sheet,
               NULL::INTEGER AS row_number, NULL::VARCHAR AS cell,
               CASE WHEN l.evidence_no IS NULL THEN 'plan' ELSE 'public_page' END AS origin, l.place
        FROM library l JOIN edition_now t ON t.event_id = l.event_id
        LEFT JOIN page f ON f.event_id = l.event_id AND f.row_id = l.row_id AND f.evidence_no = l.evidence_no
        UNION ALL BY NAME
        SELECT milestone, due_on, CASE WHEN due_on IS NOT NULL THEN due_precision END AS due_precision, forecast_on,
               CASE WHEN forecast_on IS NOT NULL THEN coalesce(forecast_precision, 'day') END AS forecast_precision,
               done_on, CASE WHEN done_on IS NOT NULL THEN done_precision END AS done_precision, approval, approved_on,
               reason, word, correction, event_id, period_on,
               sheet, row_number, cell, 'report' AS origin, place, position
        FROM accepted_milestone() WHERE project_id = project)
    SELECT s.* EXCLUDE (place, position), m.correction_id, c.sort_order, e.actor, e.at AS submitted_at, b.file_name,
           row_number() OVER (ORDER BY c.sort_order, s.place) AS statement_no
    FROM stated s JOIN code_milestone c ON c.code = s.milestone
    LEFT JOIN mended_row('milestone_entry') m ON m.submission_id = s.event_id AND m.place = s.position
    LEFT JOIN store.event e USING (event_id) LEFT JOIN store.submission b USING (event_id);
COMMENT ON MACRO TABLE milestone_statement IS
    'One row a statement that counts of a milestone''s due, forecast or done day, in the order in which they count: '
    'the plan''s, a public page''s, a report''s, with where it stands; correction_id where a correction mends it.';

CREATE MACRO predecessor(project) AS TABLE
    SELECT o.origin_id AS project_id, any_value(o.origin_no) AS place,
           arg_max(p.name, e.edition_no) AS name, max(b.effective_on) - 1 AS last_on
    FROM origin_now o
    JOIN edition_now e ON TRUE
    JOIN store.project p ON p.event_id = e.event_id AND p.project_id = o.origin_id,
    LATERAL (SELECT min(h.effective_on) AS effective_on
             FROM edition_now h
             JOIN store.project q ON q.event_id = h.event_id
             WHERE q.project_id = o.heir_id) b
    WHERE o.project_id = project GROUP BY o.origin_id;
COMMENT ON MACRO TABLE predecessor IS
    'One row a number of an earlier edition that the project continues, with its name and the last day on which it '
    'stood.';

CREATE MACRO successor(project) AS TABLE
    SELECT p.project_id, p.name FROM origin_now o JOIN project_now p USING (project_id) WHERE o.origin_id = project;
COMMENT ON MACRO TABLE successor IS 'One row a project that continues this number.';

CREATE MACRO investment_statement(project) AS TABLE
    SELECT s.* EXCLUDE (position), m.correction_id, e.actor, e.at AS submitted_at, b.file_name
    FROM (
        SELECT 'plan' AS basis, planned_investment_amount AS amount, planned_investment_qualifier AS qualifier,
               stated_in, NULL::BIGINT AS event_id, NULL::VARCHAR AS document_number,
                 NULL::DATE AS period_on, NULL::VARCHAR AS sheet, NULL::INTEGER AS row_number, NULL::VARCHAR AS cell,
                 'plan' AS origin, 0 AS statement_no
          FROM read_row() WHERE project_id = project AND planned_investment_amount IS NOT NULL
          UNION ALL BY NAME
          SELECT basis, amount, 'exact' AS qualifier, event_id, document_number, period_on, sheet, row_number, cell,
                 'report' AS origin, position, row_number() OVER (ORDER BY place) AS statement_no
          FROM accepted_investment() WHERE project_id = project) s
    LEFT JOIN mended_row('investment_entry') m ON m.submission_id = s.event_id AND m.place = s.position
    LEFT JOIN store.event e USING (event_id) LEFT JOIN store.submission b USING (event_id);
COMMENT ON MACRO TABLE investment_statement IS
    'One row a statement that counts of the project''s total investment, the plan''s first and the one in force last; '
    'correction_id where a correction mends it.';

CREATE MACRO divided(project) AS TABLE
    SELECT field, kind, source, stated_amount, below_amount, amount AS undivided_amount
    FROM group_now g WHERE g.project_id = project AND g.is_current;
COMMENT ON MACRO TABLE divided IS
    'One row a stated field, kind and source (* the sum) of a group with members: what it stated, what the rows below '
    'it make up as of its own last month (其中已分解), and what is not broken down.';
