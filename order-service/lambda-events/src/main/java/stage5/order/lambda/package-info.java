/** order-service's own schedules as functions; queues and the outbox sweep come from the kit. */
package stage5.order.lambda;
