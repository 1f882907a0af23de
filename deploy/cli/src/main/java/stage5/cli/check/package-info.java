/**
 * The consistency check: computes from the stores whether each invariant of the shop holds. {@link
 * stage5.cli.check.StoreReader} reads a {@link stage5.cli.check.Snapshot}, and the {@code ...Invariants} classes are
 * pure functions of it. Start with {@link stage5.cli.check.ConsistencyCheck}.
 */
package stage5.cli.check;
