-- A request for a seat can end with its session too, which is called off before anybody answered: nothing was missed that was never given.
alter table appointment
  drop constraint appointment_request_ended,
  add constraint appointment_request_ended check (request_ended is null or (status = 'cancelled'
    and (request_ended = 'declined' or request_ended = 'expired' or request_ended = 'called_off')));
