-- What a client's move is decided on besides hours: entries of other calendars, licences, and the rooms and devices of the place. Of these too the
-- one that looks and the one that writes see the same, or it is looked at again: an entry that came between the two was booked over, and no list
-- named it afterwards (ec-H18, ec-K7). The rest is as it was.
create or replace function app.hours_stamp(people uuid[], place uuid, around timestamptz) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  with studio as (select nullif(current_setting('app.tenant_id', true), '')::uuid as id)
  select md5(concat_ws('|',
    (select string_agg(p::text, ',' order by p.id) from studio, public.practitioner p where p.tenant_id = studio.id and p.id = any(people)),
    (select l::text from studio, public.location l where l.tenant_id = studio.id and l.id = place),
    (select string_agg(w::text, ',' order by w::text) from studio, public.weekly_hours w
      where w.tenant_id = studio.id and w.practitioner_id = any(people)),
    (select string_agg(o::text, ',' order by o::text) from studio, public.date_override o
      where o.tenant_id = studio.id and o.practitioner_id = any(people) and o.local_date between around::date - 4 and around::date + 4),
    (select string_agg(f::text, ',' order by f::text) from studio, public.time_off f
      where f.tenant_id = studio.id and f.practitioner_id = any(people) and f.first_date <= around::date + 4 and f.last_date >= around::date - 4),
    (select string_agg(v::text, ',' order by v::text) from studio, public.travel_period v
      where v.tenant_id = studio.id and v.practitioner_id = any(people) and v.first_date <= around::date + 4 and v.last_date >= around::date - 4),
    (select string_agg(c::text, ',' order by c::text) from studio, public.closure c
      where c.tenant_id = studio.id and c.first_date <= around::date + 4 and c.last_date >= around::date - 4),
    (select string_agg(b::text, ',' order by b::text) from studio, public.external_busy b
      where b.tenant_id = studio.id and b.practitioner_id = any(people)
        and b.busy_until > around - interval '4 days' and b.busy_from < around + interval '4 days'),
    (select string_agg(n::text, ',' order by n::text) from studio, public.practitioner_licence n
      where n.tenant_id = studio.id and n.practitioner_id = any(people)),
    (select string_agg(r::text, ',' order by r::text) from studio, public.resource r
      where r.tenant_id = studio.id and r.location_id = place)))
$$;
