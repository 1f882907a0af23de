/** Pages of products: of one category or all, optionally filtered by a search, in one of four sort orders. */
package stage5.catalog.listing;
