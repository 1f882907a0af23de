/**
 * Read models and their rebuild while traffic continues. {@link stage5.kit.events.projection.Projections} projects
 * events to every live generation of a {@link stage5.kit.events.projection.ReadModel}. {@link
 * stage5.kit.events.projection.Rebuilding} builds a new generation from the event store.
 */
package stage5.kit.events.projection;
