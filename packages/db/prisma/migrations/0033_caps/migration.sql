-- How many visits a practitioner, and a service whoever gives it, takes on one date and in one week. Null: as many as fit.

alter table practitioner
  add column max_per_day smallint check (max_per_day between 1 and 200),
  add column max_per_week smallint check (max_per_week between 1 and 1000);

alter table service
  add column max_per_day smallint check (max_per_day between 1 and 200),
  add column max_per_week smallint check (max_per_week between 1 and 1000);

-- Whom a service is given to. Who is new to the studio has one visit of a service for new clients to come at a time.
create type service_clients as enum ('anyone', 'new_only', 'existing_only');
alter table service add column new_clients service_clients not null default 'anyone';

-- On which weekday a week begins: 0 Sunday, 1 Monday, 6 Saturday. Null: as its language has it.
alter table tenant add column week_start smallint check (week_start in (0, 1, 6));

-- Visits that count towards a cap, by whose cap it is and by the stretch between two of the bounds in which they start (1 is the first). What
-- counts is what takes time, and a no-show, whose place was kept. As the owner: a client who moves a visit sees none but their own, and
-- learns no more here than how many there are. The bounds ascend, and at least two are given.
create function app.counted_visits(
  practitioners uuid[], of_service uuid, bounds timestamptz[], at timestamptz, other_than uuid
) returns table (owner uuid, stretch integer, visits integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select counted.owner, width_bucket(counted.starts_at, bounds), count(*)::integer
  from (
    -- What takes time has an index by practitioner; a no-show is past, and found among the visits up to now.
    select a.practitioner_id as owner, a.starts_at, a.id
    from public.appointment a
    where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
      and a.practitioner_id = any(practitioners)
      and a.starts_at >= bounds[1] and a.starts_at < bounds[cardinality(bounds)]
      and not a.superseded and not a.hidden and a.status not in ('cancelled', 'no_show')
      and (a.status <> 'held' or a.hold_expires_at >= at)
    union all
    select a.practitioner_id, a.starts_at, a.id
    from public.appointment a
    where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
      and a.practitioner_id = any(practitioners)
      and a.starts_at >= bounds[1] and a.starts_at < least(bounds[cardinality(bounds)], at)
      and not a.superseded and not a.hidden and a.status = 'no_show'
    union all
    select a.service_id, a.starts_at, a.id
    from public.appointment a
    where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
      and a.service_id = of_service
      and a.starts_at >= bounds[1] and a.starts_at < bounds[cardinality(bounds)]
      and not a.superseded and not a.hidden and a.status <> 'cancelled'
      and (a.status <> 'held' or a.hold_expires_at >= at)
  ) counted
  where other_than is null or counted.id <> other_than
  group by 1, 2
$$;
revoke all on function app.counted_visits(uuid[], uuid, timestamptz[], timestamptz, uuid) from public;
grant execute on function app.counted_visits(uuid[], uuid, timestamptz[], timestamptz, uuid) to quietroom_app, quietroom_client;
