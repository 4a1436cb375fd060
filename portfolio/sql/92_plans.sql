-- Lists of the year's plan as people read them, and what owners state beside the plan in force.

CREATE MACRO plan_list_row(newest_event) AS TABLE
    WITH held AS (
        SELECT event_id, count(*) AS row_count, sum(planned_amount) AS planned_amount,
               min(year) AS first_year, max(year) AS last_year
        FROM store.listed_plan WHERE event_id <= newest_event GROUP BY event_id)
    SELECT p.event_id, p.kind AS plan_kind, p.document_number, p.issued_on, h.* EXCLUDE (event_id),
           p.file_name, p.file_sha256,
           coalesce(a.name, e.actor) AS actor, e.at AS taken_at, e.why
    FROM store.plan_list p JOIN held h USING (event_id) JOIN store.event e USING (event_id)
    LEFT JOIN account_in_force(newest_event) a ON a.login = e.actor;
COMMENT ON MACRO TABLE plan_list_row IS
    'One row a list of the year''s plan that was taken: its document, how many rows and how much, of which years, the '
    'file, who took it and when.';

CREATE MACRO plan_listed_of(of_project) AS TABLE
    SELECT l.year, l.planned_amount, l.kind AS plan_kind, l.document_number, l.issued_on, l.event_id,
           t.sheet, t.row_number, t.cell,
           p.file_name, p.file_sha256, coalesce(a.name, e.actor) AS actor, e.at AS taken_at
    FROM listed_row() l JOIN store.listed_plan t USING (event_id, position)
    JOIN store.plan_list p ON p.event_id = l.event_id
    JOIN store.event e ON e.event_id = l.event_id
    LEFT JOIN account_in_force((SELECT s.newest_event FROM day_now s)) a ON a.login = e.actor
    WHERE l.project_id = of_project::VARCHAR;
COMMENT ON MACRO TABLE plan_listed_of IS
    'One row a list that counts and names the project, and a year on it: the amount, the document, the cell of the '
    'file, who took it and when.';

CREATE MACRO plan_proposal() AS TABLE
    WITH told AS (
        SELECT project_id, year, newest(planned_amount, place, cleared, 'planned_amount') AS proposed_amount,
               arg_max(period_on, place) FILTER (planned_amount IS NOT NULL) AS period_on,
               arg_max(reason, place) FILTER (planned_amount IS NOT NULL) AS reason
        FROM accepted_plan() GROUP BY project_id, year)
    SELECT t.project_id, t.year, t.proposed_amount, n.planned_amount,
           t.proposed_amount - n.planned_amount AS difference_amount,
           t.period_on, t.reason
    FROM told t LEFT JOIN plan_now n USING (project_id, year)
    WHERE t.proposed_amount IS NOT NULL AND t.proposed_amount IS DISTINCT FROM n.planned_amount;
COMMENT ON MACRO TABLE plan_proposal IS
    'One row a project and year of which the owner''s newest word is another than the plan in force (拟报计划，未下达): it '
    'counts when a list takes it up.';
