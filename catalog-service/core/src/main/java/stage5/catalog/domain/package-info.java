/** Products, stock and reservations as plain values: without framework, store or wire format. */
package stage5.catalog.domain;
