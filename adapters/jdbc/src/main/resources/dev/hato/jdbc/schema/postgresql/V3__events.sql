create table if not exists ${schema}${prefix}event (
    id         varchar(200) collate "C" not null primary key,
    contact    varchar(100) collate "C" not null,
    type       varchar(200) collate "C" not null,
    at         bigint not null,
    properties jsonb
);
create index if not exists ${prefix}event_type on ${schema}${prefix}event (type, contact, at);
create index if not exists ${prefix}event_contact on ${schema}${prefix}event (contact, at);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 3, cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)
where not exists (select 1 from ${schema}${prefix}schema_version where version = 3);
