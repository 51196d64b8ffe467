create table if not exists ${schema}${prefix}subscription (
    list     varchar(100) collate "C" not null,
    contact  varchar(100) collate "C" not null,
    status   varchar(10)  collate "C" not null,
    since    bigint not null,
    origin   varchar(10)  collate "C" not null,
    method   text   not null,
    source   text   not null,
    wording  text,
    given_at bigint,
    primary key (list, contact)
);
create index if not exists ${prefix}subscription_contact on ${schema}${prefix}subscription (contact);
-- Every subscription there ever was, in the order of the changes.
create table if not exists ${schema}${prefix}subscription_history (
    number   bigint generated always as identity primary key,
    list     varchar(100) collate "C" not null,
    contact  varchar(100) collate "C" not null,
    status   varchar(10)  collate "C" not null,
    since    bigint not null,
    origin   varchar(10)  collate "C" not null,
    method   text   not null,
    source   text   not null,
    wording  text,
    given_at bigint
);
create index if not exists ${prefix}subscription_history_contact
    on ${schema}${prefix}subscription_history (contact, number);
create table if not exists ${schema}${prefix}address_status (
    address_key varchar(300) collate "C" not null primary key,
    address     varchar(300) collate "C" not null,
    status      varchar(10)  collate "C" not null,
    since       bigint not null,
    reason      text   not null
);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 2, cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)
where not exists (select 1 from ${schema}${prefix}schema_version where version = 2);
