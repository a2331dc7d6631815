-- How many minutes of visits a practitioner gives on one date, beside how many visits. Null: as many as fit. Of a visit over midnight they count on the
-- date on which it starts, or on each of the two its own (ec-D7).
alter table practitioner add column max_minutes_per_day smallint check (max_minutes_per_day between 15 and 1440);
alter table tenant add column minutes_over_midnight varchar(5) not null default 'start'
  check (minutes_over_midnight = 'start' or minutes_over_midnight = 'split');

-- Minutes of the visits that `app.counted_visits` counts, by practitioner and by the date between two of the bounds; `is_split`: each date has those that
-- lie in it. As the owner, as there: a client who moves a visit learns how long a day is booked, and nothing of whom.
create function app.counted_minutes(
  practitioners uuid[], bounds timestamptz[], at timestamptz, other_than uuid, is_split boolean
) returns table (owner uuid, stretch integer, minutes integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.practitioner_id, day.stretch, (sum(extract(epoch from
      case when is_split then least(a.ends_at, day.ends) - greatest(a.starts_at, day.begins) else a.ends_at - a.starts_at end)) / 60)::integer
  from public.appointment a
    join (select n as stretch, bounds[n] as begins, bounds[n + 1] as ends from generate_series(1, cardinality(bounds) - 1) as n) day
      on a.starts_at < day.ends and case when is_split then a.ends_at > day.begins else a.starts_at >= day.begins end
  where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and a.practitioner_id = any(practitioners)
    -- No visit is longer than eight hours (appointment_length), so that none that began earlier reaches into the first date.
    and a.starts_at >= bounds[1] - interval '8 hours' and a.starts_at < bounds[cardinality(bounds)]
    and not a.superseded and not a.hidden and a.group_session_id is null and a.status <> 'cancelled'
    and (a.status <> 'held' or a.hold_expires_at >= at)
    and (other_than is null or a.id <> other_than)
  group by 1, 2
$$;
revoke all on function app.counted_minutes(uuid[], timestamptz[], timestamptz, uuid, boolean) from public;
grant execute on function app.counted_minutes(uuid[], timestamptz[], timestamptz, uuid, boolean) to quietroom_app, quietroom_client;
