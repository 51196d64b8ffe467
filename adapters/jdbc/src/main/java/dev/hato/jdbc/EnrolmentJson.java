package dev.hato.jdbc;

import dev.hato.enrolment.StepMail;
import dev.hato.enrolment.StepRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * The parts of enrolments and scenarios that are read and written only as a whole, as JSON in one column.
 *
 * <p>A history of its own table would cost a row, an index entry and a round trip for each step of each contact, and is
 * never asked about without its enrolment.
 */
final class EnrolmentJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private EnrolmentJson() {}

    /** Returns the history as an array of arrays, or null if it is empty. */
    static @Nullable String history(List<StepRecord> history) {
        if (history.isEmpty()) {
            return null;
        }
        StringBuilder json = new StringBuilder(history.size() * 48).append('[');
        for (StepRecord record : history) {
            AttributeJson.quote(json.append(json.length() == 1 ? "[" : ",["), record.step());
            AttributeJson.quote(json.append(','), record.occurrence());
            AttributeJson.quote(json.append(','), record.outcome().name());
            json.append(',').append(Micros.of(record.at()));
            AttributeJson.quote(json.append(','), record.reason());
            json.append(']');
        }
        return StorableText.require(
                "The history of an enrolment", json.append(']').toString());
    }

    /** Returns the history that was written. */
    static List<StepRecord> history(@Nullable String json) {
        if (json == null) {
            return List.of();
        }
        List<StepRecord> history = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            expect(parser, JsonToken.START_ARRAY);
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                String step = text(parser);
                String occurrence = text(parser);
                StepRecord.Outcome outcome = Codes.of(StepRecord.Outcome.class, text(parser));
                expect(parser, JsonToken.VALUE_NUMBER_INT);
                long at = parser.getLongValue();
                history.add(new StepRecord(step, occurrence, outcome, Micros.instant(at), text(parser)));
                expect(parser, JsonToken.END_ARRAY);
            }
        } catch (JacksonException e) {
            throw unreadable("history of an enrolment", e);
        }
        return history;
    }

    /** Returns the mails by step as an object, in their order, each as an array of name, subject and whether it has HTML. */
    static String mails(Map<String, StepMail> mails) {
        StringBuilder json = new StringBuilder("{");
        mails.forEach((step, mail) -> {
            AttributeJson.quote(json.length() == 1 ? json : json.append(','), step);
            AttributeJson.quote(json.append(":["), mail.name());
            AttributeJson.quote(json.append(','), mail.subject());
            json.append(',').append(mail.html()).append(']');
        });
        return json.append('}').toString();
    }

    /** Returns the mails that were written. */
    static Map<String, StepMail> mails(String json) {
        Map<String, StepMail> mails = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            expect(parser, JsonToken.START_OBJECT);
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                expect(parser, JsonToken.START_ARRAY);
                String name = text(parser);
                String subject = text(parser);
                mails.put(key, new StepMail(name, subject, parser.nextToken() == JsonToken.VALUE_TRUE));
                expect(parser, JsonToken.END_ARRAY);
            }
        } catch (JacksonException e) {
            throw unreadable("mails of a scenario", e);
        }
        return mails;
    }

    private static String text(JsonParser parser) {
        expect(parser, JsonToken.VALUE_STRING);
        return parser.getString();
    }

    private static void expect(JsonParser parser, JsonToken token) {
        JsonToken found = parser.nextToken();
        if (found != token) {
            throw unreadable("JSON of an enrolment or a scenario: " + found + " in place of " + token, null);
        }
    }

    private static StoreException unreadable(String what, @Nullable Exception cause) {
        StoreException unreadable = new StoreException("The database has a " + what
                + " that was not written here; it was changed by hand, or a newer version of this library has written"
                + " it.");
        unreadable.initCause(cause);
        return unreadable;
    }
}
