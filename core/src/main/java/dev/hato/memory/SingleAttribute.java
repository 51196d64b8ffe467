package dev.hato.memory;

import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.event.EventSeries;
import dev.hato.segment.CompiledCondition;
import dev.hato.segment.Condition;
import dev.hato.segment.Profile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds conditions that ask for one attribute alone, and answers them value by value. */
final class SingleAttribute {
    private static final ContactId ID = ContactId.of("value");
    private static final EmailAddress ADDRESS = EmailAddress.of("value@example.com");

    private SingleAttribute() {}

    /** Returns the only attribute the condition asks for, or null if it asks for something else or more. */
    static @Nullable Attribute<?> of(Condition condition) {
        if (condition instanceof Condition.Present present) {
            return present.attribute();
        }
        if (condition instanceof Condition.TextIn text) {
            return text.attribute();
        }
        if (condition instanceof Condition.TextMatches text) {
            return text.attribute();
        }
        if (condition instanceof Condition.NumberIs number) {
            return number.attribute();
        }
        if (condition instanceof Condition.BooleanIs bool) {
            return bool.attribute();
        }
        if (condition instanceof Condition.TimeIs time) {
            return time.attribute();
        }
        if (condition instanceof Condition.SetContains set) {
            return set.attribute();
        }
        if (condition instanceof Condition.Not not) {
            return of(not.condition());
        }
        if (condition instanceof Condition.AllOf all) {
            return ofAll(all.conditions());
        }
        return condition instanceof Condition.AnyOf any ? ofAll(any.conditions()) : null;
    }

    private static @Nullable Attribute<?> ofAll(List<Condition> conditions) {
        Attribute<?> common = null;
        for (Condition condition : conditions) {
            Attribute<?> attribute = of(condition);
            if (attribute == null || (common != null && !common.equals(attribute))) {
                return null;
            }
            common = attribute;
        }
        return common;
    }

    /** Returns, for each value, whether the condition is true where the attribute has it; null is "no value". */
    static boolean[] verdicts(CompiledCondition condition, Attribute<?> attribute, List<@Nullable Object> values) {
        boolean[] verdicts = new boolean[values.size()];
        for (int i = 0; i < verdicts.length; i++) {
            Object value = values.get(i);
            AttributeMap attributes =
                    value == null ? AttributeMap.empty() : AttributeMap.copyOf(Map.of(attribute, value));
            verdicts[i] = condition.test(new ValueProfile(Contact.of(ID, ADDRESS, attributes)));
        }
        return verdicts;
    }

    private record ValueProfile(Contact contact) implements Profile {
        @Override
        public @Nullable SubscriptionStatus subscription(String list) {
            return null;
        }

        @Override
        public EventSeries events(String type) {
            return EventLog.EMPTY;
        }
    }
}
