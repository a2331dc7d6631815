-- A client moves a visit with nothing but their own rows. The times to choose from are looked up apart, as the studio and read only;
-- what is written is written as the client, and the constraints of the table stand between two visits at one time, whatever was seen.

grant update (practitioner_id, room_id, starts_at, ends_at, blocked_from, blocked_until, cancel_deadline, superseded)
  on appointment to quietroom_client;

-- The bearer of a hold's link lets go of that hold and of nothing else. Deleting a visit is nobody's.
grant delete on appointment to quietroom_client;
create policy client_lets_go on appointment as restrictive for delete to quietroom_client
  using (status = 'held' and client_id is null
    and id = (select nullif(current_setting('app.appointment_id', true), '')::uuid));
grant select (cancellation_window_min) on tenant to quietroom_client;

-- Besides a client's own visits a hold that has run out shows, which is nobody's and stands in the way of the constraints until it is
-- set aside. What a client writes is a visit of their own that is yet to come, or such a hold set aside.
alter policy client_own on appointment
  using (
    (status <> 'held' and client_id = (select nullif(current_setting('app.client_id', true), '')::uuid))
    or id = (select nullif(current_setting('app.appointment_id', true), '')::uuid)
    or (status = 'held' and client_id is null and hold_expires_at < (select app.now())))
  with check (
    (status <> 'held' and starts_at > (select app.now()) and (
      client_id = (select nullif(current_setting('app.client_id', true), '')::uuid)
      or id = (select nullif(current_setting('app.appointment_id', true), '')::uuid)))
    or (status = 'held' and client_id is null and superseded and hold_expires_at < (select app.now())));

alter policy client_own on outbox
  using (name in ('appointment/cancelled', 'appointment/rescheduled', 'appointment/hold-released', 'opening/created'))
  with check (name in ('appointment/cancelled', 'appointment/rescheduled', 'appointment/hold-released', 'opening/created'));
