-- Who has which coupon. own_code is the code where it is nobody else's, else null.
create table if not exists ${schema}${prefix}coupon (
    offer     varchar(100) not null,
    contact   varchar(100) not null,
    code      varchar(100) not null,
    own_code  varchar(100),
    issued_at bigint not null,
    primary key (offer, contact)
);
create unique index if not exists ${schema}${prefix}coupon_code on ${schema}${prefix}coupon (own_code);
create index if not exists ${schema}${prefix}coupon_contact on ${schema}${prefix}coupon (contact);
-- What coupons were used for. The uses of a code in an offer are numbered from 1 on without a gap, which holds its
-- limit.
create table if not exists ${schema}${prefix}coupon_use (
    code      varchar(100) not null,
    ordinal   bigint not null,
    order_ref varchar(150) not null,
    offer     varchar(100) not null,
    contact   varchar(100),
    used_at   bigint not null,
    primary key (code, offer, ordinal)
);
create unique index if not exists ${schema}${prefix}coupon_use_order on ${schema}${prefix}coupon_use (code, offer, order_ref);
create index if not exists ${schema}${prefix}coupon_use_contact on ${schema}${prefix}coupon_use (contact, code);
create index if not exists ${schema}${prefix}coupon_use_offer on ${schema}${prefix}coupon_use (offer, contact);
insert into ${schema}${prefix}schema_version (version, migrated_at)
select 8, datediff(microsecond, timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp(6)) from dual
where not exists (select 1 from ${schema}${prefix}schema_version where version = 8);
