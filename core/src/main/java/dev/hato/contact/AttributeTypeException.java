package dev.hato.contact;

/** Thrown when a value does not have the type its attribute declares. */
public final class AttributeTypeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String attribute;
    private final String value;
    private final AttributeType expected;

    AttributeTypeException(Attribute<?> attribute, String value, String actual) {
        super("Attribute '" + attribute.name() + "' takes a " + attribute.type().label() + ", but got " + value + " ("
                + actual + "). Convert the value, or declare the attribute with another type.");
        this.attribute = attribute.name();
        this.value = value;
        this.expected = attribute.type();
    }

    /** Returns the name of the attribute that refused the value. */
    public String attribute() {
        return attribute;
    }

    /** Returns the refused value as text, shortened and with control characters escaped. */
    public String value() {
        return value;
    }

    /** Returns the type the attribute declares. */
    public AttributeType expected() {
        return expected;
    }
}
