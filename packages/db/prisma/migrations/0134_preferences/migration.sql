-- Which messages somebody gets by which channel (NOTIF-08): what they said otherwise than the product does by itself, a row each. What is about their own
-- account has no category here, so nothing can stand against it. A consent is another thing: it says whether a number may be used at all.
create table notification_preference (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  client_id uuid,
  staff_user_id uuid,
  category varchar(20) not null check (category in ('appointments', 'forms', 'messages', 'billing', 'progress', 'marketing')),
  channel varchar(10) not null check (channel in ('email', 'sms', 'push', 'in_app')),
  wanted boolean not null,
  changed_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, id),
  constraint notification_preference_person check (num_nonnulls(client_id, staff_user_id) = 1),
  foreign key (tenant_id, client_id) references client (tenant_id, id),
  foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id) on delete cascade
);
create unique index notification_preference_once
  on notification_preference (tenant_id, client_id, staff_user_id, category, channel) nulls not distinct;
create index notification_preference_by_staff on notification_preference (tenant_id, staff_user_id) where staff_user_id is not null;
call app.isolate('notification_preference', 'select, insert, update, delete');
call app.narrow('notification_preference', 'select, insert, update (wanted, changed_at)',
  $own$client_id = (select nullif(current_setting('app.client_id', true), '')::uuid)$own$);

-- Whether to be reminded by email was kept as a consent that held unasked, which is no consent: the latest answer of each client goes on as their
-- choice, with its time. What was said stays where it was said.
alter table consent no force row level security;
alter table notification no force row level security;
alter table notification_preference no force row level security;
insert into notification_preference (tenant_id, client_id, category, channel, wanted, changed_at)
select distinct on (tenant_id, client_id) tenant_id, client_id, 'appointments', 'email',
  answer = 'given' and withdrawn_at is null, coalesce(withdrawn_at, given_at)
from consent where kind = 'email_reminders' order by tenant_id, client_id, given_at desc, id desc;
update notification set reason = 'not_wanted' where reason = 'reminders_not_wanted';
alter table notification_preference force row level security;
alter table notification force row level security;
alter table consent force row level security;
