-- Months made final, and which can be.

CREATE MACRO final_row(newest_event) AS TABLE
    SELECT f.event_id AS final_id, f.period_on, f.kind, f.number, f.as_of, f.reason,
           e."at" AS made_at, e.actor AS made_by,
           coalesce(f.known_event, f.event_id - 1) AS known_event,
           f.event_id IN (SELECT k.event_id FROM store.final_frame k) AS kept,
           f.event_id = max(f.event_id) OVER (PARTITION BY f.period_on) AS is_newest
    FROM store.final_month f JOIN store.event e USING (event_id) WHERE f.event_id <= newest_event;
COMMENT ON MACRO TABLE final_row IS
    'One row a time that a month was made final: its number among those of its kind, the day and the newest event that '
    'it rests on, when and by whom, whether its results are kept, and whether it is the newest word on that month.';

CREATE MACRO final_choice(as_of, newest_event) AS TABLE
    WITH made AS (
        SELECT f.period_on, max(f.number) FILTER (f.kind = 'final') AS finals,
               max(f.number) FILTER (f.kind = 'flash') AS flashes
        FROM final_row(newest_event) f GROUP BY f.period_on)
    SELECT p.period_on, p.closes_on + 1 AS final_on, coalesce(m.finals, 0) + 1 AS number,
           CASE WHEN month(p.period_on) = 12 AND m.finals IS NULL THEN coalesce(m.flashes, 0) + 1 END AS flash_number
    FROM period_row(as_of, newest_event) p CROSS JOIN rules(as_of, newest_event) r LEFT JOIN made m USING (period_on)
    WHERE p.closes_on < as_of::DATE AND owed_month(p.period_on, r.january_closes);
COMMENT ON MACRO TABLE final_choice IS
    'One row a month of the last two years whose closing day is past, and that reports are owed of: the day that it is '
    'made final for, the number that its next 定稿 gets, and of a December without one that of its next 快报.';

CREATE MACRO corrected_between(earlier, later) AS TABLE
    SELECT DISTINCT c.project_id
    FROM store.correction c JOIN store.correction_decision d ON d.correction_id = c.event_id
    WHERE d.verdict = 'accepted' AND d.event_id > earlier AND d.event_id <= later;
COMMENT ON MACRO TABLE corrected_between IS
    'One row a project of which a correction (笔误更正) was accepted after the one event, up to the other.';

CREATE MACRO reported_between(earlier, later) AS TABLE
    SELECT DISTINCT r.project_id
    FROM store.decision d
    JOIN store.report r ON r.event_id = d.submission_id AND (d.project_id IS NULL OR d.project_id = r.project_id)
    WHERE d.verdict IN ('accepted', 'taken_back') AND d.event_id > earlier AND d.event_id <= later;
COMMENT ON MACRO TABLE reported_between IS
    'One row a project of which a report, of whatever month, was accepted or taken back after the one event, up to the '
    'other.';
