/**
 * The lambda form's event sources: named handlers, of which {@code quarkus.lambda.handler} chooses one for a function.
 * They are the same in every service, which has nothing to add but its consumers and its schedules.
 */
package stage5.kit.lambda.events;
