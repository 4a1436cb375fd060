-- Reports on their way through review, who has not reported, and the record of events. `scope` is the reader's: county
-- codes and project ids, NULL for all. Of a report with projects of several counties a county's reader sees their own.

CREATE MACRO sees(county_code, project_id, scope) AS
    scope IS NULL OR list_contains(scope::VARCHAR[], county_code) OR list_contains(scope::VARCHAR[], project_id);
COMMENT ON MACRO sees IS 'Whether a reader of that scope may see a project of that county.';

CREATE MACRO library_line(newest_event, projects) AS TABLE
    WITH row AS (SELECT p.* FROM known_row(newest_event) p WHERE p.project_id IN (SELECT unnest(projects::VARCHAR[])))
    SELECT project_id, 'investment' AS kind, NULL::VARCHAR AS part, NULL::VARCHAR AS currency,
           'investment_amount' AS field, planned_investment_amount::VARCHAR AS value, NULL::VARCHAR AS value_precision
    FROM row WHERE planned_investment_amount IS NOT NULL
    UNION ALL
    SELECT project_id, 'funding', f.source, f.currency, 'planned_amount', f.amount::VARCHAR, NULL
    FROM (SELECT project_id, unnest(funding) AS f FROM row) WHERE f.amount IS NOT NULL
    UNION ALL
    SELECT project_id, 'milestone', m.milestone, NULL, 'due_on', m.due_on::VARCHAR, m.due_precision
    FROM (SELECT project_id, unnest(milestones) AS m FROM row) WHERE m.due_on IS NOT NULL
    UNION ALL
    SELECT project_id, 'milestone', m.milestone, NULL, 'done_on', m.done_on::VARCHAR, m.done_precision
    FROM (SELECT project_id, unnest(milestones) AS m FROM row) WHERE m.done_on IS NOT NULL;
COMMENT ON MACRO TABLE library_line IS
    'One row a value that the library itself states of one of these projects and that a report may replace.';

CREATE MACRO report_entry(of_report, newest_event, scope) AS TABLE
    WITH this AS (
        SELECT s.submission_id, s.period_on FROM submission_state(newest_event) s WHERE s.submission_id = of_report),
    counted AS MATERIALIZED (FROM accepted_submission(newest_event)),
    seen AS (
        SELECT DISTINCT r.project_id, p.name, p.county_code
        FROM store.report r
        LEFT JOIN known_row(newest_event) p USING (project_id)
        WHERE r.event_id = of_report AND sees(p.county_code, r.project_id, scope)),
    mine AS MATERIALIZED (
        SELECT n.*, (SELECT max(o.acceptance_no) FROM counted o
                     WHERE o.submission_id = of_report AND in_part(o.project_ids, n.project_id)) AS own_no
        FROM seen n),
    line AS MATERIALIZED (
        SELECT *, CASE WHEN kind <> 'investment' AND field <> 'plan_complete' THEN part END AS own_part,
               CASE WHEN field <> 'plan_complete' THEN currency END AS own_currency
        FROM reported_line((SELECT list(project_id) FROM mine))),
    before AS (
        SELECT l.project_id, l.kind, l.own_part, l.own_currency, l.field,
               CASE WHEN c.field IS NULL THEN l.value ELSE c.value END AS value,
               coalesce(c.value_precision, l.value_precision) AS value_precision, l.was_cleared, l.part, l.period_on,
               l.event_id AS from_report, place_of(l.period_on, a.acceptance_no, l.position) AS place
        FROM line l JOIN counted a ON a.submission_id = l.event_id AND in_part(a.project_ids, l.project_id)
        JOIN mine m ON m.project_id = l.project_id CROSS JOIN this
        LEFT JOIN mended_field(newest_event) c
          ON c.entry = l.kind || '_entry' AND c.submission_id = l.event_id AND c.place = l.position
              AND c.field = coalesce(l.stored, l.field)
        WHERE (c.field IS NULL OR c.value IS NOT NULL) AND l.event_id <> this.submission_id
            AND l.period_on <= this.period_on AND a.acceptance_no < coalesce(m.own_no, a.acceptance_no + 1)
        UNION ALL
        SELECT project_id, kind, CASE WHEN kind <> 'investment' THEN part END, currency, field, value,
               value_precision, FALSE, part, NULL, NULL, 0
        FROM library_line(newest_event, (SELECT list(project_id) FROM mine))),
    held AS (
        SELECT project_id, kind, own_part, own_currency, field,
               arg_max({'old': CASE WHEN NOT was_cleared THEN value END, 'old_precision': value_precision,
                        'old_part': part, 'old_period_on': period_on, 'old_report': from_report}, place) AS told
        FROM before GROUP BY ALL)
    SELECT l.project_id, m.name, m.county_code, l.period_on, l.kind, l.part, l.currency, l.field,
           told.old AS old_value, told.old_precision, told.old_part, told.old_period_on, told.old_report,
           l.value AS new_value, CASE WHEN l.value IS NOT NULL THEN l.value_precision END AS new_precision,
           l.was_cleared,
           (told.old, coalesce(told.old_precision, ''))
               IS DISTINCT FROM (l.value, coalesce(l.value_precision, '')) AS changes,
           l.sheet, l.row_number, l.cell, l.position
    FROM line l JOIN mine m USING (project_id)
    LEFT JOIN held h ON h.project_id = l.project_id AND h.kind = l.kind AND h.field = l.field
         AND h.own_part IS NOT DISTINCT FROM l.own_part AND h.own_currency IS NOT DISTINCT FROM l.own_currency
    WHERE l.event_id = of_report AND l.kind <> 'indicator';
COMMENT ON MACRO TABLE report_entry IS
    'One row a value that the report states (or takes back) of a project the reader may see, beside the one it '
    'replaces: the newest accepted for that month or an earlier one, of an accepted report as it was before its '
    'acceptance; else the library''s own; NULL for a first statement.';

CREATE MACRO report_remark(of_report, newest_event, scope) AS TABLE
    WITH told AS (
        SELECT m.*, e.actor, e.at FROM store.remark m JOIN store.event e USING (event_id)
        WHERE e.event_id <= newest_event AND (m.event_id = of_report
            OR m.event_id IN (SELECT d.event_id FROM store.decision d WHERE d.submission_id = of_report)))
    SELECT m.kind, m.code, m.project_id, p.name, p.county_code, m.sheet, m.cell, m.value, m.said, m.event_id,
           m.position, m.actor, m.at
    FROM told m LEFT JOIN known_row(newest_event) p USING (project_id)
    WHERE (SELECT count(*) FROM report_row(newest_event, scope) r WHERE r.submission_id = of_report) > 0
      AND (m.project_id IS NULL OR sees(p.county_code, m.project_id, scope));
COMMENT ON MACRO TABLE report_remark IS
    'One row a remark in a report that the reader may see (warnings with the owner''s word, reasons of corrections) '
    'or in a decision about it (the reviewer''s).';

CREATE MACRO report_verdict(of_report, newest_event, scope) AS TABLE
    SELECT t.project_id, p.name, p.county_code, t.verdict, t.reason, t.decided_by, t.decided_at
    FROM report_part(newest_event) t LEFT JOIN known_row(newest_event) p USING (project_id)
    WHERE t.submission_id = of_report AND sees(p.county_code, t.project_id, scope);
COMMENT ON MACRO TABLE report_verdict IS
    'One row a project of the report that the reader may see: what became of it there, why, by whom and when.';

CREATE MACRO sent_project(newest_event, of_period_on) AS TABLE
    SELECT r.project_id, arg_max(r.verdict, r.submission_id) AS verdict, max(r.submission_id) AS submission_id,
           arg_max(s."at", r.submission_id) AS sent_at
    FROM report_part(newest_event) r JOIN store.event s ON s.event_id = r.submission_id
    WHERE r.period_on = of_period_on::DATE AND r.verdict <> 'withdrawn' GROUP BY r.project_id;
COMMENT ON MACRO TABLE sent_project IS
    'One row a project about which a report of the month came and was not taken back: what became of the newest.';

CREATE MACRO report_standing(reported, reported_later, verdict) AS
    CASE WHEN reported THEN 'accepted' WHEN verdict IN ('pending', 'returned') THEN verdict
        WHEN verdict = 'taken_back' THEN 'returned'
         WHEN reported_later THEN 'later' ELSE 'missing' END;
COMMENT ON MACRO report_standing IS
    'How an owed report stands: accepted where a report of that very month was; else by the verdict on the newest '
    'one sent: pending or returned (an accepted one that was taken back, too); else later, where only a later month '
    'was accepted (未报（后月已报）), or missing.';

CREATE MACRO closed_month() AS TABLE
    WITH day AS (SELECT s.newest_event, s.last_closed_on FROM day_now s)
    SELECT p.project_id, report_standing(p.reported, p.reported_later, s.verdict) AS standing
    FROM project_now p CROSS JOIN day d
    LEFT JOIN sent_project((SELECT newest_event FROM day), (SELECT last_closed_on FROM day)) s USING (project_id)
    WHERE owes_month(p.kind, p.state, p.stood_at_close);
COMMENT ON MACRO TABLE closed_month IS
    'One row a project that was expected to report the last closed month (as in coverage), and how that report '
    'stands; all but the accepted count as not reported.';

CREATE MACRO followup_project(of_period_on) AS TABLE
    WITH day AS (SELECT s.as_of, s.newest_event, s.last_closed_on, s.report_close_days, s.january_closes
        FROM day_now s),
    asked AS (
        SELECT p.project_id, p.name, p.county_code, p.category, p.owner_unit, p.state, p.last_period_on, m.reported,
               m.reported_later, m.sent_late
        FROM project_now p JOIN monthly_now m ON m.project_id = p.project_id
        WHERE m.month_on = of_period_on::DATE AND m.expected
        UNION ALL
        SELECT p.project_id, p.name, p.county_code, p.category, p.owner_unit, p.state, p.last_period_on,
               p.project_id IN (SELECT r.project_id FROM accepted_report() r
                   WHERE r.period_on = of_period_on::DATE) AS reported,
               NOT reported AND coalesce(p.last_period_on > of_period_on::DATE, FALSE), FALSE
        FROM project_now p JOIN entered_row() w USING (project_id) CROSS JOIN day d
        WHERE of_period_on::DATE > d.last_closed_on AND must_report(p.kind, p.state)
            AND w.stands_on <= of_period_on::DATE AND owed_month(of_period_on, d.january_closes))
    SELECT a.* EXCLUDE (reported, reported_later, sent_late), of_period_on::DATE AS period_on,
           period_due_on(of_period_on, d.report_close_days, d.january_closes) AS closes_on,
           report_standing(a.reported, a.reported_later, s.verdict) AS standing,
           a.sent_late OR coalesce(s.verdict = 'pending' AND s.sent_at::DATE > closes_on, FALSE) AS sent_late,
           s.submission_id, s.sent_at, s.verdict AS sent_verdict,
           CASE WHEN NOT a.reported AND s.verdict IS DISTINCT FROM 'pending'
                THEN days_late(closes_on, d.as_of) END AS overdue_days
    FROM asked a CROSS JOIN day d
    LEFT JOIN sent_project((SELECT newest_event FROM day), of_period_on) s USING (project_id);
COMMENT ON MACRO TABLE followup_project IS
    'One row a project that owes a report of the month: accepted, pending, returned, later (only a later month was '
    'accepted) or missing, and the days since the month closed where the unit still owes it. Expected is what '
    'monthly_row says; of a month that has not closed yet, what coverage will say.';

CREATE MACRO followup_row(of_period_on) AS TABLE
    WITH unit AS (
        SELECT a.project_id, u.unit_code, u.name AS unit_name, u.county_code AS unit_county_code
        FROM project_unit((SELECT s.newest_event FROM day_now s)) a
        JOIN unit_in_force((SELECT s.newest_event FROM day_now s)) u USING (unit_code))
    SELECT p.* REPLACE (
               CASE WHEN p.overdue_days IS NULL OR coalesce(s.since_on <= p.closes_on, TRUE) THEN p.overdue_days
                    ELSE nullif(days_late(s.since_on, d.as_of), 0) END AS overdue_days),
           u.unit_code, u.unit_name, u.unit_county_code
    FROM followup_project(of_period_on) p CROSS JOIN day_now d LEFT JOIN unit u USING (project_id)
    LEFT JOIN answering_since((SELECT n.newest_event FROM day_now n)) s
      ON s.project_id = p.project_id AND s.unit_code = u.unit_code;
COMMENT ON MACRO TABLE followup_row IS
    'As followup_project, one row a project and unit that answers for it; unit_code is NULL where nobody does. A unit '
    'is not overdue longer than it answers for the project.';

CREATE MACRO event_row(newest_event, scope, kinds, actors, first_on, last_on, sought) AS TABLE
    WITH listed AS (SELECT event_id FROM store.event WHERE kind = 'people_listed'),
    person AS (
        SELECT event_id, 'account' AS said, login AS code, role AS value FROM store.account UNION ALL
        SELECT event_id, 'unit', unit_code, name FROM store.unit UNION ALL
        SELECT event_id, 'assignment', unit_code, coalesce(project_id, county_code) FROM store.assignment),
    about AS (
        FROM person ANTI JOIN listed USING (event_id) UNION ALL
        SELECT event_id, 'people', said, count(*)::VARCHAR FROM person SEMI JOIN listed USING (event_id)
        GROUP BY event_id, said UNION ALL
        SELECT event_id, 'threshold', name, value::VARCHAR FROM store.threshold UNION ALL
        SELECT event_id, 'setting', name, value FROM store.setting UNION ALL
        SELECT event_id, 'period', state, coalesce(until_on::VARCHAR, '') FROM store.period UNION ALL
        SELECT event_id, 'edition', title, coalesce(document_number, '') FROM store.edition UNION ALL
        SELECT event_id, 'meeting', title, held_on::VARCHAR FROM store.meeting UNION ALL
        SELECT event_id, 'commitment', project_id, coalesce(what, '') FROM store.commitment UNION ALL
        SELECT event_id, 'plan_list', document_number, issued_on::VARCHAR FROM store.plan_list UNION ALL
        SELECT event_id, 'project_change', project_id, change FROM store.project_change UNION ALL
        SELECT event_id, 'final_month', strftime(period_on, '%Y-%m'), '' FROM store.final_month UNION ALL
        SELECT event_id, 'action', coalesce(project_id, county_code), what FROM store.action_item UNION ALL
        SELECT w.event_id, 'action', coalesce(i.project_id, i.county_code), i.what
        FROM (SELECT a.event_id, a.action_id FROM store.action_answer a UNION ALL
              SELECT d.event_id, d.action_id FROM store.action_decision d) w
        JOIN store.action_item i ON i.event_id = w.action_id UNION ALL
        SELECT event_id, 'correction', project_id, field FROM store.correction UNION ALL
        SELECT DISTINCT m.event_id, 'mended', m.project_id, m.said FROM store.remark m
        JOIN known_row(newest_event) p USING (project_id)
        WHERE m.kind = 'correction' AND sees(p.county_code, m.project_id, scope) UNION ALL
        SELECT d.event_id, 'correction', c.project_id, c.field FROM store.correction_decision d
        JOIN store.correction c ON c.event_id = d.correction_id UNION ALL
        SELECT d.event_id, 'decision', d.project_id, concat_ws(' ', d.verdict, d.reason) FROM store.decision d
        JOIN known_row(newest_event) p USING (project_id) WHERE sees(p.county_code, d.project_id, scope)),
    deciding AS (
        SELECT event_id, any_value(submission_id) AS submission_id,
               CASE WHEN count(DISTINCT verdict) = 1 THEN any_value(verdict) ELSE 'partly' END AS verdict,
               any_value(reason) FILTER (project_id IS NULL) AS reason
        FROM store.decision GROUP BY event_id),
    unseen AS (
        SELECT d.event_id
        FROM store.correction_decision d
        JOIN store.correction c ON c.event_id = d.correction_id
        LEFT JOIN known_row(newest_event) p USING (project_id)
        WHERE NOT coalesce(sees(p.county_code, c.project_id, scope), FALSE)
        UNION ALL
        SELECT c.event_id FROM store.project_change c LEFT JOIN known_row(newest_event) p USING (project_id)
        WHERE NOT coalesce(sees(p.county_code, c.project_id, scope), FALSE)
        UNION ALL
        SELECT w.event_id FROM (SELECT i.event_id, i.event_id AS action_id FROM store.action_item i UNION ALL
                                SELECT a.event_id, a.action_id FROM store.action_answer a UNION ALL
                                SELECT d.event_id, d.action_id FROM store.action_decision d) w
        JOIN store.action_item i ON i.event_id = w.action_id LEFT JOIN known_row(newest_event) p USING (project_id)
        WHERE NOT coalesce(sees(coalesce(i.county_code, p.county_code), coalesce(i.project_id, i.county_code), scope),
                           FALSE)
        UNION ALL
        SELECT c.event_id
        FROM store.correction c
        LEFT JOIN known_row(newest_event) p USING (project_id)
        WHERE NOT coalesce(sees(p.county_code, c.project_id, scope), FALSE)),
    subject AS (
        SELECT event_id, any_value(said) AS said, count(*) AS subject_count,
               (list({'code': code, 'value': value} ORDER BY code, value))[1:20] AS subjects
        FROM about GROUP BY event_id),
    made AS (
        SELECT e.event_id, e.kind, e.actor, coalesce(a.name, e.actor) AS actor_name, e.at, e.why, e.hash,
               coalesce(d.submission_id, s.event_id) AS submission_id,
               coalesce(d.verdict, v.verdict) AS verdict, coalesce(d.reason, v.reason, c.reason) AS reason,
               coalesce(s.period_on, p.period_on) AS period_on, coalesce(s.unit_code, p.unit_code) AS unit_code,
               s.file_name, s.on_behalf,
               b.said, b.subject_count, b.subjects
        FROM store.event e LEFT JOIN (SELECT login, name FROM account_in_force(newest_event)) a ON a.login = e.actor
        LEFT JOIN deciding d USING (event_id)
        LEFT JOIN store.correction_decision v ON v.event_id = e.event_id
        LEFT JOIN store.correction c ON c.event_id = e.event_id
        LEFT JOIN store.submission s ON s.event_id = coalesce(d.submission_id, e.event_id)
        LEFT JOIN store.period p ON p.event_id = e.event_id LEFT JOIN subject b ON b.event_id = e.event_id
        WHERE e.event_id <= newest_event)
    SELECT m.*, u.name AS unit_name FROM made m LEFT JOIN unit_in_force(newest_event) u ON u.unit_code = m.unit_code
    WHERE (scope IS NULL OR m.submission_id IN (SELECT r.submission_id FROM report_row(newest_event, scope) r)
           OR (m.submission_id IS NULL
               AND m.kind NOT IN ('account_changed', 'assignment_changed', 'people_listed', 'unit_changed')))
      AND m.event_id NOT IN (SELECT u.event_id FROM unseen u)
      AND (kinds IS NULL OR list_contains(kinds::VARCHAR[], m.kind))
      AND (actors IS NULL OR list_contains(actors::VARCHAR[], m.actor))
      AND (first_on IS NULL OR m.at::DATE >= first_on::DATE) AND (last_on IS NULL OR m.at::DATE <= last_on::DATE)
      AND (sought IS NULL OR contains(lower(concat_ws(' ', m.event_id, m.actor, m.actor_name, m.why, m.reason,
                                                      m.file_name, u.name, m.subjects::VARCHAR, m.submission_id)),
                                      lower(sought::VARCHAR)));
COMMENT ON MACRO TABLE event_row IS
    'One row a thing that happened and the reader may know of: who, when, why, on which report, month, unit, and '
    'what it is about; a county''s reader is not told of accounts, units and assignments.';

CREATE MACRO event_total(newest_event) AS TABLE
    SELECT count(*) AS event_count, arg_max(e.hash, e.event_id) AS last_hash, max(e.at) AS last_at FROM store.event e
    WHERE e.event_id <= newest_event;
COMMENT ON MACRO TABLE event_total IS
    'One row in all: how many events there are, the hash of the newest, and when it happened.';
