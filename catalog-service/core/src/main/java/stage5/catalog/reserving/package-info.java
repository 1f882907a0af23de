/** Reserves stock when orders are placed; sells or releases it when they are settled. Splits stock that is hot. */
package stage5.catalog.reserving;
