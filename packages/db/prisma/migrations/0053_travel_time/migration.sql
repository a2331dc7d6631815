-- How long the way between two places of a studio takes, either way (SCHED-25). Each pair has one row, with the lower id first.
create table travel_time (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  one_id uuid not null,
  other_id uuid not null,
  minutes smallint not null check (minutes between 0 and 480),
  primary key (tenant_id, id),
  unique (tenant_id, one_id, other_id),
  check (one_id < other_id),
  foreign key (tenant_id, one_id) references location (tenant_id, id),
  foreign key (tenant_id, other_id) references location (tenant_id, id)
);
create index travel_time_by_other on travel_time (tenant_id, other_id);
call app.isolate('travel_time', 'select, insert, update, delete');

-- A way that nobody has said takes this long, never nothing (ec-E11). Telehealth is held at the place whose hours it is booked in, unless it is
-- not possible there (ec-E10).
alter table tenant add column unknown_travel_min smallint not null default 30 check (unknown_travel_min between 5 and 480);
alter table location add column telehealth_possible boolean not null default true;

-- Where other visits are is read with what is taken, from the index alone as before.
drop index appointment_by_practitioner;
create index appointment_by_practitioner on appointment (tenant_id, practitioner_id, starts_at)
  include (blocked_from, blocked_until, status, hold_expires_at, hidden, group_session_id, ends_at, location_id, mode)
  where not superseded and status not in ('cancelled', 'no_show');

-- Whether a practitioner has the time to come to a visit and to go on from it. As the owner: a client who moves a visit sees none but their
-- own, and learns no more here than whether a time can be had. The rule is that of `travelMinutes`, where everybody else's times are judged.
create function app.has_travel_time(
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
      and a.practitioner_id = of_practitioner and a.id <> other_than
      and a.starts_at > visit_starts - interval '24 hours' and a.starts_at < visit_ends + interval '24 hours'
      and not a.superseded and not a.hidden and a.status not in ('cancelled', 'no_show')
      and (a.status <> 'held' or a.hold_expires_at >= at)
      and held.there is distinct from held.here
      and a.starts_at < visit_ends + way.lasts and a.ends_at > visit_starts - way.lasts)
$$;
revoke all on function app.has_travel_time(uuid, uuid, visit_mode, timestamptz, timestamptz, timestamptz, uuid) from public;
grant execute on function app.has_travel_time(uuid, uuid, visit_mode, timestamptz, timestamptz, timestamptz, uuid) to quietroom_app, quietroom_client;
