-- For how few people a group session is held, and how many hours before its start that is decided: once, by the clock (ec-F7).
alter table appointment
  add column minimum smallint check (minimum between 1 and 200),
  add column minimum_hours smallint check (minimum_hours between 1 and 336),
  add column minimum_judged_at timestamptz(3),
  add constraint appointment_minimum check ((minimum is null) = (minimum_hours is null) and (minimum is null or capacity is not null)
    and (minimum_judged_at is null or minimum is not null));
create index appointment_minimum_due on appointment (tenant_id, starts_at)
  where minimum is not null and minimum_judged_at is null and status = 'scheduled';

-- Somebody can wait for a seat of one session, and a freed seat is offered as a seat, not as its hour (ec-I17).
alter table waitlist_entry
  add column group_session_id uuid,
  add foreign key (tenant_id, group_session_id) references appointment (tenant_id, id);
create index waitlist_entry_by_session on waitlist_entry (tenant_id, group_session_id) where group_session_id is not null;
alter table opening
  add column group_session_id uuid,
  add foreign key (tenant_id, group_session_id) references appointment (tenant_id, id);
