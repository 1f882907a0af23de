/**
 * A deterministic simulation: the services' real classes on virtual time, with random faults that a seed reproduces.
 *
 * <p>Some classes of this module are in packages of other modules, such as {@code stage5.order.placing} and
 * {@code stage5.cli.check}. The simulation calls package-private members there; a public copy in the production code would
 * exist for tests only. If such a package moves, the class here moves with it.
 */
package stage5.simulation;
