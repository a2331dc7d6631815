-- A seat can make up for one that its client missed (SCHED-24). What was missed is made up once, unless that seat is cancelled.
alter table appointment
  add column makes_up_for uuid,
  add foreign key (tenant_id, makes_up_for) references appointment (tenant_id, id),
  add constraint appointment_makes_up check (makes_up_for is null or (group_session_id is not null and makes_up_for <> id));
create unique index appointment_made_up_once on appointment (tenant_id, makes_up_for)
  where makes_up_for is not null and status <> 'cancelled';
