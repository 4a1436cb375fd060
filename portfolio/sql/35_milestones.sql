-- Milestones: what was stated, what is in force, what is done, what is late. "Late" has its one home here.

CREATE MACRO days_late(due_on, day) AS CASE WHEN day::DATE > due_on THEN day::DATE - due_on WHEN due_on IS NOT NULL THEN 0 END;
COMMENT ON MACRO days_late IS 'Whole days from the due day to `day`, 0 when not past it, NULL without a due day (greatest() would say 0): the one lateness comparison.';

CREATE MACRO completes(milestone) AS milestone IN ('completion', 'acceptance', 'in_use');
COMMENT ON MACRO completes IS 'Whether this milestone, once done, makes its project complete: 完工, 竣工验收, 交付使用.';

CREATE MACRO first_day(day, "precision") AS
    CASE "precision" WHEN 'month' THEN date_trunc('month', day)::DATE WHEN 'quarter' THEN date_trunc('quarter', day)::DATE
         WHEN 'season' THEN (date_trunc('month', day) - INTERVAL 2 MONTH)::DATE
         WHEN 'half' THEN (date_trunc('month', day) - INTERVAL 5 MONTH)::DATE
         WHEN 'year' THEN date_trunc('year', day)::DATE ELSE day END;
COMMENT ON MACRO first_day IS 'The first day of the period that a coarse date names by its last day.';

CREATE MACRO public_page() AS TABLE
    SELECT project_id, v.evidence_no, coalesce(v.published_on, CASE WHEN v.url IS NULL THEN v.held_on ELSE min(v.held_on) OVER (PARTITION BY project_id, v.url) END) AS stated_on
    FROM (SELECT project_id, unnest(evidence) AS v FROM read_row());
COMMENT ON MACRO TABLE public_page IS 'One row a public fact and the day its page is dated; a page without a date has the earliest day it speaks of.';

CREATE MACRO library_statement() AS TABLE
    WITH stated AS (
        SELECT project_id, unnest(milestones) AS m, generate_subscripts(milestones, 1) AS line FROM read_row())
    SELECT s.project_id, m.milestone, m.due_on, m.due_precision, m.done_on, m.done_precision,
           place_of(CASE WHEN m.evidence_no IS NULL THEN DATE '1900-01-01' ELSE g.stated_on END, 0, line) AS place
    FROM stated s LEFT JOIN public_page() g
      ON g.project_id = s.project_id AND g.evidence_no = m.evidence_no
    CROSS JOIN day_now d
    WHERE m.evidence_no IS NULL OR g.stated_on <= d.as_of;
COMMENT ON MACRO TABLE library_statement IS 'One row a milestone statement of the plan (always known) or of a public page dated by then.';

CREATE MACRO due_statement() AS TABLE
    WITH stated AS MATERIALIZED (
        SELECT project_id, milestone, due_on, due_precision, NULL::VARCHAR AS approval, NULL::DATE AS approved_on, FALSE AS correction, FALSE AS reported, place
        FROM library_statement() WHERE due_on IS NOT NULL
        UNION ALL
        SELECT project_id, milestone, due_on, due_precision, approval, approved_on, correction, TRUE AS reported, place
        FROM accepted_milestone() WHERE due_on IS NOT NULL),
    mended AS (SELECT DISTINCT project_id, milestone FROM stated WHERE correction),
    numbered AS (
        SELECT *, count(*) FILTER (NOT correction) OVER told + first_value(correction) OVER told::INTEGER AS mended_no
        FROM stated SEMI JOIN mended USING (project_id, milestone) WINDOW told AS (PARTITION BY project_id, milestone ORDER BY place)),
    merged AS (
        SELECT * EXCLUDE (correction) FROM stated ANTI JOIN mended USING (project_id, milestone)
        UNION ALL BY NAME
        SELECT project_id, milestone, arg_max(due_on, place) AS due_on, arg_max(due_precision, place) AS due_precision,
               arg_min_null(approval, place) AS approval, arg_min_null(approved_on, place) AS approved_on, arg_min(reported, place) AS reported, min(place) AS place
        FROM numbered GROUP BY project_id, milestone, mended_no),
    counted AS (
        SELECT m.*, coalesce(approved_on <= d.as_of, FALSE) AS approved, row_number() OVER told AS statement_no, lag(due_on) OVER told AS stated_before_on,
               first_value(due_on) OVER told AS first_due_on, last_value(CASE WHEN approved_on <= d.as_of THEN due_on END IGNORE NULLS)
                   OVER (PARTITION BY project_id, milestone ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS approved_before_on
        FROM merged m CROSS JOIN day_now d WINDOW told AS (PARTITION BY project_id, milestone ORDER BY place))
    SELECT *, statement_no = 1 OR approved AS in_force, CASE WHEN statement_no > 1 THEN coalesce(approved_before_on, first_due_on) END AS in_force_before_on
    FROM counted;
COMMENT ON MACRO TABLE due_statement IS 'One row a statement of a milestone''s due day, corrections merged into what they correct; in force are the first and the approved.';

CREATE MACRO milestone_due() AS TABLE
    WITH statement AS MATERIALIZED (SELECT * FROM due_statement()),
    due AS (
        SELECT project_id, milestone, arg_min(due_on, statement_no) AS original_due_on, arg_min(due_precision, statement_no) AS original_due_precision,
               arg_max(due_on, statement_no) FILTER (in_force) AS due_on, arg_max(due_precision, statement_no) FILTER (in_force) AS due_precision,
               count(*) FILTER (statement_no > 1 AND in_force AND due_on <> in_force_before_on) AS approved_count,
               count(*) FILTER (statement_no > 1 AND reported AND approval IS NULL AND due_on > in_force_before_on AND due_on <> stated_before_on) AS silent_count,
               max(place) FILTER (approved) AS approved_place
        FROM statement GROUP BY project_id, milestone),
    told AS (
        SELECT project_id, milestone, due_on AS forecast_on, place, 0 AS priority FROM statement WHERE NOT in_force AND due_on <> in_force_before_on
        UNION ALL
        SELECT project_id, milestone, forecast_on, place, 1 FROM accepted_milestone()
        WHERE forecast_on IS NOT NULL OR list_contains(cleared, 'forecast_on')),
    forecast AS (
        SELECT t.project_id, t.milestone, arg_max_null(t.forecast_on, t.place + t.priority) AS forecast_on
        FROM told t LEFT JOIN due d USING (project_id, milestone)
        WHERE d.approved_place IS NULL OR t.place >= d.approved_place GROUP BY t.project_id, t.milestone)
    SELECT project_id, milestone, d.* EXCLUDE (project_id, milestone, approved_place), f.forecast_on
    FROM due d FULL JOIN forecast f USING (project_id, milestone);
COMMENT ON MACRO TABLE milestone_due IS 'One row a milestone with a due day or forecast: original, in force, how often rescheduled with approval (批准调整) and without (自行推迟), the forecast (stated, or a later due day that nobody approved).';

CREATE MACRO milestone_done() AS TABLE
    WITH reported AS (
        SELECT project_id, milestone,
               arg_max_null({'done_on': done_on, 'done_precision': done_precision}, place) AS told
        FROM accepted_milestone()
        WHERE done_on IS NOT NULL OR list_contains(cleared, 'done_on') GROUP BY project_id, milestone),
    public AS (
        SELECT project_id, milestone, arg_max(done_on, place) AS done_on, arg_max(done_precision, place) AS done_precision
        FROM library_statement() WHERE done_on IS NOT NULL GROUP BY project_id, milestone)
    SELECT project_id, milestone, coalesce(r.told.done_on, p.done_on) AS done_on,
           CASE WHEN r.told.done_on IS NOT NULL THEN r.told.done_precision ELSE p.done_precision END AS done_precision
    FROM reported r FULL JOIN public p USING (project_id, milestone) CROSS JOIN day_now d
    WHERE coalesce(r.told.done_on, p.done_on) <= d.as_of
       OR CASE WHEN r.told.done_on IS NOT NULL THEN r.told.done_precision ELSE p.done_precision END <> 'day';
COMMENT ON MACRO TABLE milestone_done IS 'One row a milestone done by its own date: the newest stated one, if it has come; a coarse date counts from its publication. A newer page that names a day to come takes back an older one.';

CREATE MACRO milestone_row() AS TABLE
    WITH done AS MATERIALIZED (SELECT * FROM milestone_done()),
    furthest AS (
        SELECT d.project_id, max(c.sort_order) AS furthest_done FROM done d JOIN code_milestone c ON c.code = d.milestone
        WHERE c.core = 1 GROUP BY d.project_id),
    stated AS (
        SELECT project_id, milestone, d.* EXCLUDE (project_id, milestone), n.done_on, n.done_precision, n.done_on IS NOT NULL AS done
        FROM milestone_due() d FULL JOIN done n USING (project_id, milestone)),
    settled AS (
        SELECT s.*, c.sort_order, c.core = 1 AS core,
               NOT s.done AND c.implied_by_later = 1 AND coalesce(u.furthest_done > c.sort_order, FALSE) AS implied
        FROM stated s JOIN code_milestone c ON c.code = s.milestone LEFT JOIN furthest u USING (project_id))
    SELECT project_id, milestone, sort_order, core, original_due_on, original_due_precision, due_on, due_precision, forecast_on, done_on, done_precision, done, implied,
           CASE WHEN done THEN days_late(due_on, first_day(done_on, done_precision)) WHEN NOT implied THEN days_late(due_on, r.as_of) END AS late_days,
           done AND done_precision <> 'day' AS at_least, due_on - original_due_on AS slip_days,
           coalesce(approved_count, 0) AS approved_count, coalesce(silent_count, 0) AS silent_count,
           coalesce(NOT done AND NOT implied AND days_late(due_on, r.as_of) = 0 AND forecast_on - due_on >= r.warning_days, FALSE) AS warning
    FROM settled CROSS JOIN day_now r;
COMMENT ON MACRO TABLE milestone_row IS 'One row a project and milestone of which anything is stated: due, forecast, done, days late, slip, 预警.';

CREATE TABLE milestone_now AS FROM milestone_row() LIMIT 0;
COMMENT ON TABLE milestone_now IS 'milestone_row of the day.';
