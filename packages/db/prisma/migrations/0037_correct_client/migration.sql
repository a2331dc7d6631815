-- Which state of a client's record a correction was made upon: of two at once, one is made, and the other sees what came of it.
alter table client add column version integer not null default 1 check (version >= 1);
