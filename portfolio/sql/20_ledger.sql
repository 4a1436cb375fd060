-- What is known: decisions, thresholds, the library in force. Arguments, always in this order: as_of (the day asked
-- about), newest_event (the number of the newest event known: of two events of one moment, too, the second is not known
-- with the first).

CREATE MACRO report_decision(newest_event) AS TABLE
    WITH told AS (
        SELECT d.submission_id, d.project_id, d.verdict, d.reason, e.actor, e."at", e.event_id,
               (e."at", e.event_id) AS place
        FROM store.decision d JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event),
    divided AS (SELECT DISTINCT submission_id FROM told WHERE project_id IS NOT NULL),
    spoken AS (
        SELECT submission_id, NULL::VARCHAR AS part_id, t.* EXCLUDE (submission_id, project_id)
        FROM told t ANTI JOIN divided USING (submission_id)
        UNION ALL
        SELECT t.submission_id, r.project_id, t.* EXCLUDE (submission_id, project_id)
        FROM (FROM told SEMI JOIN divided USING (submission_id)) t
        JOIN store.report r ON r.event_id = t.submission_id AND (t.project_id IS NULL OR t.project_id = r.project_id))
    SELECT submission_id, part_id AS project_id, arg_max(verdict, place) AS verdict,
           arg_max_null(reason, place) AS reason, arg_max(actor, place) AS decided_by, max("at") AS decided_at,
           max(event_id) AS decision_id
    FROM spoken GROUP BY submission_id, part_id;
COMMENT ON MACRO TABLE report_decision IS
    'One row a report that was decided as a whole (project_id is NULL) or, of one that was decided project by project, '
    'a decided project: the newest decision that names it or the whole.';

CREATE MACRO accepted_submission(newest_event) AS TABLE
    SELECT submission_id, decided_at AS accepted_at,
           list(project_id ORDER BY project_id) FILTER (project_id IS NOT NULL) AS project_ids,
           row_number() OVER (ORDER BY decided_at, submission_id) AS acceptance_no
    FROM report_decision(newest_event) WHERE verdict = 'accepted' GROUP BY submission_id, decided_at;
COMMENT ON MACRO TABLE accepted_submission IS
    'One row a submission whose newest known decision accepts it, or a moment at which projects of it were accepted '
    '(project_ids; NULL: all); acceptance_no is its place in the order of acceptance, from 1.';

CREATE MACRO in_part(project_ids, project_id) AS (project_ids IS NULL OR list_contains(project_ids, project_id));
COMMENT ON MACRO in_part IS 'Whether a row of accepted_submission is about the project.';

CREATE MACRO setting_in_force(newest_event) AS TABLE
    SELECT s.name, s.value FROM store.setting s JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event
    QUALIFY row_number() OVER (PARTITION BY s.name ORDER BY s.event_id DESC, s.position DESC) = 1;
COMMENT ON MACRO TABLE setting_in_force IS 'One row a choice of the city (settings in codes/setting.csv) as it stands.';

CREATE MACRO setting_value(newest_event, asked) AS
    coalesce((SELECT s.value FROM setting_in_force(newest_event) s WHERE s.name = asked),
             (SELECT c.value FROM code_setting c WHERE c.code = asked));
COMMENT ON MACRO setting_value IS 'The city''s choice as it stands; until one is made, that of codes/setting.csv.';

CREATE MACRO threshold_told(newest_event) AS TABLE
    WITH told AS (
        SELECT t.name, t.value, t.effective_on, e.at, t.event_id, t.position
        FROM store.threshold t JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event)
    FROM told
    UNION ALL
    SELECT c.code, c.value::DECIMAL(18,2), c.effective_on::DATE, (SELECT min(o.at) FROM told o), 0, 0
    FROM code_threshold c
    WHERE c.code NOT IN (SELECT o.name FROM told o WHERE o.event_id = (SELECT min(f.event_id) FROM told f))
      AND (SELECT count(*) FROM told) > 0;
COMMENT ON MACRO TABLE threshold_told IS
    'One row a number that a rule was given; of a rule that came after the store''s own were first set, the '
    'codelist''s too, which any later one outranks.';

CREATE MACRO threshold_in_force(as_of, newest_event) AS TABLE
    WITH told AS (
        SELECT t.*, min(t.effective_on) OVER (PARTITION BY t.name) AS first_on FROM threshold_told(newest_event) t)
    SELECT name, arg_max(value, (effective_on, "at", event_id, position)) AS value, max(effective_on) AS effective_on
    FROM told WHERE effective_on <= greatest(as_of::DATE, first_on) GROUP BY name;
COMMENT ON MACRO TABLE threshold_in_force IS
    'One row a rule: its number on the day asked about; before its first day, that of its first day.';

CREATE MACRO rules_begin(newest_event) AS TABLE
    SELECT min(t.effective_on) AS begins_on
    FROM store.threshold t JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event;
COMMENT ON MACRO TABLE rules_begin IS
    'One row in all: the first day on which any rule has a number; NULL where no rule is known.';

CREATE MACRO rules(as_of, newest_event) AS TABLE
    SELECT max(value) FILTER (name = 'late_red_days') AS late_red_days,
           max(value) FILTER (name = 'warning_days') AS warning_days,
           max(value) FILTER (name = 'pacing_yellow_share')::DOUBLE AS pacing_yellow_share,
           max(value) FILTER (name = 'pacing_red_share')::DOUBLE AS pacing_red_share,
           max(value) FILTER (name = 'payment_floor_share') AS payment_floor_share,
           max(value) FILTER (name = 'payment_margin_share') AS payment_margin_share,
           max(value) FILTER (name = 'payment_low_share') AS payment_low_share,
           max(value) FILTER (name = 'unpaid_months')::INTEGER AS unpaid_months,
           max(value) FILTER (name = 'idle_months')::INTEGER AS idle_months,
           max(value) FILTER (name = 'county_minimum_count')::INTEGER AS county_minimum_count,
           max(value) FILTER (name = 'county_known_share') AS county_known_share,
           max(value) FILTER (name = 'report_close_days')::INTEGER AS report_close_days,
           max(value) FILTER (name = 'estimate_over_share') AS estimate_over_share,
           setting_value(newest_event, 'january_with_february') = 'no' AS january_closes
    FROM threshold_in_force(as_of, newest_event);
COMMENT ON MACRO TABLE rules IS
    'One row in all: every threshold in force as a column, and whether January is a month of its own.';

CREATE MACRO period_due_on(period_on, report_close_days, january_closes) AS
    (CASE WHEN month(period_on::DATE) = 1 AND NOT january_closes THEN last_day(period_on::DATE + 1)
          ELSE period_on::DATE END
     + report_close_days::INTEGER);
COMMENT ON MACRO period_due_on IS
    'The last day on which a report of the month is in time (填报截止日); a January that is one with February has '
    'February''s.';

CREATE MACRO owed_month(period_on, january_closes) AS (month(period_on::DATE) <> 1 OR january_closes);
COMMENT ON MACRO owed_month IS 'Whether a report of the month is owed: not of a January that is one with February.';

CREATE MACRO closing(as_of, newest_event) AS TABLE
    SELECT CASE WHEN owed_month(ended_on, january_closes) THEN ended_on
                ELSE make_date(year(ended_on) - 1, 12, 31) END AS last_closed_on
    FROM (
        SELECT (date_trunc('month', as_of::DATE - report_close_days) - INTERVAL 1 DAY)::DATE AS ended_on, january_closes
          FROM rules(as_of, newest_event));
COMMENT ON MACRO TABLE closing IS
    'One row in all: the last month whose reports have closed (its day of closing is past); a January that is one '
    'with February never closes by itself.';

CREATE MACRO edition_standing(newest_event) AS TABLE
    WITH known AS (
        SELECT d.*, e.at AS taken_at
        FROM store.edition d
        JOIN store.event e USING (event_id)
        WHERE e.event_id <= newest_event)
    SELECT *, coalesce(effective_on, DATE '0001-01-01') AS counts_from FROM known
    WHERE event_id >= coalesce((SELECT max(k.event_id) FROM known k WHERE k.effective_on IS NULL), 0)
    QUALIFY row_number() OVER (PARTITION BY effective_on ORDER BY event_id DESC) = 1;
COMMENT ON MACRO TABLE edition_standing IS
    'One row an edition that counts from some day on (counts_from): of those taken since the last one without an '
    'effective day, which takes the place of all before it on every day, the last taken of each day.';

CREATE MACRO edition_line(as_of, newest_event) AS TABLE
    WITH standing AS (FROM edition_standing(newest_event))
    SELECT *, row_number() OVER (ORDER BY counts_from) AS edition_no FROM standing
    WHERE counts_from <= greatest(as_of::DATE, (SELECT min(s.counts_from) FROM standing s));
COMMENT ON MACRO TABLE edition_line IS
    'One row an edition that counts on the day asked about, in the order in which they came to count (edition_no); '
    'the last is in force. A day before the earliest is the earliest''s.';

CREATE MACRO edition_in_force
    (newest_event) AS TABLE (
        SELECT * EXCLUDE (counts_from) FROM (FROM edition_standing(newest_event) ORDER BY counts_from DESC LIMIT 1)),
    (as_of, newest_event) AS TABLE (
        SELECT * EXCLUDE (counts_from, edition_no)
        FROM (FROM edition_line(as_of, newest_event) ORDER BY edition_no DESC LIMIT 1));
COMMENT ON MACRO TABLE edition_in_force IS
    'At most one row: the edition that answers the day asked about; without a day the last one known, whether or not '
    'its day has come.';

CREATE MACRO edition_of(of_digest) AS TABLE SELECT event_id FROM store.edition WHERE digest = of_digest::VARCHAR;
COMMENT ON MACRO TABLE edition_of IS 'One row a time that the library of this digest was taken.';

CREATE MACRO library_row
    (newest_event) AS TABLE (
        SELECT p.* FROM store.project p WHERE p.event_id = (SELECT event_id FROM edition_in_force(newest_event))),
    (as_of, newest_event) AS TABLE (
        SELECT p.*
        FROM store.project p
        WHERE p.event_id = (SELECT event_id FROM edition_in_force(as_of, newest_event)));
COMMENT ON MACRO TABLE library_row IS
    'One row a project, service or group of the library in force on the day; without a day, of the last one known.';

CREATE MACRO known_row(newest_event) AS TABLE
    WITH last_one AS (FROM library_row(newest_event))
    FROM last_one
    UNION ALL
    (SELECT p.* FROM store.project p JOIN edition_standing(newest_event) e USING (event_id)
     WHERE p.project_id NOT IN (SELECT l.project_id FROM last_one l)
     QUALIFY row_number() OVER (PARTITION BY p.project_id ORDER BY e.counts_from DESC) = 1);
COMMENT ON MACRO TABLE known_row IS
    'One row a number that stands in the last edition known or stood in one before it that still answers some day, as '
    'last stated.';

CREATE MACRO county_row
    (newest_event) AS TABLE (
        SELECT c.* FROM store.county c WHERE c.event_id = (SELECT event_id FROM edition_in_force(newest_event))),
    (as_of, newest_event) AS TABLE (
        SELECT c.* FROM store.county c WHERE c.event_id = (SELECT event_id FROM edition_in_force(as_of, newest_event)));
COMMENT ON MACRO TABLE county_row IS
    'One row a county of the library in force on the day; without a day, of the last one known.';

CREATE MACRO continued_number(newest_event) AS TABLE
    WITH RECURSIVE step AS (
        SELECT DISTINCT p.project_id, unnest(p.predecessor_ids) AS origin_id
        FROM store.project p
        JOIN edition_standing(newest_event) e USING (event_id)
        WHERE p.predecessor_ids IS NOT NULL),
    path AS (
        FROM step
        UNION
        SELECT p.project_id, s.origin_id FROM path p JOIN step s ON s.project_id = p.origin_id)
    FROM path;
COMMENT ON MACRO TABLE continued_number IS
    'One row a number and each number of an earlier edition that it continues, however far back.';

CREATE MACRO origin_line(as_of, newest_event) AS TABLE
    WITH RECURSIVE named AS (
        SELECT p.project_id, p.predecessor_ids
        FROM store.project p
        JOIN edition_line(as_of, newest_event) e USING (event_id)
        WHERE len(p.predecessor_ids) > 0
        QUALIFY row_number() OVER (PARTITION BY p.project_id ORDER BY e.edition_no DESC) = 1),
    step AS MATERIALIZED (
        SELECT project_id, unnest(predecessor_ids) AS origin_id, generate_subscripts(predecessor_ids, 1) AS place,
               len(predecessor_ids) > 1 AS merged
        FROM named),
    split AS MATERIALIZED (SELECT origin_id FROM step GROUP BY origin_id HAVING count(*) > 1),
    path AS (
        SELECT s.project_id, s.origin_id, s.project_id AS heir_id, CASE WHEN s.merged THEN s.origin_id END AS part_id,
               [s.place] AS places, s.origin_id IN (FROM split) AS divided, FALSE AS divided_above
        FROM step s WHERE s.project_id IN (SELECT l.project_id FROM library_row(as_of, newest_event) l)
        UNION ALL
        SELECT p.project_id, s.origin_id, s.project_id, coalesce(p.part_id, CASE WHEN s.merged THEN s.origin_id END),
               list_append(p.places, s.place), p.divided OR s.origin_id IN (FROM split), p.divided
        FROM path p JOIN step s ON s.project_id = p.origin_id WHERE len(p.places) < 50)
    SELECT project_id, origin_id, heir_id, part_id, divided, divided_above,
           row_number() OVER (PARTITION BY project_id ORDER BY places) AS origin_no FROM path;
COMMENT ON MACRO TABLE origin_line IS
    'One row a row of the library in force on the day and number of an earlier edition that it continues, however far '
    'back, in the order in which they are named: heir_id continues it directly; part_id is the part of a merged row '
    'that it belongs to (NULL where none was merged); divided where any step to it splits (divided_above: a later '
    'step than its own does), and amounts do not follow.';

CREATE MACRO correction_state(newest_event) AS TABLE
    WITH decided AS (
        SELECT d.correction_id, arg_max(d.verdict, d.event_id) AS verdict, arg_max_null(d.reason, d.event_id) AS word,
               max(d.event_id) AS decision_id
        FROM store.correction_decision d WHERE d.event_id <= newest_event GROUP BY d.correction_id)
    SELECT c.event_id AS correction_id, c.project_id, c.entry, c.field, c.value, c.value_precision, c.reason,
           e.actor AS proposed_by, e.at AS proposed_at, coalesce(d.verdict, 'pending') AS verdict, d.word,
           d.decision_id, b.actor AS decided_by, b.at AS decided_at
    FROM store.correction c JOIN store.event e USING (event_id)
    LEFT JOIN decided d ON d.correction_id = c.event_id LEFT JOIN store.event b ON b.event_id = d.decision_id
    WHERE c.event_id <= newest_event;
COMMENT ON MACRO TABLE correction_state IS
    'One row a proposed correction, with the newest decision about it (pending where there is none).';

CREATE MACRO mended_field(newest_event) AS TABLE
    SELECT c.entry, m.submission_id, m.place, c.field, c.value, c.value_precision, c.correction_id, c.decision_id
    FROM store.mended_statement m JOIN correction_state(newest_event) c ON c.correction_id = m.event_id
    WHERE c.verdict = 'accepted'
    QUALIFY row_number() OVER (PARTITION BY c.entry, m.submission_id, m.place, c.field ORDER BY c.decision_id DESC) = 1;
COMMENT ON MACRO TABLE mended_field IS
    'One row a field of a statement that accepted corrections mend: of several the one accepted last.';

CREATE MACRO planned_in(as_of, newest_event, of_year) AS TABLE
    WITH origin AS MATERIALIZED (FROM origin_line(as_of, newest_event)),
    number AS (
        SELECT l.project_id, NULL::VARCHAR AS part_id, l.project_id AS origin_id FROM library_row(as_of, newest_event) l
        UNION ALL
        SELECT o.project_id, o.part_id, o.origin_id FROM origin o WHERE NOT o.divided),
    stated AS (
        SELECT p.*, CASE WHEN m.field IS NULL THEN p.planned_amount ELSE m.value::DECIMAL(18,2) END AS amount
        FROM store.plan_entry p LEFT JOIN mended_field(newest_event) m
          ON m.entry = 'plan_entry' AND m.field = 'planned_amount' AND m.submission_id = p.event_id
             AND m.place = p.position
        WHERE p.year = of_year AND p.period_on <= as_of::DATE),
    told AS (
        SELECT n.project_id, n.part_id, p.amount, (p.period_on, a.accepted_at, p.event_id, p.position) AS place
        FROM stated p JOIN accepted_submission(newest_event) a
          ON a.submission_id = p.event_id AND in_part(a.project_ids, p.project_id)
        JOIN number n ON n.origin_id = p.project_id
        WHERE p.amount IS NOT NULL OR list_contains(p.cleared, 'planned_amount')
        UNION ALL
        SELECT o.project_id, o.part_id, f.amount, (f.period_on, e.taken_at, f.event_id, f.position)
        FROM store.opening_figure f JOIN edition_line(as_of, newest_event) e USING (event_id)
        JOIN origin o ON o.heir_id = f.project_id AND o.origin_id = f.predecessor_id AND NOT o.divided_above
        WHERE f.figure = 'annual_plan' AND f.year = of_year AND f.period_on <= as_of::DATE)
    SELECT l.project_id FROM listed_on(as_of, newest_event) o JOIN number l ON l.origin_id = o.project_id
    WHERE o.year = of_year AND l.part_id IS NULL
    UNION
    SELECT t.project_id FROM told t
    WHERE t.amount IS NOT NULL AND NOT EXISTS (FROM listed_on(as_of, newest_event) o WHERE o.year = of_year);
COMMENT ON MACRO TABLE planned_in IS
    'One row a row of the library in force on the day that has a plan of the year: on a list, its own or a number''s '
    'that it alone continues; of a year without any list what was ever told of it, of a number that it continues, or '
    'of a part of it (a cut does not count).';

CREATE MACRO calendar(as_of, newest_event) AS TABLE
    WITH closed AS (SELECT c.last_closed_on, year(c.last_closed_on) AS closed_year FROM closing(as_of, newest_event) c),
    counting AS (FROM accepted_submission(newest_event)),
    planned AS (FROM planned_in(as_of, newest_event, (SELECT c.closed_year FROM closed c))),
    opened AS (
        SELECT r.period_on FROM store.report r
        JOIN counting a ON a.submission_id = r.event_id AND in_part(a.project_ids, r.project_id)
        UNION ALL
        SELECT p.period_on FROM store.period p
        WHERE p.event_id <= newest_event AND p.state = 'reopened' AND p.unit_code IS NULL),
    issued AS (SELECT count(*) > 0 AS plan_issued FROM planned)
    SELECT last_closed_on, CASE WHEN plan_issued THEN closed_year ELSE closed_year - 1 END::INTEGER AS reviewed_year,
           CASE WHEN plan_issued THEN last_closed_on ELSE make_date(closed_year - 1, 12, 31) END AS reviewed_to_on,
           plan_issued, (SELECT min(o.period_on) FROM opened o WHERE o.period_on <= as_of::DATE) AS first_opened_on,
           (as_of::DATE - to_months(r.unpaid_months))::DATE AS unpaid_since_on,
           (as_of::DATE - to_months(r.idle_months))::DATE AS idle_since_on,
           make_date(year(as_of::DATE) - 2, 12, 31) AS two_years_since_on
    FROM closed CROSS JOIN issued CROSS JOIN rules(as_of, newest_event) r;
COMMENT ON MACRO TABLE calendar IS
    'One row in all: the last closed month; the year under review, of which the figures of a year are (that of the '
    'last closed month once any project has a plan of it, until then the whole year before: plan_issued is false, '
    '计划未下达) and its last month that counts; the first month ever opened for reports (one that an accepted report told '
    'of, or reopened for all); the day a year of idleness began.';
