-- The year's plan as lists set it, by the day asked about and the newest event known.

CREATE MACRO listed_on(as_of, newest_event) AS TABLE
    SELECT l.project_id, l.year, l.planned_amount, p.kind, p.document_number, p.issued_on, l.event_id, l.position
    FROM store.listed_plan l JOIN store.plan_list p USING (event_id)
    WHERE l.event_id <= newest_event AND p.issued_on <= as_of::DATE;
COMMENT ON MACRO TABLE listed_on IS
    'One row a project and year of each list taken whose document is of the day asked about or before.';
