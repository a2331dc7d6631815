-- From which address a visitor keeps a time that is not booked yet, so that nobody keeps them all. It goes with the hold.
alter table appointment
  add column held_from varchar(45),
  add constraint appointment_held_from check (held_from is null or status = 'held');
