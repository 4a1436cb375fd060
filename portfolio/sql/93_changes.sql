-- Changes of a project as people read them, and stages that reports state without the city's word.

CREATE MACRO project_change_told(of_project) AS TABLE
    SELECT c.event_id, c.change, c.effective_on, c.document_number, c.body, c.reason,
           coalesce(a.name, e.actor) AS actor, e.at AS stored_at
    FROM store.project_change c JOIN store.event e USING (event_id) CROSS JOIN day_now d
    LEFT JOIN account_in_force((SELECT s.newest_event FROM day_now s)) a ON a.login = e.actor
    WHERE c.project_id = of_project::VARCHAR AND c.event_id <= d.newest_event;
COMMENT ON MACRO TABLE project_change_told IS
    'One row a change of the project, also of a day to come: its document, body, day and reason, who stored it and '
    'when.';

CREATE MACRO claimed_stage() AS TABLE
    WITH told AS (
        SELECT project_id, newest(stage, place, cleared, 'stage') AS claimed, arg_max(period_on, place) AS period_on
        FROM accepted_status() GROUP BY project_id)
    SELECT t.project_id, t.claimed, t.period_on
    FROM told t LEFT JOIN decided_stage() d USING (project_id)
    WHERE only_decided(t.claimed) AND t.claimed IS DISTINCT FROM d.stage;
COMMENT ON MACRO TABLE claimed_stage IS
    'One row a project whose newest report says 停缓建 or 调出 without the city''s word (未认定): it changes nothing.';
