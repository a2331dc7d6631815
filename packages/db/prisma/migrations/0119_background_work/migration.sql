-- What an admin sees of a studio's work behind the scenes, and what ends by itself there.

-- Since when no worker that came by knew the function of a call. A deploy under way explains minutes of that; what lasts a day fails, in words of its own.
alter table jobs.job add column unknown_since timestamptz;
create index job_unknown on jobs.job (unknown_since) where unknown_since is not null;

-- What runs for one studio: which function, when it goes on and how it stands. The engine's tables belong to no studio, so whose transaction asks is
-- said here once. Runs of timers are no studio's. A run that waits for an event without an end is due at no time; a call that no worker knows is put off
-- from minute to minute, and has been due ever since none did.
create index run_of_studio on jobs.run ((event->'data'->>'tenantId')) where status = 'running';
create function app.studio_runs() returns table (function_id text, due_at timestamptz, state text)
language sql stable as $$
  select r.function_id,
    min(coalesce(j.unknown_since, j.due_at)) filter (where j.due_at < 'infinity'),
    case
      when bool_or(j.lease is not null) then 'at_work'
      when bool_or(j.due_at <= app.now() or j.unknown_since is not null) then 'due'
      when bool_or(j.kind = 'call' and j.attempt > 0) then 'again'
      else 'waiting'
    end
  from jobs.run r left join jobs.job j on j.run_id = r.id
  where r.status = 'running' and r.event->'data'->>'tenantId' = (select nullif(current_setting('app.tenant_id', true), ''))
  group by r.id
$$;
revoke all on function app.studio_runs() from public;
grant execute on function app.studio_runs() to quietroom_app;

-- Messages that were given up, the latest first.
create index notification_failed on notification (tenant_id, id) where status = 'failed';

-- Dead letters that somebody settled more than 30 days ago leave, of the studio whose transaction it is; answers how many, 5,000 at most. As the owner,
-- since the application may delete none: what nobody has settled stays, however old it is.
create function app.purge_dead_letters() returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with gone as (
    delete from public.dead_letter d
    where d.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
      and d.id in (
        select old.id from public.dead_letter old
        where old.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
          and old.settled_at < app.now() - interval '30 days'
        limit 5000)
    returning 1
  )
  select count(*)::integer from gone
$$;
revoke all on function app.purge_dead_letters() from public;
grant execute on function app.purge_dead_letters() to quietroom_app;
