/** Products, stock and search words as DynamoDB items. The README of this service has the table of access patterns. */
package stage5.catalog.store;
