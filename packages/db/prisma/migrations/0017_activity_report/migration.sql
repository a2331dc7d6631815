-- What one person did lately, newest first, without reading what everybody did.
create index audit_event_by_actor on audit_event (tenant_id, actor_id, id) where actor_id is not null;
