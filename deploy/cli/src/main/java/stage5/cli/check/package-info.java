/**
 * Proves from the stores that the shop kept its promises. {@link stage5.cli.check.StoreReader} takes a
 * {@link stage5.cli.check.Snapshot} of what is stored; the rest is arithmetic on it: {@link stage5.cli.check.StockBooks},
 * {@link stage5.cli.check.OrderBooks}, {@link stage5.cli.check.SalesBooks}, {@link stage5.cli.check.PaymentBooks}, {@link stage5.cli.check.MailBooks} and
 * {@link stage5.cli.check.Leftovers}. {@link stage5.cli.check.Check} is where to start.
 */
package stage5.cli.check;
