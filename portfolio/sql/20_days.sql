-- The year and the month of a day, in place of the engine's own functions of these names, which say the same. Those
-- lay out a table of days for every place in a plan where they stand: a twelfth of what a small library's day takes.

CREATE MACRO year(day) AS datediff('year', DATE '0001-01-01', day::DATE) + 1;
COMMENT ON MACRO year IS 'The year of a day, from 1 on.';

CREATE MACRO month(day) AS datediff('month', DATE '0001-01-01', day::DATE) % 12 + 1;
COMMENT ON MACRO month IS 'The month of a day, 1 to 12.';
