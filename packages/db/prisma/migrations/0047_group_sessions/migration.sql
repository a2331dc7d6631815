-- A group session and its seats are appointments. The session takes its facilitator, its room and its device under the constraints that
-- every visit is under, and has no client of its own; a seat is somebody's own visit of it, with the same messages, links, cut-off and
-- attendance as any other, and takes no time beside its session's (ec-C7).
alter table appointment
  add column capacity smallint check (capacity between 1 and 200),   -- of a group session: how many people it seats
  add column open_online boolean not null default true,              -- of a group session: whether clients can book it by themselves
  add column group_session_id uuid,                                        -- of a seat: its session
  add column party_size smallint check (party_size between 1 and 20), -- of a seat: how many people come
  add foreign key (tenant_id, group_session_id) references appointment (tenant_id, id),
  add constraint appointment_seat check ((group_session_id is null) = (party_size is null)),
  add constraint appointment_seat_takes_nothing check (group_session_id is null or (room_id is null and device_id is null and capacity is null)),
  add constraint appointment_session check (capacity is null
    or (client_id is null and cancel_deadline is null and status in ('scheduled', 'completed', 'cancelled'))),
  drop constraint appointment_client,
  add constraint appointment_client check (status = 'held' or capacity is not null
    or (client_id is not null and booked_at is not null and cancel_deadline is not null)),
  drop constraint appointment_practitioner_free,
  add constraint appointment_practitioner_free exclude using gist
    (tenant_id with =, practitioner_id with =, tstzrange(blocked_from, blocked_until) with &&)
    where (not superseded and group_session_id is null
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed'));
create index appointment_by_session on appointment (tenant_id, group_session_id) where group_session_id is not null;
create index appointment_group_session on appointment (tenant_id, starts_at) where capacity is not null;

-- The session is what counts towards a cap, not each of its seats; the index says which is which.
drop index appointment_by_practitioner;
create index appointment_by_practitioner on appointment (tenant_id, practitioner_id, starts_at)
  include (blocked_from, blocked_until, status, hold_expires_at, hidden, group_session_id)
  where not superseded and status not in ('cancelled', 'no_show');

create or replace function app.counted_visits(
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
      and not a.superseded and not a.hidden and a.group_session_id is null and a.status not in ('cancelled', 'no_show')
      and (a.status <> 'held' or a.hold_expires_at >= at)
    union all
    select a.practitioner_id, a.starts_at, a.id
    from public.appointment a
    where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
      and a.practitioner_id = any(practitioners)
      and a.starts_at >= bounds[1] and a.starts_at < least(bounds[cardinality(bounds)], at)
      and not a.superseded and not a.hidden and a.group_session_id is null and a.status = 'no_show'
    union all
    select a.service_id, a.starts_at, a.id
    from public.appointment a
    where a.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
      and a.service_id = of_service
      and a.starts_at >= bounds[1] and a.starts_at < bounds[cardinality(bounds)]
      and not a.superseded and not a.hidden and a.group_session_id is null and a.status <> 'cancelled'
      and (a.status <> 'held' or a.hold_expires_at >= at)
  ) counted
  where other_than is null or counted.id <> other_than
  group by 1, 2
$$;

-- Seats of a session that are taken at a moment: what was booked and what is held and has not run out. A seat stays taken by whoever did
-- not come.
create function app.seats_taken(of_tenant uuid, of_session uuid, at timestamptz, other_than uuid) returns integer language sql stable as $$
  select coalesce(sum(party_size), 0)::integer from appointment
  where tenant_id = of_tenant and group_session_id = of_session
    and status <> 'cancelled' and (status <> 'held' or hold_expires_at >= at)
    and (other_than is null or id <> other_than)
$$;
revoke all on function app.seats_taken(uuid, uuid, timestamptz, uuid) from public;
grant execute on function app.seats_taken(uuid, uuid, timestamptz, uuid) to quietroom_app;

-- A seat is where and when its session is, and no more people are seated than there is room for, whichever path writes: those who take a
-- seat of one session wait for each other here (ec-F1, ec-F2). A capacity that is cut evicts nobody (ec-F3).
create function app.guard_seat() returns trigger language plpgsql as $$
declare
  session appointment%rowtype;
  takes_anew constant boolean := tg_op = 'INSERT' or new.group_session_id is distinct from old.group_session_id
    or new.party_size is distinct from old.party_size or (old.status = 'held' and old.hold_expires_at < app.now());
begin
  select * into session from appointment
    where tenant_id = new.tenant_id and id = new.group_session_id and capacity is not null for update;
  if session.id is null or (session.practitioner_id, session.location_id, session.service_id, session.starts_at, session.ends_at)
      is distinct from (new.practitioner_id, new.location_id, new.service_id, new.starts_at, new.ends_at) then
    raise exception 'a seat is where and when its session is' using errcode = 'check_violation', constraint = 'appointment_seat_of_session';
  end if;
  if takes_anew and new.status <> 'cancelled'
      and (session.status <> 'scheduled' or app.seats_taken(session.tenant_id, session.id, app.now(), new.id) + new.party_size > session.capacity) then
    raise exception 'the seats are taken' using errcode = 'check_violation', constraint = 'appointment_seats_left';
  end if;
  return new;
end
$$;
create trigger appointment_guard_new_seat before insert on appointment
  for each row when (new.group_session_id is not null) execute function app.guard_seat();
-- What stands stays: only who takes a seat anew, or for more people, is counted again.
create trigger appointment_guard_seat before update of group_session_id, party_size, practitioner_id, location_id, service_id, starts_at, ends_at
  on appointment for each row
  when (new.group_session_id is not null
    and (new.group_session_id, new.party_size, new.practitioner_id, new.location_id, new.service_id, new.starts_at, new.ends_at)
      is distinct from (old.group_session_id, old.party_size, old.practitioner_id, old.location_id, old.service_id, old.starts_at, old.ends_at))
  execute function app.guard_seat();
-- A hold that ran out has lost its seats: it is confirmed if they are still there (ec-H3).
create trigger appointment_guard_late_seat before update of status on appointment
  for each row when (new.group_session_id is not null and old.status = 'held' and new.status <> 'held' and old.hold_expires_at < app.now())
  execute function app.guard_seat();
