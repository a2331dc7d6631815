-- Many visits of a series are told of in one message. Each keeps its row in the ledger, so that what is true of one visit is still asked of
-- it; the message itself is the row that the others name, and they are never sent by themselves.
alter table notification
  add column together_with uuid,
  add check (together_with is null or (status = 'skipped' and together_with <> id)),
  add foreign key (tenant_id, together_with) references notification (tenant_id, id);
create index notification_by_together on notification (tenant_id, together_with) where together_with is not null;
