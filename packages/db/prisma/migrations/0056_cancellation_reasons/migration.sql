-- Why visits are cancelled, as the studio counts it (SCHED-19): a list of its own, in its order. A reason is never deleted, since visits name it.
-- What else there is to say of a cancellation stays in the visit's sealed words.
create table cancellation_reason (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  label varchar(100) not null check (label <> ''),
  position smallint not null,
  active boolean not null default true,
  primary key (tenant_id, id),
  constraint cancellation_reason_label unique (tenant_id, label)
);
-- Studios of before begin with the list that a new one has. The owner has to see them all for that.
alter table tenant no force row level security;
insert into cancellation_reason (tenant_id, label, position)
select t.id, first.label, first.position from tenant t, unnest(array['Unwell', 'Work or family', 'Travel or weather', 'Not needed any more', 'Practitioner away', 'Something else'])
  with ordinality as first (label, position);
alter table tenant force row level security;
call app.isolate('cancellation_reason', 'select, insert, update');

alter table appointment
  add column cancel_reason_id uuid,
  add foreign key (tenant_id, cancel_reason_id) references cancellation_reason (tenant_id, id),
  add constraint appointment_cancel_reason check (cancel_reason_id is null or status = 'cancelled');
create index appointment_by_cancel_reason on appointment (tenant_id, cancel_reason_id);
create index appointment_by_cancellation on appointment (tenant_id, cancelled_at) where status = 'cancelled';

-- What clients may book by themselves beside visits that they have: at the same time (ec-E14), and how many to come (BOOK-06).
alter table tenant
  add column own_overlaps varchar(10) not null default 'warn' check (own_overlaps = 'warn' or own_overlaps = 'refuse'),
  add column client_visit_limit smallint check (client_visit_limit between 1 and 100);
