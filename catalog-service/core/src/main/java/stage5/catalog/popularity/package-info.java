/** Keeps the listings by popularity up to date, apart from the sales themselves. */
package stage5.catalog.popularity;
