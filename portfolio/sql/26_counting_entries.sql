-- Entries that count, whichever row they are read under: each with its place and with the right value of every field
-- that a correction mends (26_corrections.sql). What rows take over (26_editions.sql) and current values
-- (30_current.sql) read these.

CREATE MACRO place_of(day, acceptance_no, line) AS
    ((day::DATE - DATE '1970-01-01') * 70368744177664 + acceptance_no * 4194304 + line * 2)::BIGINT;
COMMENT ON MACRO place_of IS
    'The order in which statements count, as one number: by day, then by acceptance (0 for the library''s own), then '
    'by line. Room for 16 million submissions of two million lines, of years 1790 to 2149 (beyond, an error); the '
    'lowest bit is free for whom needs one more step.';

CREATE MACRO counting_status() AS TABLE
    SELECT e.* REPLACE (
               right_text(e.stage, m.fields, m.right_values, 'stage') AS stage),
           place_of(e.period_on, a.acceptance_no, e.position) AS place
    FROM store.status_entry e
    JOIN accepted_now a ON a.submission_id = e.event_id AND in_part(a.project_ids, e.project_id)
    LEFT JOIN mended_in('status_entry') m USING (event_id, position)
    WHERE e.period_on <= a.as_of;
COMMENT ON MACRO TABLE counting_status IS 'One row a status entry that counts, mended where a correction mends it.';

CREATE MACRO counting_investment() AS TABLE
    SELECT e.* REPLACE (
               right_amount(e.amount, m.fields, m.right_values, 'amount') AS amount,
               right_text(e.basis, m.fields, m.right_values, 'basis') AS basis,
               right_text(e.document_number, m.fields, m.right_values, 'document_number') AS document_number),
           place_of(e.period_on, a.acceptance_no, e.position) AS place
    FROM store.investment_entry e
    JOIN accepted_now a ON a.submission_id = e.event_id AND in_part(a.project_ids, e.project_id)
    LEFT JOIN mended_in('investment_entry') m USING (event_id, position)
    WHERE e.period_on <= a.as_of;
COMMENT ON MACRO TABLE counting_investment IS
    'One row an investment entry that counts, mended where a correction mends it.';

CREATE MACRO counting_funding() AS TABLE
    SELECT e.* REPLACE (
               right_amount(e.planned_amount, m.fields, m.right_values, 'planned_amount') AS planned_amount,
               right_amount(e.allocated_amount, m.fields, m.right_values, 'allocated_amount') AS allocated_amount,
               right_amount(e.received_amount, m.fields, m.right_values, 'received_amount') AS received_amount,
               right_amount(e.paid_amount, m.fields, m.right_values, 'paid_amount') AS paid_amount,
               CASE WHEN mends(m.fields, 'plan_complete')
                    THEN right_of(m.fields, m.right_values, 'plan_complete')::BOOLEAN
                    ELSE e.plan_complete END AS plan_complete,
               right_text(e.word, m.fields, m.right_values, 'word') AS word),
           place_of(e.period_on, a.acceptance_no, e.position) AS place
    FROM store.funding_entry e
    JOIN accepted_now a ON a.submission_id = e.event_id AND in_part(a.project_ids, e.project_id)
    LEFT JOIN mended_in('funding_entry') m USING (event_id, position)
    WHERE e.period_on <= a.as_of;
COMMENT ON MACRO TABLE counting_funding IS 'One row a funding entry that counts, mended where a correction mends it.';

CREATE MACRO counting_plan() AS TABLE
    SELECT e.* REPLACE (
               right_amount(e.planned_amount, m.fields, m.right_values, 'planned_amount') AS planned_amount,
               right_text(e.reason, m.fields, m.right_values, 'reason') AS reason,
               right_amount(e.year_forecast_amount,
                   m.fields, m.right_values, 'year_forecast_amount') AS year_forecast_amount),
           place_of(e.period_on, a.acceptance_no, e.position) AS place
    FROM store.plan_entry e
    JOIN accepted_now a ON a.submission_id = e.event_id AND in_part(a.project_ids, e.project_id)
    LEFT JOIN mended_in('plan_entry') m USING (event_id, position)
    WHERE e.period_on <= a.as_of;
COMMENT ON MACRO TABLE counting_plan IS 'One row a year''s plan entry that counts, mended where a correction mends it.';

CREATE MACRO counting_progress() AS TABLE
    SELECT e.* REPLACE (
               right_amount(e.work_done_amount, m.fields, m.right_values, 'work_done_amount') AS work_done_amount,
               CASE WHEN mends(m.fields, 'physical_share')
                    THEN right_of(m.fields, m.right_values, 'physical_share')::DECIMAL(9,8)
                    ELSE e.physical_share END AS physical_share,
               right_amount(e.in_statistics_amount, m.fields, m.right_values,
                            'in_statistics_amount') AS in_statistics_amount),
           place_of(e.period_on, a.acceptance_no, e.position) AS place
    FROM store.progress_entry e
    JOIN accepted_now a ON a.submission_id = e.event_id AND in_part(a.project_ids, e.project_id)
    LEFT JOIN mended_in('progress_entry') m USING (event_id, position)
    WHERE e.period_on <= a.as_of;
COMMENT ON MACRO TABLE counting_progress IS 'One row a progress entry that counts, mended where a correction mends it.';

CREATE MACRO counting_milestone() AS TABLE
    SELECT e.* REPLACE (
               right_day(e.due_on, m.fields, m.right_values, 'due_on') AS due_on,
               coalesce(right_of(m.fields, m.right_precisions, 'due_on'), e.due_precision) AS due_precision,
               right_day(e.forecast_on, m.fields, m.right_values, 'forecast_on') AS forecast_on,
               CASE WHEN NOT mends(m.fields, 'forecast_on') THEN e.forecast_precision END AS forecast_precision,
               right_day(e.done_on, m.fields, m.right_values, 'done_on') AS done_on,
               coalesce(right_of(m.fields, m.right_precisions, 'done_on'), e.done_precision) AS done_precision,
               right_text(e.reason, m.fields, m.right_values, 'reason') AS reason,
               right_text(e.word, m.fields, m.right_values, 'word') AS word,
               CASE WHEN NOT mends_away(m.fields, m.right_values, 'approved_on')
                    THEN right_text(e.approval, m.fields, m.right_values, 'approval') END AS approval,
               CASE WHEN NOT mends_away(m.fields, m.right_values, 'approval')
                    THEN right_day(e.approved_on, m.fields, m.right_values, 'approved_on') END AS approved_on),
           place_of(e.period_on, a.acceptance_no, e.position) AS place
    FROM store.milestone_entry e
    JOIN accepted_now a ON a.submission_id = e.event_id AND in_part(a.project_ids, e.project_id)
    LEFT JOIN mended_in('milestone_entry') m USING (event_id, position)
    WHERE e.period_on <= a.as_of;
COMMENT ON MACRO TABLE counting_milestone IS
    'One row a milestone entry that counts, mended where a correction mends it; an approval whose number or day was '
    'not to be stated is none.';

CREATE MACRO counting_obstacle() AS TABLE
    SELECT e.* REPLACE (
               right_text(e.reason, m.fields, m.right_values, 'reason') AS reason,
               right_text(e.what, m.fields, m.right_values, 'what') AS what,
               right_text(e.remedy, m.fields, m.right_values, 'remedy') AS remedy,
               right_text(e.responsible, m.fields, m.right_values, 'responsible') AS responsible,
               right_day(e.due_on, m.fields, m.right_values, 'due_on') AS due_on,
               right_day(e.cleared_on, m.fields, m.right_values, 'cleared_on') AS cleared_on),
           place_of(e.period_on, a.acceptance_no, e.position) AS place
    FROM store.obstacle_entry e
    JOIN accepted_now a ON a.submission_id = e.event_id AND in_part(a.project_ids, e.project_id)
    LEFT JOIN mended_in('obstacle_entry') m USING (event_id, position)
    WHERE e.period_on <= a.as_of;
COMMENT ON MACRO TABLE counting_obstacle IS
    'One row an obstacle entry that counts, mended where a correction mends it.';

CREATE MACRO counting_year_end_base() AS TABLE
    SELECT e.* REPLACE (
               right_amount(e.work_done_amount, m.fields, m.right_values, 'work_done_amount') AS work_done_amount,
               right_amount(e.allocated_amount, m.fields, m.right_values, 'allocated_amount') AS allocated_amount,
               right_amount(e.received_amount, m.fields, m.right_values, 'received_amount') AS received_amount,
               right_amount(e.paid_amount, m.fields, m.right_values, 'paid_amount') AS paid_amount),
           place_of(e.period_on, a.acceptance_no, e.position) AS place
    FROM store.year_end_base_entry e
    JOIN accepted_now a ON a.submission_id = e.event_id AND in_part(a.project_ids, e.project_id)
    LEFT JOIN mended_in('year_end_base_entry') m USING (event_id, position)
    WHERE e.period_on <= a.as_of;
COMMENT ON MACRO TABLE counting_year_end_base IS
    'One row a statement of a year''s end that counts, mended where a correction mends it.';
