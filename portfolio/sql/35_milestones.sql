-- Milestones: what was stated and what is in force. "Late" has its one home here.

CREATE MACRO days_late(due_on, day) AS
    CASE WHEN day::DATE > due_on THEN day::DATE - due_on WHEN due_on IS NOT NULL THEN 0 END;
COMMENT ON MACRO days_late IS
    'Whole days from the due day to `day`, 0 when not past it, NULL without a due day (greatest() would say 0): the '
    'one lateness comparison.';

CREATE MACRO running_late(stops, due_on, day) AS
    CASE WHEN days_late(due_on, day) > 0 THEN greatest(0, days_late(due_on, day) - stopped_days(stops, due_on, day))
         ELSE days_late(due_on, day) END;
COMMENT ON MACRO running_late IS
    'days_late without the days on which the project stood still: the clock stops with 停缓建, and a due day that falls '
    'inside the stop is late from 复工 on.';

CREATE MACRO completes(milestone) AS milestone IN ('completion', 'acceptance', 'in_use');
COMMENT ON MACRO completes IS 'Whether this milestone, once done, makes its project complete: 完工, 竣工验收, 交付使用.';

CREATE MACRO first_day(day, "precision") AS
    CASE "precision"
         WHEN 'month' THEN date_trunc('month', day)::DATE
         WHEN 'quarter' THEN date_trunc('quarter', day)::DATE
         WHEN 'season' THEN (date_trunc('month', day) - INTERVAL 2 MONTH)::DATE
         WHEN 'half' THEN (date_trunc('month', day) - INTERVAL 5 MONTH)::DATE
         WHEN 'year' THEN date_trunc('year', day)::DATE ELSE day END;
COMMENT ON MACRO first_day IS 'The first day of the period that a coarse date names by its last day.';

CREATE MACRO public_page() AS TABLE
    SELECT project_id, v.evidence_no,
           coalesce(v.published_on,
                    CASE WHEN v.url IS NULL THEN v.held_on
                         ELSE min(v.held_on) OVER (PARTITION BY project_id, v.url) END) AS stated_on
    FROM (SELECT project_id, unnest(evidence) AS v FROM read_row());
COMMENT ON MACRO TABLE public_page IS
    'One row a public fact and the day its page is dated; a page without a date has the earliest day it speaks of.';

CREATE MACRO edition_statement() AS TABLE
    WITH kept AS (
        SELECT r.project_id, NULL::VARCHAR AS part_id, FALSE AS due_alone, r.project_id AS row_id, 0 AS origin_no
        FROM read_now r
        UNION ALL
        SELECT o.project_id, NULL, o.part_id IS NOT NULL, o.origin_id, o.origin_no FROM origin_now o
        UNION ALL
        SELECT o.project_id, o.part_id, FALSE, o.origin_id, o.origin_no FROM origin_now o WHERE o.part_id IS NOT NULL),
    row AS MATERIALIZED (
        SELECT k.*, e.event_id, e.edition_no, e.effective_on, coalesce(e.effective_on, e.taken_at::DATE) AS entered_on,
               p.position, p.milestones, p.evidence,
               e.edition_no = min(e.edition_no) OVER (PARTITION BY k.project_id, k.part_id) AS entering
        FROM store.project p JOIN edition_now e USING (event_id) JOIN kept k ON k.row_id = p.project_id),
    stated AS (
        SELECT * EXCLUDE (milestones, evidence, m), unnest(m)
        FROM (SELECT *, unnest(milestones) AS m, generate_subscripts(milestones, 1) AS line FROM row)),
    page AS (
        SELECT DISTINCT row_id, edition_no, evidence_no,
               coalesce(published_on,
                        CASE WHEN url IS NULL THEN held_on
                             ELSE min(held_on) OVER (PARTITION BY project_id, part_id, row_id, edition_no,
                                                     url) END) AS stated_on
        FROM (
            SELECT project_id, part_id, row_id, edition_no, unnest(v) FROM (SELECT *, unnest(evidence) AS v FROM row))),
    told AS (
        SELECT s.* REPLACE (CASE WHEN NOT s.due_alone THEN s.done_on END AS done_on), s.evidence_no IS NULL AS planned,
               CASE WHEN s.evidence_no IS NOT NULL THEN g.stated_on
                    WHEN s.entering THEN DATE '1900-01-01'
                    ELSE s.entered_on END AS stated_on
        FROM stated s
        LEFT JOIN page g ON g.row_id = s.row_id AND g.edition_no = s.edition_no AND g.evidence_no = s.evidence_no),
    known AS MATERIALIZED (
        SELECT t.* FROM told t CROSS JOIN day_now d WHERE t.stated_on <= d.as_of OR t.planned),
    said AS MATERIALIZED (
        SELECT project_id, coalesce(part_id, '') AS of_part, milestone, edition_no, list(due_on) AS dues,
               list(done_on) AS dones
        FROM known WHERE planned AND edition_no < (SELECT max(e.edition_no) FROM edition_now e) GROUP BY ALL),
    compared AS (
        SELECT k.* REPLACE (CASE WHEN c.approval IS NOT NULL OR NOT k.planned
                                OR NOT coalesce(list_contains(a.dues, k.due_on), FALSE)
                                 THEN k.due_on END AS due_on,
                            CASE WHEN NOT k.planned OR NOT coalesce(list_contains(b.dones, k.done_on), FALSE)
                                 THEN k.done_on END AS done_on),
               c.approval, CASE WHEN c.approval IS NOT NULL THEN k.effective_on END AS approved_on
        FROM (SELECT *, coalesce(part_id, '') AS of_part FROM known) k
        ASOF LEFT JOIN (FROM said WHERE len(list_filter(dues, lambda day: day IS NOT NULL)) > 0) a
          ON a.project_id = k.project_id AND a.of_part = k.of_part AND a.milestone = k.milestone
             AND k.edition_no > a.edition_no
        ASOF LEFT JOIN (FROM said WHERE len(list_filter(dones, lambda day: day IS NOT NULL)) > 0) b
          ON b.project_id = k.project_id AND b.of_part = k.of_part AND b.milestone = k.milestone
             AND k.edition_no > b.edition_no
        LEFT JOIN (FROM store.day_choice WHERE treatment = 'approved') c
          ON c.event_id = k.event_id AND c.project_id = k.row_id AND c.milestone = k.milestone AND c.due_on = k.due_on
             AND k.planned)
    SELECT project_id, part_id, milestone, label, due_on, due_precision, done_on, done_precision, evidence_no, approval,
           approved_on, stated_on, row_id, event_id, edition_no,
           place_of(stated_on, 0,
                    row_number() OVER (PARTITION BY project_id, part_id
                                       ORDER BY edition_no, origin_no, position, line)) AS place
    FROM compared WHERE due_on IS NOT NULL OR done_on IS NOT NULL
    QUALIFY planned
      OR row_number() OVER (PARTITION BY project_id, part_id, milestone, stated_on, due_on, done_on, planned
                            ORDER BY edition_no, origin_no, position, line) = 1;
COMMENT ON MACRO TABLE edition_statement IS
    'One row a day that an edition''s plan states of a milestone, or a public page dated by then in it, of a row and '
    'of the numbers that it continues; of a merged row once more for each part (part_id), which alone may tell that '
    'part done. The plan of a row stands before all months in the first edition that holds it, in a later one at its '
    'effective day, and says there only what the edition before it that said anything did not say: an approved day '
    '(批准调整) is said in any case.';

CREATE TABLE stated_now AS FROM edition_statement() LIMIT 0;
COMMENT ON TABLE stated_now IS 'edition_statement of the day.';

CREATE MACRO library_statement() AS TABLE SELECT s.* EXCLUDE (part_id) FROM stated_now s WHERE s.part_id IS NULL;
COMMENT ON MACRO TABLE library_statement IS
    'One row a milestone statement of the plan (always known) or of a public page dated by then, of all editions that '
    'count.';

CREATE MACRO stated_due() AS TABLE
    SELECT project_id, milestone, due_on, due_precision, approval, approved_on, NULL::DATE AS handed_on,
           FALSE AS correction, FALSE AS reported, place
    FROM library_statement() WHERE due_on IS NOT NULL
    UNION ALL
    SELECT m.project_id, m.milestone, m.due_on, m.due_precision, m.approval, m.approved_on,
           CASE WHEN m.approval IS NOT NULL THEN e."at"::DATE END AS handed_on,
           m.correction, TRUE AS reported, m.place
    FROM accepted_milestone() m JOIN store.event e ON e.event_id = m.event_id WHERE m.due_on IS NOT NULL;
COMMENT ON MACRO TABLE stated_due IS
    'One row a due day as it was stated: by the plan, a public page or a report; of an approval also the day on which '
    'its report was handed in.';

CREATE MACRO with_next_due(told, next) AS
    CASE WHEN next.correction
         THEN list_transform(told, lambda t: CASE WHEN t.run_no = told[-1].run_no
             THEN struct_update(t, due_on := next.due_on, due_precision := next.due_precision) ELSE t END)
         ELSE list_append(told, struct_update(next, run_no := told[-1].run_no
             + (NOT (next.reported AND told[-1].reported AND next.due_on = told[-1].due_on))::INTEGER)) END;
COMMENT ON MACRO with_next_due IS
    'The due days told so far and the next: a correction mends the last run of reports that say the same day, any '
    'other is told beside them.';

CREATE MACRO mended_due() AS TABLE
    WITH stated AS MATERIALIZED (SELECT * FROM stated_due()),
    mended AS (SELECT DISTINCT project_id, milestone FROM stated WHERE correction),
    listed AS (
        SELECT project_id, milestone,
               list([{'due_on': due_on, 'due_precision': due_precision, 'approval': approval,
                      'approved_on': approved_on, 'handed_on': handed_on,
                      'correction': correction, 'reported': reported, 'place': place, 'run_no': 1}]
                      ORDER BY place) AS said
        FROM stated SEMI JOIN mended USING (project_id, milestone) GROUP BY project_id, milestone),
    told AS (
        SELECT project_id, milestone,
               unnest(list_reduce(said, lambda told, next: with_next_due(told, next[1])), max_depth := 2)
        FROM listed)
    SELECT * EXCLUDE (correction) FROM stated ANTI JOIN mended USING (project_id, milestone)
    UNION ALL BY NAME
    SELECT * EXCLUDE (correction, run_no) FROM told;
COMMENT ON MACRO TABLE mended_due IS
    'One row a stated due day, none a correction: it mends the statement just before it and those of reports that '
    'this one repeated (a slip of the pen stated twice is one).';

CREATE MACRO due_statement() AS TABLE
    WITH stated AS (
        SELECT m.*, coalesce(approved_on <= d.as_of, FALSE) AS approved FROM mended_due() m CROSS JOIN day_now d),
    -- all of one order, so that the rows are sorted once
    held AS (
        SELECT *, row_number() OVER told AS statement_no, first_value(due_on) OVER told AS original_due_on,
               max(approved_on) FILTER (approved) OVER so_far AS newest_approved_on,
               arg_max(due_on, (approved_on, place)) FILTER (approved) OVER so_far AS approved_to_on,
               arg_max(due_on, (approved_on, place)) FILTER (approved) OVER earlier AS approved_before_on
        FROM stated
        WINDOW told AS (PARTITION BY project_id, milestone ORDER BY place),
               so_far AS (PARTITION BY project_id, milestone
                          ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
               earlier AS (PARTITION BY project_id, milestone
                           ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
    SELECT * EXCLUDE (newest_approved_on, approved_to_on, approved_before_on),
           approved AND approved_on = newest_approved_on AS takes_force,
           coalesce(approved_to_on, original_due_on) AS in_force_on,
           CASE WHEN statement_no > 1 THEN coalesce(approved_before_on, original_due_on) END AS in_force_before_on
    FROM held;
COMMENT ON MACRO TABLE due_statement IS
    'One row a statement of a due day with what was in force before and after it: of the approvals stated so far '
    '(approved) that of the newest day, of these the newest statement; without one the first day stated.';

CREATE MACRO milestone_due() AS TABLE
    WITH statement AS MATERIALIZED (SELECT * FROM due_statement()),
    due AS (
        SELECT project_id, milestone, any_value(original_due_on) AS original_due_on,
               arg_min(due_precision, statement_no) AS original_due_precision,
               arg_max(in_force_on, statement_no) AS due_on,
               coalesce(arg_max(due_precision, (approved_on, statement_no)) FILTER (approved),
                        arg_min(due_precision, statement_no)) AS due_precision
        FROM statement GROUP BY project_id, milestone),
    approved_day AS (
        SELECT project_id, milestone, approved_on, any_value(original_due_on) AS original_due_on,
               arg_max(due_on, statement_no) AS due_on, arg_max(due_precision, statement_no) AS due_precision,
               arg_max(approval, statement_no) AS approval, list({'due_on': due_on, 'handed_on': handed_on}) AS handed
        FROM statement WHERE approved GROUP BY project_id, milestone, approved_on),
    moved AS (
        SELECT *,
               lag(due_on, 1, original_due_on) OVER (PARTITION BY project_id, milestone
                                                     ORDER BY approved_on) AS before_on
        FROM approved_day),
    adjusted AS (
        SELECT project_id, milestone,
               list({'approved_on': approved_on, 'approval': approval, 'before_on': before_on, 'due_on': due_on,
                     'due_precision': due_precision,
                     'handed_on': list_min([h.handed_on FOR h IN handed IF h.due_on = due_on])}
                     ORDER BY approved_on) AS adjustments
        FROM moved WHERE due_on <> before_on GROUP BY project_id, milestone),
    spoken AS (
        SELECT project_id, milestone, place, forecast_on, forecast_precision,
               forecast_on IS NOT NULL OR list_contains(cleared, 'forecast_on') OR word = 'on_schedule' AS speaks
        FROM accepted_milestone()),
    moving AS (
        SELECT project_id, milestone FROM statement WHERE statement_no > 1
        UNION SELECT project_id, milestone FROM spoken WHERE speaks),
    told AS (
        SELECT project_id, milestone, place, s.in_force_on,
               coalesce(w.speaks, FALSE) OR coalesce(puts_off, FALSE) AS speaks,
               coalesce(w.forecast_on, CASE WHEN puts_off THEN s.due_on END) AS said_on,
               CASE WHEN w.forecast_on IS NOT NULL THEN w.forecast_precision ELSE s.due_precision END AS said_precision,
               w.forecast_on IS NOT NULL OR (s.reported AND s.approved_on IS NULL) AS unapproved,
               CASE WHEN w.forecast_on IS NULL AND s.takes_force AND s.due_on <> s.in_force_before_on
                    THEN s.due_on END AS approved_to_on
        FROM (
            SELECT *, NOT approved AND due_on <> in_force_before_on AS puts_off
            FROM statement
            SEMI JOIN moving USING (project_id, milestone)) s
        FULL JOIN (FROM spoken WHERE speaks) w USING (project_id, milestone, place)),
    counted AS (
        SELECT * EXCLUDE (in_force_on), count(*) FILTER (speaks) OVER so_far AS word_no,
               last_value(in_force_on IGNORE NULLS) OVER so_far AS in_force_on
        FROM told
        WINDOW so_far AS (PARTITION BY project_id, milestone
                          ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)),
    standing AS (
        SELECT project_id, milestone, place, in_force_on, first_value(said_on) OVER word AS said_on,
               first_value(said_precision) OVER word AS said_precision,
               first_value(unapproved) OVER word AS unapproved,
               max(approved_to_on) OVER word AS approved_to_on
        FROM counted
        WINDOW word AS (PARTITION BY project_id, milestone, word_no
                        ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)),
    stands AS (
        SELECT project_id, milestone, place, unapproved,
               CASE WHEN approved_to_on >= said_on THEN NULL ELSE said_on END AS forecast_on,
               CASE WHEN forecast_on IS NOT NULL THEN coalesce(said_precision, 'day') END AS forecast_precision,
               CASE WHEN unapproved THEN greatest(forecast_on - in_force_on, 0) ELSE 0 END AS beyond_days
        FROM standing),
    put_off AS (
        SELECT *,
               beyond_days > lag(beyond_days, 1, 0) OVER (PARTITION BY project_id, milestone ORDER BY place) AS put_off
        FROM stands),
    forecast AS (
        SELECT project_id, milestone, arg_max_null(forecast_on, place) AS forecast_on,
               arg_max_null(forecast_precision, place) AS forecast_precision,
               arg_max_null(unapproved, place) AS unapproved,
               count(*) FILTER (put_off) AS postponement_count
        FROM put_off GROUP BY project_id, milestone)
    SELECT project_id, milestone, d.* EXCLUDE (project_id, milestone), a.adjustments, f.forecast_on,
           f.forecast_precision, f.unapproved, f.postponement_count
    FROM due d LEFT JOIN adjusted a USING (project_id, milestone) FULL JOIN forecast f USING (project_id, milestone);
COMMENT ON MACRO TABLE milestone_due IS
    'One row a milestone with a due day or a word on its forecast: original day, day in force, each approval that '
    'moved it (批准调整, in the order of their days), the newest forecast in whichever column with how exactly it was '
    'told, and how often an owner put it off farther beyond the day in force.';
