-- An agreed restriction ends (45 CFR 164.522(a)(2)): because its client agrees, or because the studio told them so, and then only for what is
-- written of them from that moment on.
alter table rights_request
  add column ended_at timestamptz(3),
  add column ended_by uuid,
  add column ended_because varchar(20) check (ended_because in ('client_agrees', 'client_told')),
  add column ended_reason sealed_text,
  add constraint rights_request_ended check (num_nulls(ended_at, ended_by, ended_because, ended_reason) in (0, 4)),
  add constraint rights_request_may_end check (ended_at is null or (kind = 'restriction' and state = 'approved')),
  add foreign key (tenant_id, ended_by) references staff_user (tenant_id, id);
create index rights_request_by_ender on rights_request (tenant_id, ended_by);
