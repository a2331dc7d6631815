-- Rooms and devices are one kind of thing: what stands at a place, can be taken by one visit at a time, and can be out of service.
alter table room rename to resource;
alter table resource rename constraint room_pkey to resource_pkey;
alter table resource rename constraint room_tenant_id_location_id_name_key to resource_tenant_id_location_id_name_key;
alter table resource
  add column kind varchar(10) not null default 'room' check (kind in ('room', 'device')),
  add column type varchar(60) not null default '',           -- in the studio's own words; '' when nothing is said
  add column equipment varchar(60)[] not null default '{}' check (cardinality(equipment) <= 20),
  add column capacity integer not null default 2 check (capacity between 1 and 500), -- people, the practitioner among them
  add column step_free boolean not null default false,
  -- Nobody can have it so long after a visit, when the visit's people are free again.
  add column cleaning_min integer not null default 0 check (cleaning_min between 0 and 120),
  add column out_from timestamptz(3),
  add column out_until timestamptz(3),
  add column out_reason varchar(200) not null default '',
  add column version integer not null default 1,
  add constraint resource_out check ((out_from is null) = (out_until is null) and (out_from is null or out_from < out_until));

-- What a service asks of a room, if it needs one, and which device it needs; '' and '{}' ask for nothing.
alter table service
  add column room_type varchar(60) not null default '',
  add column room_equipment varchar(60)[] not null default '{}' check (cardinality(room_equipment) <= 20),
  add column room_capacity integer not null default 2 check (room_capacity between 1 and 500),
  add column room_step_free boolean not null default false,
  add column preferred_room_ids uuid[] not null default '{}' check (cardinality(preferred_room_ids) <= 50), -- the first is liked best
  add column device_type varchar(60) not null default '';

-- A room and a device are taken from where the visit's own block begins until they can be used again, which may be after its people are
-- free: null when it is not.
alter table appointment
  add column room_until timestamptz(3),
  add column preferred_room_id uuid, -- the room that the service likes best, when the visit got another
  add column device_id uuid,
  add column device_until timestamptz(3),
  add foreign key (tenant_id, preferred_room_id) references resource (tenant_id, id),
  add foreign key (tenant_id, device_id) references resource (tenant_id, id),
  -- Bounded like the block itself, so that "what overlaps this window" stays an index range on starts_at.
  add constraint appointment_room_until check
    (room_until is null or (room_id is not null and room_until > blocked_until and room_until - starts_at <= interval '12 hours')),
  add constraint appointment_device_until check
    (device_until is null or (device_id is not null and device_until > blocked_until and device_until - starts_at <= interval '12 hours')),
  drop constraint appointment_room_free,
  add constraint appointment_room_free exclude using gist
    (tenant_id with =, room_id with =, tstzrange(blocked_from, coalesce(room_until, blocked_until)) with &&)
    where (room_id is not null and not superseded
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed')),
  add constraint appointment_device_free exclude using gist
    (tenant_id with =, device_id with =, tstzrange(blocked_from, coalesce(device_until, blocked_until)) with &&)
    where (device_id is not null and not superseded
      and status in ('held', 'requested', 'scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed'));
create index appointment_by_device on appointment (tenant_id, device_id, starts_at)
  where device_id is not null and not superseded and status not in ('cancelled', 'no_show');

-- A client who moves their own visit moves its room and its device as well.
grant update (room_until, preferred_room_id, device_id, device_until) on appointment to quietroom_client;
