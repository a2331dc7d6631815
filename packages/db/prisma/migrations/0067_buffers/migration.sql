-- Between two visits of one practitioner both buffers count, or only the longer of the two (ec-C4); and buffers may lie outside of working hours, or
-- have to lie inside (ec-C5).
alter table tenant
  add column buffer_sum varchar(3) not null default 'sum' check (buffer_sum = 'sum' or buffer_sum = 'max'),
  add column buffers_in_hours boolean not null default false;

-- A client who moves a visit puts it there by the same rule.
grant select (buffer_sum) on tenant to quietroom_client;

-- By which rule a visit was put where it is. Kept with the visit, so that another setting finds nothing to rewrite: what stands stays as it is, and
-- is judged by today's rule by whoever comes after it.
alter table appointment add column buffers_shared boolean not null default false;

create function app.note_buffer_rule() returns trigger language plpgsql as $$
begin
  new.buffers_shared := coalesce((select t.buffer_sum = 'max' from public.tenant t where t.id = new.tenant_id), false);
  return new;
end
$$;
create trigger appointment_buffers_new before insert on appointment
  for each row execute function app.note_buffer_rule();
-- Moved, or taking its time again, it is there by the rule of now.
create trigger appointment_buffers_anew before update on appointment
  for each row when ((old.practitioner_id, old.blocked_from, old.blocked_until) is distinct from (new.practitioner_id, new.blocked_from, new.blocked_until)
    or (old.status in ('cancelled', 'no_show') and new.status not in ('cancelled', 'no_show')))
  execute function app.note_buffer_rule();

-- A constraint compares one expression of two rows, and the longer of two buffers is none. It is two: a visit with what follows it meets no other
-- with what follows that, so that the first one's buffer is free of the second visit; and the same with what comes before. Beside a visit that was
-- put there by the other rule, and beside an override, the visit itself is what is compared.
alter table appointment
  drop constraint appointment_practitioner_free,
  add constraint appointment_practitioner_free exclude using gist
    (tenant_id with =, practitioner_id with =, coalesce(claimed, tstzmultirange(
      case when buffers_shared then tstzrange(starts_at, ends_at) else tstzrange(blocked_from, blocked_until) end)) with &&)
    where (not superseded and group_session_id is null
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed')),
  add constraint appointment_practitioner_free_after exclude using gist
    (tenant_id with =, practitioner_id with =, tstzrange(starts_at, blocked_until) with &&)
    where (buffers_shared and claimed is null and not superseded and group_session_id is null
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed')),
  add constraint appointment_practitioner_free_before exclude using gist
    (tenant_id with =, practitioner_id with =, tstzrange(blocked_from, ends_at) with &&)
    where (buffers_shared and claimed is null and not superseded and group_session_id is null
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed'));

-- What an overridden visit has to itself is what it would have of others, less what these have of it: by the rule that each was put there by.
create or replace function app.claim_rest() returns trigger language plpgsql as $$
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
  select tstzmultirange(case when new.buffers_shared then tstzrange(new.starts_at, new.ends_at) else tstzrange(new.blocked_from, new.blocked_until) end)
      - coalesce(range_agg(coalesce(o.claimed, tstzmultirange(
          case when o.buffers_shared then tstzrange(o.starts_at, o.ends_at) else tstzrange(o.blocked_from, o.blocked_until) end))), '{}'::tstzmultirange)
    into new.claimed
    from public.appointment o
    where o.tenant_id = new.tenant_id and o.practitioner_id = new.practitioner_id and o.id <> new.id
      and o.starts_at > new.blocked_from - interval '12 hours' and o.starts_at < new.blocked_until + interval '12 hours'
      and o.blocked_from < new.blocked_until and o.blocked_until > new.blocked_from
      and not o.superseded and o.group_session_id is null and o.status not in ('cancelled', 'no_show');
  return new;
end
$$;
