-- 停缓建, 复工, 调出: what the city decided under a document. A reported stage alone does none of it.

CREATE MACRO change_row() AS TABLE
    WITH own AS (
        FROM store.project_change
        UNION ALL
        SELECT c.* REPLACE (o.project_id AS project_id)
        FROM store.project_change c JOIN origin_now o ON o.origin_id = c.project_id WHERE o.part_id IS NULL)
    SELECT c.project_id, c.change, c.effective_on, c.event_id, c.position,
           lead(c.effective_on) OVER (
               PARTITION BY c.project_id ORDER BY c.effective_on, c.event_id, c.position) AS until_on
    FROM own c CROSS JOIN day_now d
    WHERE c.event_id <= d.newest_event AND c.effective_on <= d.as_of
      AND c.project_id IN (SELECT r.project_id FROM read_now r);
COMMENT ON MACRO TABLE change_row IS
    'One row a change of a project that counts by the day, and the day of the next one; a row takes over those of a '
    'number that it continues alone.';

CREATE MACRO only_decided(stage) AS stage IN ('suspended', 'withdrawn');
COMMENT ON MACRO only_decided IS 'Whether only the city can set the stage: 停缓建, 调出.';

CREATE MACRO decided_stage() AS TABLE
    SELECT project_id, change AS stage FROM change_row() WHERE until_on IS NULL AND only_decided(change);
COMMENT ON MACRO TABLE decided_stage IS
    'One row a project that stands suspended or withdrawn by the city''s newest word.';

CREATE MACRO withdrawn_row() AS TABLE
    SELECT project_id, effective_on AS withdrawn_on FROM change_row() WHERE until_on IS NULL AND change = 'withdrawn';
COMMENT ON MACRO TABLE withdrawn_row IS 'One row a project that was taken out (调出), and from which day on.';

CREATE MACRO current_stage() AS TABLE
    WITH reported AS (
        SELECT project_id, newest(stage, place, cleared, 'stage') AS stage
        FROM accepted_status() WHERE NOT only_decided(stage) GROUP BY project_id)
    SELECT project_id, coalesce(d.stage, r.stage) AS stage
    FROM reported r FULL JOIN decided_stage() d USING (project_id);
COMMENT ON MACRO TABLE current_stage IS
    'One row a project with a stage: what the city decided, else the newest that a report tells and that is not the '
    'city''s to decide.';

CREATE MACRO project_stop() AS TABLE
    SELECT project_id, list({'from_on': effective_on, 'until_on': until_on}) AS stops
    FROM change_row() WHERE change = 'suspended' GROUP BY project_id;
COMMENT ON MACRO TABLE project_stop IS
    'One row a project that ever stood still: from each 停缓建 to the city''s next word (NULL: it stands still).';

CREATE MACRO stopped_days(stops, due_on, day) AS
    coalesce(list_sum([greatest(0, least(coalesce(s.until_on, day), day) - greatest(s.from_on, due_on))
                       FOR s IN stops]), 0)::BIGINT;
COMMENT ON MACRO stopped_days IS 'How many of the days from the due day to `day` the project stood still (扣除停工).';
