-- What a debounced function is started with once no further event of its key has come for a while; `until` is when it starts at the latest.
create table jobs.debounce (
  function_id text not null,
  key text not null,
  event jsonb not null,
  due_at timestamptz not null,
  until timestamptz,
  primary key (function_id, key)
);
create index debounce_due on jobs.debounce (due_at);
grant select, insert, update, delete on jobs.debounce to quietroom_app;
