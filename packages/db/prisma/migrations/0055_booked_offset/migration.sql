-- The offset of the clock on the wall at a visit's start, as the product knew the zone's rules when it wrote that start. With it the row says
-- which wall time was meant, also after the rules have changed (ec-A21). SQL never works it out: the database has time zone rules of its own.
-- Null in rows of before, of which nobody knows by which rules they were written.
alter table appointment add column utc_offset_min smallint check (utc_offset_min between -1080 and 1080);
grant update (utc_offset_min) on appointment to quietroom_client;
