-- A message that staff sent again says who asked for it (NOTIF-15).
alter table notification
  add column repeated_by uuid,
  add foreign key (tenant_id, repeated_by) references staff_user (tenant_id, id),
  add constraint notification_repeated_by check ((repeats is null) = (repeated_by is null));
create index notification_by_asker on notification (tenant_id, repeated_by) where repeated_by is not null;
