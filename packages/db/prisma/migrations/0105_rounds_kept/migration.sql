-- What each round of offering a freed hour was decided from, beside who was considered: with it the round can be decided again. Ids, codes,
-- instants and points only; null for rounds of before.
alter table waitlist_offer add column facts jsonb;
alter table opening add column facts jsonb;
