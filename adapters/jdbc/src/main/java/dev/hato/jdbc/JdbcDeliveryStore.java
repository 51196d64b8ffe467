package dev.hato.jdbc;

import dev.hato.consent.MailingList;
import dev.hato.delivery.Audience;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.DeliveryStore;
import dev.hato.message.MessageTemplate;
import dev.hato.message.TemplateFormat;
import dev.hato.segment.Segment;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries in a database. A template is kept once, however many deliveries send it, and compiled once on each node; to
 * find a delivery reads one small row.
 */
final class JdbcDeliveryStore implements DeliveryStore {
    private static final String COLUMNS = """
            d.id, d.version, d.state, d.name, d.list, d.list_title, d.reason, d.segment, d.template, d.at,
            d.created_at, d.started_at, d.planned_at, d.ended_at, d.failure""";

    private static final String FIND = "select " + COLUMNS + " from {delivery} d where d.id = ?";

    private static final String IN_STATES = "select " + COLUMNS + """

            from {delivery} d where d.state in (select s.name from {rows s: name text})
            order by d.at, d.created_at, d.id
            """;

    private static final String REPLACE = """
            update {delivery} set
                state = ?, name = ?, list = ?, list_title = ?, reason = ?, segment = ?, template = ?, at = ?,
                created_at = ?, started_at = ?, planned_at = ?, ended_at = ?, failure = ?, version = ?
            where id = ? and version = ?
            """;

    private static final String HAS_TEMPLATE = "select count(*) from {template} where fingerprint = ?";

    private static final String READ_TEMPLATE = "select document from {template} where fingerprint = ?";

    private final Database database;
    private final TemplateCache templates;
    private final String insertDelivery;
    private final String insertTemplate;

    JdbcDeliveryStore(Database database, TemplateCache templates) {
        this.database = database;
        this.templates = templates;
        Dialect dialect = database.dialect();
        insertTemplate = dialect.insertIfAbsent("template", "fingerprint text", "document text");
        insertDelivery = dialect.insertIfAbsent(
                "delivery",
                "id text",
                "state text",
                "name text",
                "list text",
                "list_title text",
                "reason text",
                "segment text",
                "template text",
                "at bigint",
                "created_at bigint",
                "started_at bigint",
                "planned_at bigint",
                "ended_at bigint",
                "failure text",
                "version bigint");
    }

    @Override
    public void insert(Delivery delivery) {
        Stored stored = new Stored(delivery);
        int inserted = database.write(session -> {
            keep(session, stored.template);
            return session.update(insertDelivery, parameters -> {
                stored.bind(parameters.text(delivery.id().value()));
                parameters.number(delivery.version());
            });
        });
        if (inserted == 0) {
            throw new IllegalStateException("Delivery " + delivery.id() + " is in the store already.");
        }
        templates.add(stored.template);
    }

    @Override
    public Optional<Delivery> find(DeliveryId id) {
        Optional<Found> found =
                database.read(session -> session.first(FIND, parameters -> parameters.text(id.value()), Found::new));
        return found.map(this::delivery);
    }

    @Override
    public boolean replace(Delivery next) {
        Stored stored = new Stored(next);
        int replaced = database.write(session -> {
            keep(session, stored.template);
            return session.update(
                    REPLACE,
                    parameters -> stored.bind(parameters)
                            .number(next.version())
                            .text(next.id().value())
                            .number(next.version() - 1));
        });
        return replaced == 1;
    }

    @Override
    public List<Delivery> inStates(Set<DeliveryState> states) {
        if (states.isEmpty()) {
            return List.of();
        }
        List<String> names = states.stream().map(Enum::name).toList();
        List<Found> found =
                database.read(session -> session.list(IN_STATES, parameters -> parameters.texts(names), Found::new));
        List<Delivery> deliveries = new ArrayList<>(found.size());
        found.forEach(row -> deliveries.add(delivery(row)));
        return deliveries;
    }

    /** Writes the template if it is not there; one whose fingerprint is there is there. */
    private void keep(Session session, MessageTemplate template) throws SQLException {
        String fingerprint = template.fingerprint();
        if (session.number(HAS_TEMPLATE, parameters -> parameters.text(fingerprint)) == 0) {
            String document =
                    StorableText.require("Template '" + template.name() + "'", TemplateFormat.write(template));
            session.update(
                    insertTemplate, parameters -> parameters.text(fingerprint).text(document));
        }
    }

    private MessageTemplate template(String fingerprint) {
        MessageTemplate known = templates.template(fingerprint);
        if (known != null) {
            return known;
        }
        String document = database.<Optional<String>>read(session ->
                        session.first(READ_TEMPLATE, parameters -> parameters.text(fingerprint), row -> row.text(1)))
                .orElseThrow(() -> new StoreException(
                        "The template " + fingerprint + " of a delivery is missing; it was deleted by hand."));
        MessageTemplate template = TemplateFormat.read(document);
        if (!template.fingerprint().equals(fingerprint)) {
            throw new StoreException(
                    "The template '" + template.name() + "' is kept as " + fingerprint + " and read as "
                            + template.fingerprint() + "; it was changed by hand, or written by another version.");
        }
        templates.add(template);
        return template;
    }

    private Delivery delivery(Found row) {
        Segment segment = row.segment == null ? null : templates.segment(row.segment);
        Audience audience = row.list == null
                ? new Audience.Anyone(Objects.requireNonNull(row.reason), segment)
                : new Audience.Subscribers(row.list, segment);
        Delivery.Plan plan = new Delivery.Plan(
                row.name, audience, template(row.template), Micros.instant(row.at), Micros.instant(row.createdAt));
        return new Delivery(row.id, plan, row.state, row.milestones, row.version);
    }

    /** A row as it is read, before what it refers to is made. */
    private static final class Found {
        private final DeliveryId id;
        private final long version;
        private final DeliveryState state;
        private final String name;
        private final @Nullable MailingList list;
        private final @Nullable String reason;
        private final @Nullable String segment;
        private final String template;
        private final long at;
        private final long createdAt;
        private final Delivery.Milestones milestones;

        Found(Row row) throws SQLException {
            id = new DeliveryId(row.text(1));
            version = row.number(2);
            state = state(row.text(3));
            name = row.text(4);
            String listName = row.textOrNull(5);
            list = listName == null ? null : new MailingList(listName, row.text(6));
            reason = row.textOrNull(7);
            segment = row.textOrNull(8);
            template = row.text(9);
            at = row.number(10);
            createdAt = row.number(11);
            milestones = new Delivery.Milestones(
                    row.instantOrNull(12), row.instantOrNull(13), row.instantOrNull(14), row.textOrNull(15));
        }

        private static DeliveryState state(String name) {
            try {
                return DeliveryState.valueOf(name);
            } catch (IllegalArgumentException e) {
                throw new StoreException("A delivery is in the state '" + name
                        + "', which this version does not know; let all nodes run the newest one.");
            }
        }
    }

    /** What is written of a delivery. */
    private static final class Stored {
        private final Delivery delivery;
        private final MessageTemplate template;
        private final @Nullable String segment;

        Stored(Delivery delivery) {
            this.delivery = delivery;
            template = delivery.plan().template();
            Segment narrowing = delivery.plan().audience().segment();
            segment = narrowing == null ? null : StorableText.require("Segment", narrowing.toJson());
            StorableText.require("Delivery name", delivery.name());
            if (delivery.plan().audience() instanceof Audience.Anyone anyone) {
                StorableText.require("Spot delivery reason", anyone.reason());
            }
        }

        /** Binds all columns but id and version. */
        Parameters bind(Parameters parameters) throws SQLException {
            Delivery.Plan plan = delivery.plan();
            Delivery.Milestones milestones = delivery.milestones();
            MailingList list = plan.audience() instanceof Audience.Subscribers subscribers ? subscribers.list() : null;
            String failure = milestones.failure();
            return parameters
                    .text(delivery.state().name())
                    .text(plan.name())
                    .text(list == null ? null : list.name())
                    .text(list == null ? null : list.title())
                    .text(plan.audience() instanceof Audience.Anyone anyone ? anyone.reason() : null)
                    .text(segment)
                    .text(template.fingerprint())
                    .instant(plan.at())
                    .instant(plan.createdAt())
                    .instant(milestones.startedAt())
                    .instant(milestones.plannedAt())
                    .instant(milestones.endedAt())
                    .text(failure == null ? null : StorableText.readable(failure, LONGEST_FAILURE));
        }
    }

    private static final int LONGEST_FAILURE = 4_000;
}
