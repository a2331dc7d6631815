-- After how many visits that a client missed, within how many months, they book through the studio and no more online (SCHED-20). Null: never.
alter table tenant
  add column no_show_limit smallint check (no_show_limit between 1 and 20),
  add column no_show_months smallint not null default 12 check (no_show_months between 1 and 60);
grant select (no_show_limit, no_show_months) on tenant to quietroom_client; -- who is signed in is told so before they choose a time
