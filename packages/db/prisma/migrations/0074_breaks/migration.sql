-- After at most so many minutes of visits in a row a practitioner has a break of so many at least (SCHED-25). Both are said, or neither.
alter table practitioner add column break_after_min smallint check (break_after_min between 30 and 720);
alter table practitioner add column break_min smallint check (break_min between 5 and 240);
alter table practitioner add constraint practitioner_break_whole check ((break_after_min is null) = (break_min is null));

-- Whether a visit leaves its practitioner the break that they need. As the owner: a client who moves a visit sees none but their own, and
-- learns no more here than whether a time can be had. The rule is that of `startsWithoutBreak`, where everybody else's times are judged:
-- visits follow each other when less than the break and the time for notes lies between them, and one visit alone lasts as long as it does.
create function app.keeps_break(
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
    from rule join public.appointment a on a.tenant_id = rule.tenant_id and a.practitioner_id = of_practitioner
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
revoke all on function app.keeps_break(uuid, timestamptz, timestamptz, timestamptz, uuid) from public;
grant execute on function app.keeps_break(uuid, timestamptz, timestamptz, timestamptz, uuid) to quietroom_app, quietroom_client;
