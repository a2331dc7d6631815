-- What a provider tells of a message after it took it (NOTIF-07). Mail that came back for good stops its address, and so does whoever called it
-- unwanted, until staff say that it works or the client has another one.
alter table notification
  add column bounce varchar(10) check (bounce in ('for_good', 'for_now')),
  add constraint notification_bounce check ((bounce is null) = (bounced_at is null));

alter table client
  add column email_stopped_at timestamptz(3),
  add column email_stopped_because varchar(20) check (email_stopped_because in ('came_back', 'complained')),
  add constraint client_email_stopped check ((email_stopped_at is null) = (email_stopped_because is null));
create index client_email_stopped on client (tenant_id, email_stopped_at) where email_stopped_at is not null;
