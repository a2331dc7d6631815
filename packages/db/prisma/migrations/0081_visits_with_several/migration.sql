-- A visit can be held by several practitioners at once. It stays one row: whoever comes beside the one who leads it is named in it, and one
-- constraint keeps the time of all of them, so that all of it is taken, moved and freed with the row, or none (SCHED-11).
create type app.uuid_range as range (subtype = uuid);

create function app.several(practitioners uuid[]) returns app.uuid_multirange
  language sql immutable parallel safe
  return (select range_agg(app.uuid_range(one, one, '[]')) from unnest(practitioners) as one);

-- Those who hold a visit, as a set that an exclusion constraint can compare. Most visits are held by one, who costs no call.
create function app.people(lead uuid, others uuid[]) returns app.uuid_multirange
  language sql immutable parallel safe
  return case when others = '{}'::uuid[] then app.uuid_multirange(app.uuid_range(lead, lead, '[]')) else app.several(others || lead) end;
revoke all on function app.several(uuid[]), app.people(uuid, uuid[]) from public;
grant execute on function app.several(uuid[]), app.people(uuid, uuid[]) to quietroom_app, quietroom_client;

alter table service add column together boolean not null default false; -- all who give it come to each visit

alter table appointment
  add column with_practitioner_ids uuid[] not null default '{}',
  add constraint appointment_others check (cardinality(with_practitioner_ids) <= 7),
  drop constraint appointment_practitioner_free,
  drop constraint appointment_practitioner_free_after,
  drop constraint appointment_practitioner_free_before,
  add constraint appointment_practitioner_free exclude using gist
    (tenant_id with =, app.people(practitioner_id, with_practitioner_ids) with &&, coalesce(claimed, tstzmultirange(
      case when buffers_shared then tstzrange(starts_at, ends_at) else tstzrange(blocked_from, blocked_until) end)) with &&)
    where (not superseded and group_session_id is null
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed')),
  add constraint appointment_practitioner_free_after exclude using gist
    (tenant_id with =, app.people(practitioner_id, with_practitioner_ids) with &&, tstzrange(starts_at, blocked_until) with &&)
    where (buffers_shared and claimed is null and not superseded and group_session_id is null
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed')),
  add constraint appointment_practitioner_free_before exclude using gist
    (tenant_id with =, app.people(practitioner_id, with_practitioner_ids) with &&, tstzrange(blocked_from, ends_at) with &&)
    where (buffers_shared and claimed is null and not superseded and group_session_id is null
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed'));
create index appointment_with_others on appointment (tenant_id, starts_at)
  where with_practitioner_ids <> '{}'::uuid[] and not superseded and status not in ('cancelled', 'no_show');

-- What a foreign key is for one id: each of them is a practitioner of this studio, once, and another than the one who leads.
create function app.know_others() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.practitioner_id = any(new.with_practitioner_ids)
      or (select count(*) from public.practitioner where tenant_id = new.tenant_id and id = any(new.with_practitioner_ids))
        <> cardinality(new.with_practitioner_ids) then
    raise exception 'those who hold a visit are practitioners of its studio' using errcode = 'foreign_key_violation', constraint = 'appointment_with_known';
  end if;
  return new;
end
$$;
create trigger appointment_know_others before insert or update of practitioner_id, with_practitioner_ids on appointment
  for each row when (new.with_practitioner_ids <> '{}'::uuid[]) execute function app.know_others();

-- A seat says who holds its session as well, and takes nobody's time: those who hold it see who comes.
create or replace function app.guard_seat() returns trigger language plpgsql as $$
declare
  session appointment%rowtype;
  takes_anew constant boolean := tg_op = 'INSERT' or new.group_session_id is distinct from old.group_session_id
    or new.party_size is distinct from old.party_size or (old.status = 'held' and old.hold_expires_at < app.now());
begin
  select * into session from appointment
    where tenant_id = new.tenant_id and id = new.group_session_id and capacity is not null for update;
  if session.id is null or (session.practitioner_id, session.with_practitioner_ids, session.location_id, session.service_id, session.starts_at, session.ends_at)
      is distinct from (new.practitioner_id, new.with_practitioner_ids, new.location_id, new.service_id, new.starts_at, new.ends_at) then
    raise exception 'a seat is where and when its session is' using errcode = 'check_violation', constraint = 'appointment_seat_of_session';
  end if;
  if takes_anew and new.status <> 'cancelled'
      and (session.status <> 'scheduled' or app.seats_taken(session.tenant_id, session.id, app.now(), new.id) + new.party_size > session.capacity) then
    raise exception 'the seats are taken' using errcode = 'check_violation', constraint = 'appointment_seats_left';
  end if;
  return new;
end
$$;
drop trigger appointment_guard_seat on appointment;
create trigger appointment_guard_seat before update of
    group_session_id, party_size, practitioner_id, with_practitioner_ids, location_id, service_id, starts_at, ends_at
  on appointment for each row
  when (new.group_session_id is not null
    and (new.group_session_id, new.party_size, new.practitioner_id, new.with_practitioner_ids, new.location_id, new.service_id, new.starts_at, new.ends_at)
      is distinct from (old.group_session_id, old.party_size, old.practitioner_id, old.with_practitioner_ids, old.location_id, old.service_id, old.starts_at, old.ends_at))
  execute function app.guard_seat();

-- By which rule of buffers a visit is where it is: that of the moment at which somebody's time was taken for it.
drop trigger appointment_buffers_anew on appointment;
create trigger appointment_buffers_anew before update on appointment
  for each row when ((old.practitioner_id, old.with_practitioner_ids, old.blocked_from, old.blocked_until)
      is distinct from (new.practitioner_id, new.with_practitioner_ids, new.blocked_from, new.blocked_until)
    or (old.status in ('cancelled', 'no_show') and new.status not in ('cancelled', 'no_show')))
  execute function app.note_buffer_rule();

-- Overrides give way to whoever of a visit's people had the time before, and get back what any of them leaves.
create or replace function app.claim_rest() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.override_id is not distinct from old.override_id
      and (new.practitioner_id, new.with_practitioner_ids, new.blocked_from, new.blocked_until)
        is distinct from (old.practitioner_id, old.with_practitioner_ids, old.blocked_from, old.blocked_until) then
    new.override_id := null;
    new.claimed := null;
    return new;
  end if;
  -- What changes neither the time nor who claims it is not counted again: a client who does it sees no visits but their own.
  if tg_op = 'UPDATE' and (new.override_id, new.claimed) is not distinct from (old.override_id, old.claimed)
      and (new.status in ('cancelled', 'no_show') or old.status not in ('cancelled', 'no_show')) then
    return new;
  end if;
  select tstzmultirange(case when new.buffers_shared then tstzrange(new.starts_at, new.ends_at) else tstzrange(new.blocked_from, new.blocked_until) end)
      - coalesce(range_agg(coalesce(o.claimed, tstzmultirange(
          case when o.buffers_shared then tstzrange(o.starts_at, o.ends_at) else tstzrange(o.blocked_from, o.blocked_until) end))), '{}'::tstzmultirange)
    into new.claimed
    from public.appointment o
    where o.tenant_id = new.tenant_id and o.id <> new.id
      and app.people(o.practitioner_id, o.with_practitioner_ids) && app.people(new.practitioner_id, new.with_practitioner_ids)
      and o.starts_at > new.blocked_from - interval '12 hours' and o.starts_at < new.blocked_until + interval '12 hours'
      and o.blocked_from < new.blocked_until and o.blocked_until > new.blocked_from
      and not o.superseded and o.group_session_id is null and o.status not in ('cancelled', 'no_show');
  return new;
end
$$;

create or replace function app.claim_what_is_left() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.appointment e set claimed = '{}'
    where e.tenant_id = old.tenant_id and e.id <> old.id and e.override_id is not null
      and app.people(e.practitioner_id, e.with_practitioner_ids) && app.people(old.practitioner_id, old.with_practitioner_ids)
      and e.starts_at > old.blocked_from - interval '12 hours' and e.starts_at < old.blocked_until + interval '12 hours'
      and e.blocked_from < old.blocked_until and e.blocked_until > old.blocked_from;
  return null;
end
$$;
drop trigger appointment_moves_away on appointment;
create trigger appointment_moves_away after update of status, superseded, practitioner_id, with_practitioner_ids, blocked_from, blocked_until
  on appointment
  for each row when ((old.practitioner_id, old.with_practitioner_ids, old.blocked_from, old.blocked_until)
      is distinct from (new.practitioner_id, new.with_practitioner_ids, new.blocked_from, new.blocked_until)
    or (new.superseded and not old.superseded)
    or (new.status in ('cancelled', 'no_show') and old.status not in ('cancelled', 'no_show')))
  execute function app.claim_what_is_left();

-- Who holds a visit, as its client reads it: "Ana, Ben and Cleo", the one who leads it first.
create function app.names_of(of_tenant uuid, lead uuid, others uuid[]) returns text
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select case when cardinality(names) = 1 then names[1]
      else array_to_string(names[:cardinality(names) - 1], ', ') || ' and ' || names[cardinality(names)] end
    from (select array_agg(p.display_name order by p.id <> lead, p.position, p.id) as names
      from public.practitioner p where p.tenant_id = of_tenant and p.id = any(others || lead)) named
$$;
revoke all on function app.names_of(uuid, uuid, uuid[]) from public;
grant execute on function app.names_of(uuid, uuid, uuid[]) to quietroom_app, quietroom_client;

-- The way to a visit and its place under a cap are those of everybody who holds it.
create or replace function app.has_travel_time(
  of_practitioner uuid, place uuid, held_in visit_mode, visit_starts timestamptz, visit_ends timestamptz, at timestamptz, other_than uuid
) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select not exists (
    select from public.appointment a
      join public.tenant t on t.id = a.tenant_id
      join public.location l on l.tenant_id = a.tenant_id and l.id = a.location_id
      join public.location h on h.tenant_id = a.tenant_id and h.id = place
      cross join lateral (select
        case when a.mode = 'in_person' or l.telehealth_possible then l.id end as there,
        case when held_in = 'in_person' or h.telehealth_possible then h.id end as here) held
      left join public.travel_time w
        on w.tenant_id = a.tenant_id and w.one_id = least(held.there, held.here) and w.other_id = greatest(held.there, held.here)
          and held.there is not null and held.here is not null
      cross join lateral (select make_interval(mins => coalesce(w.minutes, t.unknown_travel_min)) as lasts) way
    where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
      and (a.practitioner_id = of_practitioner or of_practitioner = any(a.with_practitioner_ids)) and a.id <> other_than
      and a.starts_at > visit_starts - interval '24 hours' and a.starts_at < visit_ends + interval '24 hours'
      and not a.superseded and not a.hidden and a.status not in ('cancelled', 'no_show')
      and (a.status <> 'held' or a.hold_expires_at >= at)
      and held.there is distinct from held.here
      and a.starts_at < visit_ends + way.lasts and a.ends_at > visit_starts - way.lasts)
$$;

-- What they hold beside somebody who leads counts under their caps like what they lead, which `app.counted_visits` counts.
create function app.counted_beside(practitioners uuid[], bounds timestamptz[], at timestamptz, other_than uuid)
  returns table (owner uuid, stretch integer, visits integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select other, width_bucket(a.starts_at, bounds), count(*)::integer
  from public.appointment a cross join unnest(a.with_practitioner_ids) as other
  where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and a.with_practitioner_ids <> '{}'::uuid[] and a.group_session_id is null and other = any(practitioners)
    and a.starts_at >= bounds[1] and a.starts_at < bounds[cardinality(bounds)]
    and not a.superseded and not a.hidden and a.status <> 'cancelled'
    and (a.status <> 'held' or a.hold_expires_at >= at)
    and (other_than is null or a.id <> other_than)
  group by 1, 2
$$;
revoke all on function app.counted_beside(uuid[], timestamptz[], timestamptz, uuid) from public;
grant execute on function app.counted_beside(uuid[], timestamptz[], timestamptz, uuid) to quietroom_app, quietroom_client;

create or replace function app.counted_minutes(
  practitioners uuid[], bounds timestamptz[], at timestamptz, other_than uuid, is_split boolean
) returns table (owner uuid, stretch integer, minutes integer)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select person, day.stretch, (sum(extract(epoch from
      case when is_split then least(a.ends_at, day.ends) - greatest(a.starts_at, day.begins) else a.ends_at - a.starts_at end)) / 60)::integer
  from public.appointment a cross join unnest(a.with_practitioner_ids || a.practitioner_id) as person
    join (select n as stretch, bounds[n] as begins, bounds[n + 1] as ends from generate_series(1, cardinality(bounds) - 1) as n) day
      on a.starts_at < day.ends and case when is_split then a.ends_at > day.begins else a.starts_at >= day.begins end
  where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    and person = any(practitioners) and (a.practitioner_id = any(practitioners) or a.with_practitioner_ids <> '{}'::uuid[])
    -- No visit is longer than eight hours (appointment_length), so that none that began earlier reaches into the first date.
    and a.starts_at >= bounds[1] - interval '8 hours' and a.starts_at < bounds[cardinality(bounds)]
    and not a.superseded and not a.hidden and a.group_session_id is null and a.status <> 'cancelled'
    and (a.status <> 'held' or a.hold_expires_at >= at)
    and (other_than is null or a.id <> other_than)
  group by 1, 2
$$;

-- A break is needed by everybody who holds a visit, after whatever they hold.
create or replace function app.keeps_break(
  of_practitioner uuid, visit_starts timestamptz, visit_ends timestamptz, at timestamptz, other_than uuid
) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with rule as (
    select p.tenant_id, make_interval(mins => p.break_after_min) as longest, make_interval(mins => p.break_min + p.notes_min) as pause
    from public.practitioner p
    where p.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and p.id = of_practitioner
      and p.break_after_min is not null
  ), visit as (
    select visit_starts as starts_at, visit_ends as ends_at, true as asked
    union all
    select a.starts_at, a.ends_at, false
    from rule join public.appointment a on a.tenant_id = rule.tenant_id
      and (a.practitioner_id = of_practitioner or of_practitioner = any(a.with_practitioner_ids))
    where a.id <> other_than
      and a.starts_at > visit_starts - interval '30 hours' and a.starts_at < visit_ends + interval '30 hours'
      and not a.superseded and not a.hidden and a.group_session_id is null and a.status not in ('cancelled', 'no_show')
      and (a.status <> 'held' or a.hold_expires_at >= at)
  ), after_pause as (
    select visit.*, starts_at - max(ends_at) over (order by starts_at, ends_at rows between unbounded preceding and 1 preceding)
      >= (select pause from rule) as begins
    from visit
  ), numbered as (
    select after_pause.*, count(*) filter (where begins) over (order by starts_at, ends_at rows unbounded preceding) as stretch
    from after_pause
  )
  select not exists (
    select from numbered group by stretch
    having bool_or(asked) and count(*) > 1 and max(ends_at) - min(starts_at) > (select longest from rule))
$$;
