-- 超概, what a project that is being built or red owes, and what the library prints.

CREATE MACRO estimate_row() AS TABLE
    SELECT project_id, arg_max(amount, place) FILTER (basis = 'feasibility') AS feasibility_amount,
           arg_max(amount, place) FILTER (basis = 'preliminary') AS preliminary_amount
    FROM accepted_investment() WHERE amount IS NOT NULL GROUP BY project_id;
COMMENT ON MACRO TABLE estimate_row IS
    'One row a project with an accepted investment: the newest 可研估算 and the newest 初设概算.';

CREATE MACRO overrun_row() AS TABLE
    WITH held AS (
        SELECT p.project_id, unnest([
                   {'overrun': 'estimate', 'base_amount': e.feasibility_amount, 'reached_amount': e.preliminary_amount,
                    'bound_amount': e.feasibility_amount * (1 + d.estimate_over_share)},
                   {'overrun': 'work_done', 'base_amount': e.preliminary_amount, 'reached_amount': p.work_done_amount,
                    'bound_amount': e.preliminary_amount},
                   {'overrun': 'paid', 'base_amount': e.preliminary_amount, 'reached_amount': p.paid_amount,
                    'bound_amount': e.preliminary_amount}], recursive := true)
        FROM project_now p JOIN estimate_row() e USING (project_id) CROSS JOIN day_now d
        WHERE p.kind = 'project' AND p.state <> 'withdrawn')
    SELECT project_id, overrun, base_amount, reached_amount, reached_amount - base_amount AS over_amount,
           round((reached_amount - base_amount)::DOUBLE / nullif(base_amount, 0)::DOUBLE, 9) AS over_share
    FROM held WHERE reached_amount > bound_amount;
COMMENT ON MACRO TABLE overrun_row IS
    'One row a project and rule of 超概 that it breaks: the 初设概算 more than the set share above the 可研估算 (estimate), '
    'work done (work_done) or what is paid (paid) above the 初设概算; none of those taken out.';

CREATE MACRO owed_row() AS TABLE
    WITH due AS (
        SELECT m.project_id,
               bool_or(m.milestone = 'start' AND (m.due_on IS NOT NULL OR m.done_on IS NOT NULL)) AS start_told,
               bool_or(m.milestone = 'completion' AND m.due_on IS NOT NULL) AS completion_told
        FROM milestone_now m GROUP BY m.project_id),
    obstacle AS (
        SELECT project_id, count(reason) > 0 AS reason_told, count(remedy) > 0 AS remedy_told,
               count(responsible) > 0 AS responsible_told, count(due_on) > 0 AS deadline_told
        FROM open_obstacle() GROUP BY project_id),
    stated AS (
        SELECT project_id, milestone, arg_max_null(reason, place) AS reason
        FROM accepted_milestone()
        WHERE reason IS NOT NULL OR due_on IS NOT NULL OR forecast_on IS NOT NULL GROUP BY project_id, milestone),
    judged AS (
        SELECT p.*, p.state = 'red' AS red,
               coalesce(p.stage IN ('new_start', 'continuing'), FALSE) AND p.state <> 'completed' AS building
        FROM project_now p WHERE p.kind = 'project')
    SELECT p.project_id, p.building AND NOT coalesce(d.start_told, FALSE) AS start_day_owed,
           p.building AND NOT coalesce(d.completion_told, FALSE) AS completion_day_owed,
           p.red AND NOT coalesce(o.reason_told, FALSE) AND r.reason IS NULL AS reason_owed,
           p.red AND NOT coalesce(o.remedy_told, FALSE) AS remedy_owed,
           p.red AND NOT coalesce(o.responsible_told, FALSE) AS responsible_owed,
           p.red AND NOT coalesce(o.deadline_told, FALSE) AS deadline_owed
    FROM judged p LEFT JOIN due d ON d.project_id = p.project_id LEFT JOIN obstacle o ON o.project_id = p.project_id
    LEFT JOIN stated r ON r.project_id = p.project_id AND r.milestone = p.delay_milestone
    WHERE p.building OR p.red;
COMMENT ON MACRO TABLE owed_row IS
    'One row a project that is being built (新开工, 续建; not 已完工) or red: which day it owes (a start, due or done; a '
    'completion, due), and of a red one which of 原因 (of an open obstacle, or of the milestone that is latest), 措施, '
    '责任人, 期限 no open obstacle tells.';

CREATE MACRO printed_row() AS TABLE
    SELECT p.project_id, coalesce(g.amount, p.planned_investment_amount)::DECIMAL(38,2) AS planned_investment_amount
    FROM read_row() p
    LEFT JOIN (FROM group_amount([DATE '1900-01-01']) WHERE field = 'investment' AND source = '*') g USING (project_id);
COMMENT ON MACRO TABLE printed_row IS
    'One row a row of the library: what the library itself prints of its investment; of a group with members what it '
    'prints beyond the rows below it.';
