-- Staff may pass over a rule for one visit and say why (ec-H20); history that came from elsewhere may overlap, and is kept under the name of
-- its import (ec-H19). Without such a row no visit of a practitioner overlaps another, whichever path writes.
create table booking_override (
  tenant_id uuid not null references tenant (id),
  id uuid not null default uuidv7(),
  appointment_id uuid not null,
  kind varchar(10) not null check (kind = 'staff' or kind = 'import'),
  rules varchar(20)[] not null check (cardinality(rules) between 1 and 10), -- those passed over, as refusals name them
  reason sealed_text,                       -- of staff, in their own words
  import_name varchar(100),                 -- of an import
  made_by uuid,
  made_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, id, appointment_id),
  constraint booking_override_kind check (case kind
    when 'staff' then reason is not null and made_by is not null and import_name is null
    else reason is null and made_by is null and import_name is not null and import_name <> '' end),
  -- The row is there before its visit, which is written in the same transaction.
  foreign key (tenant_id, appointment_id) references appointment (tenant_id, id) deferrable initially deferred,
  foreign key (tenant_id, made_by) references staff_user (tenant_id, id)
);
create index booking_override_by_visit on booking_override (tenant_id, appointment_id);
create index booking_override_by_maker on booking_override (tenant_id, made_by);
call app.isolate('booking_override', 'select, insert, update');

-- A visit under an override leaves to others what they had of its time, and has the rest to itself like any other: `claimed` says what that
-- is; of all other visits it is null, and they have their whole time. Rooms and devices are never had twice, override or not.
alter table appointment
  add column override_id uuid,
  add column claimed tstzmultirange,
  add constraint appointment_claims_less check (claimed is null or override_id is not null),
  -- An override is of the one visit that it was made for.
  add foreign key (tenant_id, override_id, id) references booking_override (tenant_id, id, appointment_id),
  drop constraint appointment_practitioner_free,
  add constraint appointment_practitioner_free exclude using gist
    (tenant_id with =, practitioner_id with =, coalesce(claimed, tstzmultirange(tstzrange(blocked_from, blocked_until))) with &&)
    where (not superseded and group_session_id is null
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed'));
create index appointment_overridden on appointment (tenant_id, practitioner_id, starts_at) where override_id is not null;

-- What an overridden visit has to itself is counted here and nowhere else, so that nobody can write it. Moved, it is a visit like any other
-- again: its override was for another time.
create function app.claim_rest() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.override_id is not distinct from old.override_id
      and (new.practitioner_id, new.blocked_from, new.blocked_until) is distinct from (old.practitioner_id, old.blocked_from, old.blocked_until) then
    new.override_id := null;
    new.claimed := null;
    return new;
  end if;
  -- What changes neither the time nor who claims it is not counted again: a client who does it sees no visits but their own.
  if tg_op = 'UPDATE' and (new.override_id, new.claimed) is not distinct from (old.override_id, old.claimed)
      and (new.status in ('cancelled', 'no_show') or old.status not in ('cancelled', 'no_show')) then
    return new;
  end if;
  select tstzmultirange(tstzrange(new.blocked_from, new.blocked_until))
      - coalesce(range_agg(coalesce(o.claimed, tstzmultirange(tstzrange(o.blocked_from, o.blocked_until)))), '{}'::tstzmultirange)
    into new.claimed
    from public.appointment o
    where o.tenant_id = new.tenant_id and o.practitioner_id = new.practitioner_id and o.id <> new.id
      and o.starts_at > new.blocked_from - interval '12 hours' and o.starts_at < new.blocked_until + interval '12 hours'
      and o.blocked_from < new.blocked_until and o.blocked_until > new.blocked_from
      and not o.superseded and o.group_session_id is null and o.status not in ('cancelled', 'no_show');
  return new;
end
$$;
create trigger appointment_claim_rest before insert or update on appointment
  for each row when (new.override_id is not null) execute function app.claim_rest();

-- What somebody leaves goes to the overridden visits that gave way there, before anyone else can have it, also when it is a client who
-- leaves, who sees none of them. What is written here is counted by the trigger above.
create function app.claim_what_is_left() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update public.appointment e set claimed = '{}'
    where e.tenant_id = old.tenant_id and e.practitioner_id = old.practitioner_id and e.id <> old.id and e.override_id is not null
      and e.starts_at > old.blocked_from - interval '12 hours' and e.starts_at < old.blocked_until + interval '12 hours'
      and e.blocked_from < old.blocked_until and e.blocked_until > old.blocked_from;
  return null;
end
$$;
create trigger appointment_leaves after delete on appointment
  for each row execute function app.claim_what_is_left();
create trigger appointment_moves_away after update of status, superseded, practitioner_id, blocked_from, blocked_until on appointment
  for each row when ((old.practitioner_id, old.blocked_from, old.blocked_until) is distinct from (new.practitioner_id, new.blocked_from, new.blocked_until)
    or (new.superseded and not old.superseded)
    or (new.status in ('cancelled', 'no_show') and old.status not in ('cancelled', 'no_show')))
  execute function app.claim_what_is_left();
