-- 督办事项 on a day: what stands open, what is overdue, what was closed on which proof.

CREATE MACRO spoken_event(newest_event) AS TABLE
    SELECT e.event_id, e.actor, coalesce(c.true_at, e."at") AS "at"
    FROM store.event e LEFT JOIN store.event_clock c USING (event_id) WHERE e.event_id <= newest_event;
COMMENT ON MACRO TABLE spoken_event IS
    'One row an event: by whom, and the moment that the clock said, also where it is dated later.';

CREATE MACRO action_answer_row(newest_event) AS TABLE
    WITH paper AS (
        SELECT event_id, count(*) AS paper_count FROM store.attachment GROUP BY event_id),
    stood AS (
        SELECT w.event_id, bool_or(s.submission_id IS NOT NULL) AS row_accepted
        FROM store.action_answer w LEFT JOIN accepted_submission(newest_event) s
            ON s.submission_id = w.submission_id AND in_part(s.project_ids, w.project_id)
        GROUP BY w.event_id)
    SELECT w.event_id AS answer_id, w.action_id, w.said, w.project_id, w.submission_id, w.entry, w.part,
           e.actor AS answered_by, e."at" AS answered_at, coalesce(p.paper_count, 0) AS paper_count,
           coalesce(p.paper_count, 0) > 0 OR w.submission_id IS NOT NULL AS offers_proof,
           coalesce(p.paper_count, 0) > 0 OR t.row_accepted AS proved
    FROM store.action_answer w JOIN spoken_event(newest_event) e USING (event_id) JOIN stood t USING (event_id)
    LEFT JOIN paper p USING (event_id)
    WHERE w.event_id <= newest_event;
COMMENT ON MACRO TABLE action_answer_row IS
    'One row an answer to an item: by whom and when, whether it offers a proof (a paper, or a row of a report), and '
    'whether that proves it: a paper, or the row''s report accepted for the project.';

CREATE MACRO action_decision_row(newest_event) AS TABLE
    SELECT d.event_id AS decision_id, d.action_id, d.answer_id, d.verdict, d.reason, e.actor AS decided_by,
           e."at" AS decided_at
    FROM store.action_decision d JOIN spoken_event(newest_event) e USING (event_id) WHERE d.event_id <= newest_event;
COMMENT ON MACRO TABLE action_decision_row IS
    'One row a reviewer''s word on an item: closed or sent back on one answer, or dropped; by whom, when and why.';

CREATE MACRO action_late_days(due_on, handed_on, as_of) AS days_late(due_on, coalesce(handed_on, as_of));
COMMENT ON MACRO action_late_days IS
    'Days late of an item: until the day on which the answer was handed in that closed it, or that offers a proof and '
    'waits for a word; else until the day asked about.';

CREATE MACRO action_row(as_of, newest_event) AS TABLE
    WITH answer AS (
        FROM action_answer_row(newest_event) w WHERE w.answered_at::DATE <= as_of::DATE
        QUALIFY row_number() OVER (PARTITION BY w.action_id ORDER BY w.answer_id DESC) = 1),
    decision AS (
        FROM action_decision_row(newest_event) d WHERE d.decided_at::DATE <= as_of::DATE
        QUALIFY row_number() OVER (PARTITION BY d.action_id ORDER BY d.decision_id DESC) = 1),
    unit AS (
        SELECT u.project_id, min(u.unit_code) AS unit_code FROM project_unit(newest_event) u GROUP BY u.project_id),
    given AS (
        SELECT i.event_id AS action_id, i.project_id, coalesce(i.county_code, p.county_code) AS county_code,
               coalesce(i.unit_code, u.unit_code) AS unit_code, p.name, i.what, i.responsible, i.due_on, i.meeting,
               i.meeting_on, e."at"::DATE AS given_on, e.actor AS given_by
        FROM store.action_item i JOIN spoken_event(newest_event) e USING (event_id)
        LEFT JOIN known_row(newest_event) p ON p.project_id = i.project_id
        LEFT JOIN unit u ON u.project_id = i.project_id
        WHERE i.event_id <= newest_event AND e."at"::DATE <= as_of::DATE),
    told AS (
        SELECT g.*, w.answer_id, w.said, w.answered_by, w.answered_at::DATE AS answered_on, w.paper_count,
               w.submission_id, w.entry, w.part, coalesce(w.offers_proof, FALSE) AS offers_proof,
               coalesce(w.proved, FALSE) AS proved, d.verdict, d.reason, d.decided_by, d.decided_at::DATE AS decided_on,
               w.answer_id IS NOT NULL AND (d.decision_id IS NULL OR d.decision_id < w.answer_id)
                   AND coalesce(d.verdict, 'sent_back') = 'sent_back' AS waits
        FROM given g LEFT JOIN answer w USING (action_id) LEFT JOIN decision d USING (action_id)),
    measured AS (
        SELECT t.* EXCLUDE (decided_by), t.decided_by,
               action_late_days(t.due_on, CASE WHEN t.verdict = 'closed' OR (t.waits AND t.offers_proof)
                                               THEN t.answered_on END, as_of) AS late_days
        FROM told t)
    SELECT m.* EXCLUDE (verdict), n.name AS unit_name,
           CASE WHEN m.verdict IN ('closed', 'dropped') THEN m.verdict
                WHEN m.late_days > 0 THEN 'overdue' ELSE 'open' END AS action_state,
           CASE WHEN m.verdict IN ('closed', 'dropped') THEN NULL
                WHEN m.waits THEN 'waits' WHEN m.verdict = 'sent_back' THEN 'sent_back' ELSE 'silent' END AS action_word
    FROM measured m LEFT JOIN unit_in_force(newest_event) n ON n.unit_code = m.unit_code;
COMMENT ON MACRO TABLE action_row IS
    'One row an item given by the day (督办事项): open (在办), overdue (逾期), closed (办结) or dropped '
    '(撤销); its days late, the newest answer and what was decided of it, and what is awaited (waits: a word on '
    'the answer; sent_back; silent).';

CREATE MACRO action_meeting(newest_event) AS TABLE
    SELECT i.meeting, i.meeting_on, max(i.event_id) AS newest FROM store.action_item i
    WHERE i.event_id <= newest_event AND i.meeting IS NOT NULL GROUP BY ALL;
COMMENT ON MACRO TABLE action_meeting IS 'One row a meeting at which an item was given: its name and day.';

CREATE MACRO action_proof(newest_event, projects, since) AS TABLE
    WITH stated AS (
        SELECT event_id, project_id, 'milestone_entry' AS entry, milestone AS part FROM store.milestone_entry
        WHERE done_on IS NOT NULL OR approval IS NOT NULL UNION
        SELECT event_id, project_id, 'funding_entry', source FROM store.funding_entry
        WHERE coalesce(allocated_amount, received_amount, paid_amount) IS NOT NULL UNION
        SELECT event_id, project_id, 'progress_entry', NULL FROM store.progress_entry
        WHERE work_done_amount IS NOT NULL OR physical_share IS NOT NULL UNION
        SELECT event_id, project_id, 'status_entry', stage FROM store.status_entry WHERE stage IS NOT NULL UNION
        SELECT event_id, project_id, 'investment_entry', basis FROM store.investment_entry
        WHERE amount IS NOT NULL UNION
        SELECT event_id, project_id, 'obstacle_entry', NULL FROM store.obstacle_entry
        WHERE remedy IS NOT NULL OR cleared_on IS NOT NULL)
    SELECT s.event_id AS submission_id, r.period_on, s.project_id, s.entry, s.part, r.verdict
    FROM stated s JOIN report_part(newest_event) r ON r.submission_id = s.event_id AND r.project_id = s.project_id
    JOIN spoken_event(newest_event) e ON e.event_id = s.event_id
    WHERE list_contains(projects::VARCHAR[], s.project_id) AND e."at"::DATE >= since::DATE
      AND r.verdict IN ('accepted', 'pending');
COMMENT ON MACRO TABLE action_proof IS
    'One row a row of a report, sent from a day on about these projects and accepted or waiting, that may prove '
    'an item.';
