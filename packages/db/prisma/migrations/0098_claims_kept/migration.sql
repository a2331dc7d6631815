-- An override of a visit that several hold passes over the time of some of them, perhaps: whoever of them was free has its time like any other,
-- and the database refuses to anybody else what overlaps it. Those who gave way there are named in the row, and are the only ones who do; where
-- all of them did, or the one who holds it alone, what is left of it is theirs as before.
alter table appointment
  add column yielding_ids uuid[] not null default '{}',
  add constraint appointment_yields_by_override check (yielding_ids = '{}'::uuid[] or claimed is not null);

-- Whose time a visit claims, as a set that an exclusion constraint can compare.
create function app.claimants(lead uuid, others uuid[], yielding uuid[]) returns app.uuid_multirange
  language sql immutable parallel safe
  return case when yielding = '{}'::uuid[] then app.people(lead, others)
    else app.several(others || lead) - app.several(yielding) end;
revoke all on function app.claimants(uuid, uuid[], uuid[]) from public;
grant execute on function app.claimants(uuid, uuid[], uuid[]) to quietroom_app, quietroom_client;

alter table appointment
  drop constraint appointment_practitioner_free,
  add constraint appointment_practitioner_free exclude using gist
    (tenant_id with =, app.claimants(practitioner_id, with_practitioner_ids, yielding_ids) with &&, coalesce(claimed, tstzmultirange(
      case when buffers_shared then tstzrange(starts_at, ends_at) else tstzrange(blocked_from, blocked_until) end)) with &&)
    where (not superseded and group_session_id is null
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed'));

create or replace function app.claim_rest() returns trigger language plpgsql as $$
declare
  whole constant tstzmultirange := tstzmultirange(
    case when new.buffers_shared then tstzrange(new.starts_at, new.ends_at) else tstzrange(new.blocked_from, new.blocked_until) end);
begin
  if tg_op = 'UPDATE' and new.override_id is not distinct from old.override_id
      and (new.practitioner_id, new.with_practitioner_ids, new.blocked_from, new.blocked_until)
        is distinct from (old.practitioner_id, old.with_practitioner_ids, old.blocked_from, old.blocked_until) then
    new.override_id := null;
    new.claimed := null;
    new.yielding_ids := '{}';
    return new;
  end if;
  -- What changes neither the time nor who claims it is not counted again: a client who does it sees no visits but their own.
  if tg_op = 'UPDATE' and (new.override_id, new.claimed, new.yielding_ids) is not distinct from (old.override_id, old.claimed, old.yielding_ids)
      and (new.status in ('cancelled', 'no_show') or old.status not in ('cancelled', 'no_show')) then
    return new;
  end if;
  with met as (
    select app.claimants(o.practitioner_id, o.with_practitioner_ids, o.yielding_ids) as claimants, coalesce(o.claimed, tstzmultirange(
        case when o.buffers_shared then tstzrange(o.starts_at, o.ends_at) else tstzrange(o.blocked_from, o.blocked_until) end)) as claimed
      from public.appointment o
      where o.tenant_id = new.tenant_id and o.id <> new.id
        and app.people(o.practitioner_id, o.with_practitioner_ids) && app.people(new.practitioner_id, new.with_practitioner_ids)
        and o.starts_at > new.blocked_from - interval '12 hours' and o.starts_at < new.blocked_until + interval '12 hours'
        and o.blocked_from < new.blocked_until and o.blocked_until > new.blocked_from
        and not o.superseded and o.group_session_id is null and o.status not in ('cancelled', 'no_show')
  )
  select coalesce(array(select person from unnest(new.with_practitioner_ids || new.practitioner_id) as person
        where exists (select from met where met.claimants @> person and met.claimed && whole)), '{}'),
      whole - coalesce((select range_agg(met.claimed) from met
        where met.claimants && app.people(new.practitioner_id, new.with_practitioner_ids)), '{}'::tstzmultirange)
    into new.yielding_ids, new.claimed;
  if cardinality(new.yielding_ids) > cardinality(new.with_practitioner_ids) then
    new.yielding_ids := '{}'; -- all of them give way, and have the rest
  else
    new.claimed := whole; -- nobody, or some of several: the others have all of it
  end if;
  return new;
end
$$;

-- Written as none, so that it is counted again also where nothing of it was left.
create or replace function app.claim_what_is_left() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.appointment e set claimed = null, yielding_ids = '{}'
    where e.tenant_id = old.tenant_id and e.id <> old.id and e.override_id is not null
      and app.people(e.practitioner_id, e.with_practitioner_ids) && app.people(old.practitioner_id, old.with_practitioner_ids)
      and e.starts_at > old.blocked_from - interval '12 hours' and e.starts_at < old.blocked_until + interval '12 hours'
      and e.blocked_from < old.blocked_until and e.blocked_until > old.blocked_from;
  return null;
end
$$;

-- Those that stand are counted again: by the new rule, and for what was left to those that had nothing. Whoever was given the time meanwhile
-- is found, and gives nothing up. The owner has to see every studio's rows for that.
alter table appointment no force row level security;
update appointment set claimed = null, yielding_ids = '{}' where override_id is not null;
alter table appointment force row level security;
