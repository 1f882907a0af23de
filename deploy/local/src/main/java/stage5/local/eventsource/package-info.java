/**
 * Event sources other than HTTP: queues ({@link stage5.local.eventsource.QueueMapping}, Lambda's event source mapping
 * for SQS) and schedules ({@link stage5.local.eventsource.ScheduleMapping}, EventBridge Scheduler).
 */
package stage5.local.eventsource;
