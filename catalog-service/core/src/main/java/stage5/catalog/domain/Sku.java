package stage5.catalog.domain;

/** A stock-keeping unit: the name under which a product is stored, ordered and counted. */
public final class Sku {

    /** What a sku looks like: 3 to 32 upper-case letters, digits and hyphens, the first no hyphen. */
    public static final String PATTERN = "[A-Z0-9][A-Z0-9-]{2,31}";

    private Sku() {}
}
