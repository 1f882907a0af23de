package stage5.catalog.product;

/** Patterns, lengths and validation messages of a product's text fields. */
final class ProductTextRules {

    static final int MAX_NAME = 120;
    static final int MAX_DESCRIPTION = 2000;

    /**
     * No control characters, no unpaired surrogates (they cannot be stored as UTF-8), and a letter or digit to search
     * for.
     */
    static final String NAME_PATTERN = "[^\\p{Cc}\\p{Cs}\\p{L}\\p{N}]*[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]*";

    /** Like a name, but with line breaks and tabs allowed, and possibly empty. */
    static final String DESCRIPTION_PATTERN = "(?:[^\\p{Cc}\\p{Cs}]|[\\n\\r\\t])*+";

    static final String SKU = "must be 3 to 32 upper-case letters, digits and hyphens, not a hyphen first";
    static final String NAME = "must have a letter or digit, and no control characters";
    static final String CATEGORY = "must be 2 to 40 lower-case letters, digits and hyphens, a letter first";
    static final String DESCRIPTION = "must have no control characters but line breaks and tabs";

    private ProductTextRules() {}
}
