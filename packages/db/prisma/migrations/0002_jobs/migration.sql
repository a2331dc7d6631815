-- Quietroom, jobs: what the embedded durable engine keeps. Runs as quietroom_owner; the engine connects as quietroom_app.
-- Rows here hold ids and codes only and belong to no single studio, so these tables carry no tenant policy.
-- What is due is judged by app.now() (which tests and the demo may move); a lease is judged by now(), because it says
-- that a process is alive, which moving the studio's clock does not change.

create schema jobs;
grant usage on schema jobs to quietroom_app;

-- Every event received, in the order in which fan-out works through them.
create table jobs.event (
  seq bigint generated always as identity primary key,
  id text not null unique check (id <> '' and length(id) <= 255),
  name text not null check (name <> '' and length(name) <= 255),
  payload jsonb not null,
  received_at timestamptz(3) not null default app.now(),
  done_at timestamptz(3),
  failures smallint not null default 0,
  dead boolean not null default false
);
create index event_pending on jobs.event (seq) where done_at is null;
create index event_old on jobs.event (done_at) where done_at is not null;

-- One execution of a function. `cause` names why it exists, so that the same cause never starts it twice.
create table jobs.run (
  id uuid primary key,
  function_id text not null,
  cause text not null,
  event jsonb not null,
  status text not null default 'running' check (status in ('running', 'completed', 'failed', 'cancelled')),
  plan_only boolean not null default false,
  memo_count integer not null default 0,
  concurrency_key text,
  concurrency_limit integer check (concurrency_limit > 0),
  parent_run_id uuid,
  parent_step_id text,
  output jsonb,
  created_at timestamptz(3) not null default app.now(),
  ended_at timestamptz(3),
  unique (function_id, cause),
  check ((status = 'running') = (ended_at is null)),
  check ((parent_run_id is null) = (parent_step_id is null)),
  check ((concurrency_key is null) = (concurrency_limit is null))
);
create index run_old on jobs.run (ended_at) where ended_at is not null;

-- What a step answered, once and for ever; `ordinal` is the order of completion within the run.
create table jobs.memo (
  run_id uuid not null references jobs.run on delete cascade,
  step_id text not null,
  ordinal integer not null,
  label text not null,
  result jsonb not null,
  primary key (run_id, step_id),
  unique (run_id, ordinal)
);

-- What is still to be done for a run: a call of the function (step_id 'step', or one planned step), or a timer.
create table jobs.job (
  id bigint generated always as identity primary key,
  run_id uuid not null references jobs.run on delete cascade,
  step_id text not null,
  kind text not null check (kind in ('call', 'sleep', 'wait', 'invoke')),
  label text not null,
  due_at timestamptz not null,
  attempt integer not null default 0,
  race boolean not null default false,
  again boolean not null default false,
  concurrency_key text,
  concurrency_limit integer,
  lease uuid,
  lease_until timestamptz,
  expiries smallint not null default 0,
  unique (run_id, step_id),
  check ((lease is null) = (lease_until is null)),
  check (lease is null or kind = 'call')
);
create index job_call_due on jobs.job (due_at, id) where kind = 'call' and lease is null;
create index job_timer_due on jobs.job (due_at, id) where kind <> 'call';
create index job_suspect on jobs.job (id) where kind = 'call' and lease is null and expiries >= 2;
create index job_leased on jobs.job (lease_until) where lease_until is not null;
create index job_slots on jobs.job (concurrency_key) where lease is not null and concurrency_key is not null;

-- Who is waiting for which event. `match_key` is the first equality of the condition as text, '' when there is none.
create table jobs.wait (
  id bigint generated always as identity primary key,
  run_id uuid not null references jobs.run on delete cascade,
  step_id text not null,
  kind text not null check (kind in ('event', 'cancel')),
  event_name text not null,
  match_key text not null,
  conditions jsonb not null,
  until timestamptz,
  unique (run_id, kind, step_id)
);
create index wait_match on jobs.wait (event_name, match_key);

-- Which paths of an event any wait has ever matched on: fan-out looks up one key a path instead of reading every wait.
create table jobs.wait_path (
  event_name text not null,
  path text not null,
  primary key (event_name, path)
);

create table jobs.cron (
  function_id text not null,
  expression text not null,
  next_at timestamptz(3) not null,
  primary key (function_id, expression)
);

grant select, insert, delete, update (done_at, failures, dead) on jobs.event to quietroom_app;
grant select, insert, delete, update (status, plan_only, memo_count, output, ended_at) on jobs.run to quietroom_app;
grant select, insert on jobs.memo to quietroom_app;
grant select, insert, update, delete on jobs.job to quietroom_app;
grant select, insert, delete on jobs.wait to quietroom_app;
grant select, insert on jobs.wait_path to quietroom_app;
grant select, insert, delete, update (next_at) on jobs.cron to quietroom_app;
