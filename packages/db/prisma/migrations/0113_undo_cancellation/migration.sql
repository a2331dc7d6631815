-- What staff cancelled by mistake they undo, for as long as the studio says (ec-I15); 0: never, and the hour is offered at once.
alter table tenant
  add column undo_cancel_min smallint not null default 10,
  add constraint tenant_undo_cancel check (undo_cancel_min between 0 and 60);

-- Until when a cancellation can be undone, and what the visit was before it. Its time is kept until then by a hold, which names it.
alter table appointment
  add column undo_until timestamptz(3),
  add column cancelled_from appointment_status,
  add column undo_hold_of uuid,
  add constraint appointment_undo check ((undo_until is null) = (cancelled_from is null) and (undo_until is null or status = 'cancelled')),
  add constraint appointment_undo_hold check (undo_hold_of is null or (status = 'held' and undo_hold_of <> id)),
  add foreign key (tenant_id, undo_hold_of) references appointment (tenant_id, id);
create unique index appointment_undo_held_once on appointment (tenant_id, undo_hold_of) where undo_hold_of is not null;

-- Nobody is asked about an hour before then; and why it was withdrawn, where that was because it had not been freed after all.
alter table opening
  add column offered_from timestamptz(3),
  add column undone boolean not null default false,
  add constraint opening_undone check (not undone or status = 'withdrawn');
