create table if not exists ${schema}${prefix}subscription (
    list     varchar(100) not null,
    contact  varchar(100) not null,
    status   varchar(10)  not null,
    since    bigint not null,
    origin   varchar(10)  not null,
    method   varchar not null,
    source   varchar not null,
    wording  varchar,
    given_at bigint,
    primary key (list, contact)
);
create index if not exists ${schema}${prefix}subscription_contact on ${schema}${prefix}subscription (contact);
-- Every subscription there ever was, in the order of the changes.
create table if not exists ${schema}${prefix}subscription_history (
    number   bigint generated always as identity primary key,
    list     varchar(100) not null,
    contact  varchar(100) not null,
    status   varchar(10)  not null,
    since    bigint not null,
    origin   varchar(10)  not null,
    method   varchar not null,
    source   varchar not null,
    wording  varchar,
    given_at bigint
);
create index if not exists ${schema}${prefix}subscription_history_contact
    on ${schema}${prefix}subscription_history (contact, number);
create table if not exists ${schema}${prefix}address_status (
    address_key varchar(300) not null primary key,
    address     varchar(300) not null,
    status      varchar(10)  not null,
    since       bigint not null,
    reason      varchar not null
);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 2, datediff(microsecond, timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp(6)) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 2);
