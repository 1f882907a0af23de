/** Reserves stock when orders are placed; sells or releases it when they are settled. */
package stage5.catalog.reserving;
