package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.testkit.SegmentSelectorContract;
import javax.sql.DataSource;

/** Segments as SQL, with the values in JSON, and with the same values in typed columns. */
public interface SegmentContract extends SegmentSelectorContract {
    /** Returns a database. */
    DataSource database();

    /** Some thousands in every build; {@code -Dhato.conditions=100000} for all that are promised. */
    @Override
    default int randomConditions() {
        return Integer.getInteger("hato.conditions", 2_000);
    }

    /** With nothing declared. */
    interface InJson extends SegmentContract {
        @Override
        default JdbcStores emptyStores() {
            DataSource database = database();
            JdbcStores stores = JdbcStores.builder(database)
                    .schema(TestDatabases.newSchema(database))
                    .build();
            stores.schema().migrate();
            return stores;
        }
    }

    /** With all attributes declared that the contract uses. */
    interface InColumns extends SegmentContract {
        @Override
        default JdbcStores emptyStores() {
            DataSource database = database();
            JdbcStores stores = JdbcStores.builder(database)
                    .schema(TestDatabases.newSchema(database))
                    .attributes(
                            Attribute.text("city"),
                            Attribute.number("points"),
                            Attribute.bool("member"),
                            Attribute.date("birthday"),
                            Attribute.instant("seen"),
                            Attribute.textSet("tags"))
                    .eventProperties(
                            Attribute.number("amount"),
                            Attribute.text("item"),
                            Attribute.bool("gift"),
                            Attribute.instant("shipped"),
                            Attribute.textSet("colours"))
                    .build();
            stores.schema().migrate();
            return stores;
        }
    }
}
