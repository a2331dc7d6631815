-- Two people who correct one place at the same time: the second is told, and nothing is overwritten.
alter table location add column version integer not null default 1;
