/** Gives stock to orders: reserves it when they are placed, sells or releases it when they are settled. */
package stage5.catalog.reserving;
