-- 项目调整: what changed in the library and in plans by the day asked about, before and after, under which document.
-- A row stands under the number that goes on today; `named_id` is the number of its own time.

CREATE MACRO edition_changed() AS TABLE
    WITH line AS MATERIALIZED (
        SELECT e.edition_no, e.event_id, coalesce(e.effective_on, e.taken_at::DATE) AS effective_on, e.document_number,
               e.issuer AS body, p.position, p.project_id, p.name, p.county_code, p.category,
               CASE WHEN len(p.predecessor_ids) > 0 THEN p.predecessor_ids END AS origins
        FROM edition_now e JOIN store.project p USING (event_id)),
    pair AS MATERIALIZED (
        SELECT n.*, o.project_id IS NOT NULL AS stood, o.name AS name_before
        FROM line n LEFT JOIN line o ON o.project_id = n.project_id AND o.edition_no = n.edition_no - 1
        WHERE n.edition_no > 1),
    step AS MATERIALIZED (
        SELECT edition_no, project_id, unnest(origins) AS origin_id, generate_subscripts(origins, 1) AS place
        FROM pair WHERE origins IS NOT NULL AND NOT stood),
    heir AS (SELECT edition_no, origin_id, count(*) AS heirs FROM step GROUP BY ALL),
    origin AS (
        SELECT s.edition_no, s.project_id, count(*) AS origins, max(h.heirs) AS heirs,
               string_agg(coalesce(o.name, s.origin_id), '、' ORDER BY s.place) AS names, min(s.origin_id) AS first_id
        FROM step s JOIN heir h USING (edition_no, origin_id)
        LEFT JOIN line o ON o.project_id = s.origin_id AND o.edition_no = s.edition_no - 1 GROUP BY ALL),
    told AS (
        SELECT p.*, CASE WHEN g.origins > 1 THEN 'merged' WHEN g.heirs > 1 THEN 'split'
                         WHEN g.origins = 1 OR p.stood THEN 'renamed' ELSE 'entered' END AS adjustment,
               coalesce(g.names, p.name_before) AS before_text, p.name AS after_text, g.first_id
        FROM pair p LEFT JOIN origin g USING (edition_no, project_id)
        WHERE g.origins IS NOT NULL OR p.name IS DISTINCT FROM p.name_before)
    SELECT t.project_id, t.effective_on, t.adjustment, t.before_text, t.after_text, t.event_id, t.position, t.name,
           t.county_code, t.category, t.document_number, t.body
    FROM told t
    WHERE t.adjustment <> 'renamed' OR t.before_text <> t.after_text OR t.first_id <> t.project_id
    UNION ALL
    SELECT o.project_id, n.effective_on, 'withdrawn', o.name, NULL, n.event_id, o.position, o.name, o.county_code,
           o.category, n.document_number, n.body
    FROM line o JOIN (SELECT DISTINCT edition_no, event_id, effective_on, document_number, body FROM line) n
      ON n.edition_no = o.edition_no + 1
    WHERE NOT EXISTS (FROM line l WHERE l.edition_no = n.edition_no
                      AND (l.project_id = o.project_id OR list_contains(l.origins, o.project_id)));
COMMENT ON MACRO TABLE edition_changed IS
    'One row a row of the library that an edition after the first brings (entered), names anew (renamed), makes '
    'of a part (split) or of several (merged), or no longer holds (withdrawn): its name before and after.';

CREATE MACRO plan_changed() AS TABLE
    WITH listed AS MATERIALIZED (
        SELECT project_id, year, planned_amount, kind, document_number, issued_on, event_id, position,
               (issued_on, event_id) > min((issued_on, event_id)) OVER (PARTITION BY year) AS later,
               lag(planned_amount) OVER (
                   PARTITION BY project_id, year ORDER BY issued_on, event_id, position) AS before_amount
        FROM listed_row())
    FROM listed
    WHERE later AND planned_amount IS DISTINCT FROM before_amount
      AND project_id IN (SELECT r.project_id FROM read_now r);
COMMENT ON MACRO TABLE plan_changed IS
    'One row a project and year whose plan a list after the year''s first sets otherwise than the lists before '
    'it; NULL before where none named it.';

CREATE MACRO duration_changed() AS TABLE
    WITH body AS (
        SELECT DISTINCT milestone, due_on, approval, approved_body FROM store.day_choice
        WHERE treatment = 'approved' AND event_id IN (SELECT e.event_id FROM edition_now e))
    SELECT s.project_id, s.milestone, s.in_force_before_on AS before_on, s.due_on AS after_on, s.due_precision,
           s.approval AS document_number, b.approved_body AS body, s.approved_on AS effective_on
    FROM due_statement() s LEFT JOIN body b
      ON NOT s.reported AND b.milestone = s.milestone AND b.due_on = s.due_on AND b.approval = s.approval
    WHERE s.takes_force AND s.in_force_before_on IS NOT NULL AND s.due_on IS DISTINCT FROM s.in_force_before_on;
COMMENT ON MACRO TABLE duration_changed IS
    'One row an approval that moves a due day in force, by the day from which it counts.';

CREATE MACRO estimate_changed() AS TABLE
    WITH told AS (
        SELECT e.project_id, e.period_on, e.basis, e.amount, e.document_number, e.event_id, e.position, e.place
        FROM accepted_investment() e WHERE e.amount IS NOT NULL
        UNION ALL
        SELECT p.project_id, NULL, 'plan', p.planned_investment_amount, NULL, 0, 0, -1
        FROM read_row() p WHERE p.planned_investment_amount IS NOT NULL),
    held AS (
        SELECT *, lag(amount) OVER in_turn AS before_amount, lag(basis) OVER in_turn AS before_code
        FROM told WINDOW in_turn AS (PARTITION BY project_id ORDER BY place))
    FROM held WHERE before_amount IS NOT NULL AND amount <> before_amount;
COMMENT ON MACRO TABLE estimate_changed IS
    'One row a report that states another investment than was in force, with the basis of both.';

CREATE MACRO adjustment_row() AS TABLE
    WITH told AS (
        SELECT project_id, effective_on, adjustment, before_text, after_text, document_number, body, event_id, position,
               name, county_code, category
        FROM edition_changed()
        UNION ALL BY NAME
        SELECT project_id, issued_on AS effective_on, 'plan' AS adjustment, year, before_amount,
               planned_amount AS after_amount, document_number, event_id, position
        FROM plan_changed()
        UNION ALL BY NAME
        SELECT project_id, effective_on, 'duration' AS adjustment, before_on, after_on,
               due_precision AS after_precision, milestone, document_number, body
        FROM duration_changed()
        UNION ALL BY NAME
        SELECT project_id, period_on AS effective_on, 'estimate' AS adjustment, before_amount, amount AS after_amount,
               before_code, basis AS after_code, document_number, event_id, position
        FROM estimate_changed()
        UNION ALL BY NAME
        SELECT c.project_id, c.effective_on, c.change AS adjustment, c.change AS after_code,
               lag(c.change) OVER (
                   PARTITION BY c.project_id ORDER BY c.effective_on, c.event_id, c.position) AS before_code,
               p.document_number, p.body, p.reason, c.event_id, c.position
        FROM change_row() c JOIN store.project_change p USING (event_id, position)),
    heir AS (SELECT origin_id, min(project_id) AS heir_id FROM origin_now GROUP BY origin_id),
    held AS (SELECT project_id FROM store.project WHERE event_id = (SELECT d.edition_event_id FROM day_now d))
    SELECT coalesce(r.project_id, h.heir_id, t.project_id) AS project_id, t.* EXCLUDE (project_id),
           t.project_id AS named_id
    FROM told t LEFT JOIN read_now r ON r.project_id = t.project_id LEFT JOIN heir h ON h.origin_id = t.project_id
    CROSS JOIN day_now d
    WHERE t.effective_on <= d.as_of
      AND (r.project_id IS NOT NULL OR h.heir_id IS NOT NULL OR t.project_id NOT IN (SELECT l.project_id FROM held l));
COMMENT ON MACRO TABLE adjustment_row IS
    'One row a change of the library or of a plan that counts by the day (adjustment: entered, renamed, split, '
    'merged, suspended, resumed, withdrawn, plan, duration, estimate): before and after as text, amount, day or '
    'code; document, body, day and reason; name, county and category where an edition states them. project_id is '
    'the number that goes on, named_id that of its time. Corrections (更正) are correction_row.';
