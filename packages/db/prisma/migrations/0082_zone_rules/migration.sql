-- The version of the time zone database by which a visit's start was worked out, beside the offset that came of it (ec-A21): whoever asks why
-- a start is where it is finds the rules that were known. Null in rows of before.
alter table appointment add column zone_rules varchar(12);
grant update (zone_rules) on appointment to quietroom_client;
