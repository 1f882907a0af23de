/**
 * The storage below DynamoDB Local: items in the Java heap instead of SQLite. Start at {@link
 * stage5.local.dynamodb.store.HeapTables}.
 */
package stage5.local.dynamodb.store;
