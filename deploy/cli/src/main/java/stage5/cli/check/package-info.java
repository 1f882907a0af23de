/**
 * Proves from the stores that the shop kept its promises. {@link stage5.cli.check.StoreReader} takes a
 * {@link stage5.cli.check.Snapshot} of what is stored; the rest is arithmetic on it: {@link stage5.cli.check.StockInvariants},
 * {@link stage5.cli.check.OrderInvariants}, {@link stage5.cli.check.SalesInvariants}, {@link stage5.cli.check.PaymentInvariants}, {@link stage5.cli.check.MailInvariants} and
 * {@link stage5.cli.check.BacklogInvariants}. {@link stage5.cli.check.ConsistencyCheck} is where to start.
 */
package stage5.cli.check;
