-- Who gave a portal person the temporary password. It works as long as that person could give it now. Null for a password from before
-- this was recorded, and for one that the person chose. No reference, because rows of people are copied in any order.
ALTER TABLE partner_user ADD COLUMN temporary_by TEXT;
