-- A session that seats more people than before has seats to offer to those who wait for one, as a cancelled one has.
alter table opening drop constraint opening_cause_check;
alter table opening add constraint opening_cause_check
  check (cause = 'cancelled' or cause = 'rescheduled' or cause = 'seats_added');
