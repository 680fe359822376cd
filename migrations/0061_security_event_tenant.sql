-- The organization tenant that an event is about: that of the affected person, group or application. Without one it is about the tenant
-- of the person who did it. Others do not see it.
ALTER TABLE security_event ADD COLUMN tenant_id TEXT REFERENCES customer (id);
