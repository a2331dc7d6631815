-- What whoever runs an installation is told of all studios together, as numbers: how much failed for good and waits for somebody, and what became of the
-- messages of the last 24 hours and what of all that was ever due waits. As the owner, who inside these functions alone sees the rows to count them; the caller learns of no studio, row or person.
create policy counted on dead_letter for select to quietroom_owner
  using (settled_at is null and (select current_setting('app.counts_work', true)) = 'yes');
create policy counted on notification for select to quietroom_owner
  using ((select current_setting('app.counts_work', true)) = 'yes');

create function app.dead_letters_waiting() returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  waiting integer;
begin
  perform set_config('app.counts_work', 'yes', true);
  select count(*)::integer into waiting from public.dead_letter where settled_at is null;
  perform set_config('app.counts_work', '', true);
  return waiting;
end
$$;
revoke all on function app.dead_letters_waiting() from public;
grant execute on function app.dead_letters_waiting() to quietroom_app;

-- Studio by studio, since each has its messages in the order in which they are due. One that is due and has not left is "waiting", however long ago
-- that was.
create index notification_waiting on notification (tenant_id, due_at) where status in ('planned', 'claimed');
create function app.messages_by_outcome() returns table (channel text, outcome text, messages integer, oldest_ms double precision)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform set_config('app.counts_work', 'yes', true);
  return query
    select n.channel::text, n.outcome, count(*)::integer, extract(epoch from app.now() - min(n.due_at))::double precision * 1000
    from public.tenant_directory t
      cross join lateral (
        select m.channel, m.status::text as outcome, m.due_at from public.notification m
        where m.tenant_id = t.tenant_id and m.due_at > app.now() - interval '24 hours' and m.due_at <= app.now()
          and m.status not in ('planned', 'claimed')
        union all
        select m.channel, 'waiting', m.due_at from public.notification m
        where m.tenant_id = t.tenant_id and m.due_at <= app.now() and m.status in ('planned', 'claimed')) n
    group by 1, 2;
  perform set_config('app.counts_work', '', true);
end
$$;
revoke all on function app.messages_by_outcome() from public;
grant execute on function app.messages_by_outcome() to quietroom_app;
