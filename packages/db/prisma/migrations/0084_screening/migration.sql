-- Whoever joins a group of such a service is screened first (SCHED-24): what they book is a request, whoever they are.
alter table service add column needs_screening boolean not null default false;

-- Who was screened for a service, by whom and when. That they were is all that is kept: how it went belongs into their notes.
create table screening (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid not null,
  service_id uuid not null,
  screened_by uuid not null,
  screened_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, id),
  constraint screening_once unique (tenant_id, client_id, service_id),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  foreign key (tenant_id, service_id) references service (tenant_id, id),
  foreign key (tenant_id, screened_by) references staff_user (tenant_id, id)
);
create index screening_by_service on screening (tenant_id, service_id);
create index screening_by_staff on screening (tenant_id, screened_by);
call app.isolate('screening', 'select, insert, delete');
