-- Whether the client of a visit may move it by themselves to this time beside their other visits: always, unless their studio has them call for a
-- time at which they have another (ec-E14). As the owner: who comes by a visit's link sees no other visit of that client, and learns here, of the
-- visit that is theirs alone, whether a time can be had. Which visits take place is the rule of `ownOverlaps`, by which bookings are judged.
create function app.fits_own_visits(of_visit uuid, visit_starts timestamptz, visit_ends timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select not exists (
    select from public.appointment own
      join public.tenant t on t.id = own.tenant_id and t.own_overlaps = 'refuse'
      join public.appointment other on other.tenant_id = own.tenant_id and other.client_id = own.client_id and other.id <> own.id
    where own.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and own.id = of_visit
      and (own.id = nullif(current_setting('app.appointment_id', true), '')::uuid
        or own.client_id = nullif(current_setting('app.client_id', true), '')::uuid)
      and other.starts_at < visit_ends and other.ends_at > visit_starts
      and other.status not in ('held', 'cancelled', 'no_show'))
$$;
revoke all on function app.fits_own_visits(uuid, timestamptz, timestamptz) from public;
grant execute on function app.fits_own_visits(uuid, timestamptz, timestamptz) to quietroom_client;
