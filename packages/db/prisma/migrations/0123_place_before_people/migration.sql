-- The place before its people, as everybody who keeps hours has them now: whoever changes the zone of a place has the place before its series, and
-- whoever brings somebody back has their series before the person, so that people who came before the place could close a circle of three. The rest is as it was.
create or replace function app.keep_hours(people uuid[], place uuid, around timestamptz, seen text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  studio constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
begin
  perform from public.location l where l.tenant_id = studio and l.id = place for share;
  perform from public.practitioner p where p.tenant_id = studio and p.id = any(people) order by p.id for share;
  if app.hours_stamp(people, place, around) is distinct from seen then
    raise exception 'the hours have changed since they were looked at' using errcode = 'serialization_failure';
  end if;
end
$$;
