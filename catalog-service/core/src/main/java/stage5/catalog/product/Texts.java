package stage5.catalog.product;

/** What the texts of a product may be. */
final class Texts {

    static final int MAX_NAME = 120;
    static final int MAX_DESCRIPTION = 2000;

    /** No control characters and no halves of characters, which no store would give back, and something to find it by. */
    static final String NAME_PATTERN = "[^\\p{Cc}\\p{Cs}\\p{L}\\p{N}]*[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]*";

    /** As a name, but with line breaks and tabs, and possibly empty. */
    static final String DESCRIPTION_PATTERN = "(?:[^\\p{Cc}\\p{Cs}]|[\\n\\r\\t])*+";

    static final String SKU = "must be 3 to 32 upper-case letters, digits and hyphens, not a hyphen first";
    static final String NAME = "must have a letter or digit, and no control characters";
    static final String CATEGORY = "must be 2 to 40 lower-case letters, digits and hyphens, a letter first";
    static final String DESCRIPTION = "must have no control characters but line breaks and tabs";

    private Texts() {}
}
