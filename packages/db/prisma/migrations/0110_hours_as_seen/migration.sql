-- The hours of some people and of a place around a moment, in one word that is another one once any of it changes. A client's move looks them up
-- as the studio and is written as the client, who sees none of them: between the two they may have changed (ec-H18).
create function app.hours_stamp(people uuid[], place uuid, around timestamptz) returns text
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
      where c.tenant_id = studio.id and c.first_date <= around::date + 4 and c.last_date >= around::date - 4)))
$$;
revoke all on function app.hours_stamp(uuid[], uuid, timestamptz) from public;
grant execute on function app.hours_stamp(uuid[], uuid, timestamptz) to quietroom_app;

-- Keeps those hours as they are until the transaction ends: who changes them waits, and then names the visit that was moved there. Where they
-- are not as they were seen it fails as what is tried again, and they are looked at anew. As the owner, since a client neither sees nor locks them: it
-- answers nothing of them.
create function app.keep_hours(people uuid[], place uuid, around timestamptz, seen text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  studio constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
begin
  perform from public.practitioner p where p.tenant_id = studio and p.id = any(people) order by p.id for share;
  perform from public.location l where l.tenant_id = studio and l.id = place for share;
  if app.hours_stamp(people, place, around) is distinct from seen then
    raise exception 'the hours have changed since they were looked at' using errcode = 'serialization_failure';
  end if;
end
$$;
revoke all on function app.keep_hours(uuid[], uuid, timestamptz, text) from public;
grant execute on function app.keep_hours(uuid[], uuid, timestamptz, text) to quietroom_client;
