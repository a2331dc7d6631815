-- When practitioners are busy by calendars that are kept elsewhere. Of an entry there is its key, which says nothing to people, and when it
-- lasts: what it is called, or who comes, is never written here (ec-K9).
create table external_busy (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  practitioner_id uuid not null,
  source varchar(40) not null check (source <> ''),  -- which calendar, as its connector names it
  external_key char(64) not null check (external_key ~ '^[0-9a-f]{64}$'), -- SHA-256 of the entry's id there
  busy_from timestamptz(3) not null,
  busy_until timestamptz(3) not null,
  primary key (tenant_id, id),
  -- Dates of a series share their entry's id, and differ by their start.
  unique (tenant_id, practitioner_id, source, external_key, busy_from),
  check (busy_from < busy_until),
  foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id)
);
-- An entry may last for weeks, so what is over is left out by its end; what is still to come is no more than a sync looks ahead.
create index external_busy_by_end on external_busy (tenant_id, practitioner_id, busy_until, busy_from);
call app.isolate('external_busy', 'select, insert, update, delete');
