create table if not exists ${schema}${prefix}event (
    id         varchar(200) not null primary key,
    contact    varchar(100) not null,
    type       varchar(200) not null,
    at         bigint not null,
    properties json
);
create index if not exists ${schema}${prefix}event_type on ${schema}${prefix}event (type, contact, at);
create index if not exists ${schema}${prefix}event_contact on ${schema}${prefix}event (contact, at);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 3, datediff(microsecond, timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp(6)) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 3);
