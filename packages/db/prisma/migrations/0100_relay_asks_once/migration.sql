-- Which studios have events that wait to be relayed, since when and how many. Without it the relay opens a transaction in every studio every few
-- seconds, to learn almost always that there is nothing. As the owner, who inside this function alone sees of every studio what waits; the caller
-- learns whose, how many and since when, and no event. Read by `outbox_waiting`, which holds what waits alone, however much has been relayed.
create policy asked_by_relay on outbox for select to quietroom_owner
  using (relayed_at is null and (select current_setting('app.relay_asks', true)) = 'yes');

create function app.studios_waiting() returns table (tenant_id uuid, waiting integer, oldest_ms double precision)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform set_config('app.relay_asks', 'yes', true);
  return query
    select o.tenant_id, count(*)::integer, extract(epoch from app.now() - min(o.created_at))::double precision * 1000
    from public.outbox o
    where o.relayed_at is null
    group by o.tenant_id
    order by min(o.seq); -- who has waited longest is first
  perform set_config('app.relay_asks', '', true);
end
$$;
revoke all on function app.studios_waiting() from public;
grant execute on function app.studios_waiting() to quietroom_app;
