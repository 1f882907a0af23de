package stage5.catalog.domain;

/** A category: a shelf of the shop, named by a slug such as {@code home-and-garden}. */
public final class Category {

    /** What a category looks like: 2 to 40 lower-case letters, digits and hyphens, a letter first. */
    public static final String PATTERN = "[a-z][a-z0-9-]{1,39}";

    private Category() {}
}
