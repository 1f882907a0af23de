package stage5.catalog.domain;

/** A stock-keeping unit (SKU): the identifier of a product. */
public final class Sku {

    /** Format of a SKU: 3 to 32 upper-case letters, digits and hyphens, the first no hyphen. */
    public static final String PATTERN = "[A-Z0-9][A-Z0-9-]{2,31}";

    private Sku() {}
}
