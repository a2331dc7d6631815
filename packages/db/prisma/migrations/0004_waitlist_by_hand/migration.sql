-- What staff decide by hand on the waitlist, each with the reason they gave (WAIT-11).

-- Null: the list's own order chose this person.
alter table waitlist_offer add column chosen_reason varchar(100) check (chosen_reason <> '');
-- Null: the tier is the one the person joined with.
alter table waitlist_entry add column priority_reason varchar(100) check (priority_reason <> '');

-- Who is not to be asked for one freed hour. The place in line and the count of declines stay as they are.
create table waitlist_skip (
  tenant_id uuid not null references tenant (id),
  opening_id uuid not null,
  entry_id uuid not null,
  reason varchar(100) not null check (reason <> ''),
  skipped_at timestamptz(3) not null default app.now(),
  primary key (tenant_id, opening_id, entry_id),
  foreign key (tenant_id, opening_id) references opening (tenant_id, id),
  foreign key (tenant_id, entry_id) references waitlist_entry (tenant_id, id)
);
call app.isolate('waitlist_skip', 'select, insert, update');
