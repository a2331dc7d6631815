-- What staff noted about a visit or a seat, for staff alone (SCHED-08, SCHED-24). Its version is its own: writing it changes nothing of what a
-- client, their calendar or a message knows of the visit.
alter table appointment
  add column staff_note sealed_text,
  add column staff_note_version integer not null default 0 check (staff_note_version >= 0);
