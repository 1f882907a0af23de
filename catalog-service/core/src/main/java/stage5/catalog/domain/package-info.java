/** Products, stock and reservations as plain values: no framework, no store, no wire format. */
package stage5.catalog.domain;
