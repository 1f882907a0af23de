/** How products, stock and the words of the search lie in DynamoDB; the README has the table of access patterns. */
package stage5.catalog.store;
