-- Who there is and what is theirs, as known by a moment: the newest row of a name counts.

CREATE MACRO account_in_force(known_at) AS TABLE
    SELECT a.* FROM store.account a JOIN store.event e USING (event_id) WHERE e.at <= known_at
    QUALIFY row_number() OVER (PARTITION BY a.login ORDER BY a.event_id DESC, a.position DESC) = 1;
COMMENT ON MACRO TABLE account_in_force IS 'One row an account as it stands, whether active or not.';

CREATE MACRO unit_in_force(known_at) AS TABLE
    SELECT u.* FROM store.unit u JOIN store.event e USING (event_id) WHERE e.at <= known_at
    QUALIFY row_number() OVER (PARTITION BY u.unit_code ORDER BY u.event_id DESC, u.position DESC) = 1;
COMMENT ON MACRO TABLE unit_in_force IS 'One row a reporting unit (填报单位) as it stands, whether active or not.';

CREATE MACRO assignment_in_force(known_at) AS TABLE
    FROM (SELECT a.* FROM store.assignment a JOIN store.event e USING (event_id) WHERE e.at <= known_at
          QUALIFY row_number() OVER (PARTITION BY a.unit_code, a.project_id, a.county_code ORDER BY a.event_id DESC, a.position DESC) = 1)
    WHERE active AND unit_code IN (SELECT unit_code FROM unit_in_force(known_at) WHERE active);
COMMENT ON MACRO TABLE assignment_in_force IS 'One row a project or county that an active unit answers for.';

CREATE MACRO project_unit(known_at) AS TABLE
    WITH assigned AS (FROM assignment_in_force(known_at)),
    by_project AS (SELECT DISTINCT p.project_id, a.unit_code FROM library_row(known_at) p JOIN assigned a ON a.project_id = p.project_id)
    SELECT project_id, unit_code FROM by_project
    UNION ALL
    SELECT DISTINCT p.project_id, a.unit_code FROM library_row(known_at) p ANTI JOIN by_project USING (project_id)
    JOIN assigned a ON a.project_id IS NULL AND a.county_code = p.county_code
    WHERE p.kind <> 'service';
COMMENT ON MACRO TABLE project_unit IS 'One row a project and a unit that answers for it: those it is assigned to by name, else those its county is assigned to.';

CREATE MACRO setting_in_force(known_at) AS TABLE
    SELECT s.name, s.value FROM store.setting s JOIN store.event e USING (event_id) WHERE e.at <= known_at
    QUALIFY row_number() OVER (PARTITION BY s.name ORDER BY s.event_id DESC, s.position DESC) = 1;
COMMENT ON MACRO TABLE setting_in_force IS 'One row a choice of the city (settings in codes/setting.csv) as it stands.';
