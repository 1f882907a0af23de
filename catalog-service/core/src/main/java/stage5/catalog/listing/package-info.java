/** Lists of products: by category or all, found by words, in the order that the reader wants. */
package stage5.catalog.listing;
