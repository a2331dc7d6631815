-- Events that left more than 30 days ago leave the outbox, of the studio whose transaction it is; answers how many, 5,000 at most. As the owner, since the
-- application may delete none: what waits, and what left lately, stays whatever is asked. The oldest are first in the studio's own order, so that
-- only a studio that has none as old is read to its end.
create function app.purge_outbox() returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (
    delete from public.outbox o
    where o.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
      and o.id in (
        select old.id from public.outbox old
        where old.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
          and old.relayed_at < app.now() - interval '30 days'
        order by old.seq limit 5000)
    returning 1
  )
  select count(*)::integer from gone
$$;
revoke all on function app.purge_outbox() from public;
grant execute on function app.purge_outbox() to quietroom_app;
