-- What staff should hear of without looking for it (NOTIF-13, NOTIF-14): what happened and to which record, by id alone. Who may see that record, and
-- what it says, is read when it is shown; what somebody has read or put away is their own.
create table bell_notice (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  kind varchar(30) not null check (
    kind in ('booked', 'requested', 'cancellation_asked', 'cancelled', 'waitlist_filled', 'waitlist_exhausted', 'mail_returned')),
  priority varchar(10) not null check (priority in ('low', 'normal', 'high', 'urgent')),
  appointment_id uuid,
  opening_id uuid,
  notification_id uuid,
  dedupe_key varchar(120) not null check (dedupe_key <> ''), -- what happened once is told once
  created_at timestamptz(3) not null default app.now(),
  expires_at timestamptz(3) not null,
  primary key (tenant_id, id),
  constraint bell_notice_once unique (tenant_id, dedupe_key),
  constraint bell_notice_subject check (num_nonnulls(appointment_id, opening_id, notification_id) = 1),
  foreign key (tenant_id, appointment_id) references appointment (tenant_id, id) on delete cascade,
  foreign key (tenant_id, opening_id) references opening (tenant_id, id) on delete cascade,
  foreign key (tenant_id, notification_id) references notification (tenant_id, id) on delete cascade
);
create index bell_notice_current on bell_notice (tenant_id, expires_at);
create index bell_notice_by_appointment on bell_notice (tenant_id, appointment_id) where appointment_id is not null;
create index bell_notice_by_opening on bell_notice (tenant_id, opening_id) where opening_id is not null;
create index bell_notice_by_notification on bell_notice (tenant_id, notification_id) where notification_id is not null;
call app.isolate('bell_notice', 'select, insert, delete');

create table bell_mark (
  tenant_id uuid not null references tenant (id),
  notice_id uuid not null,
  staff_user_id uuid not null,
  read_at timestamptz(3) not null default app.now(),
  dismissed_at timestamptz(3),
  primary key (tenant_id, notice_id, staff_user_id),
  foreign key (tenant_id, notice_id) references bell_notice (tenant_id, id) on delete cascade,
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id) on delete cascade
);
create index bell_mark_by_person on bell_mark (tenant_id, staff_user_id);
call app.isolate('bell_mark', 'select, insert, update, delete');
