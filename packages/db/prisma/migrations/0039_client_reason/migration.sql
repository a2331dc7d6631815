-- Why somebody of the studio shut or opened a client's account, or corrected their record, in their own words. The audit names the row:
-- what stands in the audit itself is never written again, so no new key would reach it and no record could take its words along.
create table client_reason (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid not null,
  act varchar(20) not null check (act in ('suspended', 'restored', 'unlocked', 'second_step_reset', 'corrected')),
  given_at timestamptz(3) not null default app.now(),
  given_by uuid not null,
  reason sealed_text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  foreign key (tenant_id, given_by) references staff_user (tenant_id, id)
);
create index client_reason_by_client on client_reason (tenant_id, client_id);
create index client_reason_by_giver on client_reason (tenant_id, given_by);
call app.isolate('client_reason', 'select, insert, update');
