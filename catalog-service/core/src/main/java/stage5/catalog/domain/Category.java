package stage5.catalog.domain;

/** A product category, named by a slug such as {@code home-and-garden}. */
public final class Category {

    /** Format of a category: 2 to 40 lower-case letters, digits and hyphens, a letter first. */
    public static final String PATTERN = "[a-z][a-z0-9-]{1,39}";

    private Category() {}
}
