-- How much an address keeps is asked with each time that is taken, most of all in a flood, when the studio's holds are many.
create index appointment_by_address on appointment (tenant_id, held_from) where status = 'held' and held_from is not null and not superseded;
