/**
 * Read models as a live operation. {@link stage5.kit.events.projection.Projections} feeds events to every generation of a {@link
 * stage5.kit.events.projection.ReadModel} that lives, and says which one is read; {@link stage5.kit.events.projection.Rebuilding} makes a new
 * generation from the event store while that goes on.
 */
package stage5.kit.events.projection;
