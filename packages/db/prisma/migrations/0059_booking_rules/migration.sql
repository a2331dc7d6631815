-- The rules of booking as a studio sets them by itself (BOOK-06). Of two people who change them at once, one is told: that is what the version is for.
alter table tenant
  add column rules_version integer not null default 1,
  -- So many dates before the visit's own, by the calendar of its place, beside the elapsed minutes (ec-C9).
  add column min_notice_days smallint not null default 0 check (min_notice_days between 0 and 365);

-- A service may have a notice of its own, both parts of it, and a horizon of its own, in dates or in business days.
alter table service
  add column min_notice_min integer check (min_notice_min between 0 and 43200),
  add column min_notice_days smallint check (min_notice_days between 0 and 365),
  add column horizon_days smallint check (horizon_days between 1 and 730),
  add constraint service_own_notice check ((min_notice_min is null) = (min_notice_days is null)),
  add constraint service_own_horizon check (horizon_days is null or horizon_business_days is null);

-- Each cancellation policy that the studio had, in its words: a visit keeps the one it was booked under (ec-J3). Never changed, never deleted.
create table cancellation_policy (
  tenant_id uuid not null references tenant (id),
  version integer not null,
  words text not null check (length(words) <= 4000),
  window_min integer not null check (window_min between 0 and 43200),
  made_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, version)
);
-- The one that holds now, of every studio of before. The owner has to see them all for that.
alter table tenant no force row level security;
insert into cancellation_policy (tenant_id, version, words, window_min)
select id, policy_version, cancellation_policy, cancellation_window_min from tenant;
alter table tenant force row level security;
call app.isolate('cancellation_policy', 'select, insert');
-- Shown to every visitor before they book.
grant select on cancellation_policy to quietroom_client;
