-- The events of one call, as whoever calls it may write them: row security holds as for any insert. A function, as for the audit
-- (0029), so that a session plans the insert once and the call fits into the message that commits.
create function app.write_outbox(events jsonb) returns void language plpgsql as $$
begin
  insert into public.outbox (tenant_id, id, name, data)
  select e."tenantId", e.id, e.name, e.data
  from jsonb_to_recordset(events) as e ("tenantId" uuid, id uuid, name text, data jsonb);
end
$$;
grant execute on function app.write_outbox(jsonb) to quietroom_app, quietroom_client;
