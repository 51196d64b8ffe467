-- Every commit is written at once: a process that is killed would lose what it committed in its last half second.
set write_delay 0;
create table if not exists ${schema}${prefix}schema_version (
    version     integer not null primary key,
    migrated_at bigint  not null
);
-- The typed columns of declared attributes (kind 'contact') and event properties (kind 'event').
create table if not exists ${schema}${prefix}typed_column (
    kind        varchar(10)  not null,
    name        varchar(128) not null,
    type        varchar(20)  not null,
    column_name varchar(60)  not null,
    filled      boolean not null,
    primary key (kind, name, type),
    unique (kind, column_name)
);
-- address_key is the address as addresses are compared; attributes holds what has no column of its own.
create table if not exists ${schema}${prefix}contact (
    id          varchar(100) not null primary key,
    address     varchar(300) not null,
    address_key varchar(300) not null unique,
    attributes  json
);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 1, datediff(microsecond, timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp(6)) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 1);
