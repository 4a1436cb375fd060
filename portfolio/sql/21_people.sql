-- Who there is and what is theirs, as known by a moment: the newest row of a name counts.

CREATE MACRO account_in_force(newest_event) AS TABLE
    SELECT a.* FROM store.account a JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event
    QUALIFY row_number() OVER (PARTITION BY a.login ORDER BY a.event_id DESC, a.position DESC) = 1;
COMMENT ON MACRO TABLE account_in_force IS 'One row an account as it stands, whether active or not.';

CREATE MACRO access_event() AS TABLE
    SELECT event_id FROM store.event WHERE kind IN ('account_changed', 'people_listed', 'setting_changed');
COMMENT ON MACRO TABLE access_event IS
    'One row an event that may change who is let in: an account, or a choice of the city, was made or changed.';

CREATE MACRO unit_in_force(newest_event) AS TABLE
    SELECT u.* FROM store.unit u JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event
    QUALIFY row_number() OVER (PARTITION BY u.unit_code ORDER BY u.event_id DESC, u.position DESC) = 1;
COMMENT ON MACRO TABLE unit_in_force IS 'One row a reporting unit (填报单位) as it stands, whether active or not.';

CREATE MACRO contact_in_force(newest_event) AS TABLE
    SELECT c.* FROM store.contact c JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event
    QUALIFY row_number() OVER (PARTITION BY c.unit_code, c.project_id ORDER BY c.event_id DESC, c.position DESC) = 1;
COMMENT ON MACRO TABLE contact_in_force IS
    'One row a unit or project of which it was said whom to call: person, telephone, of a unit its leader in charge.';

CREATE MACRO assignment_in_force(newest_event) AS TABLE
    FROM (SELECT a.* FROM store.assignment a JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event
          QUALIFY row_number() OVER (PARTITION BY a.unit_code, a.project_id, a.county_code
                                     ORDER BY a.event_id DESC, a.position DESC) = 1)
    WHERE active AND unit_code IN (SELECT unit_code FROM unit_in_force(newest_event) WHERE active);
COMMENT ON MACRO TABLE assignment_in_force IS 'One row a project or county that an active unit answers for.';

CREATE MACRO project_unit(newest_event) AS TABLE
    WITH assigned AS (FROM assignment_in_force(newest_event)),
    row AS (FROM known_row(newest_event)),
    by_project AS (
        SELECT p.project_id, a.unit_code FROM row p JOIN assigned a ON a.project_id = p.project_id
        UNION
        SELECT o.project_id, a.unit_code
        FROM continued_number(newest_event) o
        JOIN assigned a ON a.project_id = o.origin_id)
    SELECT project_id, unit_code FROM by_project
    UNION ALL
    SELECT DISTINCT p.project_id, a.unit_code FROM row p ANTI JOIN by_project USING (project_id)
    JOIN assigned a ON a.project_id IS NULL AND a.county_code = p.county_code
    WHERE p.kind <> 'service';
COMMENT ON MACRO TABLE project_unit IS
    'One row a number that ever stood and a unit that answers for it: those that it, or a number that it continues, '
    'is assigned to by name, else those its county is assigned to.';

CREATE MACRO answering_since(newest_event) AS TABLE
    WITH made AS (
        SELECT u.unit_code, min(e.at)::DATE AS made_on FROM store.unit u JOIN store.event e USING (event_id)
        WHERE e.event_id <= newest_event GROUP BY u.unit_code),
    told AS (
        SELECT a.*, coalesce(a.given_on, e."at"::DATE) AS told_on, max(CASE WHEN NOT a.active THEN a.event_id END)
            OVER (PARTITION BY a.unit_code, a.project_id, a.county_code) AS ended_no
        FROM store.assignment a JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event),
    given AS (
        SELECT unit_code, project_id, county_code, min(told_on) AS given_on FROM told
        WHERE active AND event_id > coalesce(ended_no, 0) GROUP BY ALL)
    SELECT p.project_id, p.unit_code, greatest(m.made_on, g.given_on, c.given_on) AS since_on
    FROM project_unit(newest_event) p JOIN made m USING (unit_code)
    LEFT JOIN known_row(newest_event) k USING (project_id)
    LEFT JOIN given g ON g.unit_code = p.unit_code AND g.project_id = p.project_id
    LEFT JOIN given c ON c.unit_code = p.unit_code AND g.project_id IS NULL AND c.project_id IS NULL
        AND c.county_code = k.county_code;
COMMENT ON MACRO TABLE answering_since IS
    'One row a project and unit that answers for it, with the day since which it does: made, and given it without a '
    'break.';

CREATE MACRO project_call(newest_event) AS TABLE
    WITH contact AS MATERIALIZED (FROM contact_in_force(newest_event)),
    responsible AS (
        SELECT c.project_id, c.person, c.telephone FROM contact c WHERE c.project_id IS NOT NULL
        UNION ALL
        SELECT o.project_id, c.person, c.telephone
        FROM continued_number(newest_event) o JOIN contact c ON c.project_id = o.origin_id
        WHERE o.project_id NOT IN (SELECT project_id FROM contact WHERE project_id IS NOT NULL)),
    answering AS (
        SELECT a.project_id, a.unit_code, u.name AS unit_name, c.person, c.telephone, c.leader
        FROM project_unit(newest_event) a JOIN unit_in_force(newest_event) u USING (unit_code)
        LEFT JOIN contact c ON c.unit_code = a.unit_code AND c.project_id IS NULL)
    SELECT coalesce(r.project_id, a.project_id) AS project_id, r.person, r.telephone, a.unit_code, a.unit_name,
           a.person AS unit_person, a.telephone AS unit_telephone, a.leader
    FROM (SELECT DISTINCT ON (project_id) * FROM responsible ORDER BY project_id, person) r
    FULL JOIN answering a ON a.project_id = r.project_id;
COMMENT ON MACRO TABLE project_call IS
    'One row a project and unit that answers for it: whom to call, the project''s own responsible person (also as it '
    'was told under a number that it continues), the unit''s contact and its leader in charge.';

CREATE MACRO place_name() AS TABLE
    WITH called AS (
        SELECT unnest([city_name, city_name_en]) AS name FROM store.edition UNION
        SELECT unnest([name, short_name, name_en]) FROM store.county)
    SELECT name FROM called WHERE name IS NOT NULL;
COMMENT ON MACRO TABLE place_name IS
    'One row a name of the city or one of its counties, in either language, of any edition.';

CREATE MACRO account_shown(newest_event) AS TABLE
    SELECT a.login, a.name, a.role, a.unit_code, u.name AS unit_name, a.county_code, a.subject, a.active,
           a.password_hash IS NOT NULL AS has_password, coalesce(a.password_hash LIKE 'once$%', false) AS must_change,
           a.once_until, a.factor_secret IS NOT NULL AS has_factor, e.at AS changed_at
    FROM account_in_force(newest_event) a
    JOIN store.event e USING (event_id)
    LEFT JOIN unit_in_force(newest_event) u USING (unit_code);
COMMENT ON MACRO TABLE account_shown IS
    'One row an account as an administrator sees it: whether it has a password and a second factor, never the '
    'password''s hash nor what the factor rests on.';

CREATE MACRO unit_shown(newest_event) AS TABLE
    SELECT u.unit_code, u.name, u.county_code, u.active, count(DISTINCT p.project_id) AS project_count,
           (SELECT count(*)
            FROM account_in_force(newest_event) a
            WHERE a.unit_code = u.unit_code AND a.active) AS account_count
    FROM unit_in_force(newest_event) u
    LEFT JOIN (
        FROM project_unit(newest_event) SEMI JOIN library_row(newest_event) USING (project_id)) p USING (unit_code)
    GROUP BY u.unit_code, u.name, u.county_code, u.active;
COMMENT ON MACRO TABLE unit_shown IS
    'One row a reporting unit with how many projects it answers for and how many active accounts report for it.';

CREATE MACRO assignment_shown(newest_event) AS TABLE
    SELECT a.unit_code, u.name AS unit_name, a.project_id, p.name AS project_name,
           coalesce(a.county_code, p.county_code) AS county_code
    FROM assignment_in_force(newest_event) a
    JOIN unit_in_force(newest_event) u USING (unit_code)
    LEFT JOIN known_row(newest_event) p USING (project_id);
COMMENT ON MACRO TABLE assignment_shown IS
    'One row a project or whole county (project_id NULL) that an active unit answers for, with names.';

CREATE MACRO project_without_unit(newest_event) AS TABLE
    SELECT p.project_id, p.name, p.county_code, p.category, p.kind
    FROM library_row(newest_event) p ANTI JOIN project_unit(newest_event) a USING (project_id) WHERE p.kind = 'project';
COMMENT ON MACRO TABLE project_without_unit IS
    'One row a project of the library in force that no unit answers for; services and groups owe no reports.';

CREATE MACRO edition_taken(as_of, newest_event) AS TABLE
    SELECT d.event_id, e.at AS taken_at, e.actor, d.title, d.title_en, d.document_number, d.published_on,
           d.effective_on, d.city_name, d.city_name_en,
           (SELECT count(*) FROM store.project p WHERE p.event_id = d.event_id) AS project_count,
           d.event_id = (SELECT event_id FROM edition_in_force(as_of, newest_event)) AS in_force
    FROM store.edition d JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event;
COMMENT ON MACRO TABLE edition_taken IS
    'One row a library that was taken, with how many rows it holds the day from which it counts, and whether it is '
    'the one in force on the day.';

CREATE MACRO threshold_set(newest_event) AS TABLE
    SELECT t.name, t.value, t.effective_on, e.at AS set_at, e.actor, t.event_id
    FROM store.threshold t JOIN store.event e USING (event_id) WHERE e.event_id <= newest_event;
COMMENT ON MACRO TABLE threshold_set IS
    'One row a number ever set for a rule, with the day from which it holds, who set it and when.';
