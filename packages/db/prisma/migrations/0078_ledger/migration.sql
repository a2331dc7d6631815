-- Reminders follow the wall clock of the visit (NOTIF-01): "2d" is the same time two days before, "2h" two hours of elapsed time, "08:00"
-- that time of the visit's own day. Minutes of before become the rule that says the same on all days but two a year.
create function pg_temp.reminder_rule(minutes integer) returns text language sql immutable as $$
  select case when minutes >= 1440 then minutes / 1440 || 'd' else '' end
    || case when minutes % 1440 >= 60 then minutes % 1440 / 60 || 'h' else '' end
    || case when minutes % 60 > 0 then minutes % 60 || 'm' else '' end
$$;
-- The owner has to see every studio's rows for that.
alter table tenant no force row level security;
alter table notification no force row level security;
alter table tenant add column reminder_rules text[] not null default '{2d,1d,2h}';
update tenant set reminder_rules = array(
  select pg_temp.reminder_rule(m) from unnest(reminder_offsets_min) m where m between 1 and 143999 order by m desc);
alter table tenant drop column reminder_offsets_min;

-- The ledger is of every message to anybody, by whatever way it goes, and not of mail to clients alone.
alter table notification
  alter column client_id drop not null,
  add column staff_user_id uuid,
  add constraint notification_recipient check (num_nonnulls(client_id, staff_user_id) = 1),
  add foreign key (tenant_id, staff_user_id) references staff_user (tenant_id, id),
  alter column channel drop default,
  add constraint notification_channel check (channel = 'email' or channel = 'sms' or channel = 'push' or channel = 'in_app'),
  -- What people choose channels for (NOTIF-08); what is about their own account goes whatever they chose.
  add column category varchar(20) not null default 'appointments' check (category = 'appointments' or category = 'forms'
    or category = 'messages' or category = 'billing' or category = 'progress' or category = 'marketing' or category = 'account'),
  add column template_version integer,            -- of the studio's own words; null: the product's
  add column planned_for timestamptz(3),          -- the start of the visit that a reminder was planned for: another start is another reminder
  add column useful_until timestamptz(3),         -- from then on it is skipped; null: nothing waits longer than its three retries
  add column next_attempt_at timestamptz(3),      -- before then it is not tried again
  add column alerted_at timestamptz(3),           -- when operators were told that it does not get through (NOTIF-06)
  add column delivered_at timestamptz(3),         -- what the provider told of it later (NOTIF-07)
  add column bounced_at timestamptz(3),
  add column complained_at timestamptz(3),
  add column response varchar(20) check (response = 'confirm' or response = 'cancel'), -- what its recipient answered by it (NOTIF-09)
  add column responded_at timestamptz(3),
  add column repeats uuid,                        -- the message that staff sent again with this one (NOTIF-15)
  add constraint notification_response check ((response is null) = (responded_at is null)),
  add constraint notification_repeats check (repeats <> id),
  add foreign key (tenant_id, repeats) references notification (tenant_id, id);
alter table notification alter column category drop default;

update notification set planned_for = due_at + make_interval(mins => substr(kind, 10)::integer) where kind ~ '^reminder_\d{1,6}$';
update notification n set useful_until = coalesce((select min(later.due_at) from notification later
    where later.tenant_id = n.tenant_id and later.appointment_id = n.appointment_id
      and later.appointment_version = n.appointment_version and later.planned_for is not null and later.due_at > n.due_at), n.planned_for)
where planned_for is not null;
update notification set kind = 'reminder_' || pg_temp.reminder_rule(substr(kind, 10)::integer),
  dedupe_key = replace(dedupe_key, kind || ':', 'reminder_' || pg_temp.reminder_rule(substr(kind, 10)::integer) || ':')
where planned_for is not null;
alter table notification force row level security;
alter table tenant force row level security;

-- Once on each channel, to each recipient (NOTIF-03).
alter table notification drop constraint notification_tenant_id_dedupe_key_key;
create unique index notification_once on notification (tenant_id, dedupe_key, channel, client_id, staff_user_id) nulls not distinct;
create index notification_by_staff on notification (tenant_id, staff_user_id) where staff_user_id is not null;
create index notification_by_repeats on notification (tenant_id, repeats) where repeats is not null;
