-- Work of a studio that failed for good: which function gave up on which event, and what an admin did about it. Ids and codes only, as in the
-- event itself; of the error its name, since its words may carry anything.
create table dead_letter (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  run_id varchar(64) not null check (run_id <> ''),       -- the run that failed, as whoever runs the jobs calls it, or the event
  function_id varchar(120) not null,                      -- empty: the event itself could not be handed to any
  event_name varchar(80) not null check (event_name <> ''),
  event_data jsonb not null,
  error varchar(100) not null,
  failed_at timestamptz(3) not null default app.now(),
  settled_at timestamptz(3),
  settled_by uuid,
  settled_as varchar(20) check (settled_as in ('retried', 'done_by_hand', 'not_needed')),
  primary key (tenant_id, id),
  constraint dead_letter_once unique (tenant_id, run_id, function_id),
  check ((settled_at is null) = (settled_by is null) and (settled_at is null) = (settled_as is null)),
  foreign key (tenant_id, settled_by) references staff_user (tenant_id, id)
);
create index dead_letter_open on dead_letter (tenant_id, failed_at) where settled_at is null;
create index dead_letter_by_person on dead_letter (tenant_id, settled_by) where settled_by is not null;
call app.isolate('dead_letter', 'select, insert, update');
